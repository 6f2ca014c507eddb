"""EventBridge: schemas taken apart, and the targets of rules as consumers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog_gen.sources.registries.targets import named
from tests.sources.registries.exports import CLIENT, Files, catalog, codes, corpus, declare, errors, message, printed, version

ACCOUNT = "eu-west-1:111122223333"
DETAIL = {
    "OrderPlaced": {
        "type": "object",
        "required": ["orderId"],
        "properties": {"orderId": {"type": "string"}, "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}},
    },
    "Line": {"type": "object", "properties": {"sku": {"type": "string"}, "part": {"$ref": "#/components/schemas/Line"}}},
}


def described(name: str = "shop.orders@OrderPlaced", number: str = "1", *, marked: bool = True) -> dict[str, Any]:
    source, _, kind = name.partition("@")
    wrapper: dict[str, Any] = {
        "type": "object",
        "required": ["detail"],
        "properties": {
            "detail": {"$ref": "#/components/schemas/OrderPlaced"},
            "detail-type": {"type": "string"},
            "source": {"type": "string"},
        },
    }
    if marked:
        wrapper |= {"x-amazon-events-source": source, "x-amazon-events-detail-type": kind}
    schemas = {"AWSEvent": wrapper, **DETAIL}
    content = {"openapi": "3.0.0", "info": {"title": kind, "version": "1"}, "paths": {}, "components": {"schemas": schemas}}
    return {
        "Content": json.dumps(content),
        "SchemaArn": f"arn:aws:schemas:{ACCOUNT}:schema/harbourline/{name}",
        "SchemaName": name,
        "SchemaVersion": number,
        "Type": "OpenApi3",
    }


def rule(name: str, pattern: Any, state: str = "ENABLED", **more: Any) -> dict[str, Any]:
    arn = f"arn:aws:events:{ACCOUNT}:rule/orders/{name}"
    return {"Name": name, "Arn": arn, "EventPattern": json.dumps(pattern), "State": state, "EventBusName": "orders", **more}


def target(name: str, **more: Any) -> dict[str, Any]:
    return {"Id": "1", "Arn": f"arn:aws:lambda:{ACCOUNT}:function:{name}", **more}


def consumers(files: Files, identifier: str = "OrderPlaced") -> list[tuple[str, str, bool]]:
    found = message(catalog(files), identifier).current
    return [(party.service, party.deliveries[0].condition, party.live) for party in found.consumers]


def test_schemas_of_the_corpus_value_by_value() -> None:
    files = corpus("aws-schemas")
    assert {row.path for one in declare(files) for row in one.documents} == set(files)
    found = catalog(files)
    assert not found.diagnostics
    placed = message(found, "OrderPlaced")
    assert (placed.latest, [one.version for one in placed.versions]) == ("2", ["2", "1"])
    assert [one.id for one in placed.owners] == ["team-orders"]
    assert "acme.orders@OrderPlaced" in placed.aliases
    current = placed.current
    assert current.payload is not None
    assert json.loads(current.payload.text) == {
        "type": "object",
        "required": ["orderId"],
        "properties": {"orderId": {"type": "string"}, "amountCents": {"type": "number"}},
    }
    assert current.envelope is not None
    outside = json.loads(current.envelope.text)
    assert set(outside["properties"]) == {"account", "detail", "detail-type", "id", "region", "resources", "source", "time", "version"}
    assert current.registrations[0].registered == "2026-01-02T03:04:05Z"


def test_rules_of_the_corpus_value_by_value() -> None:
    files = {f"{name}/{path}": raw for name in ("aws-schemas", "aws-eventbridge") for path, raw in corpus(name).items()}
    assert {row.path for one in declare(files) for row in one.documents} == set(files)
    found = catalog(files)
    assert not errors(found)
    assert consumers(files) == [("archive", "amountCents > 1000", True), ("audit-queue", "", True), ("billing-service", "", True)]
    audit = message(found, "OrderPlaced").current.consumers[1].deliveries[0]
    assert (audit.via, audit.on) == ("order-placed-to-billing", "orders")
    assert [(label.name, label.value) for label in audit.labels][:2] == [("Target", "SQS queue"), ("Dead-letter queue", "dlq")]
    assert [one.id for one in found.services] == ["archive", "audit-queue", "billing-service"]


@pytest.mark.parametrize("marked", [True, False])
def test_details_hold_what_they_refer_to(*, marked: bool) -> None:
    current = version(catalog({"s.json": described(marked=marked)}), "OrderPlaced", "1")
    assert current.payload is not None
    payload = json.loads(current.payload.text)
    assert payload["properties"]["lines"]["items"] == {"$ref": "#/definitions/Line"}
    assert payload["definitions"] == {
        "Line": {"type": "object", "properties": {"sku": {"type": "string"}, "part": {"$ref": "#/definitions/Line"}}}
    }


def test_one_detail_type_of_two_sources_is_two_messages() -> None:
    found = catalog({"a.json": described("shop.a@Created"), "b.json": described("shop.b@Created")})
    assert [one.id for one in found.messages] == ["shop.a@Created", "shop.b@Created"]


PATTERN = {"source": ["shop.orders"], "detail-type": ["OrderPlaced"], "detail": {"amount": [{"numeric": [">", 1000]}], "currency": ["EUR"]}}

WAYS: list[Files] = [
    {"r.json": {"Rules": [rule("big", PATTERN)]}, "targets/big.json": {"Targets": [target("billing")]}},
    {"r.json": rule("big", PATTERN), "t.json": {"Rule": "big", "EventBusName": "orders", "Targets": [target("billing")]}},
    {"r.json": {"Rules": [{**rule("big", PATTERN), "Targets": [target("billing")]}]}},
    {"r.json": rule("big", PATTERN), "big/targets.json": {"Targets": [target("billing")]}},
]


@pytest.mark.parametrize("files", WAYS)
def test_targets_find_their_rule(files: Files) -> None:
    assert consumers({"s.json": described(), **files}) == [("billing", "amount > 1000 and currency is EUR", True)]


def test_a_longer_name_of_a_rule_wins() -> None:
    rules = {"Rules": [rule("placed", PATTERN), rule("order-placed", {"source": ["other"]})]}
    files = {"s.json": described(), "r.json": rules, "t-order-placed.json": {"Targets": [target("billing")]}}
    assert consumers(files) == []


def test_a_rule_that_is_off_has_no_live_consumers() -> None:
    files = {"s.json": described(), "r.json": {**rule("big", PATTERN, "DISABLED"), "Targets": [target("billing")]}}
    assert consumers(files) == [("billing", "amount > 1000 and currency is EUR", False)]


def test_a_target_called_like_a_documented_service_is_that_service() -> None:
    document = "asyncapi: 3.0.0\ninfo: {title: Billing Service, version: 2.1.0}\n"
    files = {"s.json": described(), "b.yaml": document, "r.json": {**rule("big", PATTERN), "Targets": [target("billing-service")]}}
    found = catalog(files)
    assert [(one.id, [row.version for row in one.versions]) for one in found.services] == [("billing-service", ["2.1.0"])]
    party = message(found, "OrderPlaced").current.consumers[0]
    assert (party.service, party.version, party.live) == ("billing-service", "2.1.0", True)


def test_messages_of_documents_are_found_by_their_detail_type() -> None:
    document = """
        asyncapi: 3.0.0
        info: {title: Shop, version: 1.0.0}
        channels: {bus: {address: orders, messages: {OrderPlaced: {payload: {type: object}}}}}
        operations: {send: {action: send, channel: {$ref: '#/channels/bus'}}}
    """
    files = {"s.yaml": document, "r.json": {**rule("big", PATTERN), "Targets": [target("billing")]}}
    assert consumers(files) == [("billing", "source is shop.orders and amount > 1000 and currency is EUR", True)]
    everything = {"source": [{"prefix": ""}]}
    assert consumers({"s.yaml": document, "r.json": {**rule("all", everything), "Targets": [target("billing")]}}) == []


def test_what_happens_on_the_way() -> None:
    more = {
        "InputPath": "$.detail",
        "InputTransformer": {"InputPathsMap": {"id": "$.detail.orderId"}, "InputTemplate": '{"order": <id>}'},
        "RetryPolicy": {"MaximumRetryAttempts": 4, "MaximumEventAgeInSeconds": 400},
        "DeadLetterConfig": {"Arn": f"arn:aws:sqs:{ACCOUNT}:lost"},
    }
    found = catalog({"s.json": described(), "r.json": {**rule("big", PATTERN), "Targets": [target("billing", **more)]}})
    delivery = message(found, "OrderPlaced").current.consumers[0].deliveries[0]
    assert {label.name: label.value for label in delivery.labels} == {
        "Target": "Lambda function",
        "Input path": "$.detail",
        "Input transformer": '{"order": <id>}',
        "Taken from the event": "id = $.detail.orderId",
        "Dead-letter queue": "lost",
        "Retries": "at most 4, for at most 400 s",
    }


FINDINGS: list[tuple[Files, list[str]]] = [
    ({"r.json": {**rule("big", {"source": ["nobody"]}), "Targets": [target("billing")]}}, ["eventbridge-rule-unmatched"]),
    ({"r.json": rule("big", {"source": ["nobody"]})}, ["eventbridge-rule-unmatched"]),
    ({"t.json": {"Targets": [target("billing")]}}, ["eventbridge-target-without-rule"]),
    ({"r.json": {**rule("big", {}), "EventPattern": "{"}}, ["eventbridge-pattern-unreadable"]),
    ({"r.json": {"Name": "nightly", "ScheduleExpression": "rate(1 day)", "State": "ENABLED"}}, []),
]


@pytest.mark.parametrize(("files", "expected"), FINDINGS)
def test_findings(files: Files, expected: list[str]) -> None:
    found = catalog(files)
    assert codes(found) == expected
    assert not errors(found)


NAMES = [
    (f"arn:aws:lambda:{ACCOUNT}:function:billing:live", "billing", "Lambda function"),
    (f"arn:aws:sqs:{ACCOUNT}:orders.fifo", "orders.fifo", "SQS queue"),
    (f"arn:aws:sns:{ACCOUNT}:orders", "orders", "SNS topic"),
    (f"arn:aws:states:{ACCOUNT}:stateMachine:fulfil", "fulfil", "Step Functions state machine"),
    (f"arn:aws:events:{ACCOUNT}:event-bus/central", "central", "event bus"),
    (f"arn:aws:events:{ACCOUNT}:api-destination/crm/0a1b", "crm", "API destination"),
    (f"arn:aws:logs:{ACCOUNT}:log-group:/aws/events/orders:*", "/aws/events/orders", "log group"),
    (f"arn:aws:kinesis:{ACCOUNT}:stream/orders", "orders", "Kinesis stream"),
    (f"arn:aws:unknown:{ACCOUNT}:thing/orders", "orders", "unknown"),
    ("billing", "billing", ""),
]


@pytest.mark.parametrize(("arn", "name", "kind"), NAMES)
def test_names_in_arns(arn: str, name: str, kind: str) -> None:
    assert named(arn) == (name, kind)


def test_answers_of_moto() -> None:
    moto = pytest.importorskip("moto", reason="moto is not installed")
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
    with moto.mock_aws():
        events = boto3.client("events", **CLIENT)
        events.create_event_bus(Name="orders")
        events.put_rule(Name="big", EventBusName="orders", EventPattern=json.dumps(PATTERN), State="ENABLED")
        events.put_targets(Rule="big", EventBusName="orders", Targets=[target("billing")])
        answers = {
            "buses": events.list_event_buses(),
            "bus": events.describe_event_bus(Name="orders"),
            "rules": events.list_rules(EventBusName="orders"),
            "rule": events.describe_rule(Name="big", EventBusName="orders"),
            "targets-big": events.list_targets_by_rule(Rule="big", EventBusName="orders"),
            "names": events.list_rule_names_by_target(TargetArn=target("billing")["Arn"], EventBusName="orders"),
        }
    files = {f"{name}.json": printed(said) for name, said in answers.items()}
    assert {row.path: row.type for one in declare(files) for row in one.documents} == dict.fromkeys(files, "aws-eventbridge")
    assert consumers({"s.json": described(), **files}) == [("billing", "amount > 1000 and currency is EUR", True)]


def test_answers_that_botocore_accepts() -> None:
    """Answers of the schema registry, which moto does not have: botocore refuses to hand out one of another shape."""
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
    stub = pytest.importorskip("botocore.stub", reason="botocore is not installed")
    client = boto3.client("schemas", **CLIENT)
    with stub.Stubber(client) as stubber:
        stubber.add_response("describe_schema", {**described(), "Tags": {"owner": "team-orders"}})
        answer = client.describe_schema(RegistryName="harbourline", SchemaName="shop.orders@OrderPlaced")
    found = catalog({"s.json": printed(answer)})
    assert [one.id for one in message(found, "OrderPlaced").owners] == ["team-orders"]
