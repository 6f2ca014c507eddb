"""What users are told about their input: located, coded findings with a hint."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How much a finding matters; the order of the members is the order of weight."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest, so that sorting by rank puts errors first."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, order=True):
    """A place in an input file.

    `path` is relative to the catalog's root, with forward slashes. `line` and `column` count from 1; 0 means "not
    looked up" (a pointer is enough to find them later). `pointer` is an RFC 6901 JSON pointer into the file; "" is the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        """Write the place as editors understand it: `file:line:column`."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One finding. `message` says what is and what was expected, `hint` what to do; `related` are further places."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""
    related: tuple[Span, ...] = ()


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Drop repeats and sort by file and position, gravest first at one place."""
    unique = {(d.code, d.message, d.span.path, d.span.pointer, d.span.line, d.span.column): d for d in diagnostics}
    return tuple(
        sorted(
            unique.values(),
            key=lambda d: (d.span.path, d.span.line, d.span.column, d.severity.rank, d.code, d.span.pointer, d.message),
        )
    )
