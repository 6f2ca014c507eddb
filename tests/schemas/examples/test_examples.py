"""Examples: what each keyword gives, what comes first, what looks real, and what cannot be satisfied."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

import catalog_gen
from catalog_gen import UnsatisfiableSchema, example

SATISFIABLE: list[Any] = [
    True,
    {},
    {"type": "string", "pattern": "^ORD-[0-9]{6}$"},
    {"type": "string", "pattern": "^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$"},
    {"type": "string", "pattern": "^(?!0{3})\\d{3}$"},
    {"type": "string", "pattern": "^\\p{Lu}\\p{Ll}+ [^\\s@]{2,4}$"},
    {"type": "string", "pattern": "^(\\w+)-\\1$"},
    {"type": "string", "pattern": "foo|bar", "minLength": 12},
    {"type": "string", "minLength": 300, "maxLength": 301},
    {"type": "integer", "minimum": 1.2, "multipleOf": 7},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.001},
    {"type": "number", "multipleOf": 0.01, "minimum": 19.99, "maximum": 19.99},
    {"allOf": [{"multipleOf": 4}, {"multipleOf": 6}], "type": "integer", "minimum": 13},
    {"type": "array", "uniqueItems": True, "minItems": 30, "items": {"type": "string", "maxLength": 2}},
    {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"enum": ["a", "b", "c"]}},
    {"contains": {"const": 5}, "minContains": 2, "maxContains": 3, "type": "array", "minItems": 5},
    {"prefixItems": [{"const": 1}, {"type": "string"}], "items": False, "type": "array", "minItems": 2},
    {"type": "object", "minProperties": 3, "propertyNames": {"pattern": "^[a-z]{3}$"}},
    {"type": "object", "patternProperties": {"^x-": {"type": "integer"}}, "minProperties": 2, "additionalProperties": False},
    {"type": "object", "properties": {"a": {}, "b": {}, "c": {}}, "maxProperties": 2, "required": ["c"]},
    {"type": "object", "properties": {"a": {}, "b": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
    {"type": "object", "properties": {"a": {"const": 1}}, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
    {"type": "object", "properties": {"a": {}}, "dependentRequired": {"a": ["b"], "b": ["c"]}},
    {"type": "object", "properties": {"a": {}}, "dependentSchemas": {"a": {"properties": {"b": {"const": 3}}, "required": ["b"]}}},
    {"properties": {"a": {}}, "allOf": [{"properties": {"b": {}}}], "unevaluatedProperties": False, "type": "object"},
    {"not": {"type": ["string", "object", "array", "null", "boolean"]}, "type": ["string", "number"]},
    {"not": {"not": {"not": {"minimum": 3}}}, "type": "integer"},
    {"oneOf": [{"minimum": 2}, {"multipleOf": 5}], "type": "integer"},
    {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
    {
        "$defs": {"node": {"$dynamicAnchor": "node", "type": "object", "properties": {"next": {"$dynamicRef": "#node"}}}},
        "$ref": "#/$defs/node",
    },
]


@pytest.mark.parametrize("schema", SATISFIABLE, ids=json.dumps)
def test_examples_validate(schema: Any) -> None:
    payload = example(schema, draft="2020-12")
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(payload)


UNSATISFIABLE: list[tuple[Any, str, str]] = [
    (False, "false", ""),
    ({"type": "integer", "minimum": 1.2, "maximum": 1.8}, "maximum", ""),
    ({"type": "string", "minLength": 5, "maxLength": 3}, "minLength", ""),
    (
        {"type": "object", "required": ["a"], "properties": {"a": {"type": "array", "minItems": 2, "maxItems": 1}}},
        "minItems",
        "/properties/a",
    ),
    ({"type": "string", "enum": [1, 2]}, "enum", ""),
    ({"allOf": [{"type": "string"}, {"type": "integer"}]}, "type", "/allOf/1"),
    ({"type": "object", "required": ["a"], "additionalProperties": False}, "false", "/additionalProperties"),
    ({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}}, "required", "/properties/a"),
    ({"$ref": "#/definitions/missing"}, "$ref", ""),
    ({"type": "array", "minItems": 10**9}, "minItems", ""),
    ({"type": "string", "minLength": 10**9}, "minLength", ""),
    ({"type": "object", "minProperties": 10**9}, "minProperties", ""),
    ({"type": "string", "pattern": "^(((a{1000}){1000}){1000})$"}, "pattern", ""),
]


@pytest.mark.parametrize(("schema", "keyword", "place"), UNSATISFIABLE, ids=lambda value: json.dumps(value)[:60])
def test_what_cannot_be_satisfied_is_said_with_keyword_and_place(schema: Any, keyword: str, place: str) -> None:
    with pytest.raises(UnsatisfiableSchema) as found:
        example(schema)
    assert (found.value.keyword, found.value.place) == (keyword, place)


def test_authors_come_first_when_they_are_right() -> None:
    members = {
        "a": {"type": "string", "examples": [7, "right"]},
        "b": {"type": "string", "default": "given"},
        "c": {"type": "integer", "example": "wrong"},
        "d": {"enum": ["only", "listed"]},
        "e": {"type": "array", "default": [], "items": {"type": "string"}},
    }
    payload = example({"type": "object", "properties": members})
    assert payload["a"] == "right"
    assert payload["b"] == "given"
    assert isinstance(payload["c"], int)
    assert payload["d"] == "only"
    assert len(payload["e"]) == 1


def test_an_authors_object_is_filled_with_what_it_leaves_out() -> None:
    members = {"sku": {"type": "string"}, "quantity": {"type": "integer"}}
    payload = example({"type": "object", "properties": members, "examples": [{"sku": "LAMP-1"}]})
    assert payload["sku"] == "LAMP-1"
    assert set(payload) == {"sku", "quantity"}


ORDER: dict[str, Any] = {
    "type": "object",
    "title": "Order",
    "properties": {
        "orderId": {"type": "string"},
        "updatedAt": {"type": "string", "format": "date-time"},
        "createdAt": {"type": "string", "format": "date-time"},
        "deliveredAt": {"type": "integer", "description": "milliseconds since 1970"},
        "customer": {
            "type": "object",
            "properties": {"id": {"type": "string"}, "firstName": {"type": "string"}, "email": {"type": "string", "format": "email"}},
        },
        "customerId": {"type": "string"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"sku": {"type": "string"}, "quantity": {"type": "integer"}, "unitPrice": {"type": "number"}},
            },
        },
        "itemCount": {"type": "integer"},
        "total": {"type": "number"},
        "currency": {"type": "string", "minLength": 3, "maxLength": 3},
        "countryCode": {"type": "string", "pattern": "^[A-Z]{2}$"},
        "parent": {"$ref": "#"},
    },
}


def test_values_agree_with_each_other() -> None:
    payload = example(ORDER)
    assert payload["createdAt"] <= payload["updatedAt"]
    assert payload["customer"]["id"] == payload["customerId"]
    assert payload["customer"]["firstName"].lower() in payload["customer"]["email"]
    assert payload["customer"]["email"].endswith("@example.com")
    assert payload["total"] == pytest.approx(sum(item["quantity"] * item["unitPrice"] for item in payload["items"]))
    assert payload["itemCount"] == len(payload["items"])


def test_recursion_is_shown_two_levels_deep() -> None:
    payload = example(ORDER)
    assert "parent" in payload
    assert "parent" not in payload["parent"]


def test_the_seed_decides_and_nothing_else_does() -> None:
    copy = json.loads(json.dumps(ORDER))
    assert json.dumps(example(ORDER, seed="a")) == json.dumps(example(copy, seed="a"))
    assert json.dumps(example(ORDER, seed="a")) != json.dumps(example(ORDER, seed="b"))


def test_every_declared_member_is_shown() -> None:
    assert list(example(ORDER)) == list(ORDER["properties"])


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        ("email", {"type": "string"}, "@example.com"),
        ("website", {"type": "string"}, "https://www.example.com"),
        ("amount", {"type": "string", "description": "Amount, e.g. '12.50'"}, "12.50"),
        ("state", {"type": "string", "description": "One of 'open', 'closed'"}, "open"),
        ("createdAt", {"type": "string", "description": "such as 2019-08-08 22:37:40 +00:00"}, "2026-"),
        ("deleted", {"type": "boolean"}, "False"),
        ("isActive", {"type": "boolean"}, "True"),
    ],
)
def test_names_and_descriptions_choose_the_value(name: str, schema: Any, expected: str) -> None:
    assert expected in str(example({"type": "object", "properties": {name: schema}})[name])


def test_references_are_followed_by_name() -> None:
    schema = {"type": "object", "properties": {"to": {"$ref": "https://schemas.example.com/address.json#/$defs/city"}}}
    other = json.dumps({"$defs": {"city": {"const": "Porto"}}})
    assert example(schema, references={"https://schemas.example.com/address.json": other}) == {"to": "Porto"}


@pytest.mark.parametrize(
    ("draft", "schema", "expected"),
    [
        ("draft-04", {"type": "integer", "minimum": 5, "exclusiveMinimum": True, "maximum": 6}, 6),
        (None, {"type": "integer", "minimum": 5, "exclusiveMinimum": True, "maximum": 6}, 6),
        ("draft-06", {"$ref": "#/definitions/a", "const": 1, "definitions": {"a": {"const": 2}}}, 2),
        ("2019-09", {"$ref": "#/$defs/a", "$defs": {"a": {"enum": [2, 1]}}, "const": 1}, 1),
        ("2019-09", {"items": [{"const": 1}], "additionalItems": False, "minItems": 1, "type": "array"}, [1]),
    ],
)
def test_drafts_differ(draft: str | None, schema: Any, expected: Any) -> None:
    assert example(schema, draft=draft) == expected


def test_texts_are_read_and_wrong_ones_refused() -> None:
    assert example('{"const": 1}') == 1
    with pytest.raises(UnsatisfiableSchema):
        example("{")
    with pytest.raises(ValueError, match="unknown format"):
        example({}, format="xml")
    with pytest.raises(ValueError, match="unknown draft"):
        example({}, draft="draft-99")


def test_it_is_public() -> None:
    assert {"example", "UnsatisfiableSchema"} <= set(catalog_gen.__all__)
