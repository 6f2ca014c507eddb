"""Which files are read: those that `catalog.yaml` names, or everything below the root that some source may recognise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import msgspec

from catalog_gen.configuration import FILE_NAME, Configuration, SourceEntry
from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.files import Reader, matches_any
from catalog_gen.parsing import Input
from catalog_gen.sources.source import Source, SourceOptions, reads_bytes


def find_inputs(reader: Reader, configuration: Configuration, sources: Mapping[str, Source]) -> tuple[list[Input], list[Diagnostic]]:
    """The inputs in the order of their paths, and what is wrong with the entries that name them."""

    @cache
    def paths() -> list[str]:
        return [path for path in reader.paths(configuration.exclude) if path != FILE_NAME]

    chosen: dict[str, Input] = {}
    diagnostics: list[Diagnostic] = []
    for entry in configuration.sources:
        diagnostics += _add_entry(entry, paths, reader, sources, chosen)
    if not configuration.sources:
        for path in paths():
            chosen[path] = Input(path=path, options=configuration.options)
    return [chosen[path] for path in sorted(chosen)], diagnostics


def sniffed(path: str, raw: bytes, sources: Mapping[str, Source]) -> bool:
    """Whether any source may recognise a file that was merely found."""
    return any(source.sniff(path, raw) or (reads_bytes(source) and source.claims(path, raw)) for source in sources.values())


def _add_entry(
    entry: SourceEntry, paths: Callable[[], list[str]], reader: Reader, sources: Mapping[str, Source], chosen: dict[str, Input]
) -> list[Diagnostic]:
    """Add what one entry names to `chosen`; the first entry that names a file wins."""
    pattern = entry.path.removeprefix("./").rstrip("/")
    if not pattern:
        return []
    if entry.options.type and entry.options.type not in sources:
        known = ", ".join(f"`{name}`" for name in sources)
        return [_finding(entry, "source-type-unknown", f"There is no source of type `{entry.options.type}`.", f"Known are {known}.")]
    exact = reader.read(pattern) is not None
    found = [pattern] if exact else [path for path in paths() if pattern in {"", "."} or matches_any(path, (pattern,))]
    if not found:
        return [_finding(entry, "source-missing", f"Nothing is at `{entry.path}` below the root.", "Name a file, a folder or a glob.")]
    options = entry.options if entry.options.base or exact else _with_base(entry.options, pattern)
    for path in found:
        chosen.setdefault(path, Input(path=path, options=options, named=exact, sole=entry.sole))
    return []


def _with_base(options: SourceOptions, pattern: str) -> SourceOptions:
    """Pages of a folder keep their folders below it, unless the entry says otherwise."""
    if any(sign in pattern for sign in "*?["):
        return options
    return msgspec.structs.replace(options, base=pattern)


def _finding(entry: SourceEntry, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, message=message, hint=hint, span=entry.span)
