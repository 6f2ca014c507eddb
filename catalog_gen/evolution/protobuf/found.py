"""What the comparison of meanings finds: a change, and where to look for the message that shows it."""

from __future__ import annotations

from typing import NamedTuple

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.schemas.protobuf import Message

BACKWARD, FORWARD = Direction.BACKWARD, Direction.FORWARD
BOTH = (BACKWARD, FORWARD)


class Found(NamedTuple):
    """A change; where it breaks, the message on each side and the fields (numbers) of a message that would show it."""

    change: Change
    old: Message | None = None
    new: Message | None = None
    numbers: tuple[int, ...] = ()
    values: tuple[int, ...] = ()
    """Numbers of enum values worth trying."""


def directions(*, backward: bool, forward: bool) -> tuple[Direction, ...]:
    """The directions in which something breaks."""
    return (*((BACKWARD,) if backward else ()), *((FORWARD,) if forward else ()))
