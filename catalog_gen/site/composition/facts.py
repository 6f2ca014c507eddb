"""What a document states, as labelled rows: bindings, extensions, and whatever else is a small JSON value."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec

from catalog_gen.site.bindings import Row
from catalog_gen.site.units import in_words
from catalog_gen.site.views.parts import FactGroup, FactRow, FactTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from catalog_gen.model.base import Json

    Describe = Callable[[str], Row | None]

ROW_LIMIT = 250
"""Rows of one table; the file that states them has the rest."""

DEPTH_LIMIT = 8
"""Levels that become groups of their own; what lies deeper is one row with the value as JSON."""

INLINE = 2
"""An object with no more members than this needs no group of its own."""

_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

_JOIN = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "


def json_text(value: Json) -> str:
    """A JSON value as people write it: two spaces, other scripts kept, key order kept."""
    compact = json.dumps(value, ensure_ascii=False, default=str)
    try:
        return msgspec.json.format(compact, indent=2)  # json.dumps with `indent` takes four times as long
    except (msgspec.DecodeError, UnicodeEncodeError):  # NaN and lone surrogates are no JSON
        return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def undescribed(way: str) -> Row | None:
    """For values of which nothing is known: their members keep the names they have."""
    del way
    return None


def compose_facts(title: str, anchor: str, value: Json, describe: Describe = undescribed) -> FactTable:
    """A table of everything in a JSON value. `describe` knows what the member at a dotted way (list numbers left out) is called."""
    sheet = _Sheet(describe)
    sheet.read(value, (), ())
    groups = tuple(FactGroup(title=name, rows=tuple(rows)) for name, rows in sheet.groups if rows)
    explained = any(row.words or row.note for group in groups for row in group.rows)
    return FactTable(title=title, anchor=anchor, groups=groups, more=sheet.more, explained=explained)


def compose_pairs(title: str, anchor: str, pairs: tuple[tuple[str, str], ...]) -> tuple[FactTable, ...]:
    """A table of the pairs whose value is not empty, or nothing when none is left."""
    rows = tuple(FactRow(label=label, value=value, kind=_kind(value)) for label, value in pairs if value)
    return (FactTable(title=title, anchor=anchor, groups=(FactGroup(rows=rows),)),) if rows else ()


class _Sheet:
    """Rows in groups, as they are found."""

    def __init__(self, describe: Describe) -> None:
        self.describe = describe
        self.groups: list[tuple[str, list[FactRow]]] = [("", [])]
        self.rows = 0
        self.more = 0

    def read(self, value: Json, way: tuple[str, ...], names: tuple[str, ...]) -> None:
        """Add a value's members; a value without members is a row by itself."""
        group = self.groups[-1][1]
        if not isinstance(value, dict) or not value:
            for label, part in self._parts(value, "value"):
                self._place(part, label, way, names, group)
            return
        for key, member in value.items():
            row = self.describe(".".join((*way, str(key))))
            for label, part in self._parts(member, row.label if row else str(key)):
                self._place(part, label, (*way, str(key)), names, group)

    @staticmethod
    def _parts(member: Json, label: str) -> Iterator[tuple[str, Json]]:
        """A list of objects is as many things, each with a number; everything else is one."""
        if isinstance(member, list) and not _is_flat(member):
            several = len(member) > 1
            yield from ((f"{label} {number}" if several else label, part) for number, part in enumerate(member, start=1))
        else:
            yield label, member

    def _place(self, value: Json, label: str, way: tuple[str, ...], names: tuple[str, ...], group: list[FactRow]) -> None:
        """One member: a row, a few rows with the member's name before theirs, or a group of its own."""
        if not isinstance(value, dict) or not value or len(names) >= DEPTH_LIMIT:
            self._row(value, label, way, group)
            return
        simple = all(not isinstance(member, dict) and (not isinstance(member, list) or _is_flat(member)) for member in value.values())
        if simple and len(value) <= INLINE:
            for key, member in value.items():
                row = self.describe(".".join((*way, str(key))))
                self._row(member, label + _JOIN + (row.label if row else str(key)), (*way, str(key)), group)
            return
        self.groups.append((_JOIN.join((*names, label)), []))
        self.read(value, way, (*names, label))

    def _row(self, value: Json, label: str, way: tuple[str, ...], group: list[FactRow]) -> None:
        if self.rows >= ROW_LIMIT:
            self.more += 1
            return
        self.rows += 1
        row = self.describe(".".join(way))
        text, kind = _text(value)
        key = way[-1] if row is not None and way and way[-1].lower() != row.label.lower() else ""
        note = (dict(row.values).get(text, "") or in_words(value, row.unit)) if row is not None else ""
        words = row.words if row is not None else ""
        group.append(FactRow(label=label, key=key, value=text, kind=kind, note=note, words=words))


def _text(value: Json) -> tuple[str, str]:
    """A value as it is shown, and how."""
    if isinstance(value, bool):
        return ("yes" if value else "no"), "word"
    if value is None or value in ({}, []):
        return "none", "word"
    if value == "":
        return "empty", "word"
    if isinstance(value, str):
        return value, _kind(value)
    if isinstance(value, list) and _is_flat(value):
        words = (member if isinstance(member, str) and member else json.dumps(member, ensure_ascii=False) for member in value)
        return ", ".join(words), "code"
    return json.dumps(value, ensure_ascii=False, default=str), "code"


def _is_flat(value: list[Json]) -> bool:
    return all(not isinstance(member, (dict, list)) for member in value)


def _kind(value: str) -> str:
    if value.startswith(("https://", "http://")) and not any(mark in value for mark in " \t\n{}<>\"'"):
        return "link"
    if _MAIL.fullmatch(value):
        return "mail"
    return "text" if any(character.isspace() for character in value) else "code"
