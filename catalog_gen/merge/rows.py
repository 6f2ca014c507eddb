"""All declared rows of each sort, in an order that does not depend on which file was read first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.declaration import Declarations
from catalog_gen.model.people import Domain, Team, User

Row = TypeVar("Row")
Named = TypeVar("Named", Domain, Team, User)

SETTINGS = "catalog.yaml"
"""What is said there counts before what any other file says."""


@dataclass(frozen=True)
class Rows:
    """The declarations of all files, as one."""

    declared: Sequence[Declarations]

    def of(self, field: Callable[[Declarations], tuple[Row, ...]]) -> tuple[Row, ...]:
        """All rows of one field, by the place where they are written."""
        return tuple(sorted((row for one in self.declared for row in field(one)), key=_place))


def gather_rows(declarations: Iterable[Declarations]) -> Rows:
    """Hold the declarations of all files."""
    return Rows(tuple(declarations))


def keep_first(rows: Iterable[Named], what: str) -> tuple[list[Named], list[Diagnostic]]:
    """One row for each id: the one of `catalog.yaml`, else the first by place. A second that says something else is reported."""
    kept: dict[str, Named] = {}
    diagnostics: list[Diagnostic] = []
    for row in sorted(rows, key=lambda row: (row.id, row.span.path != SETTINGS, row.span)):
        first = kept.setdefault(row.id, row)
        if first is not row and msgspec.structs.replace(row, span=first.span) != first:
            diagnostics.append(
                Diagnostic(
                    code="declared-twice",
                    severity=Severity.WARNING,
                    message=f"The {what} `{row.id}` is declared twice with different contents; the first counts.",
                    hint="Keep one declaration.",
                    span=row.span,
                    related=(first.span,),
                )
            )
    return list(kept.values()), diagnostics


def _place(row: Any) -> tuple[str, str, str]:
    span = getattr(row, "span", None)
    return (row.path, "", row.type) if span is None else (span.path, span.pointer, getattr(row, "key", ""))
