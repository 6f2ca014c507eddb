"""The kinds of changes between two Protobuf schemas."""

from __future__ import annotations

from enum import StrEnum


class ProtobufKind(StrEnum):
    """What changed."""

    UNDECIDED = "undecided"
    SCHEMA_UNREADABLE = "schema-unreadable"
    PACKAGE_CHANGED = "package-changed"
    MESSAGE_ADDED = "message-added"
    MESSAGE_REMOVED = "message-removed"
    ENUM_ADDED = "enum-added"
    ENUM_REMOVED = "enum-removed"
    ENUM_VALUE_ADDED = "enum-value-added"
    ENUM_VALUE_REMOVED = "enum-value-removed"
    ENUM_VALUE_RENAMED = "enum-value-renamed"
    ENUM_ZERO_CHANGED = "enum-zero-changed"
    FIELD_ADDED = "field-added"
    FIELD_REMOVED = "field-removed"
    REQUIRED_FIELD_ADDED = "required-field-added"
    REQUIRED_FIELD_REMOVED = "required-field-removed"
    FIELD_RENAMED = "field-renamed"
    FIELD_JSON_NAME_CHANGED = "field-json-name-changed"
    FIELD_TYPE_CHANGED = "field-type-changed"
    FIELD_KIND_CHANGED = "field-kind-changed"
    FIELD_LABEL_CHANGED = "field-label-changed"
    FIELD_PRESENCE_CHANGED = "field-presence-changed"
    FIELD_DEFAULT_CHANGED = "field-default-changed"
    ONEOF_ADDED = "oneof-added"
    ONEOF_REMOVED = "oneof-removed"
    ONEOF_FIELD_ADDED = "oneof-field-added"
    ONEOF_FIELD_REMOVED = "oneof-field-removed"
    FIELD_MOVED_TO_ONEOF = "field-moved-to-oneof"
    FIELDS_MOVED_TO_ONEOF = "fields-moved-to-oneof"
    FIELD_MOVED_OUT_OF_ONEOF = "field-moved-out-of-oneof"
