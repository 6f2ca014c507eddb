"""Which texts are left to the Markdown parser, and which would keep it busy for longer than any page is worth.

Python-Markdown looks for the end of a link from each `[` on, and for the end of a tag from each `<` on: with n of them
unclosed in one block it takes n² steps (20,000 `[` took 62 s). Underlined headings and admonitions without blank lines
between them copy the rest of their block each time, and emphasis is looked for again inside emphasis. The number of such
marks, times the length of their block, is the measure; prose never comes near the bound.
"""

from __future__ import annotations

import re

SIZE_LIMIT = 100_000
"""Characters of a text that is still Markdown."""

_COST_LIMIT = 5_000_000
_DEPTH_LIMIT = 30
_EMPHASIS_WEIGHT = 20
_AGAIN = re.compile(r"\n[ ]{0,3}(?:=+|-+)[ ]*(?=\n)|^!!!", re.MULTILINE)
_BLOCK = re.compile(r"\n[ \t]*\n")
_MARK = re.compile(r"\[\^|\]\(|[\[\]<>]|\)")
_QUOTES = re.compile(r"^[ ]{0,3}(?:>[ ]?){30}", re.MULTILINE)
_INDENT = re.compile(r"^(?: {4}|\t){30}[ \t]*(?:[-*+]|\d+\.|>)", re.MULTILINE)


def is_tractable(text: str) -> bool:
    """Whether the parser is sure to be done with the text in well under two seconds. Linear."""
    if len(text) > SIZE_LIMIT or _QUOTES.search(text) or _INDENT.search(text):
        return False
    cost = 0
    for block in _BLOCK.split(text):
        emphasis = (block.count("*") + block.count("_")) // _EMPHASIS_WEIGHT
        cost += (_unclosed(block) + emphasis + len(_AGAIN.findall(block))) * len(block)
        if cost > _COST_LIMIT:
            return False
    return True


def _unclosed(block: str) -> int:
    """How many marks of a block open something that nothing closes; deep nesting counts as unclosed."""
    square = angle = round_ = deep = notes = 0
    if "[" not in block and "<" not in block:
        return 0
    for match in _MARK.finditer(block):
        mark = match[0]
        if mark[0] == "[":
            square += 1
            notes += len(mark) > 1
            deep += square > _DEPTH_LIMIT
        elif mark[0] == "]":
            square = max(0, square - 1)
            round_ += len(mark) > 1
        elif mark == ")":
            round_ = max(0, round_ - 1)
        elif mark == "<":
            angle += 1
        else:
            angle = max(0, angle - 1)
    return square + angle + round_ + deep + notes
