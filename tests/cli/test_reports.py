"""Findings in every form: what pipelines read is well-formed, and what people read shows the place."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from catalog_gen.cli.checking import FORMATS as CHOICES
from catalog_gen.cli.reports import FORMATS, Report, write_text
from catalog_gen.cli.reports.text import MOST_INFOS
from catalog_gen.diagnostics import Diagnostic, Severity, Span

TEXT = "asyncapi: 3.0.0\ninfo: {title: Orders}\nchannels:\n\torders: 'a, b'   # why\n" + "k: " + "x" * 300 + "\n"
HOSTILE = "100%, done: a\nb \x1b[31m]]> <x> & \ud800 \ufffe"


def finding(severity: Severity = Severity.ERROR, **changes: Any) -> Diagnostic:
    given = {"code": "some-code", "message": "It is wrong.", "hint": "Do it right.", "span": Span(path="a.yaml", line=2, column=7)}
    return Diagnostic(severity=severity, **{**given, **changes})


FINDINGS = (
    finding(),
    finding(),
    finding(
        Severity.WARNING, code="other-code", message=HOSTILE, hint=HOSTILE, span=Span(path="dir/b c.yaml", line=1, column=1, pointer="/x")
    ),
    finding(Severity.INFO, span=Span(path="gone.yaml"), hint=""),
    finding(Severity.INFO, code="seen", related=(Span(path="a.yaml", line=3, column=1),)),
)


def written(form: str, findings: tuple[Diagnostic, ...] = FINDINGS, **changes: Any) -> str:
    stream = io.StringIO()
    given = {"root": Path("shop"), "documents": ["a.yaml", "fine.yaml"], "read": {"a.yaml": TEXT.encode()}.get}
    FORMATS[form](Report(findings=findings, **{**given, **changes}), stream)
    return stream.getvalue()


def test_the_command_offers_every_form() -> None:
    assert tuple(FORMATS) == CHOICES


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_writes_nothing_found(form: str) -> None:
    text = written(form, findings=())
    assert "some-code" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_findings_give_the_same_text(form: str) -> None:
    assert written(form) == written(form)


# --- text


@pytest.mark.parametrize(
    ("line", "column", "shown", "mark"),
    [
        (1, 1, "asyncapi: 3.0.0", "^~~~~~~~"),
        (1, 11, "asyncapi: 3.0.0", "          ^~~~~"),
        (2, 7, "info: {title: Orders}", "      ^"),
        (2, 15, "info: {title: Orders}", "              ^~~~~~"),
        (4, 10, " orders: 'a, b'   # why", "         ^~~~~~"),
        (4, 99, " orders: 'a, b'   # why", "                       ^"),
    ],
)
def test_the_mark_stands_under_the_value(line: int, column: int, shown: str, mark: str) -> None:
    text = written("text", (finding(span=Span(path="a.yaml", line=line, column=column)),)).splitlines()
    assert text[0] == f"shop/a.yaml:{line}:{column}: error: It is wrong. [some-code]"
    assert text[1] == f"  {line} | {shown}"
    assert text[2] == f"    | {mark}"
    assert text[3] == "    hint: Do it right."


def test_a_long_line_is_cut_around_the_place() -> None:
    _, source, mark, _ = written("text", (finding(span=Span(path="a.yaml", line=5, column=200)),)).splitlines()
    assert len(source) < 130
    assert source[mark.index("^")] == "x"
    assert source.startswith("  5 | …")
    assert source.endswith("…")


@pytest.mark.parametrize("span", [Span(path="a.yaml"), Span(path="gone.yaml", line=1, column=1), Span(path="a.yaml", line=77, column=1)])
def test_a_place_without_a_line_has_no_excerpt(span: Span) -> None:
    assert "|" not in written("text", (finding(span=span),))


def test_a_terminal_obeys_no_source() -> None:
    assert "\x1b" not in written("text")


def test_many_infos_of_a_kind_are_folded_and_counted() -> None:
    findings = tuple(finding(Severity.INFO, span=Span(path=f"{number}.yaml")) for number in range(MOST_INFOS + 5))
    text = written("text", findings)
    assert text.count("[some-code]") == MOST_INFOS
    assert "… and 5 more of some-code" in text
    assert written("text", findings, fail_on=Severity.INFO).count("[some-code]") == MOST_INFOS + 5


def test_a_limit_keeps_the_gravest() -> None:
    stream = io.StringIO()
    write_text(Report(findings=FINDINGS[::-1]), stream, excerpts=False, limit=2)
    assert stream.getvalue().count(": error: ") == 2
    assert "… and 3 more" in stream.getvalue()


# --- pipelines


def test_workflow_commands_are_one_line_each_and_escaped() -> None:
    lines = written("github").splitlines()
    assert len(lines) == len(FINDINGS)
    assert lines[0] == "::error file=shop/a.yaml,title=some-code,line=2,col=7::It is wrong.%0ADo it right."
    assert lines[2].startswith("::warning file=shop/dir/b c.yaml,title=other-code,line=1,col=1::100%25, done: a%0Ab ")
    assert lines[3] == "::notice file=shop/gone.yaml,title=some-code::It is wrong."


def test_code_quality_has_what_gitlab_requires() -> None:
    rows = json.loads(written("gitlab"))
    assert [row["severity"] for row in rows] == ["major", "major", "minor", "info", "info"]
    assert all(
        row["description"] and row["check_name"] and row["location"]["path"] and row["location"]["lines"]["begin"] >= 1 for row in rows
    )
    assert len({row["fingerprint"] for row in rows}) == len(rows)


def test_fingerprints_outlive_moved_lines() -> None:
    moved = tuple(finding(span=Span(path="a.yaml", line=line, column=1, pointer="/x")) for line in (3, 90))
    first, second = (json.loads(written("gitlab", (one,)))[0]["fingerprint"] for one in moved)
    assert first == second


def test_junit_counts_what_it_holds() -> None:
    suites = ET.fromstring(written("junit"))  # noqa: S314 - our own text
    assert (suites.get("tests"), suites.get("failures")) == ("6", "2")
    assert [suite.get("name") for suite in suites] == ["shop/a.yaml", "shop/dir/b c.yaml", "shop/fine.yaml", "shop/gone.yaml"]
    for suite in suites:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
    stricter = ET.fromstring(written("junit", fail_on=Severity.WARNING))  # noqa: S314 - our own text
    assert stricter.get("failures") == "3"


def test_sarif_points_to_rules_files_and_places() -> None:
    log = json.loads(written("sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({found.code for found in FINDINGS})
    for result, found in zip(run["results"], FINDINGS, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == found.code
        assert result["message"]["text"]
        assert result["level"] in {"error", "warning", "note"}
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first == {"artifactLocation": {"uri": "shop/a.yaml", "uriBaseId": "SRCROOT"}, "region": {"startLine": 2, "startColumn": 7}}
    assert run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "shop/dir/b%20c.yaml"
    assert "region" not in run["results"][3]["locations"][0]["physicalLocation"]
    assert run["results"][4]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 3


def test_a_file_outside_of_the_current_folder_is_named_in_full(tmp_path: Path) -> None:
    log = json.loads(written("sarif", root=tmp_path))
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": f"file://{tmp_path}/a.yaml"}
