"""Regular languages by derivatives: intersection, complement, the shortest member, or the proof that there is none.

Brzozowski, "Derivatives of Regular Expressions" (1964); the simplifications keep the number of derivatives finite.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

import msgspec

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Characters as sorted code point ranges that do not touch."""

_LAST = 0x10FFFF
_NICE = "aA0xbB1 -_.:/@"
"""Characters that people like to see in an example, best first."""


class Expression(msgspec.Struct, frozen=True, cache_hash=True):
    """A regular expression: `kind` says how the parts belong together."""

    kind: str
    parts: tuple[Expression, ...] = ()
    ranges: Ranges = ()
    low: int = 0
    high: int | None = None
    nullable: bool = False


NOTHING = Expression("none")
EMPTY_TEXT = Expression("empty", nullable=True)


class UndecidedLanguageError(ValueError):
    """The search for a member passed its bound."""


def merged_ranges(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in order, joined where they touch."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def inverse_ranges(ranges: Ranges) -> Ranges:
    """All other characters."""
    edges = [-1, *(edge for low, high in ranges for edge in (low, high)), _LAST + 1]
    return tuple((low + 1, high - 1) for low, high in zip(edges[::2], edges[1::2], strict=True) if low + 1 < high)


def characters(ranges: Ranges) -> Expression:
    """One character out of a set."""
    return Expression("chars", ranges=ranges) if ranges else NOTHING


def joined(parts: list[Expression]) -> Expression:
    """One part after the other."""
    flat: list[Expression] = []
    for part in parts:
        if part is NOTHING or part.kind == "none":
            return NOTHING
        flat.extend(part.parts if part.kind == "then" else () if part.kind == "empty" else (part,))
    if len(flat) < 2:  # noqa: PLR2004
        return flat[0] if flat else EMPTY_TEXT
    return Expression("then", tuple(flat), nullable=all(part.nullable for part in flat))


def alternatives(parts: list[Expression], *, plain: bool = False) -> Expression:
    """Either part; `plain` keeps them as they stand."""
    flat: dict[Expression, None] = {}
    for part in parts:
        for inner in part.parts if part.kind == "or" else (part,):
            if inner.kind != "none":
                flat[inner] = None
    if not plain and ANYTHING in flat:
        return ANYTHING
    if len(flat) < 2:  # noqa: PLR2004
        return next(iter(flat), NOTHING)
    return Expression("or", tuple(flat), nullable=any(part.nullable for part in flat))


def both(parts: list[Expression]) -> Expression:
    """Every part at once."""
    flat: dict[Expression, None] = {}
    for part in parts:
        for inner in part.parts if part.kind == "and" else (part,):
            if inner.kind == "none":
                return NOTHING
            if inner != ANYTHING:
                flat[inner] = None
    if any(part.kind == "not" and part.parts[0] in flat for part in flat):
        return NOTHING
    if len(flat) < 2:  # noqa: PLR2004
        return next(iter(flat), ANYTHING)
    return Expression("and", tuple(flat), nullable=all(part.nullable for part in flat))


def outside(part: Expression) -> Expression:
    """All other texts."""
    if part.kind == "not":
        return part.parts[0]
    if part == ANYTHING:
        return NOTHING
    return ANYTHING if part.kind == "none" else Expression("not", (part,), nullable=not part.nullable)


def repeated(part: Expression, low: int, high: int | None) -> Expression:
    """A part so many times."""
    if part.kind in {"none", "empty"}:
        return EMPTY_TEXT if low == 0 or part.kind == "empty" else NOTHING
    if high == 0:
        return EMPTY_TEXT
    if high is not None and high < low:
        return NOTHING
    return part if low == high == 1 else Expression("repeat", (part,), low=low, high=high, nullable=low == 0 or part.nullable)


ANY_CHARACTER = characters(((0, 0xD7FF), (0xE000, _LAST)))
ANYTHING = Expression("repeat", (ANY_CHARACTER,), nullable=True)


@lru_cache(maxsize=16384)
def exactly(text: str) -> Expression:
    """One text and no other."""
    return joined([characters(((ord(char), ord(char)),)) for char in text])


def sized(low: int, high: int | None) -> Expression:
    """All texts of such a length."""
    return repeated(ANY_CHARACTER, low, high) if (low, high) != (0, None) else ANYTHING


@lru_cache(maxsize=65536)
def derivative(of: Expression, code: int) -> Expression:  # noqa: PLR0911 - one answer for each kind
    """What may follow once a character was read."""
    match of.kind:
        case "chars":
            return EMPTY_TEXT if any(low <= code <= high for low, high in of.ranges) else NOTHING
        case "then":
            found = []
            for index, part in enumerate(of.parts):
                found.append(joined([derivative(part, code), *of.parts[index + 1 :]]))
                if not part.nullable:
                    break
            return alternatives(found)
        case "or":
            return alternatives([derivative(part, code) for part in of.parts])
        case "and":
            return both([derivative(part, code) for part in of.parts])
        case "not":
            return outside(derivative(of.parts[0], code))
        case "repeat":
            rest = repeated(of.parts[0], max(of.low - 1, 0), None if of.high is None else of.high - 1)
            return joined([derivative(of.parts[0], code), rest])
        case _:
            return NOTHING


def contains(language: Expression, text: str) -> bool:
    """Whether a text is in a language, in time linear in the text."""
    for char in text:
        language = derivative(language, ord(char))
        if language.kind == "none":
            return False
    return language.nullable


@lru_cache(maxsize=4096)
def shortest(language: Expression, bound: int = 1500) -> str | None:
    """The shortest member of a language, made of pleasant characters; None when it is proved empty. Raises UndecidedLanguageError."""
    alphabet = _representatives(language)
    seen = {language}
    waiting: deque[tuple[Expression, str]] = deque([(language, "")])
    while waiting:
        at, text = waiting.popleft()
        if at.nullable:
            return text
        for code in alphabet:
            after = derivative(at, code)
            if after.kind != "none" and after not in seen:
                if len(seen) >= bound:
                    message = "too many states"
                    raise UndecidedLanguageError(message)
                seen.add(after)
                waiting.append((after, text + chr(code)))
    return None


def _representatives(language: Expression) -> list[int]:
    """One character of each class that the expression tells apart."""
    edges = {0, 0xD800, 0xE000, _LAST + 1}
    pending = [language]
    seen = set()
    while pending:
        part = pending.pop()
        if part in seen:
            continue
        seen.add(part)
        pending.extend(part.parts)
        edges.update(edge for low, high in part.ranges for edge in (low, high + 1))
    ordered = sorted(edges)
    pieces = [(low, high - 1) for low, high in itertools.pairwise(ordered) if not 0xD800 <= low <= 0xDFFF]  # noqa: PLR2004
    chosen = [next((ord(nice) for nice in _NICE if low <= ord(nice) <= high), max(low, 33) if high >= 33 else low) for low, high in pieces]  # noqa: PLR2004
    return sorted(chosen, key=lambda code: (_NICE.find(chr(code)) % 99, code < 33, code))  # noqa: PLR2004
