"""Contracts that disagree or drift: small catalogs in, findings with their fields and places out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import catalog_gen
from catalog_gen.diagnostics import Diagnostic

AVRO = "application/vnd.apache.avro;version=1.9.0"
JSON = ""


def document(title: str, action: str, payload: Any, *, version: str = "1.0.0", form: str = JSON, **more: Any) -> dict[str, Any]:
    """A service that sends or receives `OrderPlaced`."""
    message = {"payload": {"schemaFormat": form, "schema": payload} if form else payload, **more}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": title, "version": version},
        "channels": {"orders": {"address": "orders", "messages": {"OrderPlaced": message}}},
        "operations": {"do": {"action": action, "channel": {"$ref": "#/channels/orders"}}},
    }


def subject(kind: str, schema: Any, *, version: int = 3, **more: Any) -> list[dict[str, Any]]:
    return [{"subject": "orders-value", "version": version, "id": 1, "schemaType": kind, "schema": json.dumps(schema), **more}]


def findings(folder: Path, files: dict[str, Any]) -> list[Diagnostic]:
    """What is said about contracts."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    codes = {"message-contracts-disagree", "message-contract-drift"}
    return [found for found in catalog_gen.load(folder).diagnostics if found.code in codes]


def fields(**properties: Any) -> dict[str, Any]:
    """An object; a name that ends in `_` is required."""
    required = [name.rstrip("_") for name in properties if name.endswith("_")]
    return {"type": "object", "required": required, "properties": {name.rstrip("_"): schema for name, schema in properties.items()}}


def record(*members: Any) -> dict[str, Any]:
    named = [{"name": name, "type": kind, **dict(more[0] if more else {})} for name, kind, *more in members]
    return {"type": "record", "name": "OrderPlaced", "namespace": "com.acme", "fields": named}


TEXT, NUMBER, WHOLE = {"type": "string"}, {"type": "number"}, {"type": "integer"}

DRIFTS: list[tuple[str, Any, Any, str, str, list[str]]] = [
    ("type", fields(amount=NUMBER), fields(amount=TEXT), "warning", "/properties/amount", ["`amount`: number in", "string in"]),
    (
        "a required field that is not sent",
        fields(id=TEXT),
        fields(id=TEXT, note_=TEXT),
        "warning",
        "/properties/note",
        ["`note`: missing in"],
    ),
    (
        "a field that is not always sent",
        fields(id=TEXT),
        fields(id_=TEXT),
        "warning",
        "/properties/id",
        ["`id`: optional in", "required in"],
    ),
    (
        "permitted values",
        fields(state={"enum": ["new", "paid", "lost"]}),
        fields(state={"enum": ["new", "paid"]}),
        "warning",
        "/properties/state",
        ['one of "lost", "new", "paid" in'],
    ),
    (
        "null",
        fields(id={"type": ["string", "null"]}),
        fields(id=TEXT),
        "warning",
        "/properties/id",
        ["may be null in", "never null in"],
    ),
    (
        "format",
        fields(at={"type": "string", "format": "date"}),
        fields(at={"type": "string", "format": "date-time"}),
        "info",
        "/properties/at",
        ["format date in", "format date-time in"],
    ),
    (
        "inside a list",
        fields(lines={"type": "array", "items": fields(sku=TEXT)}),
        fields(lines={"type": "array", "items": fields(sku=WHOLE)}),
        "warning",
        "/properties/lines/items/properties/sku",
        ["`lines[].sku`: string in", "integer in"],
    ),
    ("a wider type", fields(amount=WHOLE), fields(amount=NUMBER), "info", "/properties/amount", ["it reads what is sent all the same"]),
    ("fewer fields", fields(id=TEXT, note=TEXT), fields(id=TEXT), "info", "", ["it reads what is sent all the same"]),
    ("a field that is never sent", fields(id=TEXT), fields(orderId=TEXT), "warning", "/properties/orderId", ["`orderId`: missing in"]),
    ("a limit", fields(id=TEXT), fields(id={"type": "string", "maxLength": 3}), "warning", "", ["`id`: "]),
    (
        "no further fields",
        fields(id=TEXT, note=TEXT),
        {**fields(id=TEXT), "additionalProperties": False},
        "warning",
        "",
        ["`note`: optional in", "not allowed in"],
    ),
    (
        "all at once, the first five",
        fields(**dict.fromkeys("abcdefg", TEXT)),
        fields(**dict.fromkeys("abcdefg", NUMBER)),
        "warning",
        "/properties/a",
        ["`a`: string in", "`e`: string ≠ number", "and 2 more"],
    ),
]


@pytest.mark.parametrize(("sent", "read", "severity", "pointer", "said"), [row[1:] for row in DRIFTS], ids=[row[0] for row in DRIFTS])
def test_drift_of_json_schemas(tmp_path: Path, sent: Any, read: Any, severity: str, pointer: str, said: list[str]) -> None:
    (found,) = findings(tmp_path, {"shop.json": document("Shop", "send", sent), "mail.json": document("Mail", "receive", read)})
    assert (found.code, found.severity, found.span.path) == ("message-contract-drift", severity, "mail.json")
    message = "/channels/orders/messages/OrderPlaced"
    assert found.span.pointer == (f"{message}/payload{pointer}" if pointer else message)
    assert found.span.line
    assert all(words in found.message for words in said), found.message
    assert "shop.json" in {span.path for span in found.related}


AVRO_DRIFTS = [
    ("type", record(("amount", "double")), record(("amount", "string")), "warning", "/fields/0/type", ["`amount`: double in", "string in"]),
    (
        "a field without a default",
        record(("id", "string")),
        record(("id", "string"), ("note", "string")),
        "warning",
        "/fields/1/type",
        ["`note`"],
    ),
    ("null", record(("id", ["null", "string"])), record(("id", "string")), "warning", "/fields/0/type", ["may be null in"]),
    ("a wider type", record(("n", "int")), record(("n", "long")), "info", "/fields/0/type", ["int in", "long in", "all the same"]),
    ("fewer fields", record(("id", "string"), ("n", "int")), record(("id", "string")), "info", "", ["all the same"]),
    (
        "symbols",
        record(("s", {"type": "enum", "name": "S", "symbols": ["A", "B"]})),
        record(("s", {"type": "enum", "name": "S", "symbols": ["A"]})),
        "warning",
        "/fields/0/type",
        ['one of "B", "A" in'],
    ),
]


@pytest.mark.parametrize(
    ("sent", "read", "severity", "pointer", "said"), [row[1:] for row in AVRO_DRIFTS], ids=[row[0] for row in AVRO_DRIFTS]
)
def test_drift_of_avro_schemas(tmp_path: Path, sent: Any, read: Any, severity: str, pointer: str, said: list[str]) -> None:
    files = {"shop.json": document("Shop", "send", sent, form=AVRO), "mail.json": document("Mail", "receive", read, form=AVRO)}
    (found,) = findings(tmp_path, files)
    assert (found.code, found.severity) == ("message-contract-drift", severity)
    message = "/channels/orders/messages/OrderPlaced"
    assert found.span.pointer == (f"{message}/payload/schema{pointer}" if pointer else message)
    assert all(words in found.message for words in said), found.message


ACROSS = [
    ("the same in two formats", fields(id_=TEXT, amount=NUMBER), record(("id", "string"), ("amount", ["null", "double"])), []),
    ("words of two formats", fields(order_id=TEXT), record(("orderId", "string")), []),
    ("numbers", fields(n=WHOLE), record(("n", "double")), []),
    ("a point in time", fields(at=TEXT), record(("at", {"type": "long", "logicalType": "timestamp-millis"})), []),
    ("a type", fields(amount=TEXT), record(("amount", "double")), ["`amount`: string in", "double in"]),
    ("a field that is not sent", fields(id=TEXT), record(("id", "string"), ("note", "string")), ["`note`: missing in"]),
]


@pytest.mark.parametrize(("sent", "read", "said"), [row[1:] for row in ACROSS], ids=[row[0] for row in ACROSS])
def test_drift_across_formats_says_what_is_certain(tmp_path: Path, sent: Any, read: Any, said: list[str]) -> None:
    found = findings(tmp_path, {"shop.json": document("Shop", "send", sent), "mail.json": document("Mail", "receive", read, form=AVRO)})
    assert [one.severity for one in found] == (["warning"] if said else [])
    assert all(words in found[0].message for words in said)


PROTO = "application/vnd.google.protobuf;version=3"


def proto(*lines: str) -> str:
    return f'syntax = "proto3"; package acme; message OrderPlaced {{ {" ".join(lines)} }} enum State {{ NEW = 0; PAID = 1; }}'


PROTOBUF = [
    ("a type", proto("string id = 1;"), proto("int32 id = 1;"), PROTO, "warning", ["`id`: string in", "int32 in"]),
    (
        "a field that is never sent",
        proto("string id = 1;"),
        proto("string id = 1;", "string note = 2;"),
        PROTO,
        "warning",
        ["`note`: missing"],
    ),
    ("fewer fields", proto("string id = 1;", "string note = 2;"), proto("string id = 1;"), PROTO, "info", ["leaves out 1 field"]),
    ("a list", proto("repeated string ids = 1;"), proto("string ids = 1;"), PROTO, "warning", ["`ids`: repeated in", "string in"]),
    ("the same in JSON Schema", proto("string order_id = 1;", "State state = 2;"), fields(orderId=TEXT, state=TEXT), JSON, "", []),
    ("numbers of 64 bits", proto("int64 n = 1;"), fields(n=TEXT), JSON, "", []),
    ("another type in JSON Schema", proto("bool paid = 1;"), fields(paid=TEXT), JSON, "warning", ["`paid`: bool in", "string in"]),
]


@pytest.mark.parametrize(("sent", "read", "form", "severity", "said"), [row[1:] for row in PROTOBUF], ids=[row[0] for row in PROTOBUF])
def test_drift_of_protobuf_texts(tmp_path: Path, sent: str, read: Any, form: str, severity: str, said: list[str]) -> None:
    files = {"shop.json": document("Shop", "send", sent, form=PROTO), "mail.json": document("Mail", "receive", read, form=form)}
    found = findings(tmp_path, files)
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(words in found[0].message for words in said), found[0].message


def test_the_place_of_a_field_is_where_it_is_written(tmp_path: Path) -> None:
    reading = document("Mail", "receive", {"$ref": "#/components/schemas/Order"})
    reading["components"] = {"schemas": {"Order": fields(total={"$ref": "parts.yaml#/Money"})}}
    (found,) = findings(
        tmp_path,
        {
            "shop.json": document("Shop", "send", fields(total=fields(amount=NUMBER))),
            "mail.json": reading,
            "parts.yaml": "Money:\n  type: object\n  properties:\n    amount: {type: string}\n",
        },
    )
    assert (found.span.path, found.span.line, found.span.column) == ("parts.yaml", 4, 13)
    assert ("mail.json", "/channels/orders/messages/OrderPlaced") in {(span.path, span.pointer) for span in found.related}


def test_a_document_disagrees_with_a_registry(tmp_path: Path) -> None:
    kept = subject("JSON", {"title": "OrderPlaced", **fields(id_=TEXT, amount_=TEXT)})
    (found,) = findings(
        tmp_path, {"shop/asyncapi.json": document("Shop", "send", fields(id_=TEXT, amount=NUMBER)), "export/schemas.json": kept}
    )
    assert (found.code, found.severity) == ("message-contracts-disagree", "warning")
    assert "`amount`: string and required in registry subject orders-value 3, number and optional in `shop/asyncapi.json`." in found.message
    assert "now" not in found.message
    assert found.span.path == "shop/asyncapi.json"
    assert {span.path for span in found.related} == {"export/schemas.json", "shop/asyncapi.json"}


@pytest.mark.parametrize(
    ("kind", "written", "kept", "form"),
    [
        ("AVRO", record(("id", "string")), record(("id", "string")), AVRO),
        ("AVRO", {**record(("id", "string")), "doc": "An order."}, record(("id", "string", {"doc": "Its number."})), AVRO),
        (
            "JSON",
            fields(id=TEXT),
            {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.com/order-placed.json", **fields(id=TEXT)},
            JSON,
        ),
        ("JSON", fields(id=TEXT), {"title": "OrderPlaced", "description": "…", **fields(id={**TEXT, "title": "Id"})}, JSON),
    ],
    ids=["avro", "avro with docs", "json with $schema and $id", "json with titles"],
)
def test_the_same_payload_in_a_document_and_a_registry_is_one_version(
    tmp_path: Path, kind: str, written: Any, kept: Any, form: str
) -> None:
    files = {"shop.json": document("Shop", "send", written, form=form), "export/schemas.json": subject(kind, kept)}
    assert findings(tmp_path, files) == []
    (one,) = catalog_gen.load(tmp_path).messages
    assert [(version.version, version.aliases) for version in one.versions] == [("3", ("1.0.0",))]
    assert [party.service for party in one.versions[0].producers] == ["shop"]


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_reference_to_a_registry_is_mapped_to_its_export(tmp_path: Path, steps: int) -> None:
    url = "https://registry.example.com/subjects/orders-value/versions/3/schema"
    chain = [url, *(f"#/components/schemas/s{number}" for number in range(steps))]
    sending = document("Shop", "send", {"$ref": chain[-1]}, form=AVRO)
    sending["components"] = {"schemas": {f"s{number}": {"$ref": chain[number]} for number in range(steps)}}
    assert findings(tmp_path, {"shop.json": sending, "export/schemas.json": subject("AVRO", record(("id", "string")))}) == []
    catalog = catalog_gen.load(tmp_path)
    assert "reference-remote" not in {found.code for found in catalog.diagnostics}
    (one,) = catalog.messages
    assert one.current.payload is not None
    assert one.current.payload.format == "avro"


@pytest.mark.parametrize(
    ("first", "second", "severity"),
    [
        ({}, {"subject": "archive-value"}, "info"),
        ({"folder": "one"}, {"folder": "two"}, "warning"),
    ],
    ids=["two subjects count by themselves", "two exports of one subject"],
)
def test_registries_that_contradict(tmp_path: Path, first: dict[str, str], second: dict[str, str], severity: str) -> None:
    files: dict[str, Any] = {}
    for number, (said, kind) in enumerate(((first, "string"), (second, "int"))):
        rows = subject("AVRO", record(("id", kind)), subject=said.get("subject", "orders-value"))
        files[f"{said.get('folder', f'export{number}')}/schemas.json"] = rows
    (found,) = findings(tmp_path, files)
    assert (found.code, found.severity) == ("message-contracts-disagree", severity)
    assert "`id`: " in found.message
    assert len(set(re.findall(r"registry subject \S+ 3(?: in `\S+`)?", found.message))) == 2


def test_a_reference_to_a_registry_inside_a_payload_is_mapped_too(tmp_path: Path) -> None:
    url = "https://registry.example.com/subjects/money-value/versions/3/schema"
    money = fields(amount_=TEXT)
    sending = document("Shop", "send", fields(total={"$ref": "#/components/schemas/Total"}, tip={"$ref": url}))
    sending["components"] = {"schemas": {"Total": {"allOf": [{"$ref": url}]}}}
    reading = document("Mail", "receive", fields(total={"allOf": [money]}, tip=money))
    files = {"shop.json": sending, "mail.json": reading, "export/schemas.json": subject("JSON", money, subject="money-value")}
    assert findings(tmp_path, files) == []
    catalog = catalog_gen.load(tmp_path)
    assert "reference-remote" not in {found.code for found in catalog.diagnostics}
    (version,) = catalog.message_by_id["OrderPlaced"].versions
    assert [party.service for party in version.consumers] == ["mail"]


def test_a_reference_that_no_export_has_is_still_reported(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text(
        json.dumps(document("Shop", "send", {"$ref": "https://r/subjects/other/versions/1"})), encoding="utf-8"
    )
    assert "reference-remote" in {found.code for found in catalog_gen.load(tmp_path).diagnostics}


def test_owners_and_modes_are_shown_side_by_side(tmp_path: Path) -> None:
    schema = record(("id", "string"))
    kept = subject("AVRO", schema, metadata={"properties": {"owner": "billing"}})
    found = findings(
        tmp_path, {"shop.json": document("Shop", "send", schema, form=AVRO, **{"x-owner": "checkout"}), "export/schemas.json": kept}
    )
    (one,) = found
    assert "owners of `OrderPlaced` 3: " in one.message
    assert "billing in registry subject orders-value 3" in one.message
    assert "checkout in `shop.json`" in one.message


HOSTILE = [
    {"$ref": "#/properties/a", "properties": {"a": {"$ref": "#"}}},
    {"allOf": [{"$ref": "#"}] * 50},
    {"type": "array", "items": {"$ref": "#"}},
    {"properties": {str(number): {"type": "string"} for number in range(3_000)}},
    {"properties": [], "required": 3, "type": 7, "enum": "x", "items": 1, "oneOf": {}},
]


@pytest.mark.parametrize("payload", HOSTILE, ids=["cycle", "bomb", "recursion", "many", "wrong"])
def test_odd_schemas_are_compared_within_bounds(tmp_path: Path, payload: Any) -> None:
    files = {"shop.json": document("Shop", "send", payload), "mail.json": document("Mail", "receive", fields(id_=TEXT))}
    assert len(findings(tmp_path, files)) <= 1
