"""What an outline holds, whatever the format of the schema."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog_gen.diagnostics import Span

MOST_SPOTS = 2_000
"""Fields of one schema that are compared."""

DEEPEST = 24
"""Levels of fields that are compared."""


@dataclass(frozen=True)
class Spot:
    """One field. `types` are in the format's own words, without null; empty where anything may stand."""

    types: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    """The same as JSON's types, to compare across formats; empty where they would mislead."""
    required: bool = False
    """Whether it is always there when written; for a reader, whether it cannot do without."""
    nullable: bool = False
    enum: tuple[str, ...] | None = None
    """Permitted values as JSON texts, in order; None where any value is."""
    format: str = ""
    closed: bool = False
    """Whether only the named fields may stand in it."""
    open_ended: bool = False
    """Whether what stands in it is not told field by field."""
    span: Span = field(default=Span(path=""))


@dataclass(frozen=True)
class Outline:
    """The fields of a schema by path, as people write it: `lines[].sku`; "" is the payload itself."""

    format: str
    spots: dict[str, Spot]
    whole: bool = True
    """Whether all fields are there; a schema that is too large or too deep is cut."""
