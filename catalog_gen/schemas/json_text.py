"""JSON texts of any origin as values, and values as short JSON texts. Neither direction ever raises."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from catalog_gen.schemas.fields import TEXT_LIMIT

NESTING_LIMIT = 200
"""Levels of brackets that are read of a text that nests too deeply for a parser."""

CUT = "x-nested-too-deeply"
"""The keyword of an object that stands where a text was cut."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_OPENING = frozenset("[{")
_CLOSING = frozenset("]}")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL)
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_json(text: str) -> tuple[Any, str]:
    """The value of a JSON text and, in words, why there is none (then the value is None).

    What nests deeper than a parser can follow is cut and stands as an object with the keyword `CUT`.
    """
    try:
        return msgspec.json.decode(text), ""
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        text = _whole_characters(text)
    try:
        return json.loads(text), ""
    except RecursionError:
        return parse_json(_shallow(text, NESTING_LIMIT))
    except ValueError as error:
        return None, f"not readable as JSON: {str(error).partition(': line')[0]}"


def value_text(value: Any, limit: int = TEXT_LIMIT) -> str:
    """A value as JSON on one line, at most `limit` characters."""
    try:
        text = repr(value) if value.__class__ is int else _ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        text = "…"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _whole_characters(text: str) -> str:
    """Halves of a surrogate pair cannot be written to a file: show them as U+FFFD."""
    text = _SURROGATE.sub("\ufffd", text)
    return _ESCAPE.sub(lambda match: "\\ufffd" if match[1] else match[0], text)


def _shallow(text: str, limit: int) -> str:
    """The text with everything below `limit` levels of brackets replaced; linear, whatever the text holds."""
    kept: list[str] = []
    depth = start = 0
    for match in _TOKEN.finditer(text):
        if match[0] in _OPENING:
            depth += 1
            if depth == limit:
                kept.append(text[start : match.start()])
        elif match[0] in _CLOSING:
            if depth == limit:
                kept.append(f'{{"{CUT}": true}}')
                start = match.end()
            depth -= 1
    if depth < limit:
        kept.append(text[start:])
    return "".join(kept)
