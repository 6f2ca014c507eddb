"""Numbers and strings under constraints: a smallest example, or the proof that there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from catalog_gen.evolution.json_schema.languages import UndecidedLanguageError, both, exactly, outside, shortest, sized
from catalog_gen.evolution.json_schema.names import language_of
from catalog_gen.evolution.json_schema.terms import EMPTY, UNKNOWN, Bound, Constraint, Matching, Multiple, Outcome, Size, Witness
from catalog_gen.evolution.json_schema.values import plain

_TRIES = 400
_LONGEST = 20_000


def number_example(constraints: list[Constraint], excluded: list[Any]) -> Outcome:
    """A number within bounds, multiple of some and not of others, and none of the excluded ones."""
    low, high = _limits(constraints)
    step = _common([c.of for c in constraints if isinstance(c, Multiple) and c.positive])
    avoid = [c.of for c in constraints if isinstance(c, Multiple) and not c.positive]
    if step is not None and any((step / of).denominator == 1 for of in avoid):
        return EMPTY
    banned = {Fraction(repr(value)) for value in excluded if isinstance(value, int | float) and not isinstance(value, bool)}
    for tried, number in enumerate(_candidates(low, high, step), 1):
        if number not in banned and not any((number / of).denominator == 1 for of in avoid):
            if Fraction(repr(plain(number))) != number:
                return UNKNOWN
            return Witness(plain(number))
        if tried >= _TRIES:
            return UNKNOWN
    return EMPTY


def _limits(constraints: list[Constraint]) -> tuple[tuple[Fraction, bool] | None, tuple[Fraction, bool] | None]:
    """The tightest bounds, each with whether the limit itself is outside."""
    lows = [(c.limit, c.strict) for c in constraints if isinstance(c, Bound) and not c.upper]
    highs = [(c.limit, not c.strict) for c in constraints if isinstance(c, Bound) and c.upper]
    low = max(lows, default=None)
    high = min(highs, default=None)
    return low, (high[0], not high[1]) if high is not None else None


def _common(steps: list[Fraction]) -> Fraction | None:
    """The smallest number that all steps divide."""
    if not steps:
        return None
    found = steps[0]
    for step in steps[1:]:
        scale = math.lcm(found.denominator, step.denominator)
        found = Fraction(math.lcm(int(found * scale), int(step * scale)), scale)
    return found


def _candidates(low: tuple[Fraction, bool] | None, high: tuple[Fraction, bool] | None, step: Fraction | None) -> Iterator[Fraction]:
    """Numbers within bounds, the plainest first; with a step, all of them in order away from zero or a limit."""

    def inside(number: Fraction) -> bool:
        above = low is None or number > low[0] or (number == low[0] and not low[1])
        below = high is None or number < high[0] or (number == high[0] and not high[1])
        return above and below

    if low and high and (low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1]))):
        return
    if step is not None:
        yield from _multiples(low, high, step, inside)
        return
    for base in (Fraction(0), low[0] if low else None, high[0] if high else None):
        if base is not None:
            yield from (number for number in (base, base + 1, base - 1) if inside(number))
    if low and high:
        if low[0] == high[0]:
            return
        width = high[0] - low[0]
        yield from (low[0] + width * Fraction(part, 512) for part in range(1, 512))
        return
    start, way = (low[0], 1) if low else (high[0], -1) if high else (Fraction(0), 1)
    yield from (start + way * Fraction(2 * part + 1, 2 * (1 + part % 7)) for part in range(_TRIES))
    while True:
        yield start + way


def _multiples(low: Any, high: Any, step: Fraction, inside: Any) -> Iterator[Fraction]:
    if low is None and high is None:
        first, way = 0, 0
    elif low is not None:
        first, way = math.ceil(low[0] / step), 1
    else:
        first, way = math.floor(high[0] / step), -1
    if way and inside(Fraction(0)):
        yield Fraction(0)
    index = 0
    while True:
        number = (first + index * way) * step if way else ((index + 1) // 2) * (1 if index % 2 else -1) * step
        if not inside(number) and index > 1 and way:
            return
        if inside(number):
            yield number
        index += 1


def string_example(constraints: list[Constraint], excluded: list[Any]) -> Outcome:
    """The shortest string of a length, matching some patterns and not others, and none of the excluded ones."""
    low = max((c.limit for c in constraints if isinstance(c, Size) and not c.upper), default=0)
    high = min((c.limit for c in constraints if isinstance(c, Size) and c.upper), default=None)
    patterns = [(language_of(c.pattern), c.positive) for c in constraints if isinstance(c, Matching)]
    banned = [value for value in excluded if isinstance(value, str)]
    if high is not None and high < low:
        return EMPTY
    if low > _LONGEST:
        return UNKNOWN
    if not patterns:
        return _plain_text(low, high, set(banned))
    read = [language if positive else outside(language) for language, positive in patterns if language is not None]
    sure = len(read) == len(patterns)
    try:
        found = shortest(both([*read, sized(low, high), *(outside(exactly(value)) for value in banned)]))
    except (UndecidedLanguageError, RecursionError):
        return UNKNOWN
    return EMPTY if found is None else Witness(found, sure)


def _plain_text(low: int, high: int | None, banned: set[str]) -> Outcome:
    for size in (low, low + 1):
        if high is not None and size > high:
            return EMPTY if high == 0 else UNKNOWN
        letters = "abcdefghijklmnopqrstuvwxyz0123456789"
        for number in range(len(banned) + 1 if size else 1):
            text = (
                ("a" * max(size - 3, 0) + letters[number // 1296 % 36] + letters[number // 36 % 36] + letters[number % 36])[-size:]
                if size
                else ""
            )
            if text not in banned and len(text) == size:
                return Witness(text)
    return UNKNOWN
