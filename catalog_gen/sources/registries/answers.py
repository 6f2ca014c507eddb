"""Sources whose files are single answers of an API: a table says how each shape of answer is told and read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Any

from catalog_gen.diagnostics import Span
from catalog_gen.model.declaration import Declarations
from catalog_gen.sources.registries.statement import Statement
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed

Fits = Callable[[Any], bool]
Read = Callable[[Statement, Any, Span], None]
Reading = tuple[Fits, Read]

_SUFFIXES = frozenset({".json", ".yaml", ".yml", ".txt", ""})
_MOST = 100_000
"""Answers in one file."""


class AnswersSource:
    """A source that reads answers of one API, each in a file of its own, or several of them in a list."""

    def __init__(self, name: str, signs: Sequence[str], readings: Sequence[Reading], hint: str) -> None:
        self.name = name
        self.signs = re.compile("|".join(rf"[\"']?{sign}[\"']?\s*:" for sign in signs).encode())
        self.words = tuple(max(re.split(r"\W+", sign), key=len).encode() for sign in signs)
        self.readings = tuple(readings)
        self.hint = hint

    def sniff(self, path: str, raw: bytes) -> bool:
        """A file of JSON or YAML in which one of the API's fields stands."""
        if PurePosixPath(path).suffix.lower() not in _SUFFIXES or not any(word in raw for word in self.words):
            return False  # most files end here, and looking for a word takes a hundredth of the time
        return self.signs.search(raw) is not None

    def recognises(self, parsed: Parsed) -> bool:
        """One of the API's answers, or a list of them."""
        return bool(self._answers(parsed.value))

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """What the answers say."""
        del context
        statement = Statement(self.name, parsed.path)
        found = self._answers(parsed.value)
        if not found:
            statement.fail("registry-export-unrecognised", f"This is no answer that the source `{self.name}` knows.", self.hint)
        for pointer, read, answer in found:
            read(statement, answer, statement.span(pointer))
        return statement.declarations()

    def _answers(self, value: Any) -> list[tuple[str, Read, Any]]:
        """Each answer with its pointer and how to read it. The value as a whole comes before its members."""
        whole = self._reader(value)
        if whole is not None:
            return [("", whole, value)]
        if not isinstance(value, list) or not value or self._reader(value[0]) is None:
            return []
        readers = ((index, self._reader(row), row) for index, row in enumerate(value[:_MOST]))
        return [(f"/{index}", reader, row) for index, reader, row in readers if reader is not None]

    def _reader(self, value: Any) -> Read | None:
        return next((read for fits, read in self.readings if fits(value)), None)


def list_of(key: str, fits: Fits, more: frozenset[str] = frozenset()) -> Fits:
    """Whether a value is a mapping that lists things of a shape under a key; an empty list fits where nothing else stands beside it."""

    def check(value: Any) -> bool:
        if not isinstance(value, dict) or not isinstance(value.get(key), list):
            return False
        listed = value[key]
        return fits(listed[0]) if listed else set(value) <= {key, "NextToken", *more}

    return check
