"""Findings as a Code Quality report of GitLab, which shows them in the merge request.

The format is "Code Quality report format" of GitLab's documentation, which is a subset of the Code Climate specification.
"""

from __future__ import annotations

from typing import TextIO

from catalog_gen.cli.reports.report import Report, json_text
from catalog_gen.diagnostics import Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write_code_quality(report: Report, stream: TextIO) -> None:
    """One object for each finding. A file as a whole is its first line, because the format knows nothing else."""
    rows = [
        {
            "description": f"{found.message} {found.hint}".rstrip(),
            "check_name": found.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[found.severity],
            "location": {"path": report.file(found.span.path), "lines": {"begin": found.span.line or 1}},
        }
        for found, fingerprint in report.fingerprinted()
    ]
    stream.write(json_text(rows))
