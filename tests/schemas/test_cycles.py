"""Schemas that refer to each other in any way have one digest exactly when they unfold to the same tree."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.schemas.canonical import digest_schema

NAMES = "ABCD"


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    """Definitions that refer to each other as they like."""
    count = draw(st.integers(1, 4))
    reference = st.sampled_from(NAMES[:count]).map(lambda name: {"$ref": f"#/definitions/{name}"})
    leaf = st.sampled_from([{"type": "string"}, {"type": "integer"}, {}])
    schema = st.recursive(
        reference | leaf,
        lambda inner: (
            st.fixed_dictionaries({"properties": st.dictionaries(st.sampled_from("lr"), inner, min_size=1)})
            | st.fixed_dictionaries({"items": inner})
        ),
        max_leaves=4,
    )
    definitions = {name: draw(schema.filter(lambda found: "$ref" not in found)) for name in NAMES[:count]}
    return {"properties": {"start": {"$ref": "#/definitions/A"}}, "definitions": definitions}


def same(one: Any, other: Any) -> bool:
    """Whether two graphs unfold to the same tree: no path from their beginnings leads to a difference."""
    seen: set[tuple[int, int]] = set()
    waiting = [(one, other)]
    while waiting:
        left, right = (settle(schema, root) for schema, root in zip(waiting.pop(), (one, other), strict=True))
        if (id(left), id(right)) in seen:
            continue
        seen.add((id(left), id(right)))
        keys = left.keys() - {"definitions"}
        if keys != right.keys() - {"definitions"} or left.get("type") != right.get("type"):
            return False
        if left.get("properties", {}).keys() != right.get("properties", {}).keys():
            return False
        waiting += [(left["properties"][name], right["properties"][name]) for name in left.get("properties", {})]
        waiting += [(left["items"], right["items"])] if "items" in left else []
    return True


def settle(schema: Any, root: Any) -> Any:
    return root["definitions"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def respelled(schema: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same with other names and order, some references written out, and copies in place of some shared parts."""
    choose = random.Random(seed)  # noqa: S311
    definitions = {f"{name}{copied}": copy.deepcopy(part) for name, part in schema["definitions"].items() for copied in (1, 2)}

    def change(value: Any, depth: int) -> Any:
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            name = value["$ref"].rpartition("/")[2]
            if depth < 2 and choose.random() < 0.4:
                return change(schema["definitions"][name], depth + 1)
            return {"$ref": f"#/definitions/{name}{choose.choice((1, 2))}", "description": str(choose.random())}
        members = [(key, change(member, depth)) for key, member in value.items()]
        choose.shuffle(members)
        return dict(members)

    return {
        "properties": change(schema["properties"], 0),
        "definitions": {name: change(part, 0) for name, part in definitions.items()},
    }


@given(graphs(), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_other_spellings_have_the_same_digest(schema: dict[str, Any], seed: int) -> None:
    assert digest_schema(respelled(schema, seed)) == digest_schema(schema)


@given(graphs(), graphs())
@settings(max_examples=60, deadline=None)
def test_digests_are_equal_exactly_when_the_trees_are(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (digest_schema(one) == digest_schema(other)) == same(one, other)


@given(graphs())
@settings(max_examples=20, deadline=None)
def test_a_part_is_the_same_wherever_it_stands(schema: dict[str, Any]) -> None:
    alone = {**schema["definitions"]["A"], "definitions": schema["definitions"]}
    moved = {"definitions": schema["definitions"], "$ref": "#/definitions/A"}
    assert digest_schema(alone) == digest_schema(moved)


DIFFERENT: tuple[tuple[Any, Any], ...] = (
    ({"enum": [1]}, {"enum": [True]}),
    ({"const": 1}, {"const": "1"}),
    ({"default": 0}, {}),
    ({"properties": {"a": {}}}, {"patternProperties": {"a": {}}}),
    ({"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"properties": {"a": {}}}}}),
    ({"items": {"$ref": "#/definitions/gone"}}, {"items": {"$ref": "#/definitions/lost"}}),
)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_meanings_have_different_digests(one: Any, other: Any) -> None:
    assert digest_schema(one) != digest_schema(other)


def chain(length: int) -> dict[str, Any]:
    parts: dict[str, dict[str, Any]] = {
        f"P{n}": {"properties": {"next": {"$ref": f"#/definitions/P{(n + 1) % length}"}}} for n in range(length)
    }
    parts["P7"]["title"] = "Seven"
    parts["P5"]["type"] = "object"
    return {"$ref": "#/definitions/P0", "definitions": parts}


def hostile(length: int) -> dict[str, Any]:
    choose = random.Random(3)  # noqa: S311
    return {
        "$ref": "#/definitions/P0",
        "definitions": {
            f"P{n}": {
                "type": choose.choice(["object", "array"]),
                "properties": {
                    "l": {"$ref": f"#/definitions/P{(n + 1) % length}"},
                    "r": {"$ref": f"#/definitions/P{choose.randrange(length)}"},
                },
            }
            for n in range(length)
        },
    }


@pytest.mark.timeout(60)  # work without a bound takes hours
@pytest.mark.parametrize(
    "schema",
    [chain(3000), hostile(3000), {"$ref": "#"}, json.loads('{"items":' * 900 + "{}" + "}" * 900)],
    ids=["chain", "tangle", "loop", "depth"],
)
def test_any_shape_ends_soon(schema: Any) -> None:
    assert len(digest_schema(schema)) == 32
