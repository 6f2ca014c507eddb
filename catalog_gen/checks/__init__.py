"""Rules over the merged catalog, ours and others', through one door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points

from catalog_gen.checks.rule import Finding, HistoryRule, Rule
from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.evolution.history import Evolution
from catalog_gen.graph import Graph
from catalog_gen.model.catalog import Catalog

__all__ = ["GROUP", "Finding", "HistoryRule", "Rule", "check", "discover"]

GROUP = "catalog_gen.checks"


def check(
    catalog: Catalog, graph: Graph, evolution: Evolution | None = None, entries: Iterable[EntryPoint] | None = None
) -> Iterator[Diagnostic]:
    """Everything that the installed rules find. A rule that fails is a finding itself, and the others still run."""
    history = evolution if evolution is not None else Evolution()
    rules, broken = discover(entries)
    yield from broken
    for entry, rule in rules:
        try:
            yield from list(rule.run(catalog, graph, history))
        except Exception as error:  # a plugin may fail in any way, and must cost only itself
            if not entry.dist or entry.dist.name == "catalog-gen":
                raise
            yield _broken(entry, f"the rule `{rule.code}` failed ({type(error).__name__}: {error})")


def discover(entries: Iterable[EntryPoint] | None = None) -> tuple[list[tuple[EntryPoint, Rule | HistoryRule]], list[Diagnostic]]:
    """Load the rules of the entry-point group; what cannot be loaded is a finding."""
    rules: list[tuple[EntryPoint, Rule | HistoryRule]] = []
    broken: list[Diagnostic] = []
    found = entry_points(group=GROUP) if entries is None else entries
    for entry in sorted(found, key=lambda entry: (entry.name, entry.value)):
        try:
            loaded = entry.load()
        except Exception as error:  # noqa: BLE001 - see above
            broken.append(_broken(entry, f"it could not be loaded ({type(error).__name__}: {error})"))
            continue
        if isinstance(loaded, tuple) and all(isinstance(rule, Rule | HistoryRule) for rule in loaded):
            rules += ((entry, rule) for rule in loaded)
        else:
            broken.append(_broken(entry, "it is no tuple of rules"))
    return rules, broken


def _broken(entry: EntryPoint, reason: str) -> Diagnostic:
    return Diagnostic(
        code="check-plugin-broken",
        severity=Severity.WARNING,
        message=f"The check plugin `{entry.name}` ({entry.value}) is left out: {reason}.",
        hint="Update or remove the package that provides it.",
        span=Span(path="catalog.yaml"),
    )
