"""What AsyncAPI documents declare, version by version, and what is said about wrong ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import catalog_gen
from catalog_gen.model.catalog import Catalog


def load(tmp_path: Path, **files: Any) -> Catalog:
    for name, content in files.items():
        path = tmp_path / name.replace("__", ".").replace("_1", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return catalog_gen.load(tmp_path)


def version2(version: str = "2.6.0", **message: Any) -> dict[str, Any]:
    return {
        "asyncapi": version,
        "info": {"title": "Shop", "version": "1.0.0"},
        "servers": {"main": {"url": "broker.example.com", "protocol": "kafka"}},
        "channels": {
            "orders": {"subscribe": {"message": {"name": "Sent", **message}}, "publish": {"message": {"name": "Read"}}},
        },
    }


def version3(version: str = "3.0.0", key: str = "Sent", **message: Any) -> dict[str, Any]:
    return {
        "asyncapi": version,
        "info": {"title": "Shop", "version": "1.0.0"},
        "servers": {"main": {"host": "broker.example.com", "pathname": "/x", "protocol": "kafka"}},
        "channels": {
            "out": {"address": "orders", "messages": {key: message}},
            "in": {"address": "answers", "messages": {"Read": {}}},
        },
        "operations": {
            "send": {"action": "send", "channel": {"$ref": "#/channels/out"}},
            "read": {"action": "receive", "channel": {"$ref": "#/channels/in"}},
        },
    }


@pytest.mark.parametrize("version", ["2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0", "3.0.0", "3.1.0"])
def test_directions_are_seen_from_the_service(version: str, tmp_path: Path) -> None:
    document = version2(version) if version.startswith("2") else version3(version)
    (service,) = load(tmp_path, a__json=document).services
    assert [one.message for one in service.current.sends] == ["Sent"]
    assert [one.message for one in service.current.receives] == ["Read"]


def test_the_clients_point_of_view_turns_2_around(tmp_path: Path) -> None:
    settings = {"sources": [{"path": "a.json", "point_of_view": "client"}]}
    (service,) = load(tmp_path, a__json=version2(), catalog__yaml=settings).services
    assert [one.message for one in service.current.sends] == ["Read"]
    assert service.current.contract.point_of_view == "client"


IDS = [
    ({"x-message-id": "One", "name": "Two"}, "Key", "One", "x-message-id"),
    ({"x-eventcatalog-message-id": "One", "name": "Two"}, "Key", "One", "x-eventcatalog-message-id"),
    ({"name": "Two", "payload": {"title": "Three"}}, "Key", "Two", "name"),
    ({"payload": {"title": "Three"}}, "Key", "Key", "key"),
    ({"payload": {"title": "Three"}}, "message", "Three", "payload"),
    ({"payload": {"title": "Three"}}, "send.message", "Three", "payload"),
    ({"payload": {"$id": "https://example.com/schemas/order-placed.json"}}, "payload", "order-placed", "payload"),
    ({"payload": {"type": "record", "name": "Placed", "namespace": "com.shop", "fields": []}}, "message", "com.shop.Placed", "payload"),
    ({"payload": {"type": "object"}}, "message", "orders", "channel"),
    ({"name": "Error"}, "Key", "shop.Error", "name"),
]


@pytest.mark.parametrize(("message", "key", "expected", "rule"), IDS)
def test_the_first_rule_that_gives_a_name_names_the_message(
    message: dict[str, Any], key: str, expected: str, rule: str, tmp_path: Path
) -> None:
    catalog = load(tmp_path, a__json=version3(key=key, **message))
    assert {one.id: one.id_rule for one in catalog.messages if one.id != "Read"} == {expected: rule}


def test_a_message_id_of_2_counts_before_the_name(tmp_path: Path) -> None:
    assert "Numbered" in load(tmp_path, a__json=version2(messageId="Numbered")).message_by_id


def test_the_key_of_the_final_target_names_a_message(tmp_path: Path) -> None:
    document = version3()
    document["channels"]["out"]["messages"] = {"k": {"$ref": "#/components/messages/step"}}
    document["components"] = {"messages": {"step": {"$ref": "messages.json#/Final"}}}
    catalog = load(tmp_path, a__json=document, messages__json={"Final": {"payload": {"type": "object"}}})
    assert catalog.message_by_id["Final"].id_rule == "reference"


@pytest.mark.parametrize(("version", "winner"), [("2.6.0", "trait"), ("3.0.0", "own")])
def test_traits_win_in_2_and_lose_in_3(version: str, winner: str, tmp_path: Path) -> None:
    message: dict[str, Any] = {
        "summary": "own",
        "headers": {"type": "object", "properties": {"a": {"description": "own"}}},
        "traits": [{"summary": "trait", "contentType": "text/plain", "headers": {"properties": {"a": {"description": "trait"}, "b": {}}}}],
    }
    document = version2(version, **message) if version.startswith("2") else version3(version, **message)
    sent = load(tmp_path, a__json=document).message_by_id["Sent"].current
    assert (sent.summary, sent.content_type) == (winner, "text/plain")
    assert sent.headers is not None
    assert json.loads(sent.headers.text)["properties"] == {"a": {"description": winner}, "b": {}}


def test_payloads_come_from_other_files_as_they_are(tmp_path: Path) -> None:
    avro = '{"type": "record", "name": "Sent", "fields": [{"name": "id", "type": "string"}]}'
    schema = {"schemaFormat": "application/vnd.apache.avro;version=1.9.0", "schema": {"$ref": "./sent.avsc"}}
    payload = load(tmp_path, a__json=version3(payload=schema), sent__avsc=avro).message_by_id["Sent"].current.payload
    assert payload is not None
    assert (payload.format, payload.extension, payload.written) == ("avro", "avsc", avro)


def test_a_reference_and_its_target_mean_the_same(tmp_path: Path) -> None:
    inline = version3(payload={"type": "object", "properties": {"total": {"type": "number", "description": "in euro"}}})
    referring = version3(payload={"$ref": "#/components/schemas/Order"})
    referring["components"] = {
        "schemas": {
            "Order": {"properties": {"total": {"$ref": "#/components/schemas/Money"}}, "type": "object"},
            "Money": {"type": "number"},
        }
    }
    referring["info"]["title"] = "Other"
    catalog = load(tmp_path, a__json=inline, b__json=referring)
    assert len(catalog.message_by_id["Sent"].versions) == 1
    assert [party.service for party in catalog.message_by_id["Sent"].current.producers] == ["other", "shop"]


def test_a_reply_goes_the_other_way(tmp_path: Path) -> None:
    document = version3()
    document["operations"] = {
        "ask": {"action": "send", "channel": {"$ref": "#/channels/out"}, "reply": {"channel": {"$ref": "#/channels/in"}}},
    }
    (service,) = load(tmp_path, a__json=document).services
    assert [one.message for one in service.current.receives] == ["Read"]
    assert service.current.contract.operations[0].reply is not None


WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    ({"asyncapi": "1.2.0"}, "asyncapi-version-unsupported", "error", "/asyncapi"),
    ({"asyncapi": "4.0.0"}, "asyncapi-version-unsupported", "error", "/asyncapi"),
    ({"asyncapi": "three"}, "asyncapi-version-unknown", "error", "/asyncapi"),
    ({**version3(), "asyncapi": "3.0.0-rc1"}, "asyncapi-release-candidate", "warning", "/asyncapi"),
    ({**version3(), "channels": []}, "asyncapi-wrong-type", "error", "/channels"),
    (
        {**version3(), "operations": {"o": {"action": "send", "channel": {"$ref": "#/channels/nowhere"}}}},
        "channel-undeclared",
        "error",
        "/operations/o/channel",
    ),
    (
        {**version3(), "operations": {"o": {"action": "emit", "channel": {"$ref": "#/channels/out"}}}},
        "asyncapi-wrong-value",
        "error",
        "/operations/o/action",
    ),
]


@pytest.mark.parametrize(("document", "code", "severity", "pointer"), WRONG, ids=[row[1] + row[3] for row in WRONG])
def test_a_mistake_is_one_finding_at_its_place(document: dict[str, Any], code: str, severity: str, pointer: str, tmp_path: Path) -> None:
    found = [one for one in load(tmp_path, a__json=document).diagnostics if one.code.startswith(("asyncapi", "channel"))]
    assert [(one.code, str(one.severity), one.span.pointer) for one in found if one.code == code] == [(code, severity, pointer)]
    assert all(one.span.line > 0 for one in found)


def test_a_broken_part_costs_only_itself(tmp_path: Path) -> None:
    document = version3(payload={"$ref": "#/components/schemas/Gone"})
    catalog = load(tmp_path, a__json=document)
    assert [one.code for one in catalog.diagnostics if one.severity == "error"] == ["reference-missing-pointer"]
    assert {"Sent", "Read"} <= set(catalog.message_by_id)


def test_orphans_are_named_exactly(tmp_path: Path) -> None:
    found = {
        (one.code, one.span.path, one.span.pointer)
        for one in load(tmp_path, a__json=version3()).diagnostics
        if one.code.startswith("message-")
    }
    assert found == {
        ("message-without-consumer", "a.json", "/channels/out/messages/Sent"),
        ("message-without-producer", "a.json", "/channels/in/messages/Read"),
    }


def test_contracts_that_disagree_are_named_with_both_places(tmp_path: Path) -> None:
    other = version3(payload={"type": "string"})
    other["info"]["title"] = "Store"
    catalog = load(tmp_path, a__json=version3(payload={"type": "object"}), b__json=other)
    (found,) = [one for one in catalog.diagnostics if one.code == "message-contracts-disagree"]
    assert (found.span.path, found.span.pointer) == ("b.json", "/channels/out/messages/Sent")
    assert [(span.path, span.pointer) for span in found.related] == [("a.json", "/channels/out/messages/Sent")]
    assert [version.version for version in catalog.message_by_id["Sent"].versions] == ["1.0.0+store", "1.0.0"]


def test_the_corpus_is_read_as_the_reference_reads_it(corpus: Path) -> None:
    folder = corpus / "asyncapi"
    oracle = json.loads((folder / "oracle.json").read_text(encoding="utf-8"))["documents"]
    compared = equal = 0
    for path, seen in sorted(oracle.items()):
        catalog = catalog_gen.load(folder / path, root=folder / path.split("/")[0])
        row = next((one for one in catalog.documents if one.loaded), None)
        if seen.get("ok"):
            compared += 1
            counts = None if row is None else row.counts
            equal += counts is not None and all(
                getattr(counts, name) == seen["counts"][name] for name in ("channels", "operations", "messages", "servers")
            )
    assert equal >= 0.99 * compared > 400
