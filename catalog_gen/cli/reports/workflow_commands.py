"""Findings as workflow commands of GitHub Actions: each becomes a remark beside the line that it is about.

The format is "Workflow commands for GitHub Actions", section "Setting an error message".
"""

from __future__ import annotations

from typing import TextIO

from catalog_gen.cli.reports.report import Report, encodable
from catalog_gen.diagnostics import Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write_workflow_commands(report: Report, stream: TextIO) -> None:
    """One command a line; the hint stands below the message."""
    for found in report.findings:
        properties = {"file": report.file(found.span.path), "title": found.code}
        if found.span.line:
            properties |= {"line": str(found.span.line), "col": str(found.span.column)}
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        message = f"{found.message}\n{found.hint}" if found.hint else found.message
        stream.write(f"::{_COMMANDS[found.severity]} {listed}::{_data(message)}\n")


def _data(text: str) -> str:
    return encodable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
