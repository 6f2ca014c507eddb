"""Finding the sources that are installed, ours and others', through one door."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.sources.source import Source

GROUP = "catalog_gen.sources"


def discover(entries: Iterable[EntryPoint] | None = None) -> tuple[dict[str, Source], tuple[Diagnostic, ...]]:
    """Load every source of the entry-point group, by name. One that cannot be loaded is a diagnostic, and the others still work."""
    sources: dict[str, Source] = {}
    diagnostics: list[Diagnostic] = []
    found = entry_points(group=GROUP) if entries is None else entries
    for entry in sorted(found, key=lambda entry: (entry.name, entry.value)):
        try:
            source = entry.load()
        except Exception as error:  # noqa: BLE001 - a plugin may fail in any way, and must cost only itself
            diagnostics.append(_broken(entry, f"it could not be loaded ({type(error).__name__}: {error})"))
            continue
        if not isinstance(source, Source):
            diagnostics.append(_broken(entry, "it has no `name`, `sniff`, `recognises` and `declare`"))
        elif source.name in sources:
            diagnostics.append(_broken(entry, f"the name `{source.name}` is taken"))
        else:
            sources[source.name] = source
    return sources, tuple(diagnostics)


def _broken(entry: EntryPoint, reason: str) -> Diagnostic:
    return Diagnostic(
        code="source-plugin-broken",
        severity=Severity.WARNING,
        message=f"The source plugin `{entry.name}` ({entry.value}) is left out: {reason}.",
        hint="Update or remove the package that provides it.",
        span=Span(path="catalog.yaml"),
    )
