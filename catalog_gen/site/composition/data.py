"""JSON values that have no page of their own (bindings, extensions, security) as labelled rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from catalog_gen.site.views.parts import DataRow, DataTable

if TYPE_CHECKING:
    from catalog_gen.model.base import Json

ROW_LIMIT = 40
"""A table with more rows than this is shown as JSON instead: nobody reads it as a table."""

_DEPTH_LIMIT = 6


def json_text(value: Json) -> str:
    """A JSON value as people write it: two spaces, other scripts kept, key order kept."""
    compact = json.dumps(value, ensure_ascii=False, default=str)
    try:
        return msgspec.json.format(compact, indent=2)  # json.dumps with `indent` takes four times as long
    except (msgspec.DecodeError, UnicodeEncodeError):  # NaN and lone surrogates are no JSON
        return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def compose_table(title: str, anchor: str, value: Json) -> tuple[DataTable, ...]:
    """A table of a value's leaves, or nothing for an empty value."""
    if value is None or value in ({}, []):
        return ()
    rows = []
    for row in _leaves(value, ()):
        rows.append(row)
        if len(rows) > ROW_LIMIT:
            return (DataTable(title=title, anchor=anchor, rows=(), rest=json_text(value)),)
    return (DataTable(title=title, anchor=anchor, rows=tuple(rows)),)


def compose_pairs(title: str, anchor: str, pairs: tuple[tuple[str, str], ...]) -> tuple[DataTable, ...]:
    """A table of the pairs whose value is not empty, or nothing when none is left."""
    rows = tuple(DataRow(label=label, value=value, kind=_text_kind(value)) for label, value in pairs if value)
    return (DataTable(title=title, anchor=anchor, rows=rows),) if rows else ()


def _leaves(value: Json, way: tuple[str, ...]) -> Iterator[DataRow]:
    label = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(way)
    if isinstance(value, dict) and value and len(way) < _DEPTH_LIMIT:
        for key, member in value.items():
            yield from _leaves(member, (*way, str(key)))
    elif isinstance(value, list) and value and len(way) < _DEPTH_LIMIT and not _is_flat(value):
        for number, member in enumerate(value, start=1):
            yield from _leaves(member, (*way, str(number)) if len(value) > 1 else way)
    elif isinstance(value, str):
        yield DataRow(label=label, value=value, kind=_text_kind(value))
    elif isinstance(value, list) and _is_flat(value):
        yield DataRow(label=label, value=", ".join(_word(member) for member in value))
    else:
        yield DataRow(label=label, value=json.dumps(value, ensure_ascii=False, default=str), kind="literal")


def _is_flat(value: list[Json]) -> bool:
    return bool(value) and all(not isinstance(member, (dict, list)) for member in value)


def _word(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _text_kind(value: str) -> str:
    return "link" if value.startswith(("https://", "http://")) and not any(mark in value for mark in " \t\n{}<>\"'") else "text"
