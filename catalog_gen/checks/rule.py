"""A rule is a record: its code, how grave a finding is, and a generator of findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.evolution.history import Evolution
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

    def run(self, catalog: Catalog, graph: Graph, evolution: Evolution | None = None) -> Iterator[Diagnostic]:
        """The findings as diagnostics."""
        del evolution
        yield from _diagnostics(self, self.find(catalog, graph))


@dataclass(frozen=True)
class HistoryRule:
    """A rule that looks at how messages changed, too: of the messages of which somebody asks a compatibility mode."""

    code: str
    severity: Severity
    find: Callable[[Catalog, Graph, Evolution], Iterator[Finding]]

    def run(self, catalog: Catalog, graph: Graph, evolution: Evolution) -> Iterator[Diagnostic]:
        """The findings as diagnostics."""
        yield from _diagnostics(self, self.find(catalog, graph, evolution))


def _diagnostics(rule: Rule | HistoryRule, findings: Iterator[Finding]) -> Iterator[Diagnostic]:
    for found in findings:
        yield Diagnostic(
            code=rule.code,
            severity=found.severity or rule.severity,
            message=found.message,
            hint=found.hint,
            span=found.span,
            related=found.related,
        )
