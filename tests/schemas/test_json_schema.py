"""What holds of every schema: reading never fails, ends soon, shows a definition once, and gives each field its own path."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.schemas.fields import DEPTH_LIMIT, FIELD_LIMIT, Field
from catalog_gen.schemas.json_schema import read_json_schema, read_schema
from catalog_gen.site.field_tree import describe_fields, render_fields

"""Seconds; a hostile schema takes a tenth of that on an idle machine."""


def walk(field: Field) -> Iterator[Field]:
    """Every field of a tree."""
    waiting = [field]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += found.children
        waiting += (member for part in found.parts for member in part.fields)


def left_out(field: Field) -> int:
    return sum(found.more + sum(part.more for part in found.parts) for found in walk(field))


def doubling(levels: int) -> dict[str, Any]:
    """Each definition uses the next one twice: 2**levels fields if they were all shown."""
    definitions: dict[str, Any] = {
        f"a{n}": {"properties": {side: {"$ref": f"#/definitions/a{n + 1}"} for side in ("left", "right")}} for n in range(levels)
    }
    definitions[f"a{levels}"] = {"type": "string"}
    return {"$ref": "#/definitions/a0", "definitions": definitions}


def doubling_through_all_of(levels: int) -> dict[str, Any]:
    schema = doubling(levels)
    for definition in schema["definitions"].values():
        for name, member in definition.get("properties", {}).items():
            definition["properties"][name] = {"allOf": [member, {"title": name}]}
    return schema


def nested(levels: int, keyword: str) -> str:
    opening = {"properties": '{"properties":{"a":', "items": '{"items":', "allOf": '{"allOf":[', "oneOf": '{"oneOf":[{},'}[keyword]
    closing = {"properties": "}}", "items": "}", "allOf": "]}", "oneOf": "]}"}[keyword]
    return opening * levels + "{}" + closing * levels


HOSTILE = {
    "many properties": json.dumps({"properties": {f"p{n}": {"type": "string"} for n in range(100_000)}}),
    "doubling": json.dumps(doubling(100)),
    "doubling through allOf": json.dumps(doubling_through_all_of(100)),
    "many references to many properties": json.dumps(
        {
            "properties": {f"p{n}": {"allOf": [{"$ref": "#/definitions/wide"}, {"title": "x"}]} for n in range(2_000)},
            "definitions": {"wide": {"properties": {f"q{n}": {} for n in range(20_000)}, "required": [f"q{n}" for n in range(20_000)]}},
        }
    ),
    "many branches": json.dumps({"oneOf": [{"properties": {f"b{n}": {"const": n}}} for n in range(20_000)]}),
    "long allOf": json.dumps({"allOf": [{"properties": {f"c{n}": {}}} for n in range(100_000)]}),
    "long enum everywhere": json.dumps(
        {"properties": {f"p{n}": {"$ref": "#/definitions/e"} for n in range(2_000)}, "definitions": {"e": {"enum": ["x" * 400] * 5_000}}}
    ),
    "chain of references": json.dumps(
        {"$ref": "#/definitions/r0", "definitions": {f"r{n}": {"$ref": f"#/definitions/r{n + 1}"} for n in range(50_000)}}
    ),
    **{f"nested {keyword}": nested(1_000, keyword) for keyword in ("properties", "items", "allOf", "oneOf")},
    "nested beyond every parser": nested(100_000, "properties"),
    "nested default": '{"default":' + "[" * 50_000 + "]" * 50_000 + "}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.timeout(60)  # unbounded, each of these takes minutes, or all memory
def test_a_hostile_schema_is_shown_in_part_and_soon(text: str) -> None:
    field = read_json_schema(text)
    html = render_fields(field, links={}, anchor="p")
    described = describe_fields(field)
    assert sum(1 for _ in walk(field)) <= FIELD_LIMIT
    assert len(html) < 3_000_000
    assert described


def test_what_is_left_out_is_counted() -> None:
    field = read_json_schema(HOSTILE["many properties"])
    assert len(field.children) + field.more == 100_000
    assert "… 98001 more" in render_fields(field, links={}, anchor="p")


def test_depth_ends_with_a_count() -> None:
    field = read_json_schema(nested(60, "properties"))
    levels = sum(1 for _ in walk(field))
    assert levels == DEPTH_LIMIT + 1
    assert left_out(field) == 1


def test_a_definition_is_shown_once_and_linked_from_everywhere_else() -> None:
    field = read_schema(doubling(10))
    shown = Counter(found.reference for found in walk(field) if found.children)
    assert set(shown.values()) == {1}
    repeated = [found for found in walk(field) if found.same_as is not None]
    assert repeated
    paths = {found.path for found in walk(field)}
    assert all(found.same_as in paths for found in repeated)
    assert not any(found.circular for found in walk(field))


def test_a_text_that_is_no_json_is_a_problem_and_no_error() -> None:
    field = read_json_schema("type: object")
    assert field.problem.startswith("not readable as JSON")
    assert 'class="ft-b"' in render_fields(field, links={}, anchor="p")


@pytest.mark.parametrize(
    "text", ["", "null", "3", '"x"', "[]", "true", "false", "{}", "NaN", '{"minimum": NaN}', '{"title": "\\ud800"}', "1e999"]
)
def test_any_json_is_read(text: str) -> None:
    field = read_json_schema(text)
    render_fields(field, links={}, anchor="p").encode()
    describe_fields(field).encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
KEYWORDS = [
    *("type", "properties", "items", "prefixItems", "additionalItems", "required", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"),
    *("$ref", "enum", "const", "minimum", "exclusiveMinimum", "maximum", "minLength", "maxLength", "pattern", "dependencies", "contains"),
    *("dependentRequired", "dependentSchemas", "patternProperties", "propertyNames", "additionalProperties", "discriminator", "examples"),
    *("x-enum-varnames", "x-ms-enum", "definitions", "title", "description", "deprecated", "nullable", "default", "unevaluatedItems"),
]
SCHEMAS = st.recursive(
    st.booleans() | st.sampled_from([{"$ref": "#"}, {"$ref": "#/definitions/a"}, {"type": "string"}]),
    lambda inner: st.dictionaries(
        st.sampled_from(KEYWORDS), inner | JSON | st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner)
    ),
    max_leaves=25,
)


@given(SCHEMAS)
@settings(max_examples=150, deadline=None)
def test_any_schema_is_read_with_a_path_for_each_field(schema: Any) -> None:
    field = read_schema(schema)
    paths = Counter(found.path for found in walk(field))
    assert max(paths.values()) == 1
    assert all(found.same_as in paths for found in walk(field) if found.same_as is not None)
    assert msgspec.to_builtins(field) == msgspec.to_builtins(read_schema(schema))
    assert render_fields(field, links={}, anchor="p") == render_fields(field, links={}, anchor="p")
