"""The words of evolution: one change between two versions of a schema, and the verdict over all of them."""

from __future__ import annotations

from enum import StrEnum

from catalog_gen.model.base import Json, Value


class Direction(StrEnum):
    """Who reads what: the two ways in which a change can break."""

    BACKWARD = "backward"
    """The new schema reads what was written with the old one."""

    FORWARD = "forward"
    """The old schema reads what is written with the new one."""


class Change(Value, kw_only=True):
    """One difference between an old and a new schema."""

    kind: str
    """A member of the format's enum of change kinds, such as `property-added-required`; each has a page in the docs."""

    path: str = ""
    """Where in the new schema, as people write it: `order.lines[].price`; "" for the schema as a whole."""

    old_path: str = ""
    """Where in the old schema, when that is another place."""

    pointer: str = ""
    """RFC 6901 pointer of the schema that changed, in the new text (in the old one for what was removed); "" where there is none."""

    directions: tuple[Direction, ...] = ()
    """The directions in which it breaks, whatever was asked; () for a change that is safe."""

    breaking: bool = False
    """Whether it breaks in a direction that the asked mode cares for."""

    message: str = ""
    """The change in plain words: what it was and what it is now."""

    hint: str = ""
    """How to reach the same goal safely; "" for a change that is safe."""

    undecided: bool = False
    """Whether it counts as breaking only because deciding it exactly was not possible within bounds."""

    rule_only: bool = False
    """Whether the verdict rests on a registry's own rule: no payload could show it."""

    counterexample: Json = None
    """A payload that the writer's schema accepts and the reader's rejects, checked; None when none was found or nothing breaks."""

    explanation: str = ""
    """What the counterexample does to the reader, in words: the error, or the meaning that changed."""


class Comparison(Value, kw_only=True):
    """The verdict over two schemas: every change, and whether the asked mode holds in the asked dialect."""

    compatible: bool
    changes: tuple[Change, ...] = ()
    mode: str = "backward"
    dialect: str = "semantic"
    undecided: bool = False
    """Whether the verdict is "incompatible" only because something could not be decided."""

    versions: tuple[str, ...] = ()
    """Of a history: the labels of the versions that the new schema is not compatible with, oldest first."""
