"""Findings as people and machines read them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.catalog import Catalog

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


def print_text(diagnostics: Sequence[Diagnostic], root: Path, stream: TextIO, limit: int = 0) -> None:
    """One finding after the other: place, severity, message, code, and the hint below. `limit` bounds their number (0: all)."""
    shown = sorted(diagnostics, key=lambda found: found.severity.rank)[:limit] if limit else diagnostics
    coloured = stream.isatty() and "NO_COLOR" not in os.environ
    base = root if root.is_dir() else Path()
    for found in shown:
        place = str(found.span) if base == Path() else (base / str(found.span)).as_posix()
        severity = found.severity.value
        if coloured:
            severity = f"\x1b[{_COLOURS[found.severity]}m{severity}\x1b[0m"
        stream.write(f"{place}: {severity}: {_plain(found.message)} [{found.code}]\n")
        if found.hint:
            stream.write(f"    hint: {_plain(found.hint)}\n")
    if len(shown) < len(diagnostics):
        stream.write(f"… and {len(diagnostics) - len(shown)} more; see `catalog-gen check` or the site's page of problems.\n")


def print_json(diagnostics: Sequence[Diagnostic], stream: TextIO) -> None:
    """The findings as a JSON list, in the shape of `catalog.json`."""
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
        for found in diagnostics
    ]
    stream.write(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n")


def summary(catalog: Catalog) -> str:
    """One line: what the catalog holds, and how many findings of each severity."""
    versions = sum(len(message.versions) for message in catalog.messages)
    counts = [
        f"{len(catalog.messages)} messages in {versions} versions",
        f"{len(catalog.services)} services",
        f"{len(catalog.channels)} channels",
    ]
    found = {severity: sum(one.severity is severity for one in catalog.diagnostics) for severity in Severity}
    findings = ", ".join(
        f"{number} {severity}{'s' if number != 1 and severity is not Severity.INFO else ''}" for severity, number in found.items() if number
    )
    return f"{', '.join(counts)}; {findings or 'no findings'}."


def _plain(text: str) -> str:
    """A text from a source without the control characters that a terminal would obey."""
    return "".join(character if character.isprintable() or character == "\n" else "�" for character in text)
