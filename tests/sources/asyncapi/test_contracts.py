"""What a contract keeps of a document: security, bindings, where traits' members come from, replies, components that nothing uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import catalog_gen
from catalog_gen.sources.asyncapi.components import TEXT_LIMIT

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.contract import Contract


def load(folder: Path, document: dict[str, Any]) -> Catalog:
    (folder / "asyncapi.json").write_text(json.dumps({"info": {"title": "Shop", "version": "1.0.0"}, **document}), encoding="utf-8")
    return catalog_gen.load(folder)


def contract(folder: Path, document: dict[str, Any]) -> Contract:
    (service,) = load(folder, document).services
    return service.current.contract


def operation2(**members: Any) -> dict[str, Any]:
    return {"asyncapi": "2.6.0", "channels": {"c": {"subscribe": {"message": {"name": "M"}, **members}}}}


def operation3(**members: Any) -> dict[str, Any]:
    return {
        "asyncapi": "3.0.0",
        "channels": {"c": {"address": "c", "messages": {"M": {}}}},
        "operations": {"o": {"action": "send", "channel": {"$ref": "#/channels/c"}, **members}},
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "user"}, "token": {"type": "oauth2", "flows": {}, "scopes": ["read"]}},
            "operationTraits": {
                "one": {"summary": "one", "description": "one", "bindings": {"nats": {"queue": "one"}}},
                "two": {"summary": "two", "bindings": {"kafka": {"clientId": {"type": "string"}}}},
            },
        },
    }


SECURITY: list[tuple[dict[str, Any], list[list[tuple[str, list[str]]]]]] = [
    (operation2(), []),
    (operation2(security=[{"a": []}, {"b": ["x"], "c": []}]), [[("a", [])], [("b", ["x"]), ("c", [])]]),
    (operation2(security=[{}, {"a": []}]), [[], [("a", [])]]),
    (operation3(security=[{"$ref": "#/components/securitySchemes/key"}]), [[("key", [])]]),
    (
        operation3(security=[{"$ref": "#/components/securitySchemes/token"}, {"type": "plain"}]),
        [[("token", ["read"])], [("plain", [])]],
    ),
]


@pytest.mark.parametrize(("document", "alternatives"), SECURITY)
def test_alternatives_and_combinations_are_kept_apart(document: dict[str, Any], alternatives: list[Any], tmp_path: Path) -> None:
    (operation,) = contract(tmp_path, document).operations
    assert [[(need.scheme, list(need.scopes)) for need in one] for one in operation.security] == alternatives


def test_a_scheme_written_on_the_spot_is_kept(tmp_path: Path) -> None:
    (operation,) = contract(tmp_path, operation3(security=[{"type": "httpApiKey", "in": "header", "name": "X-Key"}])).operations
    inline = operation.security[0][0].inline
    assert inline is not None
    assert (inline.type, inline.place, inline.parameter) == ("httpApiKey", "header", "X-Key")


TRAITS = [{"$ref": "#/components/operationTraits/one"}, {"$ref": "#/components/operationTraits/two"}, {"tags": [{"name": "t"}]}]


def test_members_remember_the_trait_that_gave_them_and_the_target_wins_in_3(tmp_path: Path) -> None:
    (operation,) = contract(tmp_path, operation3(traits=TRAITS, description="own")).operations
    assert (operation.description, operation.summary) == ("own", "two")
    assert {trait.name: trait.fields for trait in operation.traits} == {
        "one": ("bindings.nats",),
        "two": ("summary", "bindings.kafka"),
        "trait 3": ("tags",),
    }


def test_the_trait_wins_in_2(tmp_path: Path) -> None:
    (operation,) = contract(tmp_path, operation2(summary="own", traits=[{"summary": "given", "x-other": None}])).operations
    assert operation.summary == "given"
    assert [trait.fields for trait in operation.traits] == [("summary",)]


@pytest.mark.parametrize("protocol", ["kafka", "kafka-secure"])
def test_a_schema_in_a_binding_is_a_schema(protocol: str, tmp_path: Path) -> None:
    document = operation3(bindings={protocol: {"groupId": {"type": "string"}, "clientId": "plain", "bindingVersion": "0.5.0"}})
    (binding,) = contract(tmp_path, document).operations[0].bindings
    assert (binding.protocol, binding.family, binding.version, binding.fields) == (protocol, "kafka", "0.5.0", {"clientId": "plain"})
    assert [(one.field, json.loads(one.schema.text)) for one in binding.schemas] == [("groupId", {"type": "string"})]


def test_references_inside_bindings_are_followed_and_circles_are_left(tmp_path: Path) -> None:
    document = operation3(bindings={"own": {"$ref": "#/components/operationBindings/shared"}})
    document["components"]["operationBindings"] = {
        "shared": {"limits": {"$ref": "#/components/x-limits"}, "self": {"$ref": "#/components/operationBindings/shared"}}
    }
    document["components"]["x-limits"] = {"most": 3}
    (binding,) = contract(tmp_path, document).operations[0].bindings
    assert binding.fields["limits"] == {"most": 3}
    assert "$ref" in json.dumps(binding.fields["self"])


def test_what_parsers_leave_behind_is_dropped(tmp_path: Path) -> None:
    document = operation3(bindings={"own": {"a": 1, "x-parser-id": 2}, "x-parser-x": {}}, **{"x-parser-y": 1, "x-mine": 2})
    (operation,) = contract(tmp_path, document).operations
    assert [one.fields for one in operation.bindings] == [{"a": 1}]
    assert operation.extensions == {"x-mine": 2}


def test_components_that_nothing_uses_are_kept_with_what_they_say(tmp_path: Path) -> None:
    document = operation3(traits=TRAITS[:1])
    document["components"] |= {
        "schemas": {"Used": {"type": "string"}, "Loose": {"type": "integer"}, "Anything": True},
        "messages": {"Idle": {"summary": "Idle", "payload": {"$ref": "#/components/schemas/Used"}}},
        "serverBindings": {"pulsar": {"pulsar": {"tenant": "t"}}},
        "replyAddresses": {"back": {"location": "$message.header#/to", "description": "Back"}},
        "unknown": {"x": {}},
    }
    found = {(one.kind, one.key): one for one in contract(tmp_path, document).unused}
    assert set(found) == {
        ("operationTraits", "two"),
        ("schemas", "Loose"),
        ("schemas", "Anything"),
        ("messages", "Idle"),
        ("serverBindings", "pulsar"),
        ("replyAddresses", "back"),
    }
    idle, back = found["messages", "Idle"], found["replyAddresses", "back"]
    assert (idle.summary, idle.schema and idle.schema.name) == ("Idle", "Used")
    assert (back.description, back.reply and back.reply.address) == ("Back", "$message.header#/to")
    assert found["serverBindings", "pulsar"].bindings[0].fields == {"tenant": "t"}


def test_a_library_of_schemas_costs_no_more_than_a_page_can_show(tmp_path: Path) -> None:
    every = {"type": "object", "properties": {f"p{number}": {"$ref": f"#/components/schemas/S{number}"} for number in range(300)}}
    document = operation2()
    document["components"] = {
        "schemas": {f"S{number}": {"type": "string", "description": "long " * 50} for number in range(300)},
        "messages": {f"M{number}": {"title": f"Title {number}", "payload": every} for number in range(100)},
    }
    unused = contract(tmp_path, document).unused
    assert len(unused) == 100
    assert unused[-1].title == "Title 99"
    assert sum(len(one.schema.text) for one in unused if one.schema is not None) < 2 * TEXT_LIMIT


def test_an_unused_channel_of_2_keeps_its_operations(tmp_path: Path) -> None:
    document = operation2()
    document["components"] = {
        "channels": {"idle": {"description": "Idle", "publish": {"summary": "own", "traits": [{"summary": "given"}]}}}
    }
    (idle,) = contract(tmp_path, document).unused
    assert idle.channel is not None
    assert idle.channel.description == "Idle"
    assert [(one.key, one.action, one.summary) for one in idle.operations] == [("publish", "publish", "given")]


def test_a_reply_without_a_channel_keeps_its_messages(tmp_path: Path) -> None:
    document = operation3(reply={"address": {"location": "$message.header#/to"}, "messages": [{"$ref": "#/components/messages/Answer"}]})
    document["components"]["messages"] = {"Answer": {"name": "Answer", "payload": {"type": "string"}}}
    catalog = load(tmp_path, document)
    assert "Answer" in catalog.message_by_id
    (service,) = catalog.services
    assert [one.message for one in service.current.receives] == ["Answer"]
    reply = service.current.contract.operations[0].reply
    assert reply is not None
    assert (reply.address, len(reply.messages)) == ("$message.header#/to", 1)


@pytest.mark.parametrize("wrong", [7, "text", [], [7], {"a": 7}, None, {"a": {"b": None}}])
@pytest.mark.parametrize("member", ["security", "bindings", "traits", "reply", "tags", "externalDocs", "messages"])
def test_whatever_stands_there_the_rest_is_read(member: str, wrong: Any, tmp_path: Path) -> None:
    found = contract(tmp_path, operation3(**{member: wrong, "summary": "still read"}))
    assert [one.summary for one in found.operations] == ["still read"]
