"""Reading on after a syntax error: one bad line must not cost the document.

The parser's complaint names a line. A text with a stray `: ` in it is read as if it were quoted, a tab as if it were spaces; any
other bad line is left out with what stands deeper below it. Lines keep their numbers, so later findings keep their places. The
complaint itself stays an error: what is shown is what could be read, and it says so.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.text.findings import Findings
from catalog_gen.text.limits import Limits
from catalog_gen.text.yaml_events import Builder

REPAIRABLE = frozenset({"yaml-syntax", "yaml-tab-indent"})

_MOST_REPAIRS = 12
_MOST_CHARACTERS = 2_000_000
"""Read again and again, at most so many characters in all; reading 1 MB takes about a second."""

_COLON_IN_TEXT = re.compile(r"^(\s*(?:- +)*[^\s:#\"'\[{][^:#\"'\[{]*: +)([^\s\"'\[{|>&*!#].*?: .*?)\s*$")


def read_on(text: str, limits: Limits, findings: Findings) -> tuple[Any, bool]:
    """The value of a text that has a syntax error (reported to `findings` by now), without the lines that are wrong; or nothing."""
    bad = [found for found in findings.all() if found.code in REPAIRABLE]
    if len(bad) != 1 or len(findings.all()) != 1:
        return None, False
    lines = text.split("\n")
    line = _line(bad[0])
    budget = _MOST_CHARACTERS
    seen: set[int] = set()
    for _ in range(_MOST_REPAIRS):
        budget -= len(text)
        if budget < 0 or not 0 < line <= len(lines):
            break
        _mend(lines, line - 1, again=line in seen)
        seen.add(line)
        trial = Findings(findings.path, "\n".join(lines), 100)
        builder = Builder(trial, limits)
        builder.read(trial.text)
        if builder.ok:
            if not isinstance(builder.value, (dict, list)):
                break
            _say_so(findings)
            return builder.value, True
        complaints = [found for found in trial.all() if found.code in REPAIRABLE]
        if not complaints:
            break
        line = _line(complaints[-1])
    return None, False


def _line(found: Diagnostic) -> int:
    """The line to change: where the parser gave up, or where the bracket stands that it would have closed."""
    return found.related[0].line if found.related and "`,` or" in found.message else found.span.line


def _mend(lines: list[str], number: int, *, again: bool) -> None:
    """Change the line so that it can be read, or leave it out with what belongs to it."""
    line = lines[number]
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation and not again:
        lines[number] = indentation.replace("\t", "  ") + line.lstrip()
        return
    match = _COLON_IN_TEXT.match(line)
    if match is not None and not again:
        lines[number] = match[1] + "'" + match[2].replace("'", "''") + "'"
        return
    depth = len(indentation)
    lines[number] = ""
    for below in range(number + 1, len(lines)):
        content = lines[below].lstrip()
        if content and len(lines[below]) - len(content) <= depth:
            break
        lines[below] = ""


def _say_so(findings: Findings) -> None:
    findings.replace_last(lambda found: msgspec.structs.replace(found, hint=f"{found.hint} The rest of the file was read."))
