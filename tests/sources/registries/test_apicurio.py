"""Apicurio Registry: archives of both layouts compared value by value, answers of both releases of its API, archives that lie."""

from __future__ import annotations

import io
import json
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from catalog_gen.model.registry import SchemaReference
from tests.sources.registries.exports import catalog, codes, corpus, declare, errors, message, registered, version

ARCHIVES = [
    "confluent-schema-registry-export.zip",
    "v2_export.zip",
    "v2_export_simple.zip",
    "v3_export.zip",
    "v3_export_handmade.zip",
]
ORDER = '{"type": "record", "name": "OrderPlaced", "namespace": "com.harbourline", "fields": []}'
STATES = {"ENABLED": "active", "DISABLED": "disabled", "DEPRECATED": "deprecated", "DRAFT": "draft"}


def group(value: Any) -> str:
    return "" if value in {None, "default"} else str(value)


class Plain:
    """An archive read in the most direct way, to compare with."""

    def __init__(self, raw: bytes) -> None:
        self.files = {}
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.contents = {one["contentId"]: (name, one) for name, one in self.of("Content")}

    def of(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        return [(name, json.loads(raw)) for name, raw in self.files.items() if name.endswith(f".{kind}.json")]


# --- the corpus


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_of_the_corpus_value_by_value(name: str) -> None:
    raw = corpus("apicurio")[name]
    plain = Plain(raw)
    artifacts = {(group(one["groupId"]), one["artifactId"]): one for _, one in plain.of("Artifact")}
    found = {(one.registration.context, one.registration.subject, one.registration.version): one for one in registered({"export.zip": raw})}
    rows = {(group(one["groupId"]), one["artifactId"], one["version"]): one for _, one in plain.of("ArtifactVersion")}
    assert found.keys() == rows.keys()
    for place, row in rows.items():
        one, kept = found[place], found[place].registration
        file, about = plain.contents[row["contentId"]]
        assert one.schema is not None
        assert one.schema.written == plain.files[file.replace(".json", ".data")].decode()
        assert one.schema.schema_format == (row.get("artifactType") or artifacts[place[:2]]["artifactType"])
        assert kept.state == STATES[row["state"]]
        assert kept.identifier == ("" if row["globalId"] < 0 else str(row["globalId"]))
        assert kept.registered == datetime.fromtimestamp(row["createdOn"] // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert kept.registered_by == (row.get("owner") or row.get("createdBy"))
        assert (one.name, one.description) == (row["name"] or "", row["description"] or "")
        listed = row["labels"] if isinstance(row["labels"], list) else []
        assert {label.name: label.value for label in kept.labels} == {
            **dict.fromkeys(listed, ""),
            **(row.get("properties") or {}),
            **(row["labels"] if isinstance(row["labels"], dict) else {}),
        }
        assert kept.references == tuple(
            SchemaReference(name=each["name"], subject=each["artifactId"], version=each["version"], context=group(each.get("groupId")))
            for each in json.loads(about["serializedReferences"] or "[]")
        )


@pytest.mark.parametrize("name", ARCHIVES)
def test_rules_of_the_corpus_value_by_value(name: str) -> None:
    raw = corpus("apicurio")[name]
    plain = Plain(raw)
    compatibility: dict[tuple[str, str], str] = {}
    others: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for kind in ("GlobalRule", "ArtifactRule"):
        for _, rule in plain.of(kind):
            place = (group(rule.get("groupId")), rule.get("artifactId", ""))
            named = rule.get("ruleType") or rule["type"]
            if named == "COMPATIBILITY":
                compatibility[place] = rule["configuration"]
            else:
                others.setdefault(place, []).append((named, rule["configuration"]))
    for one in catalog({"export.zip": raw}).messages:
        for kept in [kept for each in one.versions for kept in each.registrations]:
            place = (kept.context, kept.subject)
            assert kept.compatibility == compatibility.get(place, compatibility.get(("", ""), ""))
            stated = dict(others.get(("", ""), [])) | dict(others.get(place, []))
            assert {rule.name: rule.expression for rule in kept.rules} == stated


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_of_the_corpus_have_no_findings_of_the_registry(name: str) -> None:
    found = catalog({name: corpus("apicurio")[name]})
    assert errors(found) == []
    assert not [code for code in codes(found) if code.startswith("registry-")]


def test_references_across_groups_are_put_in() -> None:
    found = catalog({"export.zip": corpus("apicurio")["v2_export.zip"]})
    key = next(one for one in message(found, "com.kubetrade.schema.trade.TradeKey").versions if one.payload is not None)
    assert key.payload is not None
    assert '"GEMINI"' in key.payload.bundled


def test_the_layout_of_release_3_as_a_catalog() -> None:
    found = catalog({"export.zip": corpus("apicurio")["v3_export_handmade.zip"]})
    placed = message(found, "com.acme.orders.OrderPlaced")
    assert [owner.id for owner in placed.owners] == ["team-orders"]
    assert [(one.version, one.lifecycle.state) for one in placed.versions] == [("2", "active"), ("1", "deprecated")]
    kept = placed.versions[0].registrations[0]
    assert (kept.compatibility, kept.context, kept.subject) == ("FULL_TRANSITIVE", "orders", "order-placed")
    assert [(rule.name, rule.expression) for rule in kept.rules] == [("VALIDITY", "FULL")]


# --- archives made here


def packed(entries: dict[str, Any], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content if isinstance(content, (bytes, str)) else json.dumps(content))
    return out.getvalue()


def export(**more: Any) -> dict[str, Any]:
    version = {"globalId": 1, "groupId": "orders", "artifactId": "placed", "version": "1", "state": "ENABLED", "contentId": 1}
    return {
        "manifest.Manifest.json": {"exportVersion": "3.0", "systemName": "apicurio-registry"},
        "content/1.Content.json": {"contentId": 1, "artifactType": "AVRO", "serializedReferences": None},
        "content/1.Content.data": ORDER,
        "groups/orders/artifacts/placed/versions/1.ArtifactVersion.json": {**version, "createdOn": 1, **more},
    }


OWNERS = [
    ({"Artifact": "captains", "Group": "harbour"}, {}, ["captains"]),
    ({"Group": "harbour"}, {}, ["harbour"]),
    ({"Artifact": "captains"}, {"labels": {"team": "pilots"}}, ["pilots"]),
    ({}, {}, []),
]


@pytest.mark.parametrize(("owners", "more", "expected"), OWNERS)
def test_owners_of_artifacts_come_before_those_of_groups(owners: dict[str, str], more: dict[str, Any], expected: list[str]) -> None:
    entries = export(**more)
    if "Artifact" in owners:
        entries["a.Artifact.json"] = {"groupId": "orders", "artifactId": "placed", "artifactType": "AVRO", "owner": owners["Artifact"]}
    if "Group" in owners:
        entries["g.Group.json"] = {"groupId": "orders", "owner": owners["Group"]}
    assert [owner.id for owner in catalog({"e.zip": packed(entries)}).messages[0].owners] == expected


def test_rules_of_groups_stand_between_those_of_artifacts_and_of_all() -> None:
    entries = export() | {
        "rules/a.GlobalRule.json": {"ruleType": "COMPATIBILITY", "configuration": "NONE"},
        "rules/b.GlobalRule.json": {"ruleType": "VALIDITY", "configuration": "NONE"},
        "groups/orders/rules/a.GroupRule.json": {"groupId": "orders", "type": "COMPATIBILITY", "configuration": "FULL"},
        "groups/orders/artifacts/placed/rules/b.ArtifactRule.json": {
            "groupId": "orders",
            "artifactId": "placed",
            "type": "VALIDITY",
            "configuration": "FULL",
        },
    }
    kept = catalog({"e.zip": packed(entries)}).messages[0].versions[0].registrations[0]
    assert kept.compatibility == "FULL"
    assert [(rule.name, rule.expression) for rule in kept.rules] == [("VALIDITY", "FULL")]


@pytest.mark.parametrize("state", ["DISABLED", "DRAFT"])
def test_a_version_out_of_use_is_not_the_latest(state: str) -> None:
    entries = export() | {
        "content/2.Content.json": {"contentId": 2, "artifactType": "AVRO"},
        "content/2.Content.data": ORDER.replace("[]", '[{"name": "id", "type": "string"}]'),
        "2.ArtifactVersion.json": {
            "groupId": "orders",
            "artifactId": "placed",
            "version": "2",
            "state": state,
            "contentId": 2,
            "globalId": 2,
        },
    }
    assert catalog({"e.zip": packed(entries)}).messages[0].latest == "1"


# --- archives that lie


def with_link() -> bytes:
    out = io.BytesIO(packed(export()))
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("groups/x.Group.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def encrypted() -> bytes:
    raw = bytearray(packed(export()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while start >= 0:
            raw[start + at] |= 1
            start = raw.find(mark, start + 4)
    return bytes(raw)


def smaller_than_it_says() -> bytes:
    """A bomb whose directory says that its entry is small."""
    name = "content/1.Content.data"
    raw = bytearray(packed({"manifest.Manifest.json": {}, name: b"0" * (200 << 20)}))
    place = raw.rfind(b"PK\x01\x02")
    struct.pack_into("<I", raw, place + 24, 10)
    return bytes(raw)


def bomb() -> bytes:
    return packed(export() | {f"content/{number}.Content.data": b"0" * (40 << 20) for number in range(2, 6)})


LIES: list[tuple[str, Callable[[], bytes], str, int]] = [
    ("bomb", bomb, "registry-export-too-large", 0),
    ("bomb that says it is none", smaller_than_it_says, "registry-archive-unreadable", 0),
    ("many entries", lambda: packed(export()) + b"PK\x01\x02" * 200_001, "registry-export-too-large", 0),
    ("traversal", lambda: packed(export() | {"../../x.Group.json": {}, "/etc/x.Group.json": {}}), "registry-archive-unsafe", 1),
    ("drive", lambda: packed(export() | {"C:\\x.Group.json": {}, "a\\..\\..\\x.Group.json": {}}), "registry-archive-unsafe", 1),
    ("link", with_link, "registry-archive-unsafe", 1),
    ("cut off", lambda: packed(export())[:-200], "registry-archive-unreadable", 0),
    ("cut off early", lambda: packed(export())[:150], "registry-archive-unreadable", 0),
    ("encrypted", encrypted, "registry-archive-unreadable", 0),
    ("unusual", lambda: packed(export(), zipfile.ZIP_LZMA), "registry-archive-unreadable", 0),
    (
        "wrong bytes",
        lambda: packed(export(), zipfile.ZIP_STORED).replace(b"OrderPlaced", b"OrderPl\0ced"),
        "registry-archive-unreadable",
        0,
    ),
    ("wrong type", lambda: packed(export() | {"g.Group.json": []}), "registry-row-unreadable", 1),
    ("no JSON", lambda: packed(export() | {"g.Group.json": b"\xff{", "h.Group.json": "["}), "registry-row-unreadable", 1),
    ("deep", lambda: packed(export() | {"g.Group.json": "[" * 100_000}), "registry-row-unreadable", 1),
    ("ids of wrong types", lambda: packed(export(artifactId=[], version={})), "registry-row-unreadable", 0),
    ("no content", lambda: packed(export(contentId="x")), "registry-content-missing", 1),
]


@pytest.mark.parametrize(("make", "code", "count"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES])
def test_an_archive_that_lies_is_one_finding(
    make: Callable[[], bytes], code: str, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = make()
    monkeypatch.chdir(tmp_path)
    tracemalloc.start()
    started = time.process_time()
    try:
        found = [one for one in declare({"export.zip": raw}) if one.documents]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [finding.code for one in found for finding in one.diagnostics] == [code]
    assert sum(len(one.registered) for one in found) == count
    assert time.process_time() - started < 10
    assert peak < 500 << 20
    assert list(tmp_path.iterdir()) == []


def test_thousands_of_entries_are_read_in_time() -> None:
    entries = export()
    for number in range(2, 6000):
        row = {
            "globalId": number,
            "groupId": "g",
            "artifactId": f"a{number % 50}",
            "version": str(number),
            "contentId": 1,
            "state": "ENABLED",
        }
        entries[f"{number}.ArtifactVersion.json"] = row
    started = time.process_time()
    assert len(registered({"export.zip": packed(entries)})) == 5999
    assert time.process_time() - started < 10


def test_another_archive_is_left_alone() -> None:
    assert not any(one.documents for one in declare({"site.zip": packed({"index.html": "x", "../x": "y"})}))


# --- answers of the API


def answers_of_release_3(separator: str) -> dict[str, Any]:
    path = ("groups", "orders", "artifacts", "sample%2Fplaced.avsc")
    stamp = {"createdOn": "2026-03-01T08:00:00Z", "modifiedOn": "2026-03-01T08:00:00Z", "modifiedBy": "admin"}
    about = {"groupId": "orders", "artifactId": "sample/placed.avsc", "artifactType": "AVRO", "owner": "captains", **stamp}
    versions = [
        {"version": "1", "globalId": 11, "contentId": 21, "state": "DEPRECATED", **about, "labels": {"domain": "sea"}},
        {"version": "2", "globalId": 12, "contentId": 22, "state": "ENABLED", **about},
    ]
    money = {**about, "artifactId": "money", "version": "1", "globalId": 13, "contentId": 23, "state": "ENABLED", "groupId": "default"}
    using = ORDER.replace("[]", '[{"name": "total", "type": "Money"}]')
    return {
        "groups.json": {"count": 1, "groups": [{"groupId": "orders", "owner": "harbour", "labels": {}, **stamp}]},
        separator.join((*path, "meta")) + ".json": {"name": "Order placed", **about},
        separator.join((*path, "versions")) + ".json": {"count": 2, "versions": versions},
        separator.join((*path, "versions", "1", "content")): ORDER,
        "ids/contentIds/22.avsc": using,
        "ids/globalIds/12/references.json": [{"groupId": "default", "artifactId": "money", "version": "1", "name": "Money"}],
        "groups/default/artifacts/money/versions/1.json": money,
        "groups/default/artifacts/money/versions/1/content.json": '{"type": "record", "name": "Money", "fields": []}',
        separator.join((*path, "rules", "COMPATIBILITY")) + ".json": {"ruleType": "COMPATIBILITY", "config": "FULL"},
        separator.join((*path, "rules")) + ".json": ["COMPATIBILITY"],
        "admin/rules/VALIDITY.json": {"ruleType": "VALIDITY", "config": "FULL"},
        separator.join((*path, "branches")) + ".json": {"count": 1, "branches": [{"branchId": "latest", "systemDefined": True}]},
    }


@pytest.mark.parametrize("separator", ["/", "__"])
@pytest.mark.parametrize("base", ["", "exports/prod/"])
def test_answers_of_release_3(separator: str, base: str) -> None:
    files = {base + path: content for path, content in answers_of_release_3(separator).items()}
    found = catalog(files)
    assert codes(found) == []
    placed = message(found, "com.harbourline.OrderPlaced")
    assert [owner.id for owner in placed.owners] == ["captains"]
    assert [(one.version, one.lifecycle.state) for one in placed.versions] == [("2", "active"), ("1", "deprecated")]
    newest = placed.versions[0]
    assert newest.payload is not None
    assert '"Money"' in newest.payload.bundled
    assert '"fields": []' in newest.payload.bundled
    kept = newest.registrations[0]
    assert (kept.context, kept.subject, kept.compatibility, kept.registered) == (
        "orders",
        "sample/placed.avsc",
        "FULL",
        "2026-03-01T08:00:00Z",
    )
    assert [rule.name for rule in kept.rules] == ["VALIDITY"]
    assert {one.documents[0].path for one in declare(files) if one.documents} == set(files)


def answers_of_release_2() -> dict[str, Any]:
    stamp = {"createdOn": "2024-05-02T10:11:12+0000", "createdBy": "ci", "modifiedOn": "2024-05-02T10:11:12+0000", "modifiedBy": "ci"}
    base = "groups/default/artifacts/orders-value"
    about = {"type": "AVRO", "state": "ENABLED", "labels": ["sea"], "properties": {"team": "pilots"}, "references": [], **stamp}
    return {
        "search__artifacts.json": {"count": 1, "artifacts": [{"id": "orders-value", "name": "Order placed", **about}]},
        f"{base}/meta.json": {"id": "orders-value", "version": "2", "globalId": 8, "contentId": 6, **about},
        f"{base}/versions.json": {
            "count": 2,
            "versions": [{"version": str(n), "globalId": 6 + n, "contentId": 5, **about} for n in (1, 2)],
        },
        f"{base}/versions/1.json": ORDER,
        f"{base}/versions/2.json": ORDER.replace("[]", '[{"name": "id", "type": "string"}]'),
        f"{base}/rules/COMPATIBILITY.json": {"type": "COMPATIBILITY", "config": "BACKWARD_TRANSITIVE"},
        f"{base}/owner.json": {"owner": "captains"},
    }


def test_answers_of_release_2() -> None:
    files = answers_of_release_2()
    found = catalog(files)
    assert codes(found) == []
    placed = message(found, "com.harbourline.OrderPlaced")
    assert [one.version for one in placed.versions] == ["2", "1"]
    assert [owner.id for owner in placed.owners] == ["pilots"]
    kept = version(found, "com.harbourline.OrderPlaced", "2").registrations[0]
    assert (kept.compatibility, kept.registered_by, kept.registered) == ("BACKWARD_TRANSITIVE", "ci", "2024-05-02T10:11:12Z")
    assert {label.name: label.value for label in kept.labels} == {"sea": "", "team": "pilots"}
    assert {one.documents[0].path for one in declare(files) if one.documents} == set(files)


NOT_OURS: list[Any] = [
    {"owner": "x"},
    {"version": "1.0.0", "name": "package"},
    {"versions": [], "dist-tags": {}},
    {"groups": [{"id": "a"}]},
    {"type": "VALIDITY"},
    {"artifacts": [1], "count": 1},
    ["COMPATIBILITY"],
]


@pytest.mark.parametrize("value", NOT_OURS)
def test_a_file_of_another_kind_is_left_alone(value: Any) -> None:
    assert not any(one.documents for one in declare({"some.json": value}))


def test_a_text_that_is_missing_is_one_finding() -> None:
    files = {path: content for path, content in answers_of_release_2().items() if path.endswith("versions.json")}
    assert [finding.code for one in declare(files) for finding in one.diagnostics] == ["registry-content-missing"]
