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


APICURIO = {
    "added": ("int32 a = 1;", "int32 a = 1; int32 b = 2;", True),
    "removed": ("int32 a = 1; int32 b = 2;", "int32 a = 1;", False),
    "removed, number reserved": ("int32 a = 1; int32 b = 2;", "int32 a = 1; reserved 2;", False),
    "removed and reserved": ("int32 a = 1; int32 b = 2;", 'int32 a = 1; reserved 2; reserved "b";', True),
    "one range, two": ("reserved 2 to 5; int32 a = 1;", "reserved 2, 3, 4 to 5; int32 a = 1;", True),
    "moved to a oneof": ("int32 a = 1; int32 b = 2;", "oneof o { int32 a = 1; int32 b = 2; }", True),
    "a message removed": ("message B { int32 x = 1; } int32 a = 1;", "int32 a = 1;", False),
    "an empty message removed": ("message B {} int32 a = 1;", "int32 a = 1;", True),
    "an enum removed": ("enum E { X = 0; } int32 a = 1;", "int32 a = 1;", True),
    "a value removed": ("enum E { X = 0; Y = 1; }", "enum E { X = 0; reserved 1; }", False),
    "a value renamed": ("enum E { X = 0; Y = 1; }", "enum E { X = 0; Z = 1; }", False),
    "a value added": ("enum E { X = 0; }", "enum E { X = 0; Y = 1; }", True),
    "a map's value": ("map<string, int32> a = 1;", "map<string, int64> a = 1;", False),
    "reserved no longer": ("reserved 2; int32 a = 1;", "int32 a = 1;", False),
    "reserved and used": ("reserved 2; int32 a = 1;", "int32 a = 1; int32 b = 2;", False),
    "renumbered": ("int32 a = 1;", "int32 a = 2;", False),
    "retyped": ("int32 a = 1;", "int64 a = 1;", False),
    "renamed": ("int32 a = 1;", "int32 b = 1;", False),
}


@pytest.mark.parametrize("name", APICURIO)
def test_rule_of_apicurio(name: str) -> None:
    old, new, expected = (f'syntax = "proto3"; message A {{ {row} }}' if isinstance(row, str) else row for row in APICURIO[name])
    assert compare(old, new, "protobuf", dialect="apicurio").compatible is expected
