"""Schemas have one digest exactly when following their references gives the same tree."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.schemas.canonical import digest_avro_text, digest_parts, digest_schema, digest_text

LIST = {"type": "object", "properties": {"next": {"$ref": "#/definitions/L"}}}

SAME: dict[str, tuple[Any, Any]] = {
    "key order": ({"type": "string", "minLength": 1}, {"minLength": 1, "type": "string"}),
    "annotations": ({"type": "string", "title": "A", "description": "B", "x-c": 1}, {"type": "string"}),
    "order of sets": ({"enum": [1, 2], "required": ["a", "b"]}, {"required": ["b", "a"], "enum": [2, 1]}),
    "one type as a list": ({"type": ["string"]}, {"type": "string"}),
    "numbers": ({"minimum": 1.0}, {"minimum": 1}),
    "true": ({"properties": {"a": True}}, {"properties": {"a": {}}}),
    "inline or by reference": (
        {"properties": {"a": {"$ref": "#/definitions/A"}}, "definitions": {"A": {"type": "string"}}},
        {"properties": {"a": {"type": "string"}}},
    ),
    "through a chain": (
        {"items": {"$ref": "#/definitions/A"}, "definitions": {"A": {"$ref": "#/definitions/B"}, "B": {"type": "string"}}},
        {"items": {"type": "string"}},
    ),
    "names of definitions": (
        {"$ref": "#/definitions/L", "definitions": {"L": LIST}},
        {"$ref": "#/definitions/M", "definitions": {"M": {"type": "object", "properties": {"next": {"$ref": "#/definitions/M"}}}}},
    ),
    "a circle written out once more": (
        {"$ref": "#/definitions/L", "definitions": {"L": LIST}},
        {**LIST, "definitions": {"L": LIST}},
    ),
    "a circle of one or of two": (
        {"$ref": "#/definitions/L", "definitions": {"L": LIST}},
        {
            "$ref": "#/definitions/A",
            "definitions": {
                "A": {"type": "object", "properties": {"next": {"$ref": "#/definitions/B"}}},
                "B": {"type": "object", "properties": {"next": {"$ref": "#/definitions/A"}}},
            },
        },
    ),
    "the root as its own target": (
        {"type": "object", "properties": {"next": {"$ref": "#"}}},
        {"$ref": "#/definitions/L", "definitions": {"L": LIST}},
    ),
}

DIFFERENT: dict[str, tuple[Any, Any]] = {
    "types": ({"type": "string"}, {"type": "integer"}),
    "a default": ({"default": 1}, {}),
    "true and one": ({"const": True}, {"const": 1}),
    "false and nothing": ({"properties": {"a": False}}, {"properties": {"a": {}}}),
    "names of properties": ({"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}),
    "swapped properties": (
        {"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}},
        {"properties": {"b": {"type": "string"}, "a": {"type": "integer"}}},
    ),
    "circles of another depth": (
        {"$ref": "#/definitions/L", "definitions": {"L": LIST}},
        {
            "$ref": "#/definitions/A",
            "definitions": {
                "A": {"type": "object", "properties": {"next": {"$ref": "#/definitions/B"}}},
                "B": {"type": "object", "properties": {"next": {"$ref": "#/definitions/A"}}, "maxProperties": 1},
            },
        },
    ),
    "missing targets": ({"$ref": "#/definitions/A"}, {"$ref": "#/definitions/B"}),
}


@pytest.mark.parametrize("name", SAME)
def test_one_meaning_has_one_digest(name: str) -> None:
    one, other = SAME[name]
    assert digest_schema(one) == digest_schema(other)


@pytest.mark.parametrize("name", DIFFERENT)
def test_another_meaning_has_another_digest(name: str) -> None:
    one, other = DIFFERENT[name]
    assert digest_schema(one) != digest_schema(other)


def test_a_part_has_the_digest_that_it_has_as_a_whole() -> None:
    schema = {"items": {"$ref": "#/definitions/L"}, "definitions": {"L": LIST, "a/b": {"type": "string"}}}
    parts = digest_parts(schema, ["L", "a/b"])
    assert parts == {"L": digest_schema({**LIST, "definitions": {"L": LIST}}), "a/b": digest_schema({"type": "string"})}


NAMES = "ABCDE"
REFERENCES = st.sampled_from(NAMES).map(lambda name: {"$ref": f"#/definitions/{name}"})
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["object", "array"]),
        "properties": st.dictionaries(st.sampled_from("xy"), REFERENCES | st.just({"type": "string"}), max_size=2),
        "items": REFERENCES,
    },
)
GRAPHS = st.fixed_dictionaries(dict.fromkeys(NAMES, BODIES))


def unfolds_alike(definitions: dict[str, Any], one: str, other: str) -> bool:
    """Whether two definitions unfold to the same tree, by the definition of that: assume it, and look for a contradiction."""
    assumed, waiting = set[tuple[str, str]](), [(one, other)]
    while waiting:
        pair = waiting.pop()
        if pair in assumed:
            continue
        assumed.add(pair)
        left, right = (definitions[name] for name in pair)
        if left.get("type") != right.get("type") or ("items" in left) != ("items" in right):
            return False
        inside = [(left["items"], right["items"])] if "items" in left else []
        mine, theirs = left.get("properties") or {}, right.get("properties") or {}
        if mine.keys() != theirs.keys():
            return False
        inside += [(mine[key], theirs[key]) for key in mine]
        for first, second in inside:
            if ("$ref" in first) != ("$ref" in second):
                inlined = [definitions[item["$ref"][-1]] if "$ref" in item else item for item in (first, second)]
                if any(item != {"type": "string"} for item in inlined):
                    return False
            elif "$ref" in first:
                waiting.append((first["$ref"][-1], second["$ref"][-1]))
    return True


@given(GRAPHS)
def test_equal_digests_mean_equal_trees_and_the_other_way_round(definitions: dict[str, Any]) -> None:
    parts = digest_parts({"definitions": definitions}, list(NAMES))
    for one in NAMES:
        for other in NAMES:
            assert (parts[one] == parts[other]) is unfolds_alike(definitions, one, other), (one, other)


@given(GRAPHS, st.randoms(use_true_random=False))
def test_names_and_order_of_definitions_do_not_count(definitions: dict[str, Any], chance: random.Random) -> None:
    fresh = [f"N{number}" for number in range(len(NAMES))]
    chance.shuffle(fresh)
    renamed = dict(zip(NAMES, fresh, strict=True))
    text = json.dumps(definitions)
    for name, to in renamed.items():
        text = text.replace(f'/{name}"', f'/{to}"')
    moved = {renamed[name]: body for name, body in json.loads(text).items()}
    before = digest_parts({"definitions": definitions}, list(NAMES))
    after = digest_parts({"definitions": dict(sorted(moved.items()))}, fresh)
    assert {renamed[name]: digest for name, digest in before.items()} == after


def circle(size: int) -> dict[str, Any]:
    """Definitions of which each refers to the next three, in one big circle."""
    return {
        f"D{number}": {
            "type": "object",
            "title": f"D{number}",
            "properties": {f"p{step}": {"$ref": f"#/definitions/D{(number + step * step) % size}"} for step in (1, 2, 3)},
            "maxProperties": number % 7 + 1,
        }
        for number in range(size)
    }


@pytest.mark.timeout(60)
def test_a_big_circle_ends_soon() -> None:
    definitions = circle(2_000)
    parts = digest_parts({"definitions": definitions}, sorted(definitions))
    assert len(set(parts.values())) > 1


def test_a_long_chain_is_no_recursion() -> None:
    definitions: dict[str, Any] = {f"D{number}": {"items": {"$ref": f"#/definitions/D{number + 1}"}} for number in range(5_000)}
    definitions["D5000"] = {"type": "string"}
    assert len(set(digest_parts({"definitions": definitions}, sorted(definitions)).values())) == 5_001


def test_white_space_and_docs_do_not_count() -> None:
    assert digest_text("a  b\n c") == digest_text("a b c")
    assert digest_avro_text('{"type": "string", "doc": "x"}') == digest_avro_text('{"type": "string"}')
