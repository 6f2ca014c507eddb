"""buf's rules for breaking changes: which category has which, and the kind of change that each stands for (buf, "Breaking rules", v2)."""

from __future__ import annotations

from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind

CATEGORIES = {"buf-file": "FILE", "buf-package": "PACKAGE", "buf-wire-json": "WIRE_JSON", "buf-wire": "WIRE"}
"""Dialect → buf's category."""

_ALL = frozenset(CATEGORIES.values())
_CODE = frozenset({"FILE", "PACKAGE"})
_JSON = frozenset({"FILE", "PACKAGE", "WIRE_JSON"})
_FILE = frozenset({"FILE"})
_PACKAGE = frozenset({"PACKAGE"})
_WIRES = frozenset({"WIRE_JSON", "WIRE"})
_WIRE_JSON = frozenset({"WIRE_JSON"})
_WIRE = frozenset({"WIRE"})

FILE_OPTIONS = {
    "cc_enable_arenas": "true",
    "cc_generic_services": "false",
    "csharp_namespace": "",
    "go_package": "",
    "java_generic_services": "false",
    "java_multiple_files": "false",
    "java_outer_classname": "",
    "java_package": "",
    "objc_class_prefix": "",
    "optimize_for": "SPEED",
    "php_class_prefix": "",
    "php_metadata_namespace": "",
    "php_namespace": "",
    "py_generic_services": "false",
    "ruby_package": "",
    "swift_prefix": "",
}
"""Options of files that generated code depends on, with what they are when not given (descriptor.proto)."""

RULES: dict[str, tuple[frozenset[str], Kind]] = {
    "ENUM_NO_DELETE": (_FILE, Kind.ENUM_REMOVED),
    "EXTENSION_NO_DELETE": (_FILE, Kind.EXTENSION_REMOVED),
    "MESSAGE_NO_DELETE": (_FILE, Kind.MESSAGE_REMOVED),
    "SERVICE_NO_DELETE": (_FILE, Kind.SERVICE_REMOVED),
    "PACKAGE_ENUM_NO_DELETE": (_PACKAGE, Kind.ENUM_REMOVED),
    "PACKAGE_EXTENSION_NO_DELETE": (_PACKAGE, Kind.EXTENSION_REMOVED),
    "PACKAGE_MESSAGE_NO_DELETE": (_PACKAGE, Kind.MESSAGE_REMOVED),
    "PACKAGE_NO_DELETE": (_PACKAGE, Kind.PACKAGE_CHANGED),
    "PACKAGE_SERVICE_NO_DELETE": (_PACKAGE, Kind.SERVICE_REMOVED),
    "ENUM_SAME_TYPE": (_CODE, Kind.ENUM_TYPE_CHANGED),
    "ENUM_VALUE_NO_DELETE": (_CODE, Kind.ENUM_VALUE_REMOVED),
    "EXTENSION_MESSAGE_NO_DELETE": (_CODE, Kind.EXTENSION_RANGE_REMOVED),
    "FIELD_NO_DELETE": (_CODE, Kind.FIELD_REMOVED),
    "FIELD_SAME_CARDINALITY": (_CODE, Kind.FIELD_LABEL_CHANGED),
    "FIELD_SAME_CPP_STRING_TYPE": (_CODE, Kind.FIELD_OPTION_CHANGED),
    "FIELD_SAME_JAVA_UTF8_VALIDATION": (_CODE, Kind.FIELD_OPTION_CHANGED),
    "FIELD_SAME_JSTYPE": (_CODE, Kind.FIELD_OPTION_CHANGED),
    "FIELD_SAME_TYPE": (_CODE, Kind.FIELD_TYPE_CHANGED),
    "FIELD_SAME_UTF8_VALIDATION": (_CODE, Kind.FIELD_OPTION_CHANGED),
    "FILE_SAME_SYNTAX": (_CODE, Kind.SYNTAX_CHANGED),
    "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR": (_CODE, Kind.MESSAGE_OPTION_CHANGED),
    "ONEOF_NO_DELETE": (_CODE, Kind.ONEOF_REMOVED),
    "RPC_NO_DELETE": (_CODE, Kind.METHOD_REMOVED),
    **{f"FILE_SAME_{name.upper()}": (_CODE, Kind.FILE_OPTION_CHANGED) for name in FILE_OPTIONS},
    "ENUM_SAME_JSON_FORMAT": (_JSON, Kind.ENUM_OPTION_CHANGED),
    "ENUM_VALUE_SAME_NAME": (_JSON, Kind.ENUM_VALUE_RENAMED),
    "FIELD_SAME_JSON_NAME": (_JSON, Kind.FIELD_JSON_NAME_CHANGED),
    "FIELD_SAME_NAME": (_JSON, Kind.FIELD_RENAMED),
    "MESSAGE_SAME_JSON_FORMAT": (_JSON, Kind.MESSAGE_OPTION_CHANGED),
    "FIELD_SAME_DEFAULT": (_ALL, Kind.FIELD_DEFAULT_CHANGED),
    "FIELD_SAME_ONEOF": (_ALL, Kind.FIELD_MOVED_TO_ONEOF),
    "FILE_SAME_PACKAGE": (_ALL, Kind.PACKAGE_CHANGED),
    "MESSAGE_SAME_REQUIRED_FIELDS": (_ALL, Kind.REQUIRED_FIELD_ADDED),
    "RESERVED_ENUM_NO_DELETE": (_ALL, Kind.RESERVED_REMOVED),
    "RESERVED_MESSAGE_NO_DELETE": (_ALL, Kind.RESERVED_REMOVED),
    "RPC_SAME_CLIENT_STREAMING": (_ALL, Kind.METHOD_STREAMING_CHANGED),
    "RPC_SAME_IDEMPOTENCY_LEVEL": (_ALL, Kind.METHOD_OPTION_CHANGED),
    "RPC_SAME_REQUEST_TYPE": (_ALL, Kind.METHOD_TYPE_CHANGED),
    "RPC_SAME_RESPONSE_TYPE": (_ALL, Kind.METHOD_TYPE_CHANGED),
    "RPC_SAME_SERVER_STREAMING": (_ALL, Kind.METHOD_STREAMING_CHANGED),
    "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED": (_WIRE_JSON, Kind.ENUM_VALUE_REMOVED),
    "FIELD_NO_DELETE_UNLESS_NAME_RESERVED": (_WIRE_JSON, Kind.FIELD_REMOVED),
    "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY": (_WIRE_JSON, Kind.FIELD_LABEL_CHANGED),
    "FIELD_WIRE_JSON_COMPATIBLE_TYPE": (_WIRE_JSON, Kind.FIELD_TYPE_CHANGED),
    "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED": (_WIRES, Kind.ENUM_VALUE_REMOVED),
    "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED": (_WIRES, Kind.FIELD_REMOVED),
    "FIELD_WIRE_COMPATIBLE_CARDINALITY": (_WIRE, Kind.FIELD_LABEL_CHANGED),
    "FIELD_WIRE_COMPATIBLE_TYPE": (_WIRE, Kind.FIELD_TYPE_CHANGED),
}
"""Rule → the categories that have it, and the kind of change."""


def _groups(*groups: str) -> dict[str, int]:
    return {kind: number for number, group in enumerate(groups) for kind in group.split()}


WIRE_GROUPS = _groups("int32 int64 uint32 uint64 bool", "sint32 sint64", "fixed32 sfixed32", "fixed64 sfixed64")
"""Types that stand for each other under WIRE; besides, `string` may become `bytes`."""

WIRE_JSON_GROUPS = _groups("int32 uint32", "int64 uint64", "fixed32 sfixed32", "fixed64 sfixed64")
"""Types that stand for each other under WIRE_JSON."""
