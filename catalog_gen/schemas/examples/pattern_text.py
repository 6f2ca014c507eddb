"""Texts that match a regular expression, written by walking its tree: bounded in length and in work."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from catalog_gen.schemas.examples.dice import Dice
from catalog_gen.schemas.examples.patterns import (
    Anchor,
    Back,
    Characters,
    Choice,
    Group,
    Look,
    Part,
    PatternError,
    Ranges,
    Repeat,
    Sequence,
    parse_pattern,
)
from catalog_gen.schemas.examples.words import WORDS

MAX_TEXT = 10_000
"""Characters that a written text may have."""

_LOWER, _UPPER, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_WORD_LENGTH = 8
_WIDE = 200
"""Classes with more members than this are open ones, such as `.` or `[^/]`."""
_ATTEMPTS = 24


class _TooLongError(Exception):
    """The text passed its bound; another attempt may be shorter."""


def write_matching(pattern: str, dice: Dice, low: int = 0, high: int | None = None) -> Iterator[str]:
    """Texts that should match, the most natural first, of `low` to `high` characters where that can be; the caller checks each.

    A pattern that cannot be read yields nothing. Lookarounds are met by luck: their parts are laid over the texts.
    """
    try:
        tree = parse_pattern(pattern)
    except PatternError:
        return
    limit = MAX_TEXT if high is None else min(high, MAX_TEXT)
    seen: set[str] = set()
    for attempt in range(_ATTEMPTS):
        style = _STYLES[attempt % len(_STYLES)]
        writer = _Writer(dice, style, low, limit)
        try:
            text = writer.write(tree)
        except (_TooLongError, RecursionError):
            continue
        for candidate in (*_continued(tree, text, dice), *_laid_over(text, writer.wanted)):
            padded = _pad(tree, candidate, low, dice)
            if padded not in seen:
                seen.add(padded)
                yield padded


_STYLES = ("natural", "long", "short", "natural", "random")


def _laid_over(text: str, wanted: list[str]) -> Iterator[str]:
    """The text, and the text with what lookaheads want written over its start, its end, or before it."""
    if not wanted:
        yield text
        return
    parts = "".join(wanted)
    yield parts + text[len(parts) :]
    yield text[: max(0, len(text) - len(parts))] + parts
    yield text
    yield wanted[0] + text[len(wanted[0]) :]
    for position in range(1, min(len(text), 8)):
        yield text[:position] + parts + text[position + len(parts) :]


def _continued(tree: Part, text: str, dice: Dice) -> Iterator[str]:
    """An expression that ends with a sign and is open after it, such as `^s3://`, is the start of something longer."""
    last = tree.parts[-1] if isinstance(tree, Sequence) and tree.parts else tree
    if isinstance(last, Characters) and len(last.ranges) == 1 and last.ranges[0][0] == last.ranges[0][1] and _starts_with_anchor(tree):
        yield text + dice.pick(WORDS)


def _pad(tree: Part, text: str, low: int, dice: Dice) -> str:
    """A text that is too short, made longer where the expression is open at an end."""
    missing = low - len(text)
    if missing <= 0 or missing > MAX_TEXT:
        return text
    if not _ends_with_anchor(tree):
        return text + dice.text(missing, _LOWER)
    return dice.text(missing, _LOWER) + text if not _starts_with_anchor(tree) else text


def _starts_with_anchor(part: Part) -> bool:
    if isinstance(part, Sequence):
        return bool(part.parts) and _starts_with_anchor(part.parts[0])
    if isinstance(part, Choice):
        return any(_starts_with_anchor(inner) for inner in part.parts)
    if isinstance(part, Group):
        return _starts_with_anchor(part.part)
    return isinstance(part, Anchor) and part.sign == "^"


def _ends_with_anchor(part: Part) -> bool:
    if isinstance(part, Sequence):
        return bool(part.parts) and _ends_with_anchor(part.parts[-1])
    if isinstance(part, Choice):
        return any(_ends_with_anchor(inner) for inner in part.parts)
    if isinstance(part, Group):
        return _ends_with_anchor(part.part)
    return isinstance(part, Anchor) and part.sign == "$"


class _Writer:
    def __init__(self, dice: Dice, style: str, low: int, limit: int) -> None:
        self._dice = dice
        self._style = style
        self._missing = low
        self._limit = limit
        self._groups: dict[int, str] = {}
        self._length = 0
        self.wanted: list[str] = []

    def write(self, tree: Part) -> str:
        self._missing = max(0, self._missing - shortest(tree))
        if shortest(tree) > self._limit:
            raise _TooLongError
        return self._part(tree)

    def _part(self, part: Part) -> str:
        text = ""
        match part:
            case Characters():
                text = self._count(self._character(part.ranges))
            case Sequence():
                text = "".join([self._part(inner) for inner in part.parts])
            case Choice():
                text = self._part(self._branch(part))
            case Repeat():
                text = self._repeat(part)
            case Group():
                text = self._groups[part.number] = self._part(part.part)
            case Back():
                text = self._count(self._groups.get(part.number, ""))
            case Look():
                self._look(part)
        return text

    def _count(self, text: str) -> str:
        self._length += len(text)
        if self._length > self._limit:
            raise _TooLongError
        return text

    def _look(self, part: Look) -> None:
        if part.negative or not part.ahead:
            return
        inner = _Writer(self._dice, "short", 0, self._limit)
        text = inner.write(part.part)
        self.wanted += [text] if text else []

    def _branch(self, part: Choice) -> Part:
        if self._style in {"short", "long"}:
            measured = sorted(part.parts, key=shortest, reverse=self._style == "long")
            return measured[0]
        return part.parts[0] if self._style == "natural" else self._dice.pick(part.parts)

    def _character(self, ranges: Ranges) -> str:
        pool = _pool(ranges)
        if not pool:
            raise _TooLongError
        return self._dice.pick(pool)

    def _repeat(self, part: Repeat) -> str:
        unit = max(1, shortest(part.part))
        count, room = part.low, self._room(part)
        if self._style == "long" and self._missing > 0:
            count = min(part.low + -(-self._missing // unit), room)
            self._missing -= (count - part.low) * unit
        elif self._style in {"natural", "random"}:
            if isinstance(part.part, Characters) and room > part.low + 1:
                return self._run(part.part.ranges, part.low, room)
            if self._style == "random":
                count = self._dice.between(part.low, min(room, part.low + 3))
        return "".join([self._part(part.part) for _ in range(count)])

    def _room(self, part: Repeat) -> int:
        """How often a part may be repeated, within its own bound and the text's."""
        most = max(part.low, (self._limit - self._length) // max(1, shortest(part.part)))
        return most if part.high is None else min(part.high, most)

    def _run(self, ranges: Ranges, low: int, high: int) -> str:
        """A run of characters of one class: a word where the class has letters, else a few characters."""
        self_low = max(low, min(self._missing + low, high))
        pool = _pool(ranges)
        if set(_LOWER) <= set(pool) and low < _WORD_LENGTH:
            fitting = [word for word in WORDS if self_low <= len(word) <= high]
            if fitting:
                text = self._dice.pick(fitting)
                self._missing -= len(text) - low
                return self._count(text)
        if low == 0 and pool == _DIGITS and not self._missing:
            return ""  # `[1-9][0-9]*` is the usual way to write a number: a short one
        few = 3 if _DIGITS in pool and len(pool) == len(_DIGITS) else 6
        count = min(high, max(self_low, low + 1 if low else 1, low, few))
        self._missing -= count - low
        return "".join([self._count(self._character(ranges)) for _ in range(count)])


@lru_cache(maxsize=2048)
def shortest(part: Part) -> int:
    """The length of the shortest text of a part."""
    match part:
        case Characters():
            return 1
        case Sequence():
            return sum(shortest(inner) for inner in part.parts)
        case Choice():
            return min(shortest(inner) for inner in part.parts)
        case Repeat():
            return part.low * shortest(part.part)
        case Group():
            return shortest(part.part)
    return 0


@lru_cache(maxsize=512)
def _pool(ranges: Ranges) -> str:
    """The characters to choose from: letters and digits where the class has them, else what can be seen, else its first members."""
    digits, upper, lower = (_within(letters, ranges) for letters in (_DIGITS, _UPPER, _LOWER))
    wide = sum(high - low + 1 for low, high in ranges) > _WIDE
    if wide and lower:
        return lower
    if lower == _LOWER and not digits:
        return lower
    if len(digits) == len(_DIGITS) or not (lower or upper):
        found = digits + (lower or upper)
    else:
        found = digits + lower + (upper if not lower else "")
    if found:
        return found
    visible = "".join(chr(code) for code in range(33, 127) if any(low <= code <= high for low, high in ranges))
    if visible:
        return visible
    members = [chr(code) for low, high in ranges[:20] for code in range(low, min(high, low + 20) + 1) if chr(code).isprintable()]
    return "".join(members)


def _within(letters: str, ranges: Ranges) -> str:
    return "".join(letter for letter in letters if any(low <= ord(letter) <= high for low, high in ranges))
