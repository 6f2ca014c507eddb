"""The semantic form of a schema: for one type of value, a formula over small constraints whose complements are constraints again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["null", "boolean", "number", "string", "array", "object"]
KINDS: tuple[Kind, ...] = ("object", "string", "number", "array", "boolean", "null")


class Atom(msgspec.Struct, frozen=True):
    """A subschema, or everything that it rejects. Atoms with equal keys mean the same."""

    key: int
    positive: bool = True

    def inverse(self) -> Atom:
        """What this atom rejects."""
        return Atom(self.key, not self.positive)


Node: TypeAlias = frozenset[Atom]
"""The values that satisfy every one of these atoms."""


class Names(msgspec.Struct, frozen=True):
    """A set of property names: those that match `pattern` (all without one), not `without`, no pattern of `outside`, and `node`."""

    pattern: str | None = None
    without: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    node: Node = frozenset()


class Bound(msgspec.Struct, frozen=True):
    """A number on one side of a limit."""

    limit: Fraction
    upper: bool
    strict: bool


class Multiple(msgspec.Struct, frozen=True):
    """A number that is a multiple of another, or is not."""

    of: Fraction
    positive: bool = True


class Matching(msgspec.Struct, frozen=True):
    """A string that a pattern matches somewhere, or does not."""

    pattern: str
    positive: bool = True


class Size(msgspec.Struct, frozen=True):
    """How many characters, items or properties a value has, at least or at most."""

    limit: int
    upper: bool


class OneOfValues(msgspec.Struct, frozen=True):
    """A value that is in a list of values, or is not."""

    values: tuple[Any, ...]
    positive: bool = True


class Required(msgspec.Struct, frozen=True):
    """A property that must be there, or must not."""

    name: str
    positive: bool = True


class Property(msgspec.Struct, frozen=True):
    """The value of a property, if it is there."""

    name: str
    node: Node


class EveryNamed(msgspec.Struct, frozen=True):
    """The values of all properties with such names."""

    names: Names
    node: Node


class SomeNamed(msgspec.Struct, frozen=True):
    """There is a property with such a name and such a value."""

    names: Names
    node: Node


class Item(msgspec.Struct, frozen=True):
    """The item at an index, if it is there."""

    index: int
    node: Node


class EveryItem(msgspec.Struct, frozen=True):
    """All items from an index on."""

    start: int
    node: Node


class SomeItems(msgspec.Struct, frozen=True):
    """At least so many items, from an index on, are such values."""

    start: int
    node: Node
    count: int = 1


class FewItems(msgspec.Struct, frozen=True):
    """At most so many items are such values."""

    node: Node
    count: int


class Unique(msgspec.Struct, frozen=True):
    """All items differ, or two are equal."""

    positive: bool = True


class Opaque(msgspec.Struct, frozen=True):
    """A constraint that is not understood: it can only be seen to contradict itself."""

    key: Any
    positive: bool = True


Constraint: TypeAlias = (
    Bound
    | Multiple
    | Matching
    | Size
    | OneOfValues
    | Required
    | Property
    | EveryNamed
    | SomeNamed
    | Item
    | EveryItem
    | SomeItems
    | FewItems
    | Unique
    | Opaque
)


class All(msgspec.Struct, frozen=True):
    """Every part holds."""

    parts: tuple[Formula, ...]


class Either(msgspec.Struct, frozen=True):
    """At least one part holds."""

    parts: tuple[Formula, ...]


class ExactlyOne(msgspec.Struct, frozen=True):
    """Exactly one of the atoms holds, or (negative) none or several."""

    atoms: tuple[Atom, ...]
    positive: bool = True


Formula: TypeAlias = bool | Atom | All | Either | ExactlyOne | Constraint


def every(parts: list[Formula]) -> Formula:
    """A conjunction, simplified."""
    if any(part is False for part in parts):
        return False
    kept = tuple(part for part in parts if part is not True)
    return True if not kept else kept[0] if len(kept) == 1 else All(kept)


def either(parts: list[Formula]) -> Formula:
    """A disjunction, simplified."""
    if any(part is True for part in parts):
        return True
    kept = tuple(part for part in parts if part is not False)
    return False if not kept else kept[0] if len(kept) == 1 else Either(kept)


class Witness(msgspec.Struct, frozen=True):
    """A value that is (or, when not sure, may be) in a node."""

    value: Any
    sure: bool = True


class Nothing(msgspec.Struct, frozen=True):
    """No value is in a node; or (when not proved) none was found within bounds."""

    proved: bool = True


EMPTY = Nothing()
UNKNOWN = Nothing(proved=False)
Outcome: TypeAlias = Witness | Nothing
