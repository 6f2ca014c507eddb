"""Runtime expressions, and the fields that they lead to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.schemas.json_schema import read_json_schema
from catalog_gen.site.composition.expressions import compose_spot
from catalog_gen.site.field_search import find_field

EXPRESSIONS: list[tuple[str, tuple[str, tuple[str, ...]] | None]] = [
    ("", None),
    ("  ", None),
    ("$message.header#/correlationId", ("header", ("correlationId",))),
    ("$message.payload#/user/id", ("payload", ("user", "id"))),
    ("$message.payload#/a~1b/c~0d", ("payload", ("a/b", "c~d"))),
    ("$message.header#correlationId", ("header", ("correlationId",))),
    ("$message.payload", ("payload", ())),
    ("$message.payload#/", ("payload", ())),
    ("$message.body#/x", ("", ())),
    ("somewhere", ("", ())),
]


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS)
def test_an_expression_is_taken_apart(text: str, expected: tuple[str, tuple[str, ...]] | None) -> None:
    spot = compose_spot(text)
    assert (None if spot is None else (spot.source, spot.steps)) == expected


@given(st.text())
def test_any_text_is_an_expression_or_kept(text: str) -> None:
    spot = compose_spot(text)
    assert spot is None or spot.expression == text.strip()


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}},
        "paid": {"oneOf": [{"type": "object", "properties": {"card": {"type": "string"}}}, {"type": "object", "properties": {"iban": {}}}]},
        "from": {"$ref": "#/definitions/Place"},
        "to": {"$ref": "#/definitions/Place"},
    },
    "allOf": [{"properties": {"trace": {"type": "string"}}}],
    "definitions": {"Place": {"type": "object", "properties": {"city": {"type": "string"}, "in": {"$ref": "#/definitions/Place"}}}},
}

FIELDS: list[tuple[str, str | None]] = [
    ("", ""),
    ("id", "id"),
    ("trace", "trace"),
    ("lines/0/sku", "sku"),
    ("paid/iban", "iban"),
    ("from/city", "city"),
    ("to/city", "city"),
    ("nowhere", None),
    ("id/deeper", None),
    ("from/in/in/in/in/nowhere", None),
]


@pytest.mark.parametrize(("pointer", "name"), FIELDS)
def test_a_pointer_leads_to_a_field(pointer: str, name: str | None) -> None:
    field = find_field(read_json_schema(json.dumps(SCHEMA)), tuple(step for step in pointer.split("/") if step))
    assert (None if field is None else field.name) == name
