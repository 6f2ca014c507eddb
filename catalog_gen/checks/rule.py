"""A rule is a record: its code, how grave a finding is, and a generator of findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.graph import Graph
from catalog_gen.model.catalog import Catalog


@dataclass(frozen=True)
class Finding:
    """One thing that a rule found: in words, where, and what to do."""

    message: str
    span: Span
    hint: str = ""
    related: tuple[Span, ...] = ()
    severity: Severity | None = None
    """Where one finding matters less or more than the rule's others."""


@dataclass(frozen=True)
class Rule:
    """One rule over the whole catalog. Register tuples of rules under the entry-point group `catalog_gen.checks`."""

    code: str
    severity: Severity
    find: Callable[[Catalog, Graph], Iterator[Finding]]

    def run(self, catalog: Catalog, graph: Graph) -> Iterator[Diagnostic]:
        """The findings as diagnostics."""
        for found in self.find(catalog, graph):
            yield Diagnostic(
                code=self.code,
                severity=found.severity or self.severity,
                message=found.message,
                hint=found.hint,
                span=found.span,
                related=found.related,
            )
