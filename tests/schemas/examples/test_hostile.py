"""Hostile schemas: bounded work, and a finding rather than an accident."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog_gen import UnsatisfiableSchema, example

bounded = pytest.mark.timeout(60)
"""Work without a bound takes hours; a slow machine does not."""


def nested(keyword: str, depth: int = 1000) -> Any:
    schema: Any = {"type": "string"}
    for _ in range(depth):
        if keyword == "properties":
            schema = {"type": "object", "properties": {"a": schema}}
        elif keyword == "required":
            schema = {"type": "object", "properties": {"a": schema}, "required": ["a"]}
        else:
            schema = {keyword: [schema] if keyword.endswith("Of") else schema}
    return schema


def laughing(part: Callable[[str], Any]) -> Any:
    definitions: dict[str, Any] = {f"d{level}": part(f"#/definitions/d{level + 1}") for level in range(12)}
    return {"$ref": "#/definitions/d0", "definitions": {**definitions, "d12": {"type": "string"}}}


HOSTILE: dict[str, Any] = {
    "loop": {"$ref": "#"},
    "loop of two": {"$ref": "#/definitions/a", "definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}},
    "endless": {"type": "array", "minItems": 1, "items": {"$ref": "#"}},
    "many items": {"type": "array", "minItems": 10**9, "items": {"type": "string", "minLength": 10**9, "maxLength": float("inf")}},
    "long text": {"type": "string", "minLength": 10**9},
    "fine grid": {"type": "number", "multipleOf": 1e-300, "minimum": 0.1},
    "huge number": {"type": "integer", "minimum": 10**400},
    "catastrophic": {"type": "string", "pattern": "^(a+)+$", "examples": ["a" * 50 + "!"]},
    "catastrophic, too": {"type": "string", "pattern": "(x+x+)+y", "minLength": 500},
    "many repetitions": {"type": "string", "pattern": "^(((a{1000}){1000}){1000}){1000}$"},
    "many groups": {"type": "string", "pattern": "(" * 500 + "a" + ")" * 500},
    "laughing members": laughing(lambda target: {"type": "object", "properties": {f"p{number}": {"$ref": target} for number in range(10)}}),
    "laughing allOf": laughing(lambda target: {"allOf": [{"$ref": target}] * 10}),
    "laughing anyOf": laughing(lambda target: {"anyOf": [{"$ref": target}] * 10}),
    "laughing not": laughing(lambda target: {"not": {"$ref": target}}),
    "wide": {"type": "object", "properties": {f"p{number}": {"type": "string"} for number in range(5000)}},
    "wide enum": {"enum": [{"a": number} for number in range(20_000)]},
    "wide oneOf": {"oneOf": [{"required": [f"p{number}"], "type": "object"} for number in range(2000)]},
    "nonsense": {"type": None, "properties": 5, "required": 3, "enum": 7, "pattern": 4, "items": 3, "anyOf": 3, "not": 4, "$ref": 4},
    **{f"nested {keyword}": nested(keyword) for keyword in ("properties", "required", "items", "allOf", "anyOf", "oneOf", "not", "if")},
}


def _outcome(schema: Any, draft: str | None = None) -> str:
    """The payload, or the finding, as text."""
    try:
        return repr(example(schema, draft=draft))
    except UnsatisfiableSchema as error:
        return error.message


@bounded
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_schemas_cost_little(name: str) -> None:
    assert len(_outcome(HOSTILE[name])) < 1_000_000


@bounded
@pytest.mark.parametrize("name", ["32-redos-regex.yaml", "33-huge-array-constraints.yaml"])
def test_hostile_files_cost_little(name: str, corpus: Path) -> None:
    schema = yaml.safe_load((corpus / "security" / "yaml" / name).read_text(encoding="utf-8"))
    assert len(_outcome(schema)) < 1_000_000


ODD: list[Any] = [
    {"required": [1, {}, []], "type": "object"},
    {"dependentRequired": {"a": [1, []]}, "properties": {"a": {}}, "type": "object"},
    {"dependencies": {"a": 5}, "properties": {"a": {}}},
    {"$id": "http://[x", "properties": {"a": {"$id": "http://[y", "$ref": "b"}}},
    {"$ref": "#/%zz"},
    {"$ref": "http://[x"},
    {"anyOf": [5, None], "allOf": [[]], "oneOf": {}},
    {"properties": {"a": None, "b": 7}, "patternProperties": [], "minProperties": 3},
    {"minimum": float("nan"), "maximum": float("inf"), "multipleOf": 0, "type": "number"},
    {"type": "string", "pattern": "[", "default": 4},
    {"examples": 3, "example": [[]], "enum": [[], {}], "items": [4, "a"]},
    {"discriminator": 7, "properties": {"\ud800": {"type": "string"}}},
]


@pytest.mark.parametrize("schema", ODD, ids=repr)
@pytest.mark.parametrize("draft", ["draft-04", "draft-07", "2020-12"])
def test_what_is_no_proper_schema_is_no_accident(schema: Any, draft: str) -> None:
    assert _outcome(schema, draft)
