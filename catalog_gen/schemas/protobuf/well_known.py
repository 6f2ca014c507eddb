"""The files that every Protobuf compiler brings along, as texts."""

from __future__ import annotations

from functools import cache

_HEAD = 'syntax = "proto3";\npackage google.protobuf;\n'

_TEXTS = {
    "any": "message Any { string type_url = 1; bytes value = 2; }",
    "duration": "message Duration { int64 seconds = 1; int32 nanos = 2; }",
    "empty": "message Empty {}",
    "field_mask": "message FieldMask { repeated string paths = 1; }",
    "source_context": "message SourceContext { string file_name = 1; }",
    "timestamp": "message Timestamp { int64 seconds = 1; int32 nanos = 2; }",
    "struct": """
message Struct { map<string, Value> fields = 1; }
message Value { oneof kind { NullValue null_value = 1; double number_value = 2; string string_value = 3; bool bool_value = 4;
  Struct struct_value = 5; ListValue list_value = 6; } }
enum NullValue { NULL_VALUE = 0; }
message ListValue { repeated Value values = 1; }""",
    "wrappers": "".join(
        f"message {name}Value {{ {kind} value = 1; }}\n"
        for name, kind in (
            ("Double", "double"),
            ("Float", "float"),
            ("Int64", "int64"),
            ("UInt64", "uint64"),
            ("Int32", "int32"),
            ("UInt32", "uint32"),
            ("Bool", "bool"),
            ("String", "string"),
            ("Bytes", "bytes"),
        )
    ),
}


@cache
def well_known_text(path: str) -> str | None:
    """The text of a well-known file, or None where it is none."""
    name = path.removeprefix("google/protobuf/").removesuffix(".proto")
    if f"google/protobuf/{name}.proto" != path or name not in _TEXTS:
        return None
    return _HEAD + _TEXTS[name]
