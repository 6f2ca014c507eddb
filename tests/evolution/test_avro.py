"""Avro schemas are judged as the specification's schema resolution judges them, and proofs are proofs."""

from __future__ import annotations

import io
import json
from pathlib import Path
from random import Random
from typing import Any

import avro.compatibility
import avro.schema
import fastavro
import pytest

from catalog_gen import UnsatisfiableSchema, compare, example
from catalog_gen.evolution.avro.kinds import ChangeKind
from catalog_gen.schemas.avro.types import read
from catalog_gen.schemas.examples.avro_checking import encoded
from tests.evolution.random_avro import pair

PAIRS = 2_000


def record(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "record", "name": "Order", "fields": list(fields), **more}


def field(name: str, type_: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **more}


ID = field("id", "string")
TREE = record(field("next", ["null", "Order"]))
COLOUR = {"type": "enum", "name": "Colour", "symbols": ["RED"]}
COLOURS = {"type": "enum", "name": "Colour", "symbols": ["RED", "BLUE"]}

CASES: dict[str, tuple[Any, Any, bool, bool, str]] = {
    # old, new, backward, forward, a kind among the changes
    "the same": (record(ID), record(ID), True, True, ""),
    "a promotion": ("int", "long", True, False, ChangeKind.TYPE_CHANGED),
    "bytes and text": ("bytes", "string", True, True, ChangeKind.TYPE_CHANGED),
    "another type": ("int", "string", False, False, ChangeKind.TYPE_CHANGED),
    "a field with a default": (record(ID), record(ID, field("note", "string", default="")), True, True, ChangeKind.FIELD_ADDED),
    "a field without": (record(ID), record(ID, field("note", "string")), False, True, ChangeKind.FIELD_ADDED_WITHOUT_DEFAULT),
    "a field removed": (record(ID, field("note", "string")), record(ID), True, False, ChangeKind.FIELD_REMOVED_WITHOUT_DEFAULT),
    "a field renamed": (record(ID), record(field("key", "string", aliases=["id"])), True, False, ChangeKind.FIELD_RENAMED),
    "a record renamed": (record(ID), {**record(ID), "name": "Purchase"}, False, False, ChangeKind.NAME_CHANGED),
    "with an alias": (record(ID), {**record(ID), "name": "Purchase", "aliases": ["Order"]}, True, False, ChangeKind.NAME_CHANGED),
    "another namespace": (record(ID), record(ID, namespace="shop"), True, True, ChangeKind.NAME_CHANGED),
    "a symbol added": (COLOUR, COLOURS, True, False, ChangeKind.SYMBOL_ADDED),
    "a symbol removed": (COLOURS, COLOUR, False, True, ChangeKind.SYMBOL_REMOVED),
    "with a default symbol": (COLOURS, {**COLOUR, "default": "RED"}, True, True, ChangeKind.SYMBOL_REMOVED),
    "a branch added": ("string", ["null", "string"], True, False, ChangeKind.BRANCH_ADDED),
    "a branch removed": (record(field("a", ["null", "string"])), record(field("a", ["string"])), False, True, ChangeKind.BRANCH_REMOVED),
    "a size": ({"type": "fixed", "name": "F", "size": 2}, {"type": "fixed", "name": "F", "size": 3}, False, False, ChangeKind.SIZE_CHANGED),
    "recursion": (TREE, record(field("next", ["null", "Order"]), field("n", "int", default=0)), True, True, ChangeKind.FIELD_ADDED),
    "a decimal's scale": (
        {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2},
        {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3},
        True,
        True,
        ChangeKind.LOGICAL_TYPE_CHANGED,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_verdicts_follow_schema_resolution(name: str) -> None:
    old, new, backward, forward, kind = CASES[name]
    result = compare(old, new, format="avro", mode="full")
    found = {direction: any(direction in change.directions for change in result.changes) for direction in ("backward", "forward")}
    assert found == {"backward": not backward, "forward": not forward}
    assert {change.kind for change in result.changes} >= ({kind} if kind else set())
    assert bool(result.changes) is bool(kind)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case[2]])
def test_what_breaks_has_a_payload_that_shows_it(name: str) -> None:
    old, new, *_ = CASES[name]
    breaking = [change for change in compare(json.dumps(old), json.dumps(new), format="avro").changes if change.breaking]
    assert breaking
    assert all(change.counterexample is not None and change.hint and change.message for change in breaking)


def test_names_of_other_texts_are_known() -> None:
    money = json.dumps({"type": "record", "name": "Money", "namespace": "shop", "fields": [field("amount", "string")]})
    dear = json.dumps({"type": "record", "name": "Money", "namespace": "shop", "fields": [field("amount", "long")]})
    old = new = record(field("price", "shop.Money"))
    assert compare(old, new, format="avro", old_references={"shop.Money": money}, new_references={"shop.Money": money}).compatible
    changed = compare(old, new, format="avro", old_references={"money.avsc": money}, new_references={"money.avsc": dear})
    assert [change.path for change in changed.changes if change.breaking] == ["price.amount"]


@pytest.mark.parametrize("broken", ["{", "{}", '{"type": "record"}', '"Nobody"', "[[", '{"type": "array"}', "12"])
def test_what_is_no_schema_is_said_and_counts_as_breaking(broken: str) -> None:
    result = compare(broken, '"string"', format="avro")
    assert not result.compatible
    assert [change.kind for change in result.changes] == [ChangeKind.UNREADABLE]


@pytest.mark.timeout(60)
def test_hostile_schemas_end() -> None:
    branches = [{"type": "record", "name": f"R{number}", "fields": [field("a", "string")]} for number in range(1_000)]
    assert compare(branches, [*branches[1:], "null"], format="avro").compatible is False
    deep: Any = "string"
    for _ in range(5_000):
        deep = {"type": "array", "items": deep}
    assert compare(deep, deep, format="avro").undecided


def test_random_pairs_are_judged_as_by_apache_avro() -> None:
    random, seen = Random(20), 0  # noqa: S311 - chance, not a secret
    while seen < PAIRS:
        old, new = pair(random)
        try:
            writer, reader = (avro.schema.parse(json.dumps(side)) for side in (old, new))
        except avro.errors.AvroException:
            continue
        seen += 1
        found = avro.compatibility.ReaderWriterCompatibilityChecker().get_compatibility(reader=reader, writer=writer)  # type: ignore[no-untyped-call]
        expected = found.compatibility is avro.compatibility.SchemaCompatibilityType.compatible
        assert compare(old, new, format="avro").compatible is expected, (old, new)


def test_what_is_compatible_is_read_in_fact() -> None:
    random = Random(21)  # noqa: S311 - chance, not a secret
    for _ in range(300):
        old, new = pair(random)
        if not compare(old, new, format="avro").compatible:
            continue
        try:
            written = encoded(read(old, {}), example(old, "avro"))
        except UnsatisfiableSchema:
            continue
        writer, reader = (fastavro.parse_schema(json.loads(json.dumps(side))) for side in (old, new))
        fastavro.schemaless_reader(io.BytesIO(written), writer, reader)


def test_all_schemas_of_the_corpus_are_read(corpus: Path) -> None:
    for source in ("apicurio-avro", "confluent-avro"):
        for case in json.loads((corpus / "compat" / source / "cases.json").read_text(encoding="utf-8")):
            for side in ("old", "new"):
                if side in case:
                    assert compare(case[side], case[side], format="avro").changes == ()
