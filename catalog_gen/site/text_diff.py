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
    """Equal lines at both ends are left out first: most changes are small, and comparing is what takes time."""
    if before == after:
        return
    start, end = _ends(before, after)
    before, after = before[start : len(before) - end], after[start : len(after) - end]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        yield "@", f"line {start + group[0][3] + 1}"
        for tag, first, last, fresh, final in group:
            if tag == "equal":
                yield from ((" ", line) for line in after[fresh:final])
                continue
            yield from (("-", line) for line in before[first:last])
            yield from (("+", line) for line in after[fresh:final])


def _ends(before: list[str], after: list[str]) -> tuple[int, int]:
    """How many lines at the start and at the end are equal, less those that are shown around a change."""
    most = min(len(before), len(after))
    start = next((number for number in range(most) if before[number] != after[number]), most)
    end = next((number for number in range(most - start) if before[-1 - number] != after[-1 - number]), most - start)
    return max(0, start - AROUND), max(0, end - AROUND)


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
