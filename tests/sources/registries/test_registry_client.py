"""Exports that nobody wrote by hand: what Confluent's own client registers, in the three forms in which it can be exported."""

from __future__ import annotations

import base64
import importlib
import json
import pkgutil
from random import Random
from typing import Any

import pytest

from catalog_gen.model.registry import PathTags, RegisteredVersion, SchemaReference
from catalog_gen.sources.registries.protobuf_descriptor import text_of
from tests.evolution.random_avro import pair
from tests.sources.registries.exports import catalog, codes, registered

pytest.importorskip("confluent_kafka.schema_registry", reason="Confluent's client is not installed")

from confluent_kafka import schema_registry as client

MONEY = '{"type": "record", "name": "Money", "namespace": "harbourline", "fields": [{"name": "amount", "type": "long"}]}'
INVOICE = '{"type": "record", "name": "Invoice", "namespace": "harbourline", "fields": [{"name": "total", "type": "Money"}]}'
BERTH = '{"title": "Berth", "type": "object", "properties": {"id": {"type": "string"}}}'
PORT = 'syntax = "proto3"; package harbourline; message Port { string name = 1; }'


def filled() -> list[client.RegisteredSchema]:
    """What a registry holds after its client put in schemas of every type, with everything that may stand beside them."""
    registry = client.SchemaRegistryClient.new_client({"url": "mock://harbourline"})
    registry.register_schema("harbourline.Money", client.Schema(MONEY, "AVRO"))
    tags = client.MetadataTags({"**.total": ("PII", "FINANCE")})
    metadata = client.Metadata(tags, client.MetadataProperties({"owner": "billing", "secret": "x"}), ("secret",))
    kind, mode = client.RuleKind.CONDITION, client.RuleMode.WRITE
    rule = client.Rule("positive", "Totals", kind, mode, "CEL", (), None, "message.total > 0", None, "DLQ", disabled=False)
    wanted = [client.SchemaReference("harbourline.Money", "harbourline.Money", 1)]
    registry.register_schema(
        "invoices-value", client.Schema(INVOICE, "AVRO", references=wanted, metadata=metadata, rule_set=client.RuleSet([], [rule]))
    )
    registry.register_schema("invoices-key", client.Schema('"string"', "AVRO"))
    registry.register_schema("berths-value", client.Schema(BERTH, "JSON"))
    registry.register_schema("ports-value", client.Schema(PORT, "PROTOBUF"))
    random = Random(7)  # noqa: S311 - chance, not a secret
    for number in range(20):
        for schema in pair(random):
            spaced = {**schema, "namespace": f"n{number}"} if isinstance(schema, dict) and "name" in schema else schema
            registry.register_schema(f"random{number}-value", client.Schema(json.dumps(spaced), "AVRO"))
    found = [(subject, version) for subject in registry.get_subjects() for version in registry.get_versions(subject)]
    return [registry.get_version(subject, version) for subject, version in found]


ROWS = filled()
ANSWERS: list[dict[str, Any]] = json.loads(json.dumps([row.to_dict() for row in ROWS]))


def by_folder() -> dict[str, Any]:
    return {f"subjects/{row['subject']}/versions/{row['version']}.json": row for row in ANSWERS}


def by_name() -> dict[str, Any]:
    return {f"subjects__{row['subject']}__versions__{row['version']}.json": row for row in ANSWERS}


def by_topic() -> dict[str, Any]:
    lines = []
    for row in ANSWERS:
        key = {"keytype": "SCHEMA", "subject": row["subject"], "version": row["version"], "magic": 1}
        lines.append(f"{json.dumps(key)}\t{json.dumps({**row, 'deleted': False})}")
    return {"_schemas.log": "\n".join(lines)}


FORMS = [{"schemas.json": ANSWERS}, by_folder(), by_name(), by_topic()]


def places(found: list[RegisteredVersion]) -> dict[tuple[str, str], RegisteredVersion]:
    return {(one.registration.subject, one.registration.version): one for one in found}


@pytest.mark.parametrize("files", FORMS, ids=["file", "folder", "names", "topic"])
def test_what_the_client_registered_is_read_value_by_value(files: dict[str, Any]) -> None:
    found = places(registered(files))
    assert found.keys() == {(row.subject, str(row.version)) for row in ROWS}
    for row in ROWS:
        one = found[row.subject, str(row.version)]
        assert one.schema is not None
        assert (one.schema.written, one.schema.schema_format) == (row.schema.schema_str, row.schema.schema_type)
        assert one.registration.identifier == str(row.schema_id)


@pytest.mark.parametrize("files", FORMS, ids=["file", "folder", "names", "topic"])
def test_what_stands_beside_a_schema_is_read(files: dict[str, Any]) -> None:
    one = places(registered(files))["invoices-value", "1"]
    kept = one.registration
    assert kept.references == (SchemaReference(name="harbourline.Money", subject="harbourline.Money", version="1"),)
    assert kept.tags == (PathTags(path="**.total", tags=("PII", "FINANCE")),)
    assert (one.owners, kept.sensitive, [label.name for label in kept.labels]) == (("billing",), ("secret",), ["owner"])
    rule = kept.rules[0]
    assert (rule.group, rule.name, rule.kind, rule.mode, rule.type, rule.expression, rule.on_failure) == (
        "domain",
        "positive",
        "CONDITION",
        "WRITE",
        "CEL",
        "message.total > 0",
        "DLQ",
    )


def test_every_form_makes_the_same_catalog() -> None:
    made = [catalog(files) for files in FORMS]
    told = [[(one.id, one.aliases, [(each.version, each.aliases) for each in one.versions]) for one in found.messages] for found in made]
    assert told[0] == told[1] == told[2] == told[3]
    assert not any(code.startswith("registry-") for found in made for code in codes(found))


# --- descriptors


def descriptors() -> list[Any]:
    from google import protobuf  # noqa: PLC0415 - only where it is installed

    names = sorted(module.name for module in pkgutil.iter_modules(protobuf.__path__, "google.protobuf.") if module.name.endswith("_pb2"))
    return [importlib.import_module(name).DESCRIPTOR for name in names]


@pytest.mark.parametrize("descriptor", descriptors(), ids=lambda one: one.name)
def test_a_descriptor_in_base64_becomes_a_text_that_says_the_same(descriptor: Any) -> None:
    row = {"subject": "x-value", "version": 1, "id": 1, "schemaType": "PROTOBUF"}
    one = registered({"one.json": {**row, "schema": base64.b64encode(descriptor.serialized_pb).decode()}})[0]
    assert one.schema is not None
    assert one.schema.written.startswith(("syntax", "edition"))
    names = [message.full_name for message in descriptor.message_types_by_name.values()]
    assert one.record == (names[0] if names else "")
    for message in descriptor.message_types_by_name.values():
        for field in message.fields:
            assert f" {field.name} = {field.number}" in one.schema.written


ORDER = """syntax = "proto2";
package harbourline;
import "google/protobuf/timestamp.proto";
message Order {
  option deprecated = true;
  enum State {
    option allow_alias = true;
    OPEN = 0;
    DONE = -1 [deprecated = true];
    reserved 5 to max;
    reserved "LOST";
  }
  required string id = 1;
  optional int32 count = 2 [default = 7];
  repeated .harbourline.Order.State states = 3 [packed = true];
  map<string, .harbourline.Order> others = 4;
  optional string ship_to = 9 [default = "a \\"b\\"", json_name = "shipTO", deprecated = true];
  oneof place {
    double quay = 5;
    .google.protobuf.Timestamp since = 6;
  }
  reserved 7, 20 to 30;
  reserved "old";
  extensions 100 to max;
}
service Orders {
  rpc Watch(.harbourline.Order) returns (stream .harbourline.Order);
}
"""


def test_a_descriptor_of_everything_becomes_its_text() -> None:
    from google.protobuf import descriptor_pb2 as pb  # noqa: PLC0415 - only where it is installed

    file = pb.FileDescriptorProto(name="order.proto", package="harbourline", dependency=["google/protobuf/timestamp.proto"])
    order = file.message_type.add(name="Order", options=pb.MessageOptions(deprecated=True))
    state = order.enum_type.add(name="State", options=pb.EnumOptions(allow_alias=True), reserved_name=["LOST"])
    state.value.add(name="OPEN", number=0)
    state.value.add(name="DONE", number=-1, options=pb.EnumValueOptions(deprecated=True))
    state.reserved_range.add(start=5, end=2**31 - 1)
    entry = order.nested_type.add(name="OthersEntry", options=pb.MessageOptions(map_entry=True))
    entry.field.add(name="key", number=1, label=1, type=9)
    entry.field.add(name="value", number=2, label=1, type=11, type_name=".harbourline.Order")
    order.field.add(name="id", number=1, label=2, type=9, json_name="id")
    order.field.add(name="count", number=2, label=1, type=5, default_value="7")
    order.field.add(name="states", number=3, label=3, type=14, type_name=".harbourline.Order.State", options=pb.FieldOptions(packed=True))
    order.field.add(name="others", number=4, label=3, type=11, type_name=".harbourline.Order.OthersEntry")
    order.oneof_decl.add(name="place")
    order.field.add(name="quay", number=5, label=1, type=1, oneof_index=0)
    order.field.add(name="since", number=6, label=1, type=11, type_name=".google.protobuf.Timestamp", oneof_index=0)
    deprecated = pb.FieldOptions(deprecated=True)
    order.field.add(name="ship_to", number=9, label=1, type=9, default_value='a "b"', json_name="shipTO", options=deprecated)
    order.reserved_range.add(start=7, end=8)
    order.reserved_range.add(start=20, end=31)
    order.reserved_name.append("old")
    order.extension_range.add(start=100, end=2**29)
    service = file.service.add(name="Orders")
    service.method.add(name="Watch", input_type=".harbourline.Order", output_type=".harbourline.Order", server_streaming=True)
    assert text_of(base64.b64encode(file.SerializeToString()).decode()) == ORDER


@pytest.mark.parametrize("text", ["", "AAAA", "message", PORT, "!!!!", "CgVvcmRlchIB", "/" * 4000])
def test_what_is_no_descriptor_stays_as_it_is(text: str) -> None:
    assert text_of(text) is None
