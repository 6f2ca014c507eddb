"""Findings as a JSON list, in the shape of `catalog.json`."""

from __future__ import annotations

from typing import TextIO

from catalog_gen.cli.reports.report import Report, json_text


def write_json(report: Report, stream: TextIO) -> None:
    """One object for each finding; paths are relative to the catalog's root."""
    rows = [
        {
            "code": found.code,
            "severity": found.severity,
            "message": found.message,
            "hint": found.hint,
            "path": found.span.path,
            "line": found.span.line,
            "column": found.span.column,
            "pointer": found.span.pointer,
        }
        for found in report.findings
    ]
    stream.write(json_text(rows))
