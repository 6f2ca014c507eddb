"""Exports of Google Pub/Sub, Pulsar and Azure Schema Registry.

The corpus has none of Azure's; the ones here are made from the published shape of its REST API and SDKs.
"""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import pytest

from catalog_gen.sources.registries.pulsar import key_and_value, topic_of
from tests.sources.registries.exports import Files, catalog, codes, corpus, declare, message, registered, version

V1 = '{"type": "record", "name": "OrderPlaced", "namespace": "com.harbourline", "fields": [{"name": "orderId", "type": "string"}]}'
KEY = '{"type": "record", "name": "OrderKey", "fields": [{"name": "id", "type": "string"}]}'


# --- Google Pub/Sub


def test_pubsub_of_the_corpus_value_by_value() -> None:
    files = corpus("pubsub")
    assert {row.path: row.type for one in declare(files) for row in one.documents} == dict.fromkeys(files, "google-pubsub")
    found = catalog(files)
    assert not found.diagnostics
    placed = message(found, "com.acme.orders.OrderPlaced")
    assert (placed.latest, [one.version for one in placed.versions]) == ("a1b2c3d4", ["a1b2c3d4", "00000001"])
    kept = placed.current.registrations[0]
    assert (kept.context, kept.subject, kept.registered) == ("acme", "order-placed", "2026-01-02T03:04:05Z")
    assert {label.name: label.value for label in kept.labels} == {
        "owner": "team-orders",
        "Encoding": "JSON",
        "First revision": "00000001",
        "Last revision": "a1b2c3d4",
    }
    assert [one.id for one in placed.owners] == ["team-orders"]
    (reader,) = placed.current.consumers
    assert (reader.service, reader.deliveries[0].via, reader.deliveries[0].on) == ("billing", "billing-orders", "orders")
    assert [(label.name, label.value) for label in reader.deliveries[0].labels] == [("Push endpoint", "https://billing.acme.test/push")]


def test_pubsub_subscriptions_say_what_they_filter_and_where_failures_go() -> None:
    subscription = {
        "name": "projects/p/subscriptions/fraud",
        "topic": "projects/p/topics/orders",
        "filter": 'attributes.region = "eu"',
        "deadLetterPolicy": {"deadLetterTopic": "projects/p/topics/orders-dead", "maxDeliveryAttempts": 5},
        "pushConfig": {"pushEndpoint": "https://user:secret@fraud.test/push?token=secret"},
        "detached": True,
    }
    files = {
        "s.json": {"schemas": [{"name": "projects/p/schemas/o", "type": "AVRO", "definition": V1, "revisionId": "a"}]},
        "t.json": {"topics": [{"name": "projects/p/topics/orders", "schemaSettings": {"schema": "projects/p/schemas/o"}}]},
        "u.json": {"subscriptions": [subscription, {**subscription, "name": "projects/p/subscriptions/gone", "topic": "_deleted-topic_"}]},
    }
    (reader,) = message(catalog(files), "com.harbourline.OrderPlaced").current.consumers
    assert (reader.service, reader.live) == ("fraud", False)
    delivery = reader.deliveries[0]
    assert delivery.condition == 'attributes.region = "eu"'
    assert [(label.name, label.value) for label in delivery.labels] == [
        ("Push endpoint", "https://fraud.test/push"),
        ("Dead-letter topic", "orders-dead"),
        ("Delivery attempts", "at most 5"),
    ]


def test_pubsub_schemas_without_definition() -> None:
    assert codes(catalog({"s.json": [{"name": "projects/p/schemas/o", "type": "AVRO", "revisionId": "a"}]})) == ["registry-schema-missing"]


# --- Pulsar


def test_pulsar_of_the_corpus_value_by_value() -> None:
    files = corpus("pulsar")
    assert {row.path: row.type for one in declare(files) for row in one.documents} == dict.fromkeys(files, "pulsar")
    found = catalog(files)
    assert not found.diagnostics
    placed = message(found, "com.acme.orders.OrderPlaced")
    assert placed.aliases == ("public/orders/order-placed",)
    assert [(one.version, one.registrations[0].registered) for one in placed.versions] == [
        ("1", "2026-01-01T00:00:00Z"),
        ("0", "2026-01-01T00:00:00Z"),
    ]
    assert [one.id for one in placed.owners] == ["team-orders"]


PLACES = [
    ("schemas/public/orders/order-placed.json", ("public/orders", "order-placed")),
    ("schemas_public_orders_order-placed.json", ("public/orders", "order-placed")),
    ("x/persistent/public/orders/order_placed/stats.json", ("public/orders", "order_placed")),
    ("x/schemas__public__orders__placed.json", ("public/orders", "placed")),
    ("order-placed.json", ("", "order-placed")),
]


@pytest.mark.parametrize(("path", "expected"), PLACES)
def test_topics_in_paths(path: str, expected: tuple[str, str]) -> None:
    assert topic_of(path) == expected


def history(kind: str, data: str, **properties: str) -> dict[str, Any]:
    return {"getSchemaResponses": [{"version": 0, "type": kind, "timestamp": 1767225600000, "data": data, "properties": properties}]}


BLOCKS = struct.pack(">I", len(KEY)) + KEY.encode() + struct.pack(">I", len(V1)) + V1.encode()
PAIRS = [
    json.dumps({"key": json.loads(KEY), "value": json.loads(V1)}),
    json.dumps({"key": KEY, "value": V1}),
    base64.b64encode(BLOCKS).decode(),
]


@pytest.mark.parametrize("data", PAIRS)
def test_pulsar_keys_and_values(data: str) -> None:
    properties = {"key.schema.type": "AVRO", "value.schema.type": "JSON", "kv.encoding.type": "SEPARATED"}
    found = catalog({"schemas/public/orders/placed.json": history("KEY_VALUE", data, **properties)})
    current = version(found, "com.harbourline.OrderPlaced", "0")
    assert current.payload is not None
    assert json.loads(current.payload.text)["name"] == "OrderPlaced"
    assert current.key is not None
    assert json.loads(current.key.text)["name"] == "OrderKey"
    assert current.content_type == "application/json"


@pytest.mark.parametrize("data", ["", "AAAA", "nonsense", "[]", base64.b64encode(BLOCKS[:-1]).decode()])
def test_pulsar_pairs_that_are_none(data: str) -> None:
    assert key_and_value(data) is None
    assert len(registered({"schemas/public/orders/placed.json": history("KEY_VALUE", data)})) == 1


def test_pulsar_statistics_name_producers_and_subscriptions() -> None:
    stats = {
        "publishers": [{"producerName": "orders-7", "metadata": {"service": "orders"}}],
        "subscriptions": {"billing": {"type": "Shared", "msgBacklog": 3, "consumers": [{"consumerName": "b-1"}]}},
    }
    files = {"schemas/public/orders/placed.json": history("JSON", V1), "persistent/public/orders/placed/stats.json": stats}
    current = message(catalog(files), "com.harbourline.OrderPlaced").current
    assert [one.service for one in current.producers] == ["orders"]
    assert [(one.service, one.deliveries[0].labels[0].value) for one in current.consumers] == [("billing", "Shared")]


# --- Azure Schema Registry

PROPERTIES = {"id": "1f", "groupName": "orders", "name": "order-placed", "version": 2, "format": "Avro"}
GROUP = {
    "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.EventHub/namespaces/hub/schemagroups/orders",
    "name": "orders",
    "type": "Microsoft.EventHub/Namespaces/SchemaGroups",
    "properties": {"schemaCompatibility": "Forward", "schemaType": "Avro", "groupProperties": {"owner": "team-orders"}},
}
AZURE: list[Files] = [
    {"s.json": {"definition": V1, "properties": PROPERTIES}},
    {"s.json": [{**PROPERTIES, "definition": V1}]},
    {
        "s.json": {
            "definition": V1,
            "properties": {"id": "1f", "group_name": "orders", "name": "order-placed", "version": 2, "format": "Avro"},
        }
    },
    {
        "s.json": {
            "schemaDefinition": V1,
            "headers": {
                "Schema-Id": "1f",
                "Schema-Group-Name": "orders",
                "Schema-Name": "order-placed",
                "Schema-Version": "2",
                "Content-Type": "application/json; serialization=Avro",
            },
        }
    },
]


@pytest.mark.parametrize("files", AZURE)
def test_azure_schemas_in_every_spelling(files: Files) -> None:
    found = catalog({**files, "g.json": {"value": [GROUP]}, "n.json": {"schemaVersions": [1, 2]}})
    assert not found.diagnostics
    assert {row.type for one in declare(files) for row in one.documents} == {"azure"}
    kept = version(found, "com.harbourline.OrderPlaced", "2").registrations[0]
    assert (kept.context, kept.subject, kept.identifier, kept.compatibility) == ("orders", "order-placed", "1f", "FORWARD")
    assert [one.id for one in message(found, "com.harbourline.OrderPlaced").owners] == ["team-orders"]
