"""What it takes to fail a schema: alternatives that are schemas themselves, each breaking one keyword.

`{"not": S}` cannot be merged, but "a number above 5" in place of `{"not": {"maximum": 5}}` can. The alternatives need not be all there
are: who uses them judges the value by the `not` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from catalog_gen.schemas.examples.dice import Dice
from catalog_gen.schemas.examples.leaves import is_count, is_number, matches
from catalog_gen.schemas.examples.library import Library, Node
from catalog_gen.schemas.examples.pattern_text import write_matching
from catalog_gen.schemas.examples.shapes import ALL_TYPES

_BREADTH = 8
_REFERENCES = dict.fromkeys(("$ref", "$dynamicRef", "$recursiveRef"))


def deny(library: Library, node: Node) -> Iterator[list[Node]]:
    """Alternatives to fail a node's schema: each is a list of nodes that hold together."""
    schema = node.schema
    if schema is False:
        yield []
    if not isinstance(schema, dict):
        return
    if not _REFERENCES.keys().isdisjoint(schema):
        yield from _deny_references(library, node)
        if node.resource.draft.reference_alone:
            return
    for keyword, breaker in _BREAKERS.items():
        if keyword in schema:
            yield from ([_beside(library, node, alternative, keyword)] for alternative in breaker(node, schema[keyword]))
    if "not" in schema:
        yield [_beside(library, node, schema["not"], "not")]
    for keyword in ("anyOf", "oneOf"):
        if isinstance(schema.get(keyword), list):
            yield [_beside(library, node, {"not": part}, keyword) for part in schema[keyword]]


def _deny_references(library: Library, node: Node) -> Iterator[list[Node]]:
    for keyword in _REFERENCES:
        if keyword in node.schema:
            target = library.target(node, keyword)
            if isinstance(target.schema, dict) and _REFERENCES.keys().isdisjoint(target.schema):
                yield from deny(library, target)
            else:  # one step at a time, so that a loop of references ends with the budget
                yield [_beside(library, target, {"not": target.schema}, "not")]


def _beside(library: Library, node: Node, schema: Any, keyword: str) -> Node:
    """A schema of our own making, read as if it stood in the node's place."""
    return library.made(node, schema, keyword)


def _deny_type(_: Node, value: Any) -> Iterator[Any]:
    names = value if isinstance(value, list) else [value]
    left = [name for name in ALL_TYPES if name not in names and not (name == "integer" and "number" in names)]
    if "integer" in names and "number" not in names:
        left.remove("number")
        yield {"type": "number", "not": {"multipleOf": 1}}
    if left:
        yield {"type": left}


def _deny_number(key: str, change: Callable[[Any], Any]) -> Callable[[Node, Any], Iterator[Any]]:
    def breaker(node: Node, value: Any) -> Iterator[Any]:
        if is_number(value):
            yield change(value) if node.resource.draft.has_contains else _draft_4(key, value)

    return breaker


def _draft_4(key: str, value: Any) -> Any:
    return {"type": "number", key: value, "exclusive" + key.capitalize(): True}


def _deny_length(kind: str, key: str, step: int) -> Callable[[Node, Any], Iterator[Any]]:
    def breaker(_: Node, value: Any) -> Iterator[Any]:
        if is_count(value) and value + step >= 0:
            yield {"type": kind, key: int(value) + step}

    return breaker


def _deny_required(_: Node, value: Any) -> Iterator[Any]:
    for name in value[:_BREADTH] if isinstance(value, list) else []:
        yield {"type": "object", "properties": {name: False}}


def _deny_properties(_: Node, value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, rule in list(value.items())[:_BREADTH]:
            yield {"type": "object", "required": [name], "properties": {name: {"not": rule}}}


def _deny_patterns(_: Node, value: Any) -> Iterator[Any]:
    for pattern, rule in value.items() if isinstance(value, dict) else ():
        for name in islice(write_matching(pattern, Dice(pattern)), 2):
            yield {"type": "object", "required": [name], "properties": {name: {"not": rule}}}


def _deny_items(node: Node, value: Any) -> Iterator[Any]:
    prefix = node.schema.get("prefixItems")
    before = len(prefix) if isinstance(prefix, list) and not node.resource.draft.tuples_in_items else 0
    if isinstance(value, dict | bool):
        tuples = {"prefixItems": [True] * before} if before else {}
        yield {"type": "array", "minItems": before + 1, **tuples, "items": {"not": value}}


def _deny_contains(_: Node, value: Any) -> Iterator[Any]:
    yield {"type": "array", "items": {"not": value}}


def _deny_all(_: Node, value: Any) -> Iterator[Any]:
    for part in value[:_BREADTH] if isinstance(value, list) else []:
        yield {"not": part}


def _deny_rest(node: Node, value: Any) -> Iterator[Any]:
    """A member that nothing else speaks of, and that fails what is said of the rest."""
    if value is True or value == {}:
        return
    declared, patterns = node.schema.get("properties"), node.schema.get("patternProperties")
    for name in ("additional", "more", "x1", "Z"):
        known = isinstance(declared, dict) and name in declared
        if not known and not any(matches(pattern, name) for pattern in (patterns if isinstance(patterns, dict) else ())):
            yield {"type": "object", "required": [name], "properties": {name: {"not": value}}}
            return


def _deny_values(_: Node, value: Any) -> Iterator[Any]:
    kinds = {type(one) for one in value} if isinstance(value, list) else {type(value)}
    if kinds <= {str}:
        yield {"type": "string"}
    if kinds <= {int, float}:
        yield {"type": "number"}
    if kinds == {bool}:
        yield {"type": "boolean"}
    yield {"type": list(ALL_TYPES)}


def _deny_unique(_: Node, value: Any) -> Iterator[Any]:
    if value is True:
        yield {"type": "array", "minItems": 2, "items": {"const": "same"}}
        yield {"type": "array", "minItems": 2, "items": {"enum": [1]}}


def _deny_dependent(_: Node, value: Any) -> Iterator[Any]:
    for name, rule in value.items() if isinstance(value, dict) else ():
        if isinstance(rule, list) and rule:
            yield {"type": "object", "required": [name], "properties": {rule[0]: False}}
        elif isinstance(rule, dict | bool):
            yield {"type": "object", "required": [name], "not": rule}


def _deny_texts(_: Node, __: Any) -> Iterator[Any]:
    yield {"type": "string"}


def _deny_tuple(_: Node, value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for number, rule in enumerate(value[:_BREADTH]):
            yield {"type": "array", "minItems": number + 1, "prefixItems": [True] * number + [{"not": rule}]}


def _deny_if(node: Node, value: Any) -> Iterator[Any]:
    if "then" in node.schema:
        yield {"allOf": [value, {"not": node.schema["then"]}]}
    if "else" in node.schema:
        yield {"allOf": [{"not": value}, {"not": node.schema["else"]}]}


_BREAKERS: dict[str, Callable[[Node, Any], Iterator[Any]]] = {
    "type": _deny_type,
    "enum": _deny_values,
    "const": _deny_values,
    "minimum": _deny_number("maximum", lambda value: {"type": "number", "exclusiveMaximum": value}),
    "maximum": _deny_number("minimum", lambda value: {"type": "number", "exclusiveMinimum": value}),
    "exclusiveMinimum": _deny_number("maximum", lambda value: {"type": "number", "maximum": value}),
    "exclusiveMaximum": _deny_number("minimum", lambda value: {"type": "number", "minimum": value}),
    "multipleOf": lambda _, __: iter([{"type": "number"}]),
    "minLength": _deny_length("string", "maxLength", -1),
    "maxLength": _deny_length("string", "minLength", 1),
    "minItems": _deny_length("array", "maxItems", -1),
    "maxItems": _deny_length("array", "minItems", 1),
    "minProperties": _deny_length("object", "maxProperties", -1),
    "maxProperties": _deny_length("object", "minProperties", 1),
    "pattern": _deny_texts,
    "format": _deny_texts,
    "required": _deny_required,
    "properties": _deny_properties,
    "patternProperties": _deny_patterns,
    "additionalProperties": _deny_rest,
    "unevaluatedProperties": _deny_rest,
    "unevaluatedItems": lambda _, __: iter([{"type": "array", "minItems": 1}]),
    "propertyNames": lambda _, value: iter([{"type": "object", "minProperties": 1, "propertyNames": {"not": value}}]),
    "items": _deny_items,
    "prefixItems": _deny_tuple,
    "contains": _deny_contains,
    "uniqueItems": _deny_unique,
    "allOf": _deny_all,
    "dependentRequired": _deny_dependent,
    "dependentSchemas": _deny_dependent,
    "dependencies": _deny_dependent,
    "if": _deny_if,
}
