"""Findings as JUnit XML, which every CI shows as tests: a suite for each file, a case for each finding.

The shape is the one that Jenkins, GitLab and Azure Pipelines read: `testsuites`, `testsuite`, `testcase`, `failure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from catalog_gen.cli.reports.report import Report
from catalog_gen.diagnostics import Diagnostic


def write_junit(report: Report, stream: TextIO) -> None:
    """What makes the command fail is a failure; other findings are output of a case that passes, and so is a file without any."""
    suites = Element("testsuites", name="catalog-gen check")
    by_file: dict[str, list[Diagnostic]] = {path: [] for path in report.documents}
    for found in report.findings:
        by_file.setdefault(found.span.path, []).append(found)
    for path, findings in sorted(by_file.items()):
        _suite(suites, report, path, findings)
    for count in ("tests", "failures"):
        suites.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    indent(suites)
    ElementTree(suites).write(stream, encoding="unicode", xml_declaration=True)
    stream.write("\n")


def _suite(suites: Element, report: Report, path: str, findings: Sequence[Diagnostic]) -> None:
    file = _legal(report.file(path))
    failures = sum(report.fails(found) for found in findings)
    suite = SubElement(suites, "testsuite", name=file, tests=str(len(findings) or 1), failures=str(failures), errors="0", skipped="0")
    if not findings:
        SubElement(suite, "testcase", name="no findings", classname=file, file=file)
    for found in findings:
        where = f":{found.span.line}:{found.span.column}" if found.span.line else ""
        case = SubElement(suite, "testcase", name=f"{found.code}{where}", classname=file, file=file)
        if found.span.line:
            case.set("line", str(found.span.line))
        text = _legal(f"{report.place(found.span)}: {found.severity}: {found.message}" + (f"\n{found.hint}" if found.hint else ""))
        if report.fails(found):
            SubElement(case, "failure", message=_legal(found.message), type=found.code).text = text
        else:
            SubElement(case, "system-out").text = text


def _legal(text: str) -> str:
    """A text without the characters that XML 1.0 cannot hold (section 2.2)."""
    return "".join(
        character
        if character in "\t\n\r" or " " <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd" or character > "\uffff"
        else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )
