"""Two texts line by line: what was taken away, what was added, and a few lines around."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from markupsafe import Markup

from catalog_gen.site.sanitise import escaped

AROUND = 3
"""Unchanged lines that are shown around a change."""

LINE_LIMIT = 2_500
"""Lines of a text that are compared: comparing takes time that grows faster than the texts."""

SHOWN_LIMIT = 600
"""Lines of a difference that are shown."""


@lru_cache(maxsize=8)
def diff_lines(old: str, new: str) -> tuple[tuple[str, str], ...] | None:
    """(sign, line): `+`, `-`, `` `` for a line of both, `@` before a place further down. None for texts too long to compare."""
    before, after = old.splitlines(), new.splitlines()
    if max(len(before), len(after)) > LINE_LIMIT:
        return None
    return tuple(_hunks(before, after))


def _hunks(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        yield "@", f"line {group[0][3] + 1}"
        for tag, first, last, start, end in group:
            if tag == "equal":
                yield from ((" ", line) for line in after[start:end])
                continue
            yield from (("-", line) for line in before[first:last])
            yield from (("+", line) for line in after[start:end])


def render_lines(old: str, new: str) -> Markup | None:
    """The difference as the content of a `pre`; None for texts too long to compare, empty for equal ones."""
    lines = diff_lines(old, new)
    if lines is None:
        return None
    html = [_TAGS[sign].format(escaped(line)) for sign, line in lines[:SHOWN_LIMIT]]
    if len(lines) > SHOWN_LIMIT:
        html.append(f"<i>{len(lines) - SHOWN_LIMIT:,} more lines are not shown</i>\n")
    return Markup("".join(html))  # noqa: S704 - every line was escaped


_TAGS = {" ": "  {}\n", "+": "<ins>+ {}</ins>\n", "-": "<del>- {}</del>\n", "@": "<i>@ {}</i>\n"}
