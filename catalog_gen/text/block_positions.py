"""Finding one value of a plain block-style YAML file without reading all of it.

Reading the tokens of a file of 150 KB takes 60 ms; most findings point into files that are plain blocks of keys and dashes,
where following indentation is enough and takes less than one. Whatever is not plain (flow collections on the way, anchors,
tags, merge keys, quoted keys with escapes, several documents, repeated keys) is left to the tokens.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_NOT_PLAIN = ("\t", "\r", "<<", "\n%", "\n---", "\n...", "\n? ", " ? ")
"""What a plain text does not hold anywhere, not even in a text where it would be harmless."""

_SPECIAL = "&!*?|>{[%@`"
_CONTENT = re.compile(r"^( *)(?=[^\s#])", re.MULTILINE)
_SPACES = re.compile(" *")
_AFTER_KEY = re.compile(r" *(?:#.*)?(?=\n|\Z)")


class Place(NamedTuple):
    """Offsets of a key (-1 for none) and of its value."""

    key: int
    value: int


class _Block(NamedTuple):
    """A block mapping or list: where it begins, where it ends, and the column of its keys or dashes."""

    start: int
    end: int
    indent: int


def is_plain(text: str) -> bool:
    """Whether indentation alone tells where things are in this text."""
    return not text.startswith(("%", "? ")) and not any(sign in text for sign in _NOT_PLAIN)


def find(text: str, parts: tuple[str, ...] | list[str]) -> Place | None:
    """The place of the value at a pointer's parts in a plain text; None where the tokens must be asked."""
    block = _first_block(text, 0, len(text), -1)
    place = Place(-1, block.start) if block is not None else None
    for part in parts:
        if block is None:
            return None
        found = _item(text, block, int(part)) if _is_list(text, block) and part.isdecimal() else _member(text, block, part)
        if found is None:
            return None
        place, block = found
    return place


def _is_list(text: str, block: _Block) -> bool:
    return text[block.start] == "-" and text[block.start + 1 : block.start + 2] in {" ", "\n"}


def _first_block(text: str, start: int, end: int, above: int, *, dashes_at: int = -1) -> _Block | None:
    """The block whose first line with content follows; it must stand deeper than its parent (a list may stand at its key's column)."""
    first = _CONTENT.search(text, start, end)
    if first is None:
        return None
    if text.startswith("---", first.start()):
        return _first_block(text, text.find("\n", first.start()) + 1 or end, end, above)
    indent = len(first[1])
    begin = first.end()
    if indent <= above and not (indent == dashes_at and text[begin] == "-"):
        return None
    return _Block(begin, end, indent) if text[begin] not in _SPECIAL else None


def _member(text: str, block: _Block, key: str) -> tuple[Place, _Block | None] | None:
    """The member of a mapping under a key, when there is exactly one and its line is plain."""
    if not key or any(sign in key for sign in "\\\"'\n"):
        return None
    line = text.rfind("\n", 0, block.start) + 1
    found = []
    for spelling in (f"{key}:", f'"{key}":', f"'{key}':"):
        if text.startswith(spelling, block.start):  # the first key; in a list's item it stands behind the dash
            found.append((block.start, block.start + len(spelling)))
        wanted = f"\n{' ' * block.indent}{spelling}"
        at = text.find(wanted, line, block.end)
        while at >= 0:
            found.append((at + 1 + block.indent, at + len(wanted)))
            at = text.find(wanted, at + 1, block.end)
    found = [(at, after) for at, after in found if text[after : after + 1] in {" ", "\n", ""}]
    if len(found) != 1:
        return None
    at, after = found[0]
    return _value(text, after, _end(text, after, block.end, block.indent), at, block.indent)


def _value(text: str, after: int, end: int, key: int, indent: int) -> tuple[Place, _Block | None] | None:
    """The value behind a key or dash: on the same line, or a block below."""
    below = _AFTER_KEY.match(text, after)
    if below is not None:
        block = _first_block(text, below.end(), end, indent, dashes_at=indent)
        if block is None:
            return None
        return Place(key, block.start), block
    value = _SPACES.match(text, after).end()  # type: ignore[union-attr] # no spaces are a match too
    if text[value] in "&!*":
        return None
    return Place(key, value), None


def _item(text: str, block: _Block, number: int) -> tuple[Place, _Block | None] | None:
    """The item of a list under a number."""
    line = text.rfind("\n", 0, block.start) + 1
    if text[line : block.start].strip(" "):
        return None
    for position, match in enumerate(_dash_pattern(block.indent).finditer(text, line, block.end)):
        if position < number:
            continue
        begin = match.end()
        end = _end_of_item(text, begin, block.end, block.indent)
        if _AFTER_KEY.match(text, begin) is not None or text[begin] in _SPECIAL or text.startswith("- ", begin):
            return None
        column = begin - match.start()
        return Place(-1, begin), _Block(begin, end, column)
    return None


def _end(text: str, start: int, end: int, indent: int) -> int:
    """Where the value of a key at a column ends: at the next line that stands no deeper (dashes at the column belong to it)."""
    match = _end_pattern(indent).search(text, start, end)
    return match.start() if match is not None else end


def _end_of_item(text: str, start: int, end: int, indent: int) -> int:
    match = re.compile(rf"^ {{0,{indent}}}(?=[^\s#])", re.MULTILINE).search(text, start, end)
    return match.start() if match is not None else end


@lru_cache(maxsize=256)
def _end_pattern(indent: int) -> re.Pattern[str]:
    shallower = rf"^ {{0,{indent - 1}}}(?=[^\s#])|" if indent else ""
    return re.compile(rf"{shallower}^ {{{indent}}}(?=[^\s#])(?!-(?:\s|\Z))", re.MULTILINE)


@lru_cache(maxsize=256)
def _dash_pattern(indent: int) -> re.Pattern[str]:
    return re.compile(rf"^ {{{indent}}}- +", re.MULTILINE)
