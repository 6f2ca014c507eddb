"""The kinds of change between two Avro schemas."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What changed; each kind has its paragraph in the documentation."""

    TYPE_CHANGED = "type-changed"
    NAME_CHANGED = "name-changed"
    FIELD_ADDED = "field-added"
    FIELD_ADDED_WITHOUT_DEFAULT = "field-added-without-default"
    FIELD_REMOVED = "field-removed"
    FIELD_REMOVED_WITHOUT_DEFAULT = "field-removed-without-default"
    FIELD_RENAMED = "field-renamed"
    DEFAULT_CHANGED = "default-changed"
    SYMBOL_ADDED = "symbol-added"
    SYMBOL_REMOVED = "symbol-removed"
    BRANCH_ADDED = "branch-added"
    BRANCH_REMOVED = "branch-removed"
    SIZE_CHANGED = "size-changed"
    LOGICAL_TYPE_CHANGED = "logical-type-changed"
    UNREADABLE = "schema-unreadable"
