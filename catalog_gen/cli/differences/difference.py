"""What every form of a difference starts from: the changes, what was accepted, and the names of both sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalog_gen.diagnostics import Diagnostic, Span
from catalog_gen.evolution.catalogs.acceptance import Accepted, summary
from catalog_gen.evolution.catalogs.changes import CatalogChange

Locate = Callable[[Span], Span]
"""A place with its line and column."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Two catalogs and what is different, ready to be told."""

    old: str
    new: str
    """What the user called the sides."""

    as_of: str = ""
    changes: Sequence[CatalogChange] = ()
    accepted: Mapping[str, Accepted] = field(default_factory=dict)
    """Fingerprint of a breaking change that does not count → why."""

    findings: Sequence[Diagnostic] = ()
    """Such as ignores whose day is over."""

    notes: Sequence[str] = ()
    """What could not be compared."""

    locate_old: Locate = lambda span: span
    locate_new: Locate = lambda span: span
    breaking_only: bool = False

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The numbers."""
        return summary(self.changes, self.accepted)

    @property
    def breaks(self) -> bool:
        """Whether anything breaking is left that nobody accepted."""
        return bool(self.summary["breaking"])

    def counts(self, change: CatalogChange) -> bool:
        """Whether a change breaks and nobody accepted it."""
        return change.breaking and change.fingerprint not in self.accepted

    @cached_property
    def parts(self) -> tuple[list[CatalogChange], list[CatalogChange], list[CatalogChange]]:
        """Breaking changes that count, breaking ones that were accepted, and safe ones."""
        counted = [one for one in self.changes if self.counts(one)]
        excused = [one for one in self.changes if one.breaking and not self.counts(one)]
        safe = [] if self.breaking_only else [one for one in self.changes if not one.breaking]
        return counted, excused, safe

    def sentence(self) -> str:
        """The summary in one line."""
        numbers = self.summary
        if not self.changes:
            return "Nothing that matters is different."
        counted = numbers["breaking"]
        head = f"{counted} breaking change{'s' if counted != 1 else ''}" if counted else "No breaking changes"
        kinds = [f"{numbers[sign]} {sign}" for sign in ("added", "removed", "changed") if numbers[sign]]
        accepted = f", {numbers['accepted']} accepted" if numbers["accepted"] else ""
        return f"{head}{accepted}; {', '.join(kinds)}."
