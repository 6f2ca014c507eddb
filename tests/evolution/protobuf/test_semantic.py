"""`semantic`: what is compatible is read as it was meant, and what is not comes with a message that shows it."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from catalog_gen.evolution import compare
from catalog_gen.evolution.protobuf.descriptors import UnprovableError, runtime_class
from catalog_gen.evolution.protobuf.index import Index, walk
from catalog_gen.evolution.protobuf.meaning import difference
from catalog_gen.schemas.protobuf import read_text
from tests.evolution.random_messages import random_message
from tests.evolution.random_protobuf import Maker, render

THREE, TWO = 'syntax = "proto3"; ', 'syntax = "proto2"; '

ROWS: dict[str, tuple[str, str, bool, bool, str]] = {
    # old, new, backward, forward, the kind of the change
    "added": ("int32 a = 1;", "int32 a = 1; int32 b = 2;", True, True, "field-added"),
    "removed": ("int32 a = 1; int32 b = 2;", "int32 a = 1;", True, True, "field-removed-unreserved"),
    "removed and reserved": ("int32 a = 1; int32 b = 2;", 'int32 a = 1; reserved 2; reserved "b";', True, True, "field-removed"),
    "renamed": ("int32 a = 1;", "int32 b = 1;", False, False, "field-renamed"),
    "renamed, not in JSON": ("int32 a = 1;", 'int32 b = 1 [json_name = "a"];', True, True, "field-renamed"),
    "renumbered": ("int32 a = 1;", "int32 a = 2;", False, False, "field-number-changed"),
    "wider": ("int32 a = 1;", "int64 a = 1;", True, False, "field-type-changed"),
    "other sign": ("int32 a = 1;", "uint32 a = 1;", False, False, "field-type-changed"),
    "zigzag": ("int32 a = 1;", "sint32 a = 1;", False, False, "field-type-changed"),
    "fixed": ("fixed32 a = 1;", "sfixed32 a = 1;", False, False, "field-type-changed"),
    "text to bytes": ("string a = 1;", "bytes a = 1;", False, False, "field-type-changed"),
    "bool to number": ("bool a = 1;", "int32 a = 1;", False, False, "field-type-changed"),
    "message to bytes": ("B a = 1; message B { int32 x = 1; }", "bytes a = 1;", False, False, "field-kind-changed"),
    "repeated": ("int32 a = 1;", "repeated int32 a = 1;", False, False, "field-label-changed"),
    "packed": ("repeated int32 a = 1;", "repeated int32 a = 1 [packed = false];", True, True, "field-packed-changed"),
    "presence": ("int32 a = 1;", "optional int32 a = 1;", True, True, "field-presence-changed"),
    "into a new oneof": ("int32 a = 1;", "oneof o { int32 a = 1; int32 b = 2; }", True, True, "field-moved-to-oneof"),
    "two into a oneof": ("int32 a = 1; int32 b = 2;", "oneof o { int32 a = 1; int32 b = 2; }", False, True, "fields-moved-to-oneof"),
    "out of a oneof": ("oneof o { int32 a = 1; int32 b = 2; }", "int32 a = 1; int32 b = 2;", True, False, "field-moved-out-of-oneof"),
    "value added": ("E e = 1; enum E { X = 0; }", "E e = 1; enum E { X = 0; Y = 1; }", True, False, "enum-value-added"),
    "value removed": ("E e = 1; enum E { X = 0; Y = 1; }", "E e = 1; enum E { X = 0; }", False, True, "enum-value-removed"),
    "value renamed": ("E e = 1; enum E { X = 0; Y = 1; }", "E e = 1; enum E { X = 0; Z = 1; }", False, False, "enum-value-renamed"),
    "map's value": ("map<string, int32> a = 1;", "map<string, string> a = 1;", False, False, "field-type-changed"),
    "map to list": ("map<string, int32> a = 1;", "repeated B a = 1; message B {}", False, False, "field-kind-changed"),
    "recursion": ("A a = 1; int32 n = 2;", "A a = 1; int64 n = 2;", True, False, "field-type-changed"),
}
OLDER: dict[str, tuple[str, str, bool, bool, str]] = {
    "required added": ("optional int32 a = 1;", "optional int32 a = 1; required int32 b = 2;", False, True, "required-field-added"),
    "required removed": ("required int32 a = 1;", "", True, False, "required-field-removed"),
    "made required": ("optional int32 a = 1;", "required int32 a = 1;", False, True, "field-label-changed"),
    "default": ("optional int32 a = 1 [default = 1];", "optional int32 a = 1 [default = 2];", False, False, "field-default-changed"),
    "group": ("optional group B = 1 {}", "optional B b = 1; message B {}", False, False, "field-type-changed"),
}
CASES = [(THREE, *row) for row in ROWS.values()] + [(TWO, *row) for row in OLDER.values()]


@pytest.mark.parametrize("case", CASES, ids=[*ROWS, *OLDER])
def test_verdicts_follow_what_data_means(case: tuple[str, str, str, bool, bool, str]) -> None:
    syntax, old, new, backward, forward, kind = case
    result = compare(f"{syntax} message A {{ {old} }}", f"{syntax} message A {{ {new} }}", "protobuf", "full")
    found = {way: not any(way in change.directions for change in result.changes) for way in ("backward", "forward")}
    assert found == {"backward": backward, "forward": forward}
    assert kind in {change.kind for change in result.changes}
    for change in result.changes:
        assert change.message
        if change.breaking:
            assert change.hint
            assert change.counterexample["bytes"] is not None
            assert change.explanation


def test_services_rest_on_a_rule() -> None:
    text = THREE + "message A {} service S { rpc Get (A) returns (A); %s }"
    changes = compare(text % "rpc Put (A) returns (A);", text % "", "protobuf").changes
    assert [(change.kind, change.rule_only) for change in changes if change.breaking] == [("method-removed", True)]


def _pairs(count: int, seed: int) -> list[tuple[str, str]]:
    maker = Maker(Random(seed))  # noqa: S311 - chance, not a secret
    schemas = [maker.schema(f"p{number}") for number in range(count)]
    return [(render(schema), render(maker.mutate(schema))) for schema in schemas]


def _classes(text: str) -> dict[str, Any]:
    files, findings = read_text(text)
    assert not findings, (findings, text)
    index = Index(files)
    found = {}
    for message in walk(files.main.messages):
        try:
            found[message.name] = runtime_class(index, message)
        except UnprovableError:  # a message that requires itself has no value
            continue
    return found


def test_what_is_compatible_is_read_as_it_was_meant() -> None:
    random = Random(3)  # noqa: S311 - chance, not a secret
    asked = 0
    for old, new in _pairs(400, 7):
        if not compare(old, new, "protobuf").compatible:
            continue
        before, after = _classes(old), _classes(new)
        for name in before.keys() & after.keys():
            for _ in range(5):
                try:
                    message = random_message(random, before[name])
                except UnprovableError:
                    break
                asked += 1
                assert difference(message, after[name]) is None, (old, new, message)
    assert asked > 500


def test_what_is_not_has_a_message_that_shows_it() -> None:
    breaking = shown = 0
    for old, new in _pairs(400, 8):
        result = compare(old, new, "protobuf")
        if not result.compatible:
            breaking += 1
            shown += any(change.counterexample is not None or change.rule_only for change in result.changes)
    assert breaking > 100
    assert shown >= 0.95 * breaking


@pytest.mark.timeout(60)
def test_large_and_hostile_texts_end() -> None:
    fields = " ".join(f"int32 f{number} = {number};" for number in range(1, 5_001))
    wide = f"{THREE} message A {{ {fields} }}"
    for dialect in ("semantic", "confluent", "buf-file"):
        assert not compare(wide, wide.replace("int32 f77 ", "string f77 "), "protobuf", dialect=dialect).compatible
    assert compare(THREE + 'import "gone.proto"; message A {}', THREE + "message A {}", "protobuf").undecided
