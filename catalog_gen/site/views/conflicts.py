"""Contracts that say different things about one version of a message, side by side."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.views.parts import Ref, SchemaView


class ConflictSide(Value, frozen=True, kw_only=True):
    """One of the two sources."""

    name: Ref
    version: str = ""
    place: str
    schema: SchemaView | None = None


class ConflictRow(Value, frozen=True, kw_only=True):
    """One field, or one fact, about which the two differ."""

    path: str
    """The field's path; "" for the payload as a whole."""
    label: str = ""
    """What it is where it is no field: `Owner`."""
    first: str
    second: str
    harmful: bool = False


class Disagreement(Value, frozen=True, kw_only=True):
    """Two sources that do not say the same; `second` is the one that says otherwise."""

    anchor: str
    heading: str
    """What the second one does, in words, behind its name: `declares another schema`."""
    role: str = ""
    """`producer` or `consumer`, where it is a service that declares another schema."""
    verdict: str = ""
    """What that means for a reader, in words; "" where it cannot be told."""
    readable: bool = False
    first: ConflictSide
    second: ConflictSide
    rows: tuple[ConflictRow, ...] = ()
    more: int = 0
