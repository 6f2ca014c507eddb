"""The alternatives of a choice: each a list of schemas that apply, in addition, when it is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from catalog_gen.schemas.examples.library import Library, Node
from catalog_gen.schemas.examples.negation import deny
from catalog_gen.schemas.examples.shapes import Choice, Shape

_MANY = 30


def alternatives(library: Library, choice: Choice, shape: Shape) -> Iterator[list[Node]]:
    """The ways to decide a choice, the most telling first."""
    return _WAYS[choice.keyword](library, choice, shape)


def _any_of(library: Library, choice: Choice, _: Shape) -> Iterator[list[Node]]:
    for number, part in enumerate(choice.node.schema["anyOf"]):
        yield [library.child(choice.node, part, "anyOf", number)]


def _one_of(library: Library, choice: Choice, _: Shape) -> Iterator[list[Node]]:
    """One branch each; then, in case two hold at once, one branch each with the others denied."""
    node, parts = choice.node, choice.node.schema["oneOf"]
    branches = [library.child(node, part, "oneOf", number) for number, part in enumerate(parts)]
    yield from ([branch] for branch in branches)
    if 1 < len(parts) <= _MANY:
        for number, branch in enumerate(branches):
            others = [library.made(node, {"not": part}, "oneOf") for other, part in enumerate(parts) if other != number]
            yield [branch, *others]


def _not(library: Library, choice: Choice, _: Shape) -> Iterator[list[Node]]:
    return deny(library, library.child(choice.node, choice.node.schema["not"], "not"))


def _if(library: Library, choice: Choice, _: Shape) -> Iterator[list[Node]]:
    node = choice.node
    condition = library.child(node, node.schema["if"], "if")
    then, otherwise = ([library.child(node, node.schema[key], key)] if key in node.schema else [] for key in ("then", "else"))
    yield [condition, *then]
    for denied in deny(library, condition):
        yield [*denied, *otherwise]


def _dependent(library: Library, choice: Choice, shape: Shape) -> Iterator[list[Node]]:
    """The member is there and brings its schema or its fellows, or it is not there."""
    node, name = choice.node, choice.detail
    rule = node.schema[choice.keyword][name]
    if isinstance(rule, list | str):
        there = [library.made(node, {"required": [rule] if isinstance(rule, str) else rule}, choice.keyword)]
    else:
        there = [library.child(node, rule, choice.keyword, name)]
    absent = [library.made(node, {"properties": {name: False}}, choice.keyword)]
    shown = name in shape.required or any(name in _properties(other.schema) for other in shape.objects)
    yield from [there, absent] if shown else [absent, there]


def _properties(schema: dict[str, Any]) -> dict[str, Any]:
    declared = schema.get("properties")
    return declared if isinstance(declared, dict) else {}


_WAYS: dict[str, Callable[[Library, Choice, Shape], Iterator[list[Node]]]] = {
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
    "dependentSchemas": _dependent,
    "dependencies": _dependent,
}
