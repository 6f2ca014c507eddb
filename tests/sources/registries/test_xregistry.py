"""xRegistry documents: every sample of the corpus, and what its messages, schemas and endpoints say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.registries.exports import catalog, codes, corpus, declare, errors, message, version

OTHERS = {
    "LICENSE",
    "cloudevents_schemas_document-schema.json",
    "doc-store-data.json",
    "doc-store-model.json",
    "endpoint_schemas_document-schema.json",
    "formatted-doc-store-data.json",
    "formatted-doc-store-model.json",
    "message_schemas_document-schema.json",
    "schema_schemas_document-schema.json",
}
"""Files of the corpus that are no exports: JSON Schemas, models, registries of other things, the licence."""


def test_every_document_of_the_corpus_is_read_and_nothing_else() -> None:
    files = corpus("xregistry")
    assert {row.path: row.type for one in declare(files) for row in one.documents} == dict.fromkeys(set(files) - OTHERS, "xregistry")
    assert not errors(catalog(files))


COUNTS = [
    ("waterboiler-mqtt5-jsons07.xreg.json", 2, "json-schema"),
    ("lightbulb-avro.xreg.json", 4, "avro"),
    ("windgenerator-kafka-avro.xreg.json", 2, "avro"),
    ("smartoven-xsd.xreg.json", 5, "other"),
    ("inkjet-proto3.xreg.json", 5, "protobuf"),
]


@pytest.mark.parametrize(("name", "messages", "form"), COUNTS)
def test_messages_of_the_corpus(name: str, messages: int, form: str) -> None:
    found = catalog({name: corpus("xregistry")[name]})
    assert len(found.messages) == messages
    assert {one.current.payload.format for one in found.messages if one.current.payload is not None} == {form}
    assert all(one.current.payload is not None for one in found.messages)


def test_cloud_events_of_the_corpus_value_by_value() -> None:
    name = "contoso-erp-jsons07.xreg.json"
    placed = version(catalog({name: corpus("xregistry")[name]}), "Contoso.ERP.ReservationPlaced", "1")
    assert placed.description == "A reservation has been placed"
    assert placed.envelope is not None
    envelope = json.loads(placed.envelope.text)
    assert envelope["title"] == "CloudEvents 1.0"
    assert envelope["properties"]["type"]["const"] == "Contoso.ERP.ReservationPlaced"
    assert envelope["properties"]["source"]["examples"] == ["/erp/{tenantid}/orders"]
    assert envelope["properties"]["time"]["format"] == "date-time"
    assert envelope["required"] == ["specversion", "id", "type", "source", "subject", "time", "data"]
    producers = {one.service: one.deliveries[0].labels[0].value for one in placed.producers}
    assert producers["Contoso.ERP.Http"] == "https://erpsystem.com/events"
    assert {one.service for one in placed.consumers} >= {"Contoso.ERP.HttpSubscriber"}


def test_mqtt_of_the_corpus_value_by_value() -> None:
    name = "waterboiler-mqtt5-jsons07.xreg.json"
    found = catalog({name: corpus("xregistry")[name]})
    update = version(found, "WaterBoiler.TemperatureUpdate", "1")
    labels = {label.name: label.value for label in update.registrations[0].labels}
    assert labels == {
        "MQTT/5.0 qos": "1",
        "MQTT/5.0 retain": "false",
        "MQTT/5.0 topic_name": "waterboiler/{boilerId}/temperature",
    }
    assert [one.service for one in update.producers] == ["WaterBoiler.Producer"]
    assert [one.service for one in update.consumers] == ["WaterBoiler.Consumer"]


def document(message_: dict[str, Any], **more: Any) -> dict[str, Any]:
    versions = {
        "1": {"format": "JSONSchema/draft-07", "schema": {"type": "object"}},
        "2": {"schema": {"type": "object", "required": ["id"]}},
    }
    return {
        "specversion": "1.0-rc1",
        "schemagroups": {"shop": {"schemas": {"placed": {"format": "JSONSchema/draft-07", "versions": versions}}}},
        "messagegroups": {"shop.events": {"messages": {"shop.placed": message_}}},
        **more,
    }


POINTERS = [
    ("/schemagroups/shop/schemas/placed", ["2", "1"]),
    ("#/schemagroups/shop/schemas/placed", ["2", "1"]),
    ("/schemagroups/shop/schemas/placed/versions/1", ["1"]),
    ("https://registry.example.com/r/schemagroups/shop/schemas/placed/versions/2:Placed", ["2"]),
]


@pytest.mark.parametrize(("pointer", "expected"), POINTERS)
def test_schemas_are_found(pointer: str, expected: list[str]) -> None:
    found = catalog({"d.json": document({"dataschemauri": pointer})})
    assert [one.version for one in message(found, "shop.placed").versions] == expected
    assert [one.id for one in found.messages] == ["shop.placed"]


def test_a_schema_that_is_not_there() -> None:
    assert "registry-reference-missing" in codes(catalog({"d.json": document({"dataschemauri": "/schemagroups/shop/schemas/other"})}))


def test_messages_take_over_what_they_are_based_on() -> None:
    base = {"dataschemauri": "/schemagroups/shop/schemas/placed", "envelope": "CloudEvents/1.0", "labels": {"owner": "team-shop"}}
    groups = {
        "base": {"messages": {"any": base}},
        "shop.events": {"messages": {"shop.placed": {"basemessage": "/messagegroups/base/messages/any"}}},
    }
    found = message(catalog({"d.json": document({}, messagegroups=groups)}), "shop.placed")
    assert [one.version for one in found.versions] == ["2", "1"]
    assert found.current.envelope is not None
    assert [one.id for one in found.owners] == ["team-shop"]


def test_messages_that_are_based_on_themselves_end() -> None:
    found = catalog({"d.json": document({"basemessage": "/messagegroups/shop.events/messages/shop.placed"})})
    assert message(found, "shop.placed").current.payload is None


@pytest.mark.parametrize(
    "value",
    [
        {"endpoints": {"a": "b"}},
        {"messagegroups": {"a": {"messages": []}}},
        {"messagegroups": {"type": "object", "properties": {}}},
        {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"schemagroups": {"type": "object"}}},
    ],
)
def test_what_is_no_document(value: Any) -> None:
    assert not any(row.type == "xregistry" for one in declare({"d.json": value}) for row in one.documents)
