"""The kinds of change between two JSON Schemas, and how to reach the same goal safely."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What a change between two JSON Schemas does; each has its paragraph in docs/evolution/json-schema.md."""

    SCHEMA_UNREADABLE = "schema-unreadable"
    SCHEMA_CHANGED = "schema-changed"
    SCHEMA_FORBIDDEN = "schema-forbidden"
    SCHEMA_OPENED = "schema-opened"
    TYPE_CHANGED = "type-changed"
    TYPE_WIDENED = "type-widened"
    TYPE_NARROWED = "type-narrowed"
    PROPERTY_ADDED = "property-added"
    PROPERTY_ADDED_REQUIRED = "property-added-required"
    PROPERTY_REMOVED = "property-removed"
    REQUIRED_ADDED = "required-added"
    REQUIRED_REMOVED = "required-removed"
    ADDITIONAL_PROPERTIES_CHANGED = "additional-properties-changed"
    PATTERN_PROPERTIES_CHANGED = "pattern-properties-changed"
    PROPERTY_NAMES_CHANGED = "property-names-changed"
    PROPERTY_COUNT_CHANGED = "property-count-changed"
    DEPENDENCIES_CHANGED = "dependencies-changed"
    VALUES_ADDED = "values-added"
    VALUES_REMOVED = "values-removed"
    VALUES_CHANGED = "values-changed"
    RANGE_CHANGED = "range-changed"
    MULTIPLE_CHANGED = "multiple-changed"
    LENGTH_CHANGED = "length-changed"
    PATTERN_CHANGED = "pattern-changed"
    FORMAT_CHANGED = "format-changed"
    ITEMS_CHANGED = "items-changed"
    ITEM_COUNT_CHANGED = "item-count-changed"
    UNIQUENESS_CHANGED = "uniqueness-changed"
    CONTAINS_CHANGED = "contains-changed"
    UNEVALUATED_CHANGED = "unevaluated-changed"
    UNION_CHANGED = "union-changed"
    INTERSECTION_CHANGED = "intersection-changed"
    NEGATION_CHANGED = "negation-changed"
    CONDITION_CHANGED = "condition-changed"
    REFERENCE_CHANGED = "reference-changed"
    ANNOTATION_CHANGED = "annotation-changed"


HINTS: dict[ChangeKind, str] = {
    ChangeKind.TYPE_CHANGED: "Add a new property of the new type, fill both for a while, then retire the old one.",
    ChangeKind.TYPE_NARROWED: "Accept both types until nobody writes the old one any more.",
    ChangeKind.TYPE_WIDENED: "Let every reader accept the new type first; write it only then.",
    ChangeKind.PROPERTY_ADDED: "Close the object in the version before, or give the property a name that nobody can have used yet.",
    ChangeKind.PROPERTY_ADDED_REQUIRED: "Add it as optional, let every producer fill it, then require it.",
    ChangeKind.PROPERTY_REMOVED: "Mark it as deprecated first; remove it when nobody writes or reads it any more.",
    ChangeKind.REQUIRED_ADDED: "Let every producer fill it first; require it only when old payloads are no longer read.",
    ChangeKind.REQUIRED_REMOVED: "Let every reader cope without it first.",
    ChangeKind.VALUES_REMOVED: "Keep the old values until nobody writes them any more.",
    ChangeKind.VALUES_ADDED: "Let every reader accept the new values first; write them only then.",
    ChangeKind.ADDITIONAL_PROPERTIES_CHANGED: "Keep the object as open as it was, or start a new major version.",
    ChangeKind.SCHEMA_UNREADABLE: "Correct the schema; it counts as incompatible as long as it cannot be read.",
}

DEFAULT_HINT = "Keep accepting what was accepted, or start a new major version beside the old one."
