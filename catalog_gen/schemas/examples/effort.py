"""How much work a schema makes for a validator: references can multiply it without bound, and libraries do not count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog_gen.schemas.examples.library import Library, Node, subschemas
from catalog_gen.schemas.examples.unsatisfiable import UnsatisfiableSchema

MOST = 100_000
"""Schemas that may apply to one value."""

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def is_costly(library: Library) -> bool:
    """Whether more than `MOST` schemas apply to one value somewhere, or they are nested deeper than can be counted."""
    counts: dict[int, int] = {}
    try:
        return any(_count(library, node, counts) > MOST for node in _every(library))
    except RecursionError:
        return True


def _every(library: Library) -> Iterator[Node]:
    """Every schema of the document."""
    pending = [library.start()]
    while pending:
        node = pending.pop()
        if isinstance(node.schema, dict):
            yield node
            pending.extend(library.child(node, part, step) for step, part in subschemas(node.schema))


def _count(library: Library, node: Node, counts: dict[int, int]) -> int:
    """How many schemas apply to a value that a schema applies to. A schema that applies itself counts once."""
    schema = node.schema
    if not isinstance(schema, dict):
        return 1
    if id(schema) not in counts:
        counts[id(schema)] = 1
        counts[id(schema)] = 1 + sum(_count(library, part, counts) for part in _in_place(library, node, schema))
    return counts[id(schema)]


def _in_place(library: Library, node: Node, schema: dict[str, Any]) -> Iterator[Node]:
    for keyword in _REFERENCES:
        if keyword in schema:
            try:
                yield library.target(node, keyword)
            except UnsatisfiableSchema:
                continue
    for keyword in _LISTS:
        if isinstance(schema.get(keyword), list):
            yield from (library.child(node, part, keyword, number) for number, part in enumerate(schema[keyword]))
    for keyword in _SINGLE:
        if keyword in schema:
            yield library.child(node, schema[keyword], keyword)
    dependent = schema.get("dependentSchemas")
    if isinstance(dependent, dict):
        yield from (library.child(node, part, "dependentSchemas", name) for name, part in dependent.items())
