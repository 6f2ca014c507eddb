"""JSON Schemas are compatible exactly when no payload says otherwise, and registries are judged by their own rules."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from catalog_gen import compare, compare_history
from catalog_gen.evolution.json_schema.kinds import ChangeKind
from catalog_gen.schemas.validator import compile_schema
from tests.evolution import random_schemas

PAIRS = 2_000


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def required(schema: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**schema, "required": list(names)}


ID = {"type": "string"}
TREE = {"type": "object", "properties": {"next": {"$ref": "#"}}}

CASES: dict[str, tuple[Any, Any, bool, bool]] = {
    # old, new, backward, forward: by meaning
    "the same": (closed(id=ID), closed(id=ID), True, True),
    "an optional property, closed": (closed(id=ID), closed(id=ID, note=ID), True, False),
    "an optional property, open": ({"properties": {"id": ID}}, {"properties": {"id": ID, "note": ID}}, False, True),
    "a required property": (required(closed(id=ID), "id"), required(closed(id=ID, at=ID), "id", "at"), False, False),
    "nothing required any more": (required(closed(id=ID), "id"), closed(id=ID), True, False),
    "a wider type": ({"type": "integer"}, {"type": "number"}, True, False),
    "another type": ({"type": "string"}, {"type": "boolean"}, False, False),
    "a value more": ({"enum": ["a"]}, {"enum": ["a", "b"]}, True, False),
    "a constant": ({"enum": ["a"]}, {"const": "a"}, True, True),
    "a higher bound": ({"type": "number", "maximum": 1}, {"type": "number", "maximum": 2}, True, False),
    "multiples of multiples": ({"type": "integer", "multipleOf": 4}, {"type": "integer", "multipleOf": 2}, True, False),
    "a longer text": ({"type": "string", "maxLength": 3}, {"type": "string", "maxLength": 9}, True, False),
    "a pattern within another": ({"type": "string", "pattern": "^a{3}$"}, {"type": "string", "pattern": "^a+$"}, True, False),
    "an alternative more": ({"anyOf": [ID]}, {"anyOf": [ID, {"type": "null"}]}, True, False),
    "the order of alternatives": ({"oneOf": [ID, {"type": "null"}]}, {"oneOf": [{"type": "null"}, ID]}, True, True),
    "a negation": ({"not": {"type": "string"}}, {"not": {"type": "string", "maxLength": 3}}, True, False),
    "items": ({"type": "array", "items": ID}, {"type": "array", "items": {"type": ["string", "null"]}}, True, False),
    "recursion": (TREE, {**TREE, "description": "A chain."}, True, True),
    "recursion, narrower": (TREE, {**TREE, "required": ["next"]}, False, True),
    "through a definition": ({"$ref": "#/definitions/I", "definitions": {"I": ID}}, ID, True, True),
    "a condition": ({"if": {"const": 1}, "then": {"type": "number"}}, {}, True, True),
    "boolean schemas": (False, {"type": "string"}, True, False),
}


@pytest.mark.parametrize("name", CASES)
def test_verdicts_follow_the_meaning(name: str) -> None:
    old, new, backward, forward = CASES[name]
    result = compare(old, new, mode="full")
    broken = {direction for change in result.changes for direction in change.directions}
    assert ("backward" not in broken, "forward" not in broken) == (backward, forward)
    assert not any(change.undecided for change in result.changes)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not case[2]])
def test_a_breaking_change_shows_a_payload(name: str) -> None:
    old, new, *_ = CASES[name]
    shown = [change for change in compare(json.dumps(old), json.dumps(new)).changes if change.counterexample is not None]
    assert shown
    for change in shown:
        assert compile_schema(old, formats=False).is_valid(change.counterexample)
        assert not compile_schema(new, formats=False).is_valid(change.counterexample)
        assert change.hint
        assert change.message


def test_the_place_of_a_change_is_named() -> None:
    old = closed(order=closed(lines={"type": "array", "items": closed(price={"type": "number"})}))
    new = json.loads(json.dumps(old).replace('"number"', '"string"'))
    (change,) = [change for change in compare(old, new).changes if change.breaking]
    assert change.path == "order.lines[].price"
    assert change.pointer.startswith("/properties/order/properties/lines/items/properties/price")


@pytest.mark.parametrize("broken", ["{", "12", "[]", '{"$ref": "#/nowhere"}', '{"$ref": "other.json"}', '{"type": 5}'])
def test_what_cannot_be_read_never_raises_and_is_never_compatible_with_less(broken: str) -> None:
    assert compare('{"type": "string"}', broken).compatible in {True, False}
    assert compare(broken, '{"type": "string", "maxLength": 0}').compatible in {True, False}


def test_references_are_given_by_name() -> None:
    money = json.dumps(closed(amount={"type": "number"}))
    dear = json.dumps(closed(amount={"type": "string"}))
    schema = {"properties": {"price": {"$ref": "money.json"}}, "type": "object"}
    assert compare(schema, schema, old_references={"money.json": money}, new_references={"money.json": money}).compatible
    assert not compare(schema, schema, old_references={"money.json": money}, new_references={"money.json": dear}).compatible


def test_a_history_names_every_version_that_fails() -> None:
    versions = [("1", {"type": "string"}), ("2", {"type": "number"}), ("3", {"type": ["string", "number"]})]
    result = compare_history(versions, {"type": "number"}, mode="backward_transitive")
    assert result.versions == ("1", "3")
    assert compare_history(versions[1:2], {"type": "number"}, mode="backward").compatible


@pytest.mark.timeout(120)
def test_no_payload_refutes_a_compatible_verdict() -> None:
    random, refuted, undecided = Random(5), [], 0  # noqa: S311 - chance, not a secret
    for _ in range(PAIRS):
        old, new = random_schemas.pair(random)
        result = compare(old, new)
        undecided += result.undecided
        if result.compatible:
            writer, reader = (compile_schema(side, formats=False) for side in (old, new))
            values = (random_schemas.instance(random) for _ in range(20))
            refuted += [(old, new, value) for value in values if writer.is_valid(value) and not reader.is_valid(value)]
    assert refuted == []
    assert undecided <= PAIRS * 0.02


@pytest.mark.timeout(120)
def test_nearly_everything_that_was_widened_is_accepted() -> None:
    random = Random(6)  # noqa: S311 - chance, not a secret
    schemas = [random_schemas.schema(random) for _ in range(400)]
    accepted = sum(compare(old, random_schemas.widened(random, old)).compatible for old in schemas)
    assert accepted >= 0.97 * len(schemas)


@pytest.mark.timeout(120)
def test_a_schema_is_compatible_with_itself_and_nothing_changed() -> None:
    random = Random(7)  # noqa: S311 - chance, not a secret
    for _ in range(300):
        schema = random_schemas.schema(random)
        result = compare(schema, json.loads(json.dumps(schema)), mode="full")
        assert result.compatible
        assert result.changes == ()


@pytest.mark.timeout(60)
def test_hostile_schemas_end() -> None:
    wide = {"anyOf": [{"type": "object", "properties": {f"p{number}": {"const": number}}} for number in range(1_000)]}
    compare(wide, {"anyOf": wide["anyOf"][1:]})
    deep: Any = {"type": "string"}
    for _ in range(400):
        deep = {"type": "array", "items": deep}
    compare(deep, {**deep, "minItems": 1})


def test_registries_are_judged_as_they_judge(corpus: Path) -> None:
    for source, dialect in (("confluent-json", "confluent"), ("apicurio-json", "apicurio")):
        wrong, seen = [], 0
        for case in json.loads((corpus / "compat" / source / "cases.json").read_text(encoding="utf-8")):
            for mode in ("backward", "forward"):
                if isinstance(case.get(mode), bool) and "old" in case:
                    seen += 1
                    if compare(case["old"], case["new"], mode=mode, dialect=dialect).compatible is not case[mode]:
                        wrong.append(case["id"])
        assert seen > 50
        assert len(wrong) <= seen * 0.01


def test_every_kind_has_its_paragraph() -> None:
    text = (Path(__file__).parent.parent.parent / "docs" / "evolution" / "json-schema.md").read_text(encoding="utf-8")
    assert [str(kind) for kind in ChangeKind if f"`{kind}`" not in text] == []
