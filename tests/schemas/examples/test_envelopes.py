"""Envelopes: what each standard asks for."""

from __future__ import annotations

import json

from catalog_gen.schemas.examples.envelopes import (
    ENVELOPES,
    Origin,
    cloudevents_binary,
    cloudevents_structured,
    eventbridge_entry,
    kafka_record,
    key_of,
)

PAYLOAD = {"orderId": "order-48213", "note": "größer als 5 %"}
ORIGIN = Origin(type="OrderPlaced", source="order-service", channel="orders", subject="größe 1", schema="https://example.com/order.json")


def test_a_structured_cloud_event_has_its_attributes() -> None:
    event = cloudevents_structured(PAYLOAD, ORIGIN)
    assert event["specversion"] == "1.0"
    assert event["type"] == "OrderPlaced"
    assert event["source"] == "/order-service"
    assert event["dataschema"] == "https://example.com/order.json"
    assert event["data"] == PAYLOAD


def test_binary_headers_are_encoded() -> None:
    message = cloudevents_binary(PAYLOAD, ORIGIN)
    assert message["headers"]["content-type"] == "application/json"
    assert message["headers"]["ce-subject"] == "gr%C3%B6%C3%9Fe%201"
    assert message["headers"]["ce-id"] == cloudevents_structured(PAYLOAD, ORIGIN)["id"]
    assert message["body"] == PAYLOAD


def test_eventbridge_takes_the_payload_as_text() -> None:
    (entry,) = eventbridge_entry(PAYLOAD, ORIGIN)["Entries"]
    assert json.loads(entry["Detail"]) == PAYLOAD
    assert (entry["Source"], entry["DetailType"], entry["EventBusName"]) == ("order-service", "OrderPlaced", "orders")


def test_a_kafka_record_is_keyed_by_what_the_payload_is_about() -> None:
    record = kafka_record(PAYLOAD, ORIGIN)
    assert (record["topic"], record["key"], record["value"]) == ("orders", "order-48213", PAYLOAD)
    assert record["headers"]["ce_type"] == "OrderPlaced"
    assert key_of({"amount": 5, "order": {"number": 7}}) == "7"
    assert key_of([1]) is None


def test_what_is_a_cloud_event_is_not_wrapped_again() -> None:
    event = cloudevents_structured(PAYLOAD, ORIGIN)
    assert cloudevents_structured(event, Origin(type="Other")) == event
    assert cloudevents_binary(event, Origin(type="Other"))["body"] == PAYLOAD
    assert kafka_record(event, Origin(type="Other"))["headers"]["ce_type"] == "OrderPlaced"


def test_envelopes_are_the_same_every_time() -> None:
    for _, wrap in ENVELOPES.values():
        assert json.dumps(wrap(PAYLOAD, ORIGIN)) == json.dumps(wrap(PAYLOAD, ORIGIN))
