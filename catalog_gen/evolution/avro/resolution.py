"""Schema resolution: where data of one schema cannot be read by another (Apache Avro 1.12, "Schema Resolution").

Two types that meet again on the way down are taken to fit: what does not fit was or will be said where they first met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog_gen.schemas.avro.types import Type

PROMOTIONS = frozenset(
    {
        ("int", "long"),
        ("int", "float"),
        ("int", "double"),
        ("long", "float"),
        ("long", "double"),
        ("float", "double"),
        ("string", "bytes"),
        ("bytes", "string"),
    }
)
"""Writer's type, reader's type."""

MOST_PAIRS = 20_000
"""Pairs of types that are looked at; beyond it the verdict is undecided."""

Step = tuple[str, str | int]
"""A step on the way to a value: `("field", name)`, `("items", 0)`, `("values", 0)`, `("branch", number)`, `("symbol", name)`."""


@dataclass(frozen=True)
class Mismatch:
    """Data that the reader's schema cannot take."""

    reason: str
    """`type`, `name`, `field`, `symbol`, `size` or `bound`."""
    way: tuple[Step, ...]
    """How to get there in the writer's data."""
    writer: Type
    reader: Type
    detail: str = ""
    """The field without a default, or the symbol that is not known."""


class Resolution:
    """The mismatches between a writer's and a reader's schema."""

    def __init__(self) -> None:
        self._met: set[tuple[int, int]] = set()
        self._fits: dict[tuple[int, int], bool] = {}

    def mismatches(self, writer: Type, reader: Type, way: tuple[Step, ...] = ()) -> Iterator[Mismatch]:
        """Everything in the way, outermost first."""
        pair = (id(writer), id(reader))
        if pair in self._met:
            return
        self._met.add(pair)
        if len(self._met) > MOST_PAIRS:
            yield Mismatch("bound", way, writer, reader)
            return
        if writer.kind == "union":
            for number, branch in enumerate(writer.branches):
                yield from self._one(branch, reader, (*way, ("branch", number)))
        else:
            yield from self._one(writer, reader, way)

    def _one(self, writer: Type, reader: Type, way: tuple[Step, ...]) -> Iterator[Mismatch]:
        """A writer's type that is no union, against anything."""
        if reader.kind != "union":
            yield from self._plain(writer, reader, way)
            return
        if any(self.fits(writer, branch) for branch in reader.branches):
            return
        alike = next((branch for branch in reader.branches if branch.kind == writer.kind and _named_alike(writer, branch)), None)
        if alike is None:
            yield Mismatch("type", way, writer, reader)
        else:
            yield from self._plain(writer, alike, way)

    def fits(self, writer: Type, reader: Type) -> bool:
        """Whether all data of a type can be read; assumed while it is being found out."""
        pair = (id(writer), id(reader))
        if pair not in self._fits:
            self._fits[pair] = True
            inner = Resolution()
            inner._fits = self._fits
            self._fits[pair] = next(inner.mismatches(writer, reader), None) is None
        return self._fits[pair]

    def _plain(self, writer: Type, reader: Type, way: tuple[Step, ...]) -> Iterator[Mismatch]:
        if writer.kind != reader.kind:
            if (writer.kind, reader.kind) not in PROMOTIONS:
                yield Mismatch("type", way, writer, reader)
        elif writer.name and not _named_alike(writer, reader):
            yield Mismatch("name", way, writer, reader)
        elif writer.kind == "record":
            yield from self._record(writer, reader, way)
        elif writer.kind == "enum":
            yield from _symbols(writer, reader, way)
        elif writer.kind == "fixed":
            if writer.size != reader.size:
                yield Mismatch("size", way, writer, reader)
        elif writer.inner is not None and reader.inner is not None:
            step: Step = ("items", 0) if writer.kind == "array" else ("values", 0)
            yield from self.mismatches(writer.inner, reader.inner, (*way, step))

    def _record(self, writer: Type, reader: Type, way: tuple[Step, ...]) -> Iterator[Mismatch]:
        written = {field.name: field for field in writer.fields}
        for field in reader.fields:
            match = written.get(field.name) or next((written[alias] for alias in sorted(field.aliases) if alias in written), None)
            if match is not None:
                yield from self.mismatches(match.type, field.type, (*way, ("field", match.name)))
            elif not field.has_default:
                yield Mismatch("field", way, writer, reader, field.name)


def _symbols(writer: Type, reader: Type, way: tuple[Step, ...]) -> Iterator[Mismatch]:
    known = set(reader.symbols)
    if reader.default not in known:
        for symbol in writer.symbols:
            if symbol not in known:
                yield Mismatch("symbol", (*way, ("symbol", symbol)), writer, reader, symbol)


def _named_alike(writer: Type, reader: Type) -> bool:
    """Names match without their namespaces, or the reader's aliases know the writer's full name."""
    return not writer.name or writer.short == reader.short or writer.name in reader.aliases
