"""YAML streams: several documents in one file, each read on its own, with lines that count from the top of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.text.documents import Parsed, parse_text
from catalog_gen.text.positions import Positions

MOST_DOCUMENTS = 5_000
_MARK = re.compile(r"^(?:---(?=[ \t\r\n]|\Z)|\.\.\.(?=[ \t\r\n]|\Z))[^\r\n]*\r?\n?", re.MULTILINE)
"""The start or the end of a document (YAML 1.2.2, section 9.1.4): such a line belongs to no text, whatever stands around it."""


class Part:
    """One document of a stream."""

    def __init__(self, parsed: Parsed, line: int = 0) -> None:
        """`line` is how many lines of the file stand before it."""
        self.parsed = parsed
        self.diagnostics = tuple(
            msgspec.structs.replace(
                found, span=self._below(found.span, line), related=tuple(self._below(span, line) for span in found.related)
            )
            for found in parsed.diagnostics
        )
        self._line = line
        self._positions = Positions(parsed)

    def span(self, pointer: str) -> Span:
        """The place of a value in the file."""
        return self._below(self._positions.span(pointer), self._line)

    def text_from(self, span: Span) -> list[str]:
        """The lines of the file from a place on, as far as the document goes."""
        lines = self.parsed.text.split("\n")[span.line - self._line - 1 :]
        return [lines[0][span.column - 1 :], *lines[1:]] if lines else []

    @staticmethod
    def _below(span: Span, line: int) -> Span:
        return msgspec.structs.replace(span, line=span.line + line) if span.line else span


def read_stream(path: str, raw: bytes) -> Iterator[Part]:
    """The documents of a file that hold anything."""
    text = raw.decode("utf-8-sig", "replace")
    if text.lstrip()[:1] in {"{", "["}:
        yield Part(parse_text(path, raw))
        return
    for line, part in _parts(text):
        if _has_content(part):
            yield Part(parse_text(path, part.encode()), line)


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
