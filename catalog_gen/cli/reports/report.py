"""What every form of a report starts from: the findings, and how their files are named to the reader."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalog_gen.diagnostics import Diagnostic, Severity, Span


@dataclass(frozen=True, kw_only=True)
class Report:
    """Findings to be told."""

    findings: Sequence[Diagnostic]
    root: Path = Path()
    """The folder that the findings' paths are relative to."""

    documents: Sequence[str] = ()
    """Paths of all documents that were read, those without findings too."""

    fail_on: Severity = Severity.ERROR
    """The least severity that makes the command fail."""

    read: Callable[[str], bytes | None] = field(default=lambda _: None)
    """The bytes of an input by its path, for excerpts."""

    def file(self, path: str) -> str:
        """A file as the reader finds it from the current folder; absolute only where it lies outside of that."""
        place = Path(os.path.abspath(self.root / path))  # noqa: PTH100 - links stay as they are written
        here = Path.cwd()
        return place.relative_to(here).as_posix() if place.is_relative_to(here) else place.as_posix()

    def place(self, span: Span) -> str:
        """A place as editors understand it: `file:line:column`."""
        return f"{self.file(span.path)}:{span.line}:{span.column}" if span.line else self.file(span.path)

    def fails(self, finding: Diagnostic) -> bool:
        """Whether a finding makes the command fail."""
        return finding.severity.rank <= self.fail_on.rank

    def fingerprinted(self) -> Iterator[tuple[Diagnostic, str]]:
        """Each finding with a name that stays the same when lines move, and that no other finding of this report has."""
        seen = Counter[str]()
        for found in self.findings:
            known_by = f"{found.code}\n{found.span.path}\n{found.span.pointer}\n{found.message}"
            number = seen[known_by]
            seen[known_by] += 1
            yield found, hashlib.sha256(f"{known_by}\n{number}".encode("utf-8", "replace")).hexdigest()[:40]


def encodable(text: str) -> str:
    """A text without halves of characters, which have no bytes in UTF-8."""
    return text.encode("utf-8", "replace").decode()


def json_text(value: object) -> str:
    """A value as JSON that people can read, too."""
    return encodable(json.dumps(value, indent=2, ensure_ascii=False)) + "\n"


def plain(text: str) -> str:
    """A text from a source on one line, without the control characters that a terminal would obey."""
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\N{REPLACEMENT CHARACTER}" for character in text
    )
