"""Variants, and payloads that break one rule."""

from __future__ import annotations

import importlib
from typing import Any

import jsonschema_rs
import pytest

from catalog_gen.schemas.examples import invalid_variants, variants

PAYMENT: dict[str, Any] = {
    "type": "object",
    "required": ["paymentId", "method", "amount"],
    "additionalProperties": False,
    "properties": {
        "paymentId": {"type": "string", "pattern": "^PAY-[0-9]{4}$"},
        "amount": {"type": "number", "exclusiveMinimum": 0, "maximum": 10000, "multipleOf": 0.01},
        "currency": {"type": "string", "enum": ["EUR", "USD"]},
        "note": {"type": "string", "minLength": 2, "maxLength": 40},
        "paidAt": {"type": "string", "format": "date-time"},
        "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 3, "uniqueItems": True},
        "method": {
            "oneOf": [
                {
                    "title": "Card",
                    "type": "object",
                    "properties": {"kind": {"const": "card"}, "last4": {"type": "string"}},
                    "required": ["kind"],
                },
                {
                    "title": "Transfer",
                    "type": "object",
                    "properties": {"kind": {"const": "transfer"}, "iban": {"type": "string"}},
                    "required": ["kind"],
                },
            ]
        },
    },
}
KEYWORDS = {
    "required", "type", "additionalProperties", "pattern", "exclusiveMinimum", "maximum", "multipleOf", "enum", "minLength", "maxLength",
    "format", "minItems", "maxItems", "uniqueItems",
}  # fmt: skip


def test_variants_are_valid_and_differ() -> None:
    found = variants(PAYMENT)
    validator = jsonschema_rs.Draft7Validator(PAYMENT)
    assert all(validator.is_valid(variant.payload) for variant in found)
    assert [variant.name for variant in found] == ["full", "minimal", "transfer"]
    assert found[0].payload["method"]["kind"] == "card"
    assert set(found[1].payload) == set(PAYMENT["required"])
    assert found[2].payload["method"]["kind"] == "transfer"


@pytest.mark.parametrize("declared", [{"discriminator": {"propertyName": "shape"}}, {"discriminator": "shape"}])
def test_each_value_of_a_discriminator_has_a_variant(declared: Any) -> None:
    schema = {"type": "object", "properties": {"shape": {"enum": ["round", "square"]}, "size": {"type": "integer"}}, **declared}
    assert {variant.payload["shape"] for variant in variants(schema) if "shape" in variant.payload} == {"round", "square"}


def test_names_of_variants_are_apart() -> None:
    schema = {"oneOf": [{"title": "Same", "const": number} for number in range(4)]}
    names = [variant.name for variant in variants(schema)]
    assert len(set(names)) == len(names) == 4


def test_each_rule_is_broken_alone() -> None:
    found = invalid_variants(PAYMENT)
    validator = jsonschema_rs.Draft7Validator(PAYMENT)
    for broken in found:
        errors = list(validator.iter_errors(broken.payload))
        assert [error.kind.name for error in errors] == [broken.keyword], broken.title
        assert "".join(f"/{step}" for step in errors[0].instance_path) == broken.place
    assert {broken.keyword for broken in found} == KEYWORDS


def test_what_allows_everything_cannot_be_broken() -> None:
    assert invalid_variants({}) == ()


def test_the_functions_keep_their_names_when_their_engines_are_loaded() -> None:
    variants({})
    assert callable(importlib.import_module("catalog_gen.schemas.examples").variants)
