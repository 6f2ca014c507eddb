"""Exports of AWS Glue: the corpus, answers that moto gives, and what the service may say besides."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sources.registries.exports import CLIENT, catalog, codes, corpus, declare, errors, message, printed, registered, version

ARN = "arn:aws:glue:eu-west-1:111122223333:schema/harbourline/order-placed"
V1 = '{"type": "record", "name": "OrderPlaced", "namespace": "com.harbourline", "fields": [{"name": "orderId", "type": "string"}]}'
V2 = V1.replace("]}", ', {"name": "total", "type": ["null", "long"], "default": null}]}')


def answer(number: int, text: str | None, status: str = "AVAILABLE", **more: Any) -> dict[str, Any]:
    row = {"SchemaVersionId": f"id-{number}", "SchemaArn": ARN, "VersionNumber": number, "Status": status, "DataFormat": "AVRO", **more}
    return row if text is None else {**row, "SchemaDefinition": text}


def test_the_corpus_value_by_value() -> None:
    files = corpus("aws-glue")
    assert {row.path: row.type for one in declare(files) for row in one.documents} == dict.fromkeys(files, "aws-glue")
    found = catalog(files)
    assert not errors(found)
    placed = message(found, "com.acme.orders.OrderPlaced")
    assert placed.latest == "3"
    assert placed.aliases == ("orders-platform/order-placed",)
    assert [(one.version, one.registrations[0].state, one.payload is None) for one in placed.versions] == [
        ("4", "failed", True),
        ("3", "active", False),
        ("2", "active", False),
        ("1", "active", False),
    ]
    second = version(found, "com.acme.orders.OrderPlaced", "2")
    kept = second.registrations[0]
    assert (kept.context, kept.subject, kept.compatibility) == ("orders-platform", "order-placed", "BACKWARD")
    assert (kept.identifier, kept.registered) == ("adc6c210-9fd0-4e99-8b7e-0085449d0495", "2026-11-23T03:09:05Z")
    assert [(rule.name, rule.type) for rule in kept.rules] == [("Checkpoint", "version 1")]
    assert second.description == "Order placed event"
    assert version(found, "OrderCancelled", "1").registrations[0].compatibility == "FULL_ALL"
    shipment = version(found, "acme.shipping.Shipment", "1")
    assert shipment.payload is not None
    assert (shipment.payload.format, shipment.registrations[0].compatibility) == ("protobuf", "NONE")


def test_metadata_of_a_version_by_its_id() -> None:
    metadata = json.loads(corpus("aws-glue")["query_schema_version_metadata.json"])
    files = {"a/1.json": answer(1, V1), "a/2.json": answer(2, V2), "b/m.json": {**metadata, "SchemaVersionId": "id-2"}}
    found = catalog(files)
    labels = [(one.name, one.value) for one in version(found, "com.harbourline.OrderPlaced", "2").registrations[0].labels]
    assert labels == [("git_sha", "deadbeef"), ("owner", "team-orders, team-sales")]
    assert version(found, "com.harbourline.OrderPlaced", "1").registrations[0].labels == ()
    assert [one.id for one in message(found, "com.harbourline.OrderPlaced").owners] == ["team-orders"]


STATES = [("AVAILABLE", "active", "2"), ("PENDING", "draft", "1"), ("FAILURE", "failed", "1"), ("DELETING", "deleted", "1")]


@pytest.mark.parametrize(("status", "state", "latest"), STATES)
def test_states(status: str, state: str, latest: str) -> None:
    found = catalog({"1.json": answer(1, V1), "2.json": answer(2, V2, status)})
    assert message(found, "com.harbourline.OrderPlaced").latest == latest
    assert version(found, "com.harbourline.OrderPlaced", "2").registrations[0].state == state


def test_a_failed_version_keeps_its_number() -> None:
    found = catalog({"v.json": {"Schemas": [answer(2, None, "FAILURE")]}, "1.json": answer(1, V1), "3.json": answer(3, V2)})
    assert [one.version for one in message(found, "com.harbourline.OrderPlaced").versions] == ["3", "2", "1"]
    assert message(found, "com.harbourline.OrderPlaced").latest == "3"


def test_versions_that_are_only_listed_stay_apart() -> None:
    found = catalog({"v.json": {"Schemas": [answer(number, None) for number in (1, 2)]}, "3.json": answer(3, V2)})
    assert [one.version for one in message(found, "com.harbourline.OrderPlaced").versions] == ["3", "2", "1"]


def test_the_definition_alone_knows_the_state() -> None:
    by_definition = {"SchemaVersionId": "id-1", "SchemaArn": ARN, "DataFormat": "AVRO", "Status": "PENDING"}
    row = {key: value for key, value in answer(1, V1).items() if key != "Status"}
    found = catalog({"d.json": by_definition, "1.json": row})
    assert version(found, "com.harbourline.OrderPlaced", "1").registrations[0].state == "draft"


def test_tags_say_whose_they_are_or_are_left_out() -> None:
    files = {"1.json": answer(1, V1), "t.json": {"ResourceArn": ARN, "Tags": {"owner": "team-orders", "tier": "1"}}}
    found = catalog(files)
    assert [one.id for one in message(found, "com.harbourline.OrderPlaced").owners] == ["team-orders"]
    found = catalog({**files, "t.json": {"Tags": {"owner": "team-orders"}}})
    assert codes(found) == ["registry-tags-unassigned"]


def test_several_answers_in_a_list() -> None:
    assert [one.registration.version for one in registered({"all.json": [answer(1, V1), answer(2, V2)]})] == ["1", "2"]


def test_answers_of_moto() -> None:
    moto = pytest.importorskip("moto", reason="moto is not installed")
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
    with moto.mock_aws():
        glue = boto3.client("glue", **CLIENT)
        glue.create_registry(RegistryName="harbourline")
        created = glue.create_schema(
            RegistryId={"RegistryName": "harbourline"},
            SchemaName="order-placed",
            DataFormat="AVRO",
            Compatibility="BACKWARD",
            SchemaDefinition=V1,
        )
        named = {"SchemaArn": created["SchemaArn"]}
        second = glue.register_schema_version(SchemaId=named, SchemaDefinition=V2)
        glue.put_schema_version_metadata(
            SchemaVersionId=second["SchemaVersionId"], MetadataKeyValue={"MetadataKey": "owner", "MetadataValue": "team-orders"}
        )
        answers = {
            "registries": glue.list_registries(),
            "create": created,
            "schema": glue.get_schema(SchemaId=named),
            "v1": glue.get_schema_version(SchemaId=named, SchemaVersionNumber={"VersionNumber": 1}),
            "v2": glue.get_schema_version(SchemaVersionId=second["SchemaVersionId"]),
            "definition": glue.get_schema_by_definition(SchemaId=named, SchemaDefinition=V1),
        }
    files = {f"{name}.json": printed(said) for name, said in answers.items()}
    assert {row.type for one in declare(files) for row in one.documents} == {"aws-glue"}
    found = catalog(files)
    assert not found.diagnostics
    placed = message(found, "com.harbourline.OrderPlaced")
    assert [(one.version, one.registrations[0].compatibility) for one in placed.versions] == [("2", "BACKWARD"), ("1", "BACKWARD")]
