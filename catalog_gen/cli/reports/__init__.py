"""Findings in the forms that people, pipelines and code hosts read; one module for each form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from catalog_gen.cli.reports.code_quality import write_code_quality
from catalog_gen.cli.reports.json_list import write_json
from catalog_gen.cli.reports.junit import write_junit
from catalog_gen.cli.reports.report import Report
from catalog_gen.cli.reports.sarif import write_sarif
from catalog_gen.cli.reports.text import write_text
from catalog_gen.cli.reports.workflow_commands import write_workflow_commands

__all__ = ["FORMATS", "Report", "write_text"]

FORMATS: dict[str, Callable[[Report, TextIO], None]] = {
    "text": write_text,
    "json": write_json,
    "github": write_workflow_commands,
    "gitlab": write_code_quality,
    "junit": write_junit,
    "sarif": write_sarif,
}
"""What `--format` takes → who writes it."""
