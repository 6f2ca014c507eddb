"""From a character's number in a text to its line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

_BREAK = re.compile(r"\r\n|\n|\r")


_FEW_LOOKUPS = 100
"""Lookups after which an index of all lines is cheaper than counting them each time."""


class Lines:
    """The lines of one text. A line ends where editors end it: at CR, LF or both."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lookups = 0

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _BREAK.finditer(self._text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character; an offset past the end is the end."""
        offset = max(0, min(offset, len(self._text)))
        if "_starts" not in self.__dict__ and self._lookups < _FEW_LOOKUPS and "\r" not in self._text:
            self._lookups += 1
            return self._text.count("\n", 0, offset) + 1, offset - self._text.rfind("\n", 0, offset)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
