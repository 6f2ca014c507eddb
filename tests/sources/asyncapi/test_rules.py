"""Each rule about AsyncAPI documents finds what is wrong in a wrong document, at its place, and nothing in a right one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import catalog_gen
from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.sources.asyncapi.validation.rules import RULES
from catalog_gen.sources.asyncapi.validation.wording import CODES

FOLDER = Path(__file__).parent / "rules"
CASES = sorted(path.name for path in FOLDER.iterdir())


def findings(code: str, name: str) -> tuple[Diagnostic, ...]:
    return catalog_gen.load(FOLDER / code / name, root=FOLDER / code).diagnostics


@pytest.mark.parametrize("code", CASES)
def test_a_wrong_document_is_found_out(code: str) -> None:
    expected = json.loads((FOLDER / code / "expected.json").read_text(encoding="utf-8"))
    found = [one for one in findings(code, "wrong.yaml") if one.code == code]
    assert [one.span.pointer for one in found] == expected["pointers"]
    assert all(one.message.endswith((".", "?")) and one.hint for one in found)
    assert all(one.span.line for one in found)


@pytest.mark.parametrize("code", CASES)
def test_a_wrong_document_has_one_error_at_most(code: str) -> None:
    others = [one for one in findings(code, "wrong.yaml") if one.severity is Severity.ERROR and one.code != code]
    assert not others


@pytest.mark.parametrize("code", CASES)
def test_a_right_document_is_accepted(code: str) -> None:
    found = findings(code, "right.yaml")
    assert not [one for one in found if one.code == code or one.severity is Severity.ERROR]


def test_every_rule_has_its_case() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert {*codes, *CODES.values()} == set(CASES)


def test_a_binding_may_be_spelt_right_where_its_schema_is_not(tmp_path: Path) -> None:
    operation = {"action": "send", "channel": {"$ref": "#/channels/scan"}, "bindings": {"ros2": ROS2}}
    document = {
        "asyncapi": "3.1.0",
        "info": {"title": "Robot", "version": "1.0.0"},
        "channels": {"scan": {"address": "/scan"}},
        "operations": {"publishScan": operation},
    }
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")
    found = catalog_gen.load(tmp_path / "a.json").diagnostics
    assert [one.message for one in found if one.severity == "error"] == []


ROS2 = {"role": "publisher", "node": "/lidar", "qosPolicies": {"reliability": "reliable"}, "bindingVersion": "0.1.0"}
