"""Walking over the tokens of a JSON text, for what `json` does not tell: where things are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# Quantifiers are possessive (`++`) and what is never closed reaches to the end, so that no text can make a search quadratic.
_STRING = r'"(?:[^"\\]++|\\.)*+(?:"|\Z)'
_COMMENT = r"//[^\r\n]*+|/\*.*?(?:\*/|\Z)|\#[^\r\n]*+"
_TOKEN = re.compile(rf'{_STRING}|[{{}}\[\],:]|[^\s{{}}\[\],:"]++', re.DOTALL)
_STRING_OR_ODD = re.compile(
    rf"(?P<string>{_STRING})|(?P<comment>{_COMMENT})|,(?=(?:\s++|{_COMMENT})*+[}}\]])",
    re.DOTALL,
)
_NOT_BREAK = re.compile(r"[^\r\n]+")
_MOST_CHARACTERS = 2_000_000


class Mended(NamedTuple):
    """A text with comments and trailing commas blanked out, and the first of each: offset and what it is."""

    text: str
    mistakes: tuple[tuple[int, str], ...]


def mend(text: str) -> Mended:
    """Blank out what JSON does not know but its cousins do. Offsets stay. A very large text, which nobody wrote, stays as it is."""
    if len(text) > _MOST_CHARACTERS:
        return Mended(text, ())
    mistakes: dict[str, int] = {}

    def blank(match: re.Match[str]) -> str:
        if match["string"] is not None:
            return match[0]
        mistakes.setdefault("comments" if match["comment"] is not None else "trailing commas", match.start())
        return _NOT_BREAK.sub(lambda run: " " * len(run[0]), match[0])

    mended = _STRING_OR_ODD.sub(blank, text)
    return Mended(mended, tuple((offset, what) for what, offset in mistakes.items()))


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each token."""
    for match in _TOKEN.finditer(text):
        yield match.start(), match[0]


def numbers(text: str) -> Iterator[tuple[int, str]]:
    """Offset and spelling of each number, `NaN` and `Infinity` among them."""
    for offset, symbol in tokens(text):
        if symbol[0] in "-0123456789NI":
            yield offset, symbol


def offset_of_depth(text: str, depth: int) -> int:
    """Where the nesting first exceeds a depth."""
    level = 0
    for offset, symbol in tokens(text):
        if symbol in {"{", "["}:
            level += 1
            if level > depth:
                return offset
        elif symbol in {"}", "]"}:
            level -= 1
    return 0


class _Open:
    """An object or array that is being read."""

    __slots__ = ("expects_key", "index", "key", "keys")

    def __init__(self, *, is_object: bool) -> None:
        self.keys: dict[str, int] | None = {} if is_object else None
        self.expects_key = is_object
        self.key = ""
        self.index = 0


def duplicates(text: str) -> Iterator[tuple[str, Callable[[], list[str | int]], int, int]]:
    """Each key that stands twice in one object: key, its place, offsets of the first and of this one. The text must be JSON.

    The place is given as a function, to be called at once or never: it is costly, and nobody wants thousands.
    """
    stack: list[_Open] = []

    def place() -> list[str | int]:
        return [frame.key if frame.keys is not None else frame.index for frame in stack]

    for offset, symbol in tokens(text):
        top = stack[-1] if stack else None
        if symbol in {"{", "["}:
            stack.append(_Open(is_object=symbol == "{"))
        elif symbol in {"}", "]"}:
            if not stack:
                return
            stack.pop()
        elif top is None or symbol == ":":
            continue
        elif symbol == ",":
            top.index += 1
            top.expects_key = top.keys is not None
        elif top.expects_key and top.keys is not None:
            top.key, top.expects_key = json.loads(symbol, strict=False), False
            first = top.keys.setdefault(top.key, offset)
            if first != offset:
                yield top.key, place, first, offset
