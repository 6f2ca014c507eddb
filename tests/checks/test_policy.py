"""Policies: which settings hold for a message, and what `check` finds when they are broken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.files import MemoryReader
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.governance import mode_of_level, policy_of
from catalog_gen.output import Cache
from catalog_gen.pipeline import Options, Timings, load_catalog
from catalog_gen.run import Run

CLOSED = {"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": False}
WIDER = {"type": "object", "properties": {"id": {"type": "string"}, "n": {"type": "string"}}, "additionalProperties": False}
OTHER = {"type": "object", "properties": {"id": {"type": "integer"}}, "additionalProperties": False}


def document(version: str, payload: Any, **info: str) -> dict[str, Any]:
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Orders", "version": version, "x-domain": "sales", **info},
        "channels": {"placed": {"address": "shop.orders", "messages": {"OrderPlaced": {"payload": payload}}}},
        "operations": {"place": {"action": "send", "channel": {"$ref": "#/channels/placed"}}},
    }


def load(payloads: list[Any], settings: dict[str, Any], more: dict[str, Any] | None = None, as_of: str = "2026-06-01") -> Catalog:
    files = {f"{number}/asyncapi.yaml": document(f"{number}.0.0", payload) for number, payload in enumerate(payloads, start=1)}
    files |= {"catalog.yaml": settings} | (more or {})
    raw = {path: json.dumps(content).encode() for path, content in files.items()}
    return load_catalog(Run(MemoryReader(raw), Cache(None)), Options(as_of=as_of), Timings())


def found(catalog: Catalog, code: str) -> list[Diagnostic]:
    return [one for one in catalog.diagnostics if one.code == code]


@pytest.mark.parametrize(
    ("payloads", "mode", "failing"),
    [
        ([CLOSED, WIDER], "backward", None),
        ([CLOSED, WIDER], "forward", "1.0.0"),
        ([CLOSED, WIDER], "full", "1.0.0"),
        ([CLOSED, WIDER], "none", None),
        ([CLOSED, OTHER], "backward", "1.0.0"),
        ([OTHER, CLOSED, WIDER], "backward", None),
        ([OTHER, CLOSED, WIDER], "backward_transitive", "1.0.0"),
        ([CLOSED, WIDER, OTHER], "full_transitive", "1.0.0 and 2.0.0"),
        ([CLOSED, OTHER, CLOSED | {"title": "same as the first"}], "backward", "2.0.0"),
    ],
)
def test_the_latest_version_is_held_to_its_mode(payloads: list[Any], mode: str, failing: str | None) -> None:
    findings = found(load(payloads, {"policies": [{"messages": ["OrderPlaced"], "mode": mode}]}), "policy-broken")
    assert [f"not compatible with {failing}:" in one.message for one in findings] == ([True] if failing else [])
    assert all(one.related and one.related[0].path == "catalog.yaml" and one.span.line for one in findings)


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ([], ("full", "", 0, True)),
        ([{"domains": ["sales"], "mode": "forward", "notice": 30}], ("forward", "", 30, True)),
        ([{"domains": ["s*"], "mode": "forward"}, {"channels": ["shop.*"], "mode": "backward"}], ("backward", "", 0, True)),
        ([{"messages": ["Order*"], "mode": "none"}, {"domains": ["sales"], "mode": "full", "notice": "90 days"}], ("none", "", 90, True)),
        ([{"messages": ["*"], "dialect": "confluent", "lifecycle": "off"}], ("full", "confluent", 0, False)),
        ([{"messages": ["Other"], "mode": "forward"}], ("full", "", 0, True)),
    ],
)
def test_the_most_particular_rule_counts_for_each_setting(policies: list[Any], expected: tuple[Any, ...]) -> None:
    catalog = load([CLOSED], {"policies": policies})
    policy = policy_of(catalog.governance, catalog.messages[0])
    assert (policy.mode, policy.dialect, policy.notice, policy.lifecycle) == expected


@pytest.mark.parametrize(
    ("level", "mode"),
    [
        ("BACKWARD", "backward"),
        ("FULL_TRANSITIVE", "full_transitive"),
        ("BACKWARD_ALL", "backward_transitive"),
        ("forward-transitive", "forward_transitive"),
        ("NONE", "none"),
        ("DISABLED", ""),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_a_level_of_a_registry_is_a_mode(level: str, mode: str) -> None:
    assert mode_of_level(level) == mode


def registry(*payloads: Any) -> dict[str, Any]:
    rows = [
        {
            "subject": "notes-value",
            "version": number,
            "id": number,
            "schemaType": "JSON",
            "schema": json.dumps({"title": "Note", **payload}),
        }
        for number, payload in enumerate(payloads, start=1)
    ]
    return {"registry/schemas.json": rows}


@pytest.mark.parametrize(
    ("level", "payloads", "broken"),
    [
        ("BACKWARD", [CLOSED, WIDER], []),
        ("BACKWARD", [CLOSED, OTHER], ["2 is not compatible with 1"]),
        ("BACKWARD", [CLOSED, OTHER, WIDER], ["2 is not compatible with 1", "3 is not compatible with 2"]),
        ("BACKWARD_TRANSITIVE", [OTHER, CLOSED, WIDER], ["2 is not compatible with 1", "3 is not compatible with 1:"]),
        ("FORWARD", [CLOSED, WIDER], ["2 is not compatible with 1"]),
        ("NONE", [CLOSED, OTHER], []),
    ],
)
def test_a_history_is_held_to_the_level_of_its_registry(level: str, payloads: list[Any], broken: list[str]) -> None:
    files = registry(*payloads) | {"registry/config.json": {"compatibilityLevel": level}}
    messages = [one.message for one in found(load([], {}, files), "registry-level-broken")]
    assert len(messages) == len(broken)
    assert all(level in message and words in message for message, words in zip(sorted(messages, key=_step), broken, strict=True))


def _step(message: str) -> str:
    return message.partition("is not compatible")[0][-3:]


@pytest.mark.parametrize(
    ("rule", "policy", "codes"),
    [
        ({"state": "deprecated"}, {}, {"deprecated-without-date"}),
        ({"state": "deprecated"}, {"lifecycle": "off"}, set()),
        ({"deprecated": "2026-01-01"}, {}, set()),
        ({"deprecated": "2026-01-01", "sunset": "2026-05-31"}, {}, {"sunset-passed"}),
        ({"deprecated": "2026-01-01", "sunset": "2026-06-02"}, {}, set()),
        ({"deprecated": "2026-01-01", "sunset": "2026-12-31"}, {"notice": 365}, {"notice-too-short"}),
        ({"deprecated": "2026-01-01", "sunset": "2026-12-31"}, {"notice": 364}, set()),
        ({"state": "retired"}, {"notice": 30}, {"notice-not-given"}),
        ({"deprecated": "9999-12-01", "sunset": "9999-12-02"}, {"notice": 36_500}, {"notice-too-short"}),
    ],
)
def test_the_life_of_a_version(rule: dict[str, Any], policy: dict[str, Any], codes: set[str]) -> None:
    reader = document("1.0.0", CLOSED, title="Billing")
    reader["operations"] = {"read": {"action": "receive", "channel": {"$ref": "#/channels/placed"}}}
    settings = {"lifecycle": [{"message": "OrderPlaced", **rule}], "policies": [{"messages": ["*"], **policy}]}
    catalog = load([CLOSED], settings, {"reader/asyncapi.yaml": reader})
    known = {"deprecated-without-date", "sunset-passed", "notice-too-short", "notice-not-given"}
    assert {one.code for one in catalog.diagnostics} & known == codes


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"policies": [{"mode": "backward"}]}, "config-missing-id"),
        ({"policies": [{"messages": ["*"], "mode": "backwards"}]}, "config-unknown-value"),
        ({"policies": [{"messages": ["*"], "dialect": "confluence"}]}, "config-unknown-value"),
        ({"policies": [{"messages": ["*"], "notice": "soon"}]}, "config-wrong-type"),
        ({"policies": [{"messages": ["*"], "notice": -1}]}, "config-wrong-type"),
        ({"policies": [{"messages": ["*"], "notice": "٣"}]}, "config-wrong-type"),
        ({"policies": {"messages": ["*"]}}, "config-wrong-type"),
        ({"policies": [{"mesages": ["*"]}]}, "config-unknown-key"),
        ({"policies": [{"messages": ["Nobody"]}]}, "policy-target-unknown"),
        ({"reads": [{"service": "nobody", "message": "OrderPlaced", "fields": ["id"]}]}, "policy-target-unknown"),
        ({"reads": [{"service": "orders", "message": "Nothing", "fields": ["id"]}]}, "policy-target-unknown"),
        ({"reads": [{"message": "OrderPlaced"}]}, "config-missing-id"),
        ({"ignore": [{"reason": "why"}]}, "config-missing-id"),
        ({"ignore": [{"change": "x"}]}, "config-missing-reason"),
        ({"ignore": [{"change": "x", "reason": "y", "expires": "never"}]}, "config-not-a-date"),
        ({"ignore": [{"change": "x", "reason": "y", "expires": "2026-05-31"}]}, "ignore-expired"),
    ],
)
def test_mistakes_in_the_settings_are_findings(settings: dict[str, Any], code: str) -> None:
    assert code in {one.code for one in load([CLOSED], settings).diagnostics}


def test_a_registry_compares_within_one_subject() -> None:
    """Two subjects that hold the same message: the step from the one to the other is no step of any registry."""
    files = registry(CLOSED)
    files["registry/schemas.json"] += [{**files["registry/schemas.json"][0], "subject": "memos-value", "id": 9}]
    files["registry/schemas.json"][1]["schema"] = json.dumps({"title": "Note", **OTHER})
    files["registry/config.json"] = {"compatibilityLevel": "FULL_TRANSITIVE"}
    assert found(load([], {}, files), "registry-level-broken") == []
