"""The law of examples: what `example` gives validates, and what it calls unsatisfiable no random search satisfies."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import catalog_gen

NAMES = st.sampled_from(["a", "b", "c", "total", "createdAt"])
LITERALS = st.sampled_from([None, True, False, 0, 1, 2.5, -3, "", "a", "ab", [], [1], {}, {"a": 1}])
SMALL = st.integers(0, 4)
PATTERNS = st.sampled_from(["^a+$", "^[A-Z]{2}-\\d{3}$", "b", "^(x|yz)*$", "^[^a]$", "^(?!a)[a-c]{2,}$", "^.{3}$"])

KEYWORDS = {
    "type": st.sampled_from(
        ["object", "array", "string", "integer", "number", "boolean", "null", ["string", "null"], ["integer", "array"]]
    ),
    "enum": st.lists(LITERALS, min_size=1, max_size=3),
    "const": LITERALS,
    "minimum": st.integers(-3, 5),
    "maximum": st.integers(-3, 5),
    "exclusiveMinimum": st.integers(-3, 5),
    "exclusiveMaximum": st.integers(-3, 5),
    "multipleOf": st.sampled_from([1, 2, 3, 0.5, 0.1]),
    "minLength": SMALL,
    "maxLength": SMALL,
    "pattern": PATTERNS,
    "minItems": SMALL,
    "maxItems": SMALL,
    "uniqueItems": st.booleans(),
    "minProperties": SMALL,
    "maxProperties": SMALL,
    "required": st.lists(NAMES, max_size=2, unique=True),
    "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, max_size=2, unique=True), max_size=2),
    "minContains": st.integers(0, 2),
    "maxContains": st.integers(1, 3),
}
NESTED = {
    "items",
    "contains",
    "additionalProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "not",
    "if",
    "then",
    "else",
}


def _with(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(children, min_size=1, max_size=3)
    parts: dict[str, st.SearchStrategy[Any]] = {
        **KEYWORDS,
        **dict.fromkeys(NESTED, children),
        "propertyNames": st.one_of(st.booleans(), st.builds(lambda pattern: {"pattern": pattern}, PATTERNS)),
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "prefixItems": several,
        "properties": st.dictionaries(NAMES, children, max_size=3),
        "patternProperties": st.dictionaries(PATTERNS, children, max_size=1),
        "dependentSchemas": st.dictionaries(NAMES, children, max_size=1),
    }
    return st.lists(st.sampled_from(sorted(parts)), max_size=4, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({keyword: parts[keyword] for keyword in chosen})
    )


SCHEMAS = st.recursive(st.booleans() | _with(st.booleans()), _with, max_leaves=6)
VALUES = st.recursive(
    LITERALS | st.integers(-4, 6) | st.sampled_from(["b", "xyz", "AB-123", "cb", "a1!", 0.5, 0.1]),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(NAMES | st.sampled_from(["aa", "b1", "AB-123"]), parts, max_size=4),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(schema=SCHEMAS, values=st.lists(VALUES, min_size=20, max_size=20))
def test_an_example_validates_or_nothing_does(schema: Any, values: list[Any]) -> None:
    validator = jsonschema_rs.Draft202012Validator(schema)
    try:
        payload = catalog_gen.example(schema, draft="2020-12")
    except catalog_gen.UnsatisfiableSchema:
        assert [value for value in values if validator.is_valid(value)] == []
    else:
        assert validator.is_valid(payload), json.dumps(payload)
        assert catalog_gen.example(json.loads(json.dumps(schema)), draft="2020-12") == payload


@pytest.mark.parametrize("draft", ["draft-04", "draft-06", "draft-07", "2019-09"])
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(schema=SCHEMAS)
def test_examples_validate_in_every_draft(draft: str, schema: Any) -> None:
    classes = {
        "draft-04": jsonschema_rs.Draft4Validator,
        "draft-06": jsonschema_rs.Draft6Validator,
        "draft-07": jsonschema_rs.Draft7Validator,
        "2019-09": jsonschema_rs.Draft201909Validator,
    }
    try:
        validator = classes[draft](schema)
        payload = catalog_gen.example(schema, draft=draft)
    except ValueError:  # no schema of this draft, or unsatisfiable
        return
    assert validator.is_valid(payload)
