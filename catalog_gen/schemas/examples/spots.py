"""Where in a payload a value stands, and how much a payload may cost."""

from __future__ import annotations

from typing import Final, NamedTuple

from catalog_gen.model.base import Value


class _Missing:
    """The type of MISSING."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
"""No value, where None would be JSON's null."""


class Spot(NamedTuple):
    """A place in a payload: the steps to it, the names that speak of it, and whether something must stand there."""

    path: tuple[str | int, ...] = ()
    name: str = ""
    """The name of the nearest member: of the member itself, or of the array that the item stands in."""
    owner: str = ""
    """The name of the object that the member stands in."""
    required: bool = True

    def member(self, name: str, *, required: bool) -> Spot:
        """The place of a member of the object here."""
        return Spot((*self.path, name), name, self.name, required)

    def item(self, number: int, *, required: bool) -> Spot:
        """The place of an item of the array here."""
        return Spot((*self.path, number), self.name, self.owner, required)


class Limits(Value, frozen=True, kw_only=True):
    """What bounds an example."""

    optional: bool = True
    """Whether members that may be left out are shown."""
    recursion: int = 2
    """How often a schema is shown within itself before it is left out where it may be."""
    depth: int = 40
    """Levels below which what may be left out is left out; 20 more is the most."""
    values: int = 1_500
    """Values after which what may be left out is left out; four times as many is the most."""
    items: int = 1_000
    """The longest array that is written out."""
    steps: int = 4_000
    """Merges of schemas before the search ends."""
