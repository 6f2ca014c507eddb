"""What is known about one member of a binding."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A member's name for people, and in a sentence what it decides. `unit` and `values` explain what is written there."""

    label: str
    words: str = ""
    unit: str = ""
    """`ms`, `s`, `min`, `bytes` or `MB`: makes `604800000` readable as 7 days."""
    values: tuple[tuple[str, str], ...] = ()
    """What certain values mean: as written → in words."""


class Protocol(NamedTuple):
    """A protocol with bindings: its name, and what is known about the members at each level, by dotted way (list numbers left out)."""

    name: str
    levels: dict[str, dict[str, Row]]
    """`server`, `channel`, `operation` and `message`; a level without members is reserved."""
