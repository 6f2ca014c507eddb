"""Checking real payloads."""

from __future__ import annotations

from typing import Any

import pytest

from catalog_gen.schemas.examples.checking import check_payload
from catalog_gen.schemas.examples.json_schema import Subject


def test_every_mismatch_has_place_keyword_and_words() -> None:
    subject = Subject({"type": "object", "required": ["a"], "properties": {"b/c": {"items": {"type": "integer"}}}})
    found = check_payload(subject, {"b/c": [1, "x"]})
    assert {(one.place, one.keyword, one.schema_place) for one in found} == {
        ("/b~1c/1", "type", "/properties/b~1c/items/type"),
        ("", "required", "/required"),
    }
    assert all(one.message for one in found)
    assert check_payload(subject, {"a": 1}) == ()


def test_a_schema_that_cannot_be_compiled_is_said() -> None:
    with pytest.raises(ValueError, match="cannot be compiled"):
        check_payload(Subject({"type": "nonsense"}), 1)


def test_a_schema_that_multiplies_its_work_is_refused() -> None:
    definitions: dict[str, Any] = {f"d{level}": {"allOf": [{"$ref": f"#/definitions/d{level + 1}"}] * 10} for level in range(12)}
    schema = {"$ref": "#/definitions/d0", "definitions": {**definitions, "d12": {"type": "string"}}}
    with pytest.raises(ValueError, match="multiply"):
        check_payload(Subject(schema), "text")
