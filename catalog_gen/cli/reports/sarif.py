"""Findings as SARIF 2.1.0 (OASIS), which code scanning on GitHub, Azure DevOps and editors read."""

from __future__ import annotations

from typing import TextIO
from urllib.parse import quote

import catalog_gen
from catalog_gen.cli.reports.report import Report, json_text
from catalog_gen.diagnostics import Diagnostic, Severity, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write_sarif(report: Report, stream: TextIO) -> None:
    """One run with one result for each finding; columns count characters."""
    codes = sorted({found.code for found in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "catalog-gen",
                "version": catalog_gen.__version__,
                "rules": [
                    {"id": code, "name": code.title().replace("-", ""), "shortDescription": {"text": _title(code)}} for code in codes
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The folder in which the command was run."}}},
        "results": [_result(report, found, fingerprint, codes.index(found.code)) for found, fingerprint in report.fingerprinted()],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    stream.write(json_text(log))


def _result(report: Report, found: Diagnostic, fingerprint: str, rule: int) -> dict[str, object]:
    text = f"{found.message}\n{found.hint}" if found.hint else found.message
    result: dict[str, object] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": text},
        "locations": [_location(report, found.span)],
        "partialFingerprints": {"catalogGen/v1": fingerprint},
    }
    if found.related:
        result["relatedLocations"] = [{"id": number, **_location(report, span)} for number, span in enumerate(found.related)]
    return result


def _location(report: Report, span: Span) -> dict[str, object]:
    file = report.file(span.path)
    uri = quote(file.encode("utf-8", "replace"))
    artifact = {"uri": f"file://{uri}"} if file.startswith("/") else {"uri": uri, "uriBaseId": "SRCROOT"}
    region = {"region": {"startLine": span.line, "startColumn": span.column}} if span.line else {}
    physical = {"physicalLocation": {"artifactLocation": artifact, **region}}
    return {**physical, "logicalLocations": [{"fullyQualifiedName": span.pointer}]} if span.pointer else dict(physical)


def _title(code: str) -> str:
    """A code as words."""
    return code.replace("-", " ").capitalize() + "."
