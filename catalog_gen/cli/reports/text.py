"""Findings for people: the place, the words, the line itself with a mark under it, and what to do."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TextIO

from catalog_gen.cli.reports.report import Report, plain
from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.text.documents import read_again

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}

MOST_INFOS = 8
"""Infos of one code that are written out; a hundred documents without a licence are one thing to know, not a hundred."""

WIDTH = 110
"""Characters of a source line that are shown."""

_BEFORE = 50
"""Characters of a long line that are shown before the place."""

_LINK = r"\[\[[^\]\n]*\]\]"
_WORD = r"(?:[^\s,\[\]{}#:]|:(?=\S))+"
_TOKEN = re.compile(rf"{_LINK}|\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|{_WORD}(?: {_WORD})*")
"""A link of Markdown, a quoted text, or plain words up to what ends them in YAML; of a key only the key."""


def write_text(report: Report, stream: TextIO, *, excerpts: bool = True, limit: int = 0) -> None:
    """One finding after the other. `limit` bounds their number (0: all), the gravest first."""
    coloured = stream.isatty() and "NO_COLOR" not in os.environ
    shown, folded = _fold(report)
    cut = sorted(shown, key=lambda found: found.severity.rank)[:limit] if limit else shown

    @cache
    def lines(path: str) -> list[str]:
        raw = report.read(path)
        return [] if raw is None else read_again(path, raw).text.splitlines()

    for found in cut:
        severity = f"\x1b[{COLOURS[found.severity]}m{found.severity}\x1b[0m" if coloured else str(found.severity)
        stream.write(f"{plain(report.place(found.span))}: {severity}: {plain(found.message)} [{found.code}]\n")
        if excerpts:
            stream.writelines(f"{line}\n" for line in excerpt(found.span, lines(found.span.path)))
        stream.writelines(f"    see: {plain(report.place(span))}\n" for span in found.related)
        if found.hint:
            stream.write(f"    hint: {plain(found.hint)}\n")
    if len(cut) < len(shown):
        stream.write(f"… and {len(shown) - len(cut)} more; see `catalog-gen check` or the site's page of problems.\n")
    stream.writelines(f"… and {number} more of {code}; `--format json` lists them all.\n" for code, number in sorted(folded.items()))


def _fold(report: Report) -> tuple[list[Diagnostic], Counter[str]]:
    """What is written out, and how many infos of a code are not."""
    shown, told, folded = list[Diagnostic](), Counter[str](), Counter[str]()
    for found in report.findings:
        if not report.fails(found) and found.severity is Severity.INFO:
            told[found.code] += 1
            if told[found.code] > MOST_INFOS:
                folded[found.code] += 1
                continue
        shown.append(found)
    return shown, folded


def excerpt(span: Span, lines: list[str]) -> Iterator[str]:
    """The line of a place, and a mark under the value that stands there."""
    if not span.line or span.line > len(lines):
        return
    line = lines[span.line - 1]
    column = min(span.column - 1, len(line))
    token = _TOKEN.match(line, column)
    length = len(token[0]) if token else 1
    start = max(0, column - _BEFORE) if len(line) > WIDTH else 0
    shown = plain(line[start : start + WIDTH]).rstrip()
    if not shown:
        return
    before, after = "…" if start else "", "…" if start + WIDTH < len(line) else ""
    number = str(span.line)
    mark = "^" + "~" * min(length - 1, max(0, len(shown) - (column - start) - 1))
    yield f"  {number} | {before}{shown}{after}"
    yield f"  {' ' * len(number)} | {' ' * (len(before) + column - start)}{mark}"
