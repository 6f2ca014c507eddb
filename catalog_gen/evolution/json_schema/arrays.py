"""Arrays under constraints: what stands at each index, what must stand somewhere, and an example of the smallest kind."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from catalog_gen.evolution.json_schema.terms import (
    EMPTY,
    UNKNOWN,
    Constraint,
    EveryItem,
    FewItems,
    Item,
    Node,
    Outcome,
    Size,
    SomeItems,
    Unique,
    Witness,
)
from catalog_gen.evolution.json_schema.values import freeze

if TYPE_CHECKING:
    from catalog_gen.evolution.json_schema.search import Search

_MOST_PLANS = 120
_LONGEST = 300
_MOST_ALIKE = 40


class ArrayShape:
    """The constraints of an array, by what they speak of."""

    def __init__(self, constraints: list[Constraint]) -> None:
        self.low = max((c.limit for c in constraints if isinstance(c, Size) and not c.upper), default=0)
        self.high = min((c.limit for c in constraints if isinstance(c, Size) and c.upper), default=None)
        self.items = [c for c in constraints if isinstance(c, Item)]
        self.rest = [c for c in constraints if isinstance(c, EveryItem)]
        self.somewhere = [c for c in constraints if isinstance(c, SomeItems) for _ in range(c.count)]
        self.few = [c for c in constraints if isinstance(c, FewItems)]
        self.unique = any(isinstance(c, Unique) and c.positive for c in constraints)
        self.repeating = any(isinstance(c, Unique) and not c.positive for c in constraints)
        # From this index on, all items are under the same rules.
        self.alike = max([0, *(c.index + 1 for c in self.items), *(c.start for c in self.rest), *(c.start for c in self.somewhere)])

    def node_of(self, index: int) -> Node:
        """Everything that the item at an index must satisfy."""
        parts = [c.node for c in self.items if c.index == index] + [c.node for c in self.rest if c.start <= index]
        return frozenset().union(*parts)


def array_example(search: Search, constraints: list[Constraint], excluded: list[Any]) -> Outcome:
    """A short array of a shape that is none of the excluded ones."""
    shape = ArrayShape(constraints)
    if shape.high is not None and shape.high < shape.low:
        return EMPTY
    if max(shape.low, shape.alike) > _LONGEST or len(shape.somewhere) > _MOST_ALIKE:
        return UNKNOWN
    banned = {freeze(value) for value in excluded if isinstance(value, list)}
    plans = [range(rule.start, shape.alike + number + 1) for number, rule in enumerate(shape.somewhere)]
    best: Outcome = EMPTY
    for number, plan in enumerate(product(*plans)):
        if number >= _MOST_PLANS:
            return UNKNOWN if best is EMPTY else best
        if any(
            one is other and low >= high
            for one, other, low, high in zip(shape.somewhere, shape.somewhere[1:], plan, plan[1:], strict=False)
        ):
            continue  # the items that one rule counts are different ones; their order does not matter
        outcome = _fill(search, shape, plan, banned)
        if isinstance(outcome, Witness) and outcome.sure:
            return outcome
        if outcome is not EMPTY and (best is EMPTY or isinstance(outcome, Witness)):
            best = outcome
    return best


def _fill(search: Search, shape: ArrayShape, plan: tuple[int, ...], banned: set[Any]) -> Outcome:
    """An array with the planned items in place, of the smallest length, or one longer where that one is excluded."""
    length = max([shape.low, *(index + 1 for index in plan)])
    outcome: Outcome = EMPTY
    tries = 1 + bool(banned) * (1 + len(banned)) + 2 * shape.repeating
    for size in range(length, length + min(tries, 6)):
        if shape.high is not None and size > shape.high:
            break
        found = _sized(search, shape, plan, size)
        if isinstance(found, Witness) and freeze(found.value) not in banned:
            if not shape.repeating or len({freeze(item) for item in found.value}) < size:
                return found
            found = UNKNOWN
        elif isinstance(found, Witness):
            found = UNKNOWN
        if found is EMPTY:
            return outcome
        outcome = found
    if (banned or shape.repeating) and outcome is EMPTY:
        return EMPTY if shape.repeating and shape.high is not None and shape.high < 2 else UNKNOWN  # noqa: PLR2004 - two equal items
    return outcome


def _sized(search: Search, shape: ArrayShape, plan: tuple[int, ...], size: int) -> Outcome:
    """An array of a given length."""
    value: list[Any] = []
    sure = not shape.few
    for index in range(size):
        wanted = shape.node_of(index)
        for at, rule in zip(plan, shape.somewhere, strict=True):
            wanted |= rule.node if at == index else frozenset()
        outcome = search.solve(wanted)
        if not isinstance(outcome, Witness):
            return outcome
        if shape.unique and freeze(outcome.value) in {freeze(item) for item in value}:
            other = search.solve_other(wanted, value)
            if not isinstance(other, Witness):
                # A choice made earlier may be to blame, unless all items are of the same kind.
                return other if len({shape.node_of(at) for at in range(size)}) == 1 and not plan else UNKNOWN
            outcome = other
        value.append(outcome.value)
        sure = sure and outcome.sure
    return Witness(value, sure)
