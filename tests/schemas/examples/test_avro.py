"""Examples of Avro schemas: in the JSON encoding, complete, read back by the library that teams use, and checked both ways."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

import catalog_gen
from catalog_gen.schemas.avro.types import read
from catalog_gen.schemas.examples import variants
from catalog_gen.schemas.examples.avro_checking import check_avro, check_avro_bytes, datum_of, encoded
from catalog_gen.schemas.examples.checkers import checker

ORDER: dict[str, Any] = json.loads("""
{"type": "record", "name": "OrderPlaced", "namespace": "com.harbourline.orders", "fields": [
  {"name": "orderId", "type": {"type": "string", "logicalType": "uuid"}},
  {"name": "customer", "type": {"type": "record", "name": "Customer", "fields": [
    {"name": "id", "type": "long"},
    {"name": "firstName", "type": ["null", "string"], "default": null},
    {"name": "referredBy", "type": ["null", "Customer"], "default": null}]}},
  {"name": "placedAt", "type": {"type": "long", "logicalType": "timestamp-millis"}},
  {"name": "updatedAt", "type": {"type": "long", "logicalType": "timestamp-micros"}},
  {"name": "dueOn", "type": {"type": "int", "logicalType": "date"}},
  {"name": "pickupTime", "type": {"type": "int", "logicalType": "time-millis"}},
  {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
  {"name": "tax", "type": {"type": "fixed", "name": "Tax", "size": 8, "logicalType": "decimal", "precision": 12, "scale": 4}},
  {"name": "window", "type": {"type": "fixed", "name": "Window", "size": 12, "logicalType": "duration"}},
  {"name": "digest", "type": {"type": "fixed", "name": "Digest", "size": 16}},
  {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["NEW", "PAID"]}},
  {"name": "weight", "type": "float"},
  {"name": "gift", "type": "boolean"},
  {"name": "raw", "type": "bytes"},
  {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [
    {"name": "sku", "type": "string"}, {"name": "quantity", "type": "int", "default": 3}]}}},
  {"name": "labels", "type": {"type": "map", "values": "string"}},
  {"name": "delivery", "type": [
    "null",
    {"type": "record", "name": "Pickup", "fields": [{"name": "storeId", "type": "string"}]},
    {"type": "record", "name": "Parcel", "fields": [{"name": "carrier", "type": "string"}]}], "default": null},
  {"name": "replaces", "type": {"type": "array", "items": "OrderPlaced"}},
  {"name": "note", "type": "string", "default": ""}]}
""")


def round_trip(schema: Any, payload: Any) -> Any:
    """What a reader sees of a payload that was written in binary."""
    parsed = fastavro.parse_schema(schema)
    return fastavro.schemaless_reader(io.BytesIO(encoded(read(schema, {}), payload)), parsed, parsed)


def test_every_field_is_shown_and_looks_like_its_name() -> None:
    payload = catalog_gen.example(ORDER, "avro")
    assert set(payload) == {member["name"] for member in ORDER["fields"]}
    assert payload["customer"]["firstName"].keys() == {"string"}
    assert payload["customer"]["referredBy"]["com.harbourline.orders.Customer"]["referredBy"] is None
    assert payload["delivery"].keys() == {"com.harbourline.orders.Pickup"}
    assert payload["lines"][0]["sku"].startswith("SKU-")
    assert payload["lines"][0]["quantity"] == 3, "a default that says something is what the author suggests"
    assert payload["note"], "one that says nothing is not"
    assert payload["placedAt"] * 1000 <= payload["updatedAt"], "what is created comes before what is updated"
    assert payload["replaces"][0]["replaces"] == [], "two levels of a recursion"


def test_logical_types_are_what_readers_take_them_for() -> None:
    seen = round_trip(ORDER, catalog_gen.example(ORDER, "avro"))
    assert seen["placedAt"].year == seen["dueOn"].year == 2026
    assert seen["total"].as_tuple().exponent == -2
    assert 0 < seen["total"] < 10**10
    assert 0 <= seen["pickupTime"].hour < 24
    assert seen["orderId"].version == 4


def test_the_same_bytes_for_the_same_seed() -> None:
    assert catalog_gen.example(ORDER, "avro") == catalog_gen.example(json.dumps(ORDER), "avro")


def test_variants_take_each_branch() -> None:
    found = {variant.name: variant.payload for variant in variants(ORDER, "avro")}
    assert list(found) == ["full", "minimal", "delivery-parcel"]
    assert found["minimal"]["delivery"] is None
    assert found["minimal"]["lines"] == []
    assert found["delivery-parcel"]["delivery"].keys() == {"com.harbourline.orders.Parcel"}
    for payload in found.values():
        assert check_avro(read(ORDER, {}), payload) == ()
        round_trip(ORDER, payload)


@pytest.mark.parametrize(
    ("schema", "payload"),
    [
        ("null", None),
        ({"type": "array", "items": "null"}, [None]),
        (["null", "int"], {"int": int}),
        ({"type": "enum", "name": "E", "symbols": ["A"]}, "A"),
        ({"type": "fixed", "name": "F", "size": 0}, ""),
    ],
    ids=str,
)
def test_small_schemas(schema: Any, payload: Any) -> None:
    found = catalog_gen.example(schema, "avro")
    assert check_avro(read(schema, {}), found) == ()
    if not isinstance(payload, dict):
        assert found == payload


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "record", "name": "A", "fields": [{"name": "a", "type": "A"}]}, "the record `A` always holds another of itself"),
        ({"type": "record", "name": "A", "fields": [{"name": "a", "type": "B"}]}, "No type is called `B`"),
        ("{", "no JSON"),
    ],
    ids=["endless", "unknown", "broken"],
)
def test_what_has_no_payload_is_said(schema: Any, said: str) -> None:
    with pytest.raises(catalog_gen.UnsatisfiableSchema, match=said):
        catalog_gen.example(schema, "avro")


def test_references_are_types_by_name() -> None:
    money = {"type": "record", "name": "Money", "namespace": "com.harbourline", "fields": [{"name": "currency", "type": "string"}]}
    schema = {"type": "record", "name": "Paid", "fields": [{"name": "total", "type": "com.harbourline.Money"}]}
    found = catalog_gen.example(schema, "avro", references={"com.harbourline.Money": json.dumps(money)})
    assert found == {"total": {"currency": "EUR"}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"orderId": 5}, ("/orderId", "5 is not a text")),
        ({"weight": "heavy"}, ("/weight", "'heavy' is not a number")),
        ({"dueOn": 2**31}, ("/dueOn", "2147483648 is not a whole number of 32 bits")),
        ({"status": "GONE"}, ("/status", "'GONE' is not one of NEW, PAID")),
        ({"digest": "short"}, ("/digest", "'short' is not 16 bytes, not 5")),
        ({"raw": "\u0100"}, ("/raw", "'Ā' is not a text whose characters are bytes (U+0000 to U+00FF)")),
        ({"lines": {}}, ("/lines", "an object is not an array")),
        ({"more": 1}, ("/more", "com.harbourline.orders.OrderPlaced has no field `more`")),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_mismatch_is_named(change: dict[str, Any], said: tuple[str, str]) -> None:
    payload = {**catalog_gen.example(ORDER, "avro"), **change}
    (found,) = check_avro(read(ORDER, {}), payload)
    assert (found.place, found.message) == said


def test_unions_and_missing_fields_are_explained() -> None:
    payload = {**catalog_gen.example(ORDER, "avro"), "delivery": {"storeId": "1"}}
    del payload["note"]
    wrong, missing = check_avro(read(ORDER, {}), payload)
    assert "an object with the branch as its only member" in wrong.message
    assert "the field `note`" in missing.message


@pytest.mark.parametrize("head", [b"", b"\x00\x00\x00\x00\x2a", b"\xc3\x01" + bytes(8)], ids=["bare", "registry", "single object"])
def test_binary_is_read_with_any_header(head: bytes) -> None:
    type_ = read(ORDER, {})
    raw = encoded(type_, catalog_gen.example(ORDER, "avro"))
    assert check_avro_bytes(type_, head + raw) == ()
    assert check_avro_bytes(type_, head + raw[:-3])
    assert check_avro_bytes(type_, head + raw + b"more")


def test_a_checker_reads_the_schema_once() -> None:
    known = checker(ORDER, "avro")
    payload = catalog_gen.example(ORDER, "avro")
    assert known.check(payload) == ()
    assert known.check_bytes(encoded(read(ORDER, {}), payload)) == ()


def test_schemas_that_people_wrote(corpus: Path) -> None:
    seen = 0
    for file in sorted((corpus / "compat").glob("*-avro/cases.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            for schema in (case["new"], *case.get("previous", [case.get("old")])):
                payload = catalog_gen.example(schema, "avro")
                parsed = fastavro.parse_schema(schema)
                (record,) = fastavro.json_reader(io.StringIO(json.dumps(payload)), parsed)
                out = io.BytesIO()
                fastavro.schemaless_writer(out, parsed, record)
                out.seek(0)
                assert fastavro.schemaless_reader(out, parsed, parsed) == record
                seen += 1
    assert seen > 50


PRIMITIVES = st.sampled_from(("null", "boolean", "int", "long", "float", "double", "bytes", "string"))


@st.composite
def schemas(draw: st.DrawFn) -> Any:
    """Schemas of any shape, with names of their own."""
    count = 0

    def schema(depth: int) -> Any:
        nonlocal count
        kind = draw(st.sampled_from(("plain", "array", "map", "enum", "fixed", "record", "union"))) if depth else "plain"
        if kind == "plain":
            return draw(PRIMITIVES)
        if kind in {"array", "map"}:
            return {"type": kind, "items" if kind == "array" else "values": schema(depth - 1)}
        if kind == "union":
            return ["null", draw(st.sampled_from(("int", "string", "bytes"))), {"type": "array", "items": schema(depth - 1)}]
        count += 1
        named = {"type": kind, "name": f"T{count}"}
        if kind == "enum":
            return {**named, "symbols": ["A", "B"]}
        if kind == "fixed":
            return {**named, "size": draw(st.integers(0, 20))}
        fields = [{"name": f"f{number}", "type": schema(depth - 1)} for number in range(draw(st.integers(0, 3)))]
        return {**named, "fields": fields}

    return schema(3)


@given(schemas())
def test_an_example_is_a_payload_in_json_and_in_binary(schema: Any) -> None:
    type_ = read(schema, {})
    payload = catalog_gen.example(schema, "avro")
    assert check_avro(type_, payload) == ()
    assert check_avro_bytes(type_, encoded(type_, payload)) == ()
    json.dumps(datum_of(type_, payload), default=repr)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "schema",
    [
        [{"type": "record", "name": f"R{number}", "fields": [{"name": "a", "type": "int"}]} for number in range(1000)],
        {"type": "record", "name": "Wide", "fields": [{"name": f"f{number}", "type": ["null", "Wide"]} for number in range(60)]},
        {
            "type": "record",
            "name": "L0",
            "fields": [
                {
                    "name": "a",
                    "type": {"type": "record", "name": "L1", "fields": [{"name": f"f{n}", "type": ["null", "L0"]} for n in range(9)]},
                },
                *({"name": f"g{n}", "type": "L1"} for n in range(9)),
            ],
        },
    ],
    ids=["union of a thousand", "wide recursion", "laughing records"],
)
def test_hostile_schemas_cost_little(schema: Any) -> None:
    assert len(json.dumps(catalog_gen.example(schema, "avro"))) < 2_000_000
