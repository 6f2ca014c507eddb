"""Keywords that mean something together, and what kind of change a difference in them is."""

from __future__ import annotations

from typing import Any

import msgspec

from catalog_gen.evolution.json_schema.kinds import ChangeKind
from catalog_gen.evolution.json_schema.values import freeze


class Group(msgspec.Struct, frozen=True):
    """Keywords that are compared together; `beside` are the others that their meaning depends on."""

    kind: ChangeKind
    words: tuple[str, ...]
    beside: tuple[str, ...] = ()


GROUPS = (
    Group(ChangeKind.TYPE_CHANGED, ("type",)),
    Group(ChangeKind.VALUES_CHANGED, ("enum",)),
    Group(ChangeKind.VALUES_CHANGED, ("const",)),
    Group(ChangeKind.RANGE_CHANGED, ("minimum", "exclusiveMinimum")),
    Group(ChangeKind.RANGE_CHANGED, ("maximum", "exclusiveMaximum")),
    Group(ChangeKind.MULTIPLE_CHANGED, ("multipleOf",)),
    Group(ChangeKind.LENGTH_CHANGED, ("minLength",)),
    Group(ChangeKind.LENGTH_CHANGED, ("maxLength",)),
    Group(ChangeKind.PATTERN_CHANGED, ("pattern",)),
    Group(ChangeKind.FORMAT_CHANGED, ("format",)),
    Group(ChangeKind.ITEM_COUNT_CHANGED, ("minItems",)),
    Group(ChangeKind.ITEM_COUNT_CHANGED, ("maxItems",)),
    Group(ChangeKind.UNIQUENESS_CHANGED, ("uniqueItems",)),
    Group(ChangeKind.CONTAINS_CHANGED, ("contains", "minContains", "maxContains")),
    Group(ChangeKind.PROPERTY_COUNT_CHANGED, ("minProperties",)),
    Group(ChangeKind.PROPERTY_COUNT_CHANGED, ("maxProperties",)),
    Group(ChangeKind.PROPERTY_NAMES_CHANGED, ("propertyNames",)),
    Group(ChangeKind.DEPENDENCIES_CHANGED, ("dependencies", "dependentRequired", "dependentSchemas")),
    Group(ChangeKind.ADDITIONAL_PROPERTIES_CHANGED, ("additionalProperties",), ("properties", "patternProperties")),
    Group(
        ChangeKind.UNEVALUATED_CHANGED,
        ("unevaluatedProperties",),
        (
            "properties",
            "patternProperties",
            "additionalProperties",
            "allOf",
            "anyOf",
            "oneOf",
            "if",
            "then",
            "else",
            "$ref",
            "dependentSchemas",
        ),
    ),
    Group(
        ChangeKind.UNEVALUATED_CHANGED,
        ("unevaluatedItems",),
        ("items", "prefixItems", "additionalItems", "contains", "allOf", "anyOf", "oneOf", "if", "then", "else", "$ref"),
    ),
    Group(ChangeKind.NEGATION_CHANGED, ("not",)),
    Group(ChangeKind.CONDITION_CHANGED, ("if", "then", "else")),
    Group(ChangeKind.REFERENCE_CHANGED, ("$dynamicRef", "$recursiveRef")),
    Group(ChangeKind.ANNOTATION_CHANGED, ("title", "description", "default", "deprecated", "readOnly", "writeOnly")),
)


def kind_of_change(group: Group, word: str, before: dict[str, Any], after: dict[str, Any]) -> ChangeKind:
    """The kind of a difference, told more exactly for types and lists of values."""
    if word == "type":
        return _sets(_types(before), _types(after), (ChangeKind.TYPE_WIDENED, ChangeKind.TYPE_NARROWED, ChangeKind.TYPE_CHANGED))
    if word in {"enum", "const"} and word in before and word in after:
        old, new = (
            {freeze(value) for value in (side[word] if word == "enum" and isinstance(side[word], list) else [side[word]])}
            for side in (before, after)
        )
        return _sets(old, new, (ChangeKind.VALUES_ADDED, ChangeKind.VALUES_REMOVED, ChangeKind.VALUES_CHANGED))
    return group.kind


def _types(schema: dict[str, Any]) -> set[Any]:
    value = schema.get("type", ["array", "boolean", "integer", "null", "number", "object", "string"])
    types = {part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)}
    return types | {"integer"} if "number" in types else types


def _sets(old: set[Any], new: set[Any], kinds: tuple[ChangeKind, ChangeKind, ChangeKind]) -> ChangeKind:
    return kinds[0] if old <= new else kinds[1] if old >= new else kinds[2]
