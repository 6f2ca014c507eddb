"""Checking values against the schemas that a document holds: defaults, examples and payloads of examples.

Formats are not asserted: writers of examples and validators seldom agree about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog_gen.schemas import keywords
from catalog_gen.schemas.bundle import bundle
from catalog_gen.schemas.validator import compile_schema
from catalog_gen.sources.asyncapi.validation.causes import Cause, reduce
from catalog_gen.text.pointers import join
from catalog_gen.text.references import Linked

MOST_SCHEMAS = 3000
"""Schemas of one document that are compiled; values of any more are not checked, so that no document takes for ever."""
MOST_CAUSES = 5
"""What is told of one value; the rest is usually a consequence."""

_DROPPED = frozenset({"$id", "$schema", "id", "$anchor", "examples", "example", "default", "title", "description", "discriminator", "xml"})
"""Members of a schema that say nothing about a value, or would change what its references mean."""


class Checker:
    """Schemas of one document, bundled and compiled once each."""

    def __init__(self, linked: Linked) -> None:
        """Start with nothing compiled."""
        self.linked = linked
        self._compiled: dict[tuple[str, str], tuple[Any, dict[str, Any]] | None] = {}

    def check(self, schema: Any, place: tuple[str, str], value: Any) -> list[Cause]:
        """What is wrong with a value by the schema that stands at a place. Nothing, where the schema itself cannot be used."""
        if _fits_plainly(schema, value):
            return []
        found = self._compiled[place] if place in self._compiled else self._compile(schema, place)
        if found is None:
            return []
        validator, tree = found
        try:
            if validator.is_valid(value):
                return []
            return reduce(validator.iter_errors(value), tree)[:MOST_CAUSES]
        except (ValueError, RecursionError):  # numbers that JSON cannot hold, a pattern that takes too long
            return []

    def _compile(self, schema: Any, place: tuple[str, str]) -> tuple[Any, dict[str, Any]] | None:
        self._compiled[place] = None
        if len(self._compiled) > MOST_SCHEMAS:
            return None
        tree = _adapt(bundle(schema, place, self.linked).schema)
        if isinstance(tree, bool):
            tree = {} if tree else {"not": {}}
        try:
            self._compiled[place] = (compile_schema(tree, formats=False), tree)
        except (ValueError, RecursionError):
            return None
        return self._compiled[place]


_PLAIN = _DROPPED | keywords.ANNOTATIONS | {"type", "const", "format", "deprecated", "readOnly", "writeOnly"}
_TYPES = {"string": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float), "object": (dict,), "array": (list,)}


def _fits_plainly(schema: Any, value: Any) -> bool:
    """Whether a value fits a schema that asks for nothing but its type: most do, and need no validator."""
    if not isinstance(schema, dict) or not isinstance(schema.get("type"), str) or not schema.keys() <= _PLAIN:
        return False
    return type(value) in _TYPES.get(schema["type"], ()) and schema.get("const", value) == value


def schemas_below(schema: Any, pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    """A schema and every schema inside it, with pointers; what it refers to is not entered."""
    waiting = [(schema, pointer)]
    while waiting:
        here, at = waiting.pop()
        if not isinstance(here, dict) or "$ref" in here:
            continue
        yield here, at
        for key, member in here.items():
            if isinstance(member, dict) and key in keywords.SCHEMA_MAP:
                waiting += ((inner, join(at, key, name)) for name, inner in member.items())
            elif isinstance(member, list) and (key in keywords.SCHEMAS or key in keywords.SCHEMA_OR_SCHEMAS):
                waiting += ((inner, join(at, key, index)) for index, inner in enumerate(member))
            elif isinstance(member, dict) and (key in keywords.SCHEMA or key in keywords.SCHEMA_OR_SCHEMAS):
                waiting.append((member, join(at, key)))


def _adapt(schema: Any) -> Any:
    """A schema as draft 7 means it: `nullable` and the boolean `exclusiveMinimum` of OpenAPI and draft 4 understood."""
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        return {
            "$ref": schema["$ref"],
            **({"definitions": _adapt_map(schema["definitions"])} if isinstance(schema.get("definitions"), dict) else {}),
        }
    copy: dict[str, Any] = {}
    for key, member in schema.items():
        if key in _DROPPED:
            continue
        if key in keywords.SCHEMA_MAP and isinstance(member, dict):
            copy[key] = _adapt_map(member)
        elif isinstance(member, list) and (key in keywords.SCHEMAS or key in keywords.SCHEMA_OR_SCHEMAS):
            copy[key] = [_adapt(inner) for inner in member]
        elif key in keywords.SCHEMA or key in keywords.SCHEMA_OR_SCHEMAS:
            copy[key] = _adapt(member)
        else:
            copy[key] = member
    if "definitions" not in copy and "$defs" in copy:
        copy["definitions"] = copy["$defs"]
    _translate(copy)
    return copy


def _translate(copy: dict[str, Any]) -> None:
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(copy.get(exclusive), bool):
            copy.update({exclusive: copy.pop(bound)} if copy.pop(exclusive) and bound in copy else {})
    if copy.pop("nullable", False) is True:
        if isinstance(copy.get("type"), str):
            copy["type"] = [copy["type"], "null"]
        if isinstance(copy.get("enum"), list) and None not in copy["enum"]:
            copy["enum"] = [*copy["enum"], None]


def _adapt_map(schemas: dict[str, Any]) -> dict[str, Any]:
    return {name: _adapt(inner) for name, inner in schemas.items()}
