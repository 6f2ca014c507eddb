"""The registries' rules for Protobuf, one row each: old fields, new fields, the verdict."""

from __future__ import annotations

import pytest

from catalog_gen.evolution import compare

ROWS = {
    "added": ("int32 a = 1;", "int32 a = 1; int32 b = 2;", True),
    "removed": ("int32 a = 1; int32 b = 2;", "int32 a = 1;", True),
    "renamed": ("int32 a = 1;", "int32 b = 1;", True),
    "same group": ("int32 a = 1;", "bool a = 1;", True),
    "other group": ("int32 a = 1;", "sint32 a = 1;", False),
    "repeated text": ("string a = 1;", "repeated string a = 1;", True),
    "repeated number": ("int32 a = 1;", "repeated int32 a = 1;", False),
    "two into a oneof": ("int32 a = 1; int32 b = 2;", "oneof o { int32 a = 1; int32 b = 2; }", False),
    "one into a oneof": ("int32 a = 1; int32 b = 2;", "oneof o { int32 a = 1; } int32 b = 2;", True),
    "map's value": ("map<string, int32> a = 1;", "map<string, string> a = 1;", False),
    "nested message removed": ("message B {} int32 a = 1;", "int32 a = 1;", False),
}


@pytest.mark.parametrize("name", ROWS)
def test_rule(name: str) -> None:
    old, new, expected = (f'syntax = "proto3"; message A {{ {row} }}' if isinstance(row, str) else row for row in ROWS[name])
    assert compare(old, new, "protobuf", dialect="confluent").compatible is expected


def test_an_unreadable_schema_is_a_change_and_no_exception() -> None:
    result = compare("message {", 'syntax = "proto3";', "protobuf", dialect="confluent")
    assert [change.kind for change in result.changes] == ["schema-unreadable"]
    assert not result.compatible
