"""Where a changed field is written: by pointer, by the path of the field, in any format, within bounds."""

from __future__ import annotations

from typing import Any

import pytest

from catalog_gen.cli.schema_places import field_of_avro, field_of_json_schema, field_of_protobuf, resolve

SCHEMA: dict[str, Any] = {
    "properties": {
        "id": {"type": "string"},
        "lines": {"items": {"$ref": "#/definitions/Line"}},
        "loop": {"$ref": "#/properties/loop"},
        "either": {"anyOf": [{"type": "null"}, {"properties": {"a/b": {}}}]},
    },
    "definitions": {"Line": {"properties": {"price": {"type": "number"}, "again": {"$ref": "#"}}}},
}
AVRO: dict[str, Any] = {
    "type": "record",
    "name": "Order",
    "fields": [
        {"name": "id", "type": "string"},
        {
            "name": "lines",
            "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [{"name": "price", "type": "int"}]}},
        },
        {"name": "note", "type": ["null", {"type": "record", "name": "Note", "fields": [{"name": "text", "type": "string"}]}]},
    ],
}
PROTO = """\
syntax = "proto3";
package shop;
message Order {
  // not this: price = 9
  message Line { int32 price = 1 [json_name = "price"]; }
  oneof pay { string card = 2; }
  Line line = 3;
  enum State { UNKNOWN = 0; }
}
message Price { int32 price = 1; }
"""


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("", ""),
        ("/properties/id/type", "/properties/id/type"),
        ("/properties/lines/items/properties/price", "/definitions/Line/properties/price"),
        ("/properties/lines/items/properties/again/properties/id", "/properties/id"),
        ("/properties/loop/type", None),
        ("/properties/gone", None),
        ("/properties/either/anyOf/1/properties/a~1b", "/properties/either/anyOf/1/properties/a~1b"),
        ("/properties/either/anyOf/9", None),
    ],
)
def test_a_pointer_is_followed_through_references(pointer: str, found: str | None) -> None:
    assert resolve(SCHEMA, pointer) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("id", "/properties/id"),
        ("lines[].price", "/properties/lines/items/properties/price"),
        ("either.a/b", "/properties/either/anyOf/1/properties/a~1b"),
        ("loop.x", None),
        ("gone", None),
        ("", None),
    ],
)
def test_a_field_of_a_json_schema(path: str, found: str | None) -> None:
    place = field_of_json_schema(SCHEMA, path)
    assert (resolve(SCHEMA, place) if place else place) == (resolve(SCHEMA, found) if found else found)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("id", "/fields/0"),
        ("lines[].price", "/fields/1/type/items/fields/0"),
        ("note.text", "/fields/2/type/1/fields/0"),
        ("gone", None),
        ("", None),
    ],
)
def test_a_field_of_an_avro_schema(path: str, found: str | None) -> None:
    assert field_of_avro(AVRO, path) == found


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("shop.Order.Line.price", 5),
        ("Order.Line.price", 5),
        ("Line.price", 5),
        ("Price.price", 10),
        ("Order.card", 6),
        ("Order.State.UNKNOWN", 8),
        ("Order", 3),
        ("Order.gone", 0),
    ],
)
def test_a_field_of_a_protobuf_text(path: str, line: int) -> None:
    start = field_of_protobuf(PROTO, path.removeprefix("shop."))
    assert (PROTO[:start].count("\n") + 1 if start >= 0 else 0) == line


@pytest.mark.parametrize("schema", [None, 3, "text", [], {"properties": 3}, {"allOf": {"a": 1}}, {"$ref": "#/$ref"}, {"fields": [3, {}]}])
def test_what_is_no_schema_has_no_fields(schema: Any) -> None:
    assert field_of_json_schema(schema, "a.b[].c") is None
    assert field_of_avro(schema, "a.b") is None


def test_a_search_is_bounded() -> None:
    wide: dict[str, Any] = {"allOf": [{"allOf": [{"$ref": "#"}] * 50} for _ in range(50)]}
    assert field_of_json_schema(wide, "a.b.c.d") is None
    assert field_of_protobuf("message {" * 5_000, "A.b") == -1
