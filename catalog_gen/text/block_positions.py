"""Finding values of a plain block-style YAML file without reading its tokens.

Reading the tokens of a file takes 0.4 s a megabyte; most findings point into files that are plain blocks of keys and dashes,
where one pass over the beginnings of lines (8 ms a megabyte) tells where each block begins and ends. Whatever is not plain (flow
collections on the way, anchors, tags, merge keys, quoted keys with escapes, several documents, repeated keys) is left to the tokens.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import NamedTuple

_NOT_PLAIN = ("\t", "\r", "<<", "\n%", "\n---", "\n...", "\n? ", " ? ")
"""What a plain text does not hold anywhere, not even in a text where it would be harmless."""

_SPECIAL = "&!*?|>{[%@`"
_CONTENT = re.compile(r"(?:\A|\n)( *)(?=[^\s#])")
_KEY = re.compile(r"""(?:"([^"\\\n]*)"|'([^'\n]*)'|([^\s"'#&*!?|>%@`{}\[\],-][^\n]*?|-[^\s][^\n]*?)):(?=[ \n]|\Z)""")
_AFTER_KEY = re.compile(r" *(?:#.*)?(?=\n|\Z)")
_AFTER_DASH = re.compile(r"- +")
_SPACES = re.compile(" *")


class Place(NamedTuple):
    """Offsets of a key (-1 for none) and of its value."""

    key: int
    value: int


class Block(NamedTuple):
    """A block mapping or list: its lines (first, and the one after the last), the offset and column of its first key or dash."""

    line: int
    end: int
    start: int
    column: int


class Member(NamedTuple):
    """A key or dash: where it stands, what follows it, and its lines."""

    key: int
    after: int
    line: int
    end: int


def is_plain(text: str) -> bool:
    """Whether indentation alone tells where things are in this text."""
    return not text.startswith(("%", "? ")) and not any(sign in text for sign in _NOT_PLAIN)


class Blocks:
    """The blocks of one plain text. What was looked at once is known afterwards."""

    def __init__(self, text: str) -> None:
        """Pass over the beginnings of all lines that hold more than space and comments."""
        self.text = text
        self._starts, self._columns = array("l"), array("l")
        for match in _CONTENT.finditer(text):
            self._starts.append(match.end())
            self._columns.append(match.end() - match.start(1))
        self._mappings: dict[Block, dict[str, Member | None]] = {}
        self._lists: dict[Block, list[Member]] = {}

    def find(self, parts: Sequence[str]) -> Place | None:
        """The place of the value at a pointer's parts; None where the tokens must be asked."""
        block = self.top()
        place = Place(-1, block.start) if block is not None else None
        for part in parts:
            if block is None:
                return None
            found = self._item(block, int(part)) if part.isdecimal() and self.is_list(block) else self._member(block, part)
            if found is None:
                return None
            place, block = found
        return place

    def top(self) -> Block | None:
        """The block of the whole text."""
        first = 1 if self.text.startswith("---") else 0
        return self._block(first, len(self._starts)) if first < len(self._starts) else None

    def _block(self, line: int, end: int) -> Block | None:
        """The block that begins on a line, when that line begins plainly."""
        start = self._starts[line]
        return Block(line, end, start, self._columns[line]) if self.text[start] not in _SPECIAL else None

    def is_list(self, block: Block) -> bool:
        """Whether a block is a list."""
        return self._is_dash(block.start)

    def _is_dash(self, offset: int) -> bool:
        return self.text[offset] == "-" and self.text[offset + 1 : offset + 2] in {" ", "\n"}

    def _lines_at(self, block: Block) -> list[int]:
        """The block's lines that begin at its column; the first may begin behind a dash."""
        columns, column = self._columns, block.column
        return [block.line, *(line for line in range(block.line + 1, block.end) if columns[line] == column)]

    def column(self, line: int) -> int:
        """The column, from 0, in which a line begins."""
        return self._columns[line]

    def offset(self, line: int) -> int:
        """The offset of a line; of the one after the last it is the end of the text."""
        return self._starts[line] - self._columns[line] if line < len(self._starts) else len(self.text)

    def members(self, block: Block) -> list[tuple[str, Member]] | None:
        """The keys and members of a mapping, in order; None when some line is no key, or a key stands there twice."""
        found = self._known(block)
        lines = sum(not self._is_dash(block.start if line == block.line else self._starts[line]) for line in self._lines_at(block))
        members = [(key, member) for key, member in found.items() if member is not None]
        return members if len(members) == len(found) == lines and members else None

    def below(self, member: Member, block: Block) -> Block | None:
        """The block that stands below a key, if one does."""
        value = self._value(member, block.column)
        return value[1] if value is not None else None

    def _known(self, block: Block) -> dict[str, Member | None]:
        if block not in self._mappings:
            self._mappings[block] = self._members(block)
        return self._mappings[block]

    def _member(self, block: Block, key: str) -> tuple[Place, Block | None] | None:
        """The member of a mapping under a key, when there is exactly one and its line is plain."""
        member = self._known(block).get(key)
        return None if member is None else self._value(member, block.column)

    def _members(self, block: Block) -> dict[str, Member | None]:
        """The members by key; None for a key that stands there twice."""
        found: dict[str, Member | None] = {}
        lines = self._lines_at(block)
        keys = [(line, block.start if line == block.line else self._starts[line]) for line in lines]
        keys = [(line, start) for line, start in keys if not self._is_dash(start)]  # dashes at the column belong to the key above
        for number, (line, start) in enumerate(keys):
            match = _KEY.match(self.text, start)
            if match is None:
                continue
            end = keys[number + 1][0] if number + 1 < len(keys) else block.end
            name = match[3].rstrip(" ") if match[3] is not None else next(group for group in match.groups() if group is not None)
            found[name] = None if name in found else Member(start, match.end(), line, end)
        return found

    def _value(self, member: Member, column: int) -> tuple[Place, Block | None] | None:
        """The value behind a key: on the same line, or a block below."""
        if _AFTER_KEY.match(self.text, member.after) is not None:
            below = member.line + 1
            if below >= member.end:
                return None
            deeper = self._columns[below] > column or (self._columns[below] == column and self._is_dash(self._starts[below]))
            block = self._block(below, member.end) if deeper else None
            return (Place(member.key, block.start), block) if block is not None else None
        value = _SPACES.match(self.text, member.after).end()  # type: ignore[union-attr] # no spaces are a match too
        return None if self.text[value] in "&!*" else (Place(member.key, value), None)

    def _item(self, block: Block, number: int) -> tuple[Place, Block | None] | None:
        """The item of a list under a number."""
        if block not in self._lists:
            self._lists[block] = self._items(block)
        items = self._lists[block]
        if number >= len(items):
            return None
        item = items[number]
        if item.after < 0:
            return None
        begin = item.after
        plain = _AFTER_KEY.match(self.text, begin) is None and self.text[begin] not in _SPECIAL and not self._is_dash(begin)
        return (Place(-1, begin), Block(item.line, item.end, begin, block.column + begin - item.key)) if plain else None

    def _items(self, block: Block) -> list[Member]:
        """The items; `after` is -1 where a dash stands alone on its line."""
        if block.start != self._starts[block.line]:
            return []
        lines = [line for line in self._lines_at(block) if self._is_dash(self._starts[line])]
        found = []
        for number, line in enumerate(lines):
            start = self._starts[line]
            match = _AFTER_DASH.match(self.text, start)
            end = lines[number + 1] if number + 1 < len(lines) else self._end(block, line)
            found.append(Member(start, match.end() if match is not None else -1, line, end))
        return found

    def _end(self, block: Block, line: int) -> int:
        """Where the last item of a list ends: at the next line that stands no deeper than the dashes."""
        return next((later for later in range(line + 1, block.end) if self._columns[later] <= block.column), block.end)
