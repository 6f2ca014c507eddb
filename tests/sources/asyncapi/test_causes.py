"""Errors are reduced to their cause and told in plain words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import catalog_gen
from catalog_gen.diagnostics import Diagnostic, Severity

START = {"asyncapi": "3.1.0", "info": {"title": "Orders", "version": "1.0.0"}}


def errors(folder: Path, document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.span.pointer, one.message) for one in load(folder, document) if one.severity is Severity.ERROR]


def load(folder: Path, document: dict[str, Any]) -> tuple[Diagnostic, ...]:
    file = folder / "asyncapi.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return catalog_gen.load(file, root=folder).diagnostics


@pytest.mark.parametrize(
    ("part", "pointer", "message"),
    [
        ({"info": {"title": "Orders"}}, "/info", "`info` must have `version`."),
        (
            {"servers": {"broker": {"host": "a", "protocl": "kafka"}}},
            "/servers/broker/protocl",
            "`protocl` is no field of a server; did you mean `protocol`?",
        ),
        ({"servers": []}, "/servers", "`servers` must be a mapping, but this is a list."),
        ({"servers": {"broker": {"host": "a"}}}, "/servers/broker", "A server must have `protocol`."),
        (
            {"channels": {"orders": {"publish": {}}}},
            "/channels/orders/publish",
            "`publish` is no field of a channel.",
        ),
        (
            {"components": {"securitySchemes": {"login": {"type": "userpassword"}}}},
            "/components/securitySchemes/login/type",
            None,
        ),
        (
            {"components": {"schemas": {"Order": {"type": "strin"}}}},
            "/components/schemas/Order/type",
            None,
        ),
        (
            {"components": {"schemas": {"Order": {"properties": {"id": {"oneOf": 3}}}}}},
            "/components/schemas/Order/properties/id/oneOf",
            "`oneOf` must be a list, but this is `3`.",
        ),
        (
            {"components": {"messages": {"placed": {"tags": "sales"}}}},
            "/components/messages/placed/tags",
            "`tags` must be a list, but this is a text.",
        ),
        ({"channels": {"orders": {"$ref": 7}}}, "/channels/orders/$ref", None),
    ],
)
def test_one_mistake_is_one_finding_at_its_place(tmp_path: Path, part: dict[str, Any], pointer: str, message: str | None) -> None:
    found = errors(tmp_path, START | part)
    assert [place for place, _ in found] == [pointer]
    assert message is None or found[0][1] == message


def test_findings_stand_in_the_file_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "placed.json").write_text('{"contentType": 7}', encoding="utf-8")
    found = load(tmp_path, START | {"channels": {"orders": {"messages": {"placed": {"$ref": "placed.json"}}}}})
    assert [(one.span.path, one.span.pointer) for one in found if one.severity is Severity.ERROR] == [("placed.json", "/contentType")]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["", "orders", "{id}", "#/channels/orders", "$message.payload#/id", "object"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("$ref", "type", "payload", "headers", "messages", "message", "channel", "address", "examples", "default", "traits"),
                    *("tags", "name", "security", "parameters", "location", "reply", "bindings", "kafka", "ws", "query", "bindingVersion"),
                    *(
                        "schemaFormat",
                        "schema",
                        "oneOf",
                        "properties",
                        "publish",
                        "subscribe",
                        "correlationId",
                        "servers",
                        "variables",
                        "host",
                    ),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("version", ["2.0.0", "2.6.0", "3.1.0"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.dictionaries(
        st.sampled_from(["info", "servers", "channels", "operations", "components", "tags"]),
        JSON | st.dictionaries(st.sampled_from(["orders", "schemas", "messages"]), JSON, max_size=2),
        max_size=4,
    )
)
def test_no_document_is_too_wrong(tmp_path: Path, version: str, parts: dict[str, Any]) -> None:
    for found in load(tmp_path, {"asyncapi": version, **parts}):
        assert found.message
        assert found.span.line or not found.span.pointer
