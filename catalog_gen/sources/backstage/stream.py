"""YAML streams: several documents in one file, each read on its own, with lines that count from the top of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_gen.text.documents import Parsed, parse_text

MOST_DOCUMENTS = 5_000
_MARK = re.compile(r"^(?:---(?=[ \t\r\n]|\Z)|\.\.\.(?=[ \t\r\n]|\Z))[^\r\n]*\r?\n?", re.MULTILINE)
"""The start or the end of a document (YAML 1.2.2, section 9.1.4): such a line belongs to no text, whatever stands around it."""


def read_stream(path: str, raw: bytes) -> Iterator[Parsed]:
    """The documents of a file that hold anything."""
    text = raw.decode("utf-8-sig", "replace")
    if text.lstrip()[:1] in {"{", "["}:
        yield parse_text(path, raw)
        return
    for line, part in _parts(text):
        if _has_content(part):
            yield parse_text(path, b"\n" * line + part.encode())


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Each document with the number of lines that stand before it."""
    start = line = 0
    for count, mark in enumerate(_MARK.finditer(text)):
        if count > MOST_DOCUMENTS:
            return
        yield line, text[start : mark.start()]
        line += text.count("\n", start, mark.start())
        content = mark[0][3:].strip()
        if mark[0].startswith("---") and content and not content.startswith("#"):
            start = mark.start() + 3  # a document may begin on the line of its mark
        else:
            line += mark[0].count("\n")
            start = mark.end()
    yield line, text[start:]


def _has_content(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith(("#", "%")) for line in text.splitlines())
