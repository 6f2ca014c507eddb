"""Exports of Confluent-compatible registries: one file, a folder of answers, a dump of the topic."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from catalog_gen.model.registry import PathTags, SchemaReference
from catalog_gen.sources.registries import confluent
from tests.sources.registries.exports import catalog, codes, corpus, declare, errors, message, registered, version

ORDER = '{"type": "record", "name": "OrderPlaced", "namespace": "com.harbourline.orders", "fields": []}'
KEY = '{"type": "record", "name": "Key", "fields": [{"name": "id", "type": "string"}]}'


def row(subject: str, number: int = 1, schema: str = ORDER, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "version": number, "id": number, "schema": schema, **more}


def record(kind: str, value: Any, **key: Any) -> tuple[dict[str, Any], Any]:
    return {"keytype": kind, "magic": 1, **key}, value


def consumer(key: Any, value: Any) -> str:
    return f"{json.dumps(key)}\t{'null' if value is None else json.dumps(value)}"


def kcat(key: Any, value: Any) -> str:
    texts = {"key": json.dumps(key), "payload": None if value is None else json.dumps(value)}
    return json.dumps({"topic": "_schemas", "partition": 0, "offset": 0, "ts": 1, **texts})


def plain(key: Any, value: Any) -> str:
    return json.dumps({"partition": 0, "offset": 0, "key": key, "value": value})


# --- the corpus


def test_each_way_to_export_the_corpus_says_the_same() -> None:
    files = corpus("confluent")
    ways = [
        {"schemas.json": files["schemas.json"]},
        {name: raw for name, raw in files.items() if "__versions__" in name},
        {"_schemas.topic.jsonl": files["_schemas.topic.jsonl"]},
    ]
    found = [{(one.id, one.versions[0].version, len(one.versions)) for one in catalog(way).messages} for way in ways]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 4


def test_the_corpus_value_by_value() -> None:
    files = corpus("confluent")
    stated = {(row["subject"], str(row["version"])): row for row in json.loads(files["schemas.json"])}
    found = {(one.registration.subject, one.registration.version): one for one in registered({"schemas.json": files["schemas.json"]})}
    assert found.keys() == stated.keys()
    for place, one in found.items():
        row, kept = stated[place], one.registration
        assert one.schema is not None
        assert one.schema.written == row["schema"]
        assert one.schema.schema_format == row["schemaType"]
        assert kept.identifier == str(row["id"])
        wanted = tuple(
            SchemaReference(name=each["name"], subject=each["subject"], version=str(each["version"])) for each in row["references"]
        )
        assert kept.references == wanted
        assert {each.name: each.value for each in kept.labels} == row.get("metadata", {}).get("properties", {})
        rules = row.get("ruleSet", {}).get("domainRules", [])
        assert [(each.name, each.kind, each.mode, each.type, each.expression) for each in kept.rules] == [
            (each["name"], each["kind"], each["mode"], each["type"], each["expr"]) for each in rules
        ]


def test_the_corpus_as_a_catalog() -> None:
    found = catalog(corpus("confluent"))
    assert codes(found) == []
    placed = version(found, "com.acme.orders.OrderPlaced", "2")
    assert placed.registrations[0].compatibility == "FULL_TRANSITIVE"
    assert placed.payload is not None
    assert '"Money"' in placed.payload.bundled
    assert version(found, "OrderCancelled", "1").registrations[0].compatibility == "BACKWARD"
    assert [owner.id for owner in message(found, "com.acme.orders.OrderPlaced").owners] == ["team-orders"]
    assert not any("old.thing" in one.id for one in found.messages)


def test_every_file_of_the_corpus_is_recognised() -> None:
    files = {name: raw for name, raw in corpus("confluent").items() if not name.endswith(".yaml")}
    assert {one.documents[0].path for one in declare(files) if one.documents and one.documents[0].loaded} == set(files)


# --- what a version says


def test_tags_properties_and_both_spellings_of_rules() -> None:
    rule = {"name": "mask", "kind": "TRANSFORM", "mode": "WRITEREAD", "type": "ENCRYPT", "tags": ["PII"], "onFailure": "ERROR,NONE"}
    metadata: dict[str, Any] = {"tags": {"**.email": ["PII"]}, "properties": {"owner": "crm, sales", "key": "hidden"}, "sensitive": ["key"]}
    for spelling in ("ruleSet", "ruleset"):
        more: dict[str, Any] = {spelling: {"encodingRules": [rule]}}
        one = registered({"one.json": [row("a-value", metadata=metadata, **more)]})[0]
        assert one.owners == ("crm", "sales")
        assert one.registration.tags == (PathTags(path="**.email", tags=("PII",)),)
        assert one.registration.sensitive == ("key",)
        assert "hidden" not in str(one.registration.labels)
        assert [(each.group, each.name, each.tags, each.on_failure) for each in one.registration.rules] == [
            ("encoding", "mask", ("PII",), "ERROR,NONE")
        ]


def test_rules_of_all_groups_in_their_order() -> None:
    groups = {group: [{"name": group}] for group in ("migrationRules", "domainRules", "encodingRules")}
    one = registered({"one.json": [row("a-value", ruleSet=groups)]})[0]
    assert [(each.group, each.name) for each in one.registration.rules] == [
        ("domain", "domainRules"),
        ("migration", "migrationRules"),
        ("encoding", "encodingRules"),
    ]


# --- settings


CONFIGS = [
    ({"config.json": {"compatibilityLevel": "FULL"}}, "FULL"),
    ({"config.json": {"compatibilityLevel": "FULL"}, "config__a-value.json": {"compatibilityLevel": "NONE"}}, "NONE"),
    ({"config/a-value.json": {"compatibility": "FORWARD"}}, "FORWARD"),
    ({"config/other-value.json": {"compatibility": "FORWARD"}}, ""),
    ({"contexts/.shop/config.json": {"compatibility": "FORWARD"}}, ""),
]


@pytest.mark.parametrize(("files", "expected"), CONFIGS)
def test_compatibility_is_the_subjects_else_that_of_all(files: dict[str, Any], expected: str) -> None:
    found = catalog({"schemas.json": [row("a-value")], **files})
    assert found.messages[0].versions[0].registrations[0].compatibility == expected


def test_a_context_has_settings_of_its_own() -> None:
    rows = [row(":.shop:a-value"), row("b-value", schema=ORDER.replace("OrderPlaced", "Other"))]
    settings = {"config.json": {"compatibilityLevel": "FULL"}, "config__%3A.shop%3A.json": {"compatibilityLevel": "NONE"}}
    found = catalog({"schemas.json": rows, **settings})
    modes = {one.id: one.versions[0].registrations[0].compatibility for one in found.messages}
    assert modes == {"com.harbourline.orders.OrderPlaced": "NONE", "com.harbourline.orders.Other": "FULL"}


def test_group_policy_mode_and_what_is_forced_on_new_versions() -> None:
    config = {
        "compatibilityLevel": "FULL",
        "compatibilityGroup": "major",
        "compatibilityPolicy": "STRICT",
        "normalize": True,
        "validateFields": False,
        "overrideMetadata": {"properties": {"team": "freight"}},
        "defaultRuleSet": {"domainRules": [{"name": "check", "type": "CEL"}]},
    }
    found = catalog({"schemas.json": [row("a-value")], "config__a-value.json": config, "mode__a-value.json": {"mode": "READONLY"}})
    one = found.messages[0].versions[0].registrations[0]
    assert (one.compatibility_group, one.compatibility_policy, one.mode) == ("major", "STRICT", "READONLY")
    assert [each.name for each in one.rules] == ["check"]
    assert [owner.id for owner in found.messages[0].owners] == ["freight"]


def test_an_alias_names_its_subject() -> None:
    found = catalog({"schemas.json": [row("a-value")], "config__shop-value.json": {"alias": "a-value"}})
    assert "shop-value" in found.messages[0].aliases


def test_associations_say_which_topic_carries_a_subject() -> None:
    association = {
        "resourceName": "orders.v1",
        "resourceType": "topic",
        "associations": [{"subject": "com.harbourline.orders.OrderPlaced", "associationType": "value"}],
    }
    rows = registered({"schemas.json": [row("com.harbourline.orders.OrderPlaced")]})
    assert rows
    declared = declare({"associations/orders.json": [association]})
    assert declared[0].settings[0].topics == ("orders.v1",)


# --- names


def test_key_and_value_are_one_message() -> None:
    found = catalog({"schemas.json": [row("orders-value"), row("orders-key", schema=KEY)]})
    assert [one.id for one in found.messages] == ["com.harbourline.orders.OrderPlaced"]
    assert found.messages[0].versions[0].key is not None
    assert found.messages[0].versions[0].key.written == KEY


STRATEGIES = [
    ("orders-value", ("orders",)),
    ("orders-key", ("orders",)),
    ("com.harbourline.orders.OrderPlaced", ()),
    ("orders-com.harbourline.orders.OrderPlaced", ("orders",)),
]


@pytest.mark.parametrize(("subject", "topics"), STRATEGIES)
def test_the_subjects_name_tells_the_topic(subject: str, topics: tuple[str, ...]) -> None:
    from catalog_gen.sources.registries.naming import topics_of  # noqa: PLC0415

    assert topics_of(registered({"schemas.json": [row(subject)]})[0]) == topics


PLACES = [
    "subjects__orders-value__versions__1.json",
    "subjects/orders-value/versions/1.json",
    "export/subjects/orders-value/versions/1/index.json",
    "whatever.json",
]


@pytest.mark.parametrize("path", PLACES)
def test_a_single_version_may_be_called_anything(path: str) -> None:
    assert [one.id for one in catalog({path: row("orders-value")}).messages] == ["com.harbourline.orders.OrderPlaced"]


def test_one_version_in_a_list_and_on_its_own_is_one() -> None:
    files = {"schemas.json": [row("orders-value")], "subjects/orders-value/versions/1.json": row("orders-value")}
    found = catalog(files)
    assert len(found.messages[0].versions) == 1
    assert len(found.messages[0].versions[0].registrations) == 1


# --- the topic


@pytest.mark.parametrize("write", [consumer, kcat, plain])
def test_the_last_record_with_a_key_counts(write: Any) -> None:
    other = ORDER.replace("[]", '[{"name": "id", "type": "string"}]')
    records = [
        record("SCHEMA", {"schema": ORDER, "id": 1, "deleted": False}, subject="a-value", version=1),
        record("SCHEMA", {"schema": other, "id": 2, "deleted": False}, subject="a-value", version=2),
        record("SCHEMA", {"schema": '"string"', "id": 3}, subject="gone-value", version=1),
        record("SCHEMA", None, subject="gone-value", version=1),
        record("SCHEMA", {"schema": '"int"', "id": 4}, subject="old-value", version=1),
        record("DELETE_SUBJECT", {"subject": "old-value", "version": 1}, subject="old-value"),
        record("CONFIG", {"compatibilityLevel": "NONE"}, subject="a-value"),
        record("CONFIG", {"compatibilityLevel": "FULL"}, subject="a-value"),
        record("CONFIG", {"compatibilityLevel": "FORWARD"}, subject=None),
        record("NOOP", None),
    ]
    found = catalog({"dump.jsonl": "\n".join(write(key, value) for key, value in records)})
    assert codes(found) == []
    assert [one.id for one in found.messages] == ["com.harbourline.orders.OrderPlaced"]
    assert [one.version for one in found.messages[0].versions] == ["2", "1"]
    assert found.messages[0].versions[0].registrations[0].compatibility == "FULL"


def test_a_subject_that_was_registered_again_is_there() -> None:
    records = [
        record("SCHEMA", {"schema": '"int"', "id": 4}, subject="old-value", version=1),
        record("DELETE_SUBJECT", {"subject": "old-value", "version": 1}, subject="old-value"),
        record("SCHEMA", {"schema": '"long"', "id": 5}, subject="old-value", version=2),
    ]
    found = catalog({"dump.jsonl": "\n".join(plain(key, value) for key, value in records)})
    assert [(one.version, one.lifecycle.state) for one in found.messages[0].versions] == [("2", "active"), ("1", "retired")]
    assert found.messages[0].versions[1].registrations[0].state == "deleted"


def test_a_list_too_large_for_a_document_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confluent, "_LARGE", 100_000)
    padding = "x" * 10_000
    rows = [
        row(f"s{number}-value", schema=json.dumps({"type": "record", "name": f"N{number}", "fields": [], "doc": padding}))
        for number in range(40)
    ]
    found = declare({"schemas.json": rows})
    assert [len(one.registered) for one in found] == [40]
    assert found[0].registered[3].span.pointer == "/3"


def test_a_large_list_that_is_cut_off_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confluent, "_LARGE", 100_000)
    text = json.dumps([row("a-value", doc="x" * 10_000) for _ in range(20)])[:-1000]
    found = [finding for one in declare({"schemas.json": text}) for finding in one.diagnostics]
    assert [(finding.code, str(finding.severity)) for finding in found] == [("registry-export-unrecognised", "error")]


@pytest.mark.parametrize("start", ['[{"subject": "", "version": 1, "schema": "', '{"keytype": "SCHEMA"}\n'])
def test_an_export_beyond_all_limits_is_one_error(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confluent, "_LARGE", 100_000)
    monkeypatch.setattr(confluent, "LARGEST", 1_000_000)
    found = [finding.code for one in declare({"dump.json": start + " " * 1_000_001}) for finding in one.diagnostics]
    assert found == ["registry-export-too-large"]


def test_a_dump_of_many_deletions_is_read_in_time() -> None:
    lines = [plain(*record("SCHEMA", {"schema": '"int"', "id": one}, subject=f"s{one}-value", version=1)) for one in range(20_000)]
    lines += [
        plain(*record("DELETE_SUBJECT", {"subject": f"s{one}-value", "version": 1}, subject=f"s{one}-value")) for one in range(20_000)
    ]
    started = time.process_time()
    assert {one.registration.state for one in registered({"dump.jsonl": "\n".join(lines)})} == {"deleted"}
    assert time.process_time() - started < 15


def test_a_deleted_version_is_shown_and_never_the_latest() -> None:
    other = ORDER.replace("[]", '[{"name": "id", "type": "string"}]')
    found = catalog({"schemas.json": [row("a-value"), row("a-value", 2, other, deleted=True)]})
    assert found.messages[0].latest == "1"
    assert {one.version: one.registrations[0].state for one in found.messages[0].versions} == {"1": "", "2": "deleted"}


# --- what is broken


BROKEN = [
    ({"schemas.json": [row("a-value"), {"subject": "b-value", "version": 1, "schema": 7}]}, "registry-row-unreadable"),
    ({"schemas.json": [row("a-value"), {"subject": "b-value", "version": 1, "schemaType": []}]}, "registry-row-unreadable"),
    ({"schemas.json": [row("a-value"), 7, None, []]}, "registry-row-unreadable"),
    ({"schemas.json": [row("a-value", schema="{")]}, "registry-schema-unreadable"),
    ({"schemas.json": [row("a-value", schema="[" * 5000 + "]" * 5000)]}, "registry-schema-unreadable"),
    ({"one.json": {"error_code": 50001, "message": "no"}}, "registry-answer-refused"),
    ({"dump.jsonl": plain(*record("SCHEMA", {"schema": ORDER}, subject="a-value", version=1)) + "\n{"}, "registry-row-unreadable"),
]


@pytest.mark.parametrize(("files", "code"), BROKEN)
def test_what_is_broken_is_one_finding(files: dict[str, Any], code: str) -> None:
    found = catalog(files)
    assert codes(found) == [code]
    assert errors(found) == []


def test_wrong_types_everywhere_are_no_exceptions() -> None:
    values: list[Any] = [None, 0, "x", [], {}, [[]], [{}], True, -1.5]
    for key in ("references", "metadata", "ruleSet", "schemaType", "id", "ts", "deleted", "schemaTags"):
        for value in values:
            assert registered({"schemas.json": [row("a-value", **{key: value})]})


def test_references_that_go_round_end() -> None:
    first = row("a", schema='{"type": "record", "name": "A", "fields": [{"name": "b", "type": "B"}]}')
    second = row("b", schema='{"type": "record", "name": "B", "fields": [{"name": "a", "type": "A"}]}')
    first["references"] = [{"name": "B", "subject": "b", "version": 1}]
    second["references"] = [{"name": "A", "subject": "a", "version": 1}]
    assert {one.id for one in catalog({"schemas.json": [first, second]}).messages} == {"A", "B"}


@pytest.mark.parametrize("value", [{"name": "x", "version": 1}, ["a", "b"], [1, 2], {"mode": "dark"}, {"schema": "x", "subject": "mail"}])
def test_a_file_of_another_kind_is_left_alone(value: Any) -> None:
    assert not any(one.documents for one in declare({"package.json": value}))
