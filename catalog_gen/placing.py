"""Where findings about the catalog as a whole stand, remembered by the content of each file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from catalog_gen.diagnostics import Diagnostic, Span
from catalog_gen.parsing import digest
from catalog_gen.run import Run
from catalog_gen.text.documents import read_again
from catalog_gen.text.positions import Positions, locate

PLACES = "places"
"""Kind of the cached values: pointer → line and column, by the digest of the file's path and content."""

_DECODE = msgspec.msgpack.Decoder(dict[str, tuple[int, int]]).decode


def place(diagnostics: Sequence[Diagnostic], run: Run) -> tuple[Diagnostic, ...]:
    """The diagnostics with line and column. Files are read again only for places that no earlier build asked for."""
    files = list[_File]()

    def places(path: str) -> _File | None:
        raw = run.reader.read(path)
        if raw is None:
            return None
        key = digest(path.encode("utf-8", "surrogateescape") + b"\0" + raw)
        files.append(_File(path, raw, key, run.cache.get(PLACES, key)))
        return files[-1]

    placed = locate(diagnostics, places)
    run.cache.put_many(PLACES, {file.key: file.encoded() for file in files if file.learned})
    return placed


class _File:
    """The places of one file that were ever asked for."""

    def __init__(self, path: str, raw: bytes, key: str, stored: bytes | None) -> None:
        self.path = path
        self.key = key
        self.learned = False
        self._raw = raw
        self._known = _DECODE(stored) if stored is not None else {}

    @cached_property
    def _positions(self) -> Positions:
        return Positions(read_again(self.path, self._raw))

    def span(self, pointer: str) -> Span:
        if pointer not in self._known:
            found = self._positions.span(pointer)
            self._known[pointer] = (found.line, found.column)
            self.learned = True
        line, column = self._known[pointer]
        return Span(path=self.path, line=line, column=column, pointer=pointer)

    def encoded(self) -> bytes:
        return msgspec.msgpack.encode(self._known, order="sorted")
