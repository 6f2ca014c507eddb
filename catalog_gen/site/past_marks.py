"""The past of fields in marks beside them, and the list of fields that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from catalog_gen.site.views.parts import FieldMark, LostLine, PastView, Ref

if TYPE_CHECKING:
    from catalog_gen.evolution.fields import FieldPast, Past

MOST_CHANGES = 3
"""Versions that one mark names, the latest ones."""

MARK_LIMIT = 1_000
"""Marks on one page."""

LOST_LIMIT = 60
"""Removed fields on one page."""


def mark_past(past: Past, pages: Mapping[str, str]) -> PastView:
    """The marks of a past. `pages`: version → the page that says what it changed."""
    marks = tuple(mark for one in past.fields for mark in _marks(one, pages))[:MARK_LIMIT]
    lost = tuple(LostLine(path=one.path, kind=one.kind, removed=_step(one.removed, pages), last=one.last) for one in past.lost[:LOST_LIMIT])
    return PastView(marks=marks, lost=lost, more_lost=max(0, len(past.lost) - LOST_LIMIT))


def _marks(one: FieldPast, pages: Mapping[str, str]) -> Iterator[FieldMark]:
    if one.since:
        yield FieldMark(path=one.path, words="since", versions=(_step(one.since, pages),))
    if one.changed:
        shown = one.changed[-MOST_CHANGES:]
        yield FieldMark(path=one.path, words="changed in", versions=tuple(_step(version, pages) for version in shown))
    if one.deprecated:
        yield FieldMark(path=one.path, words="deprecated since", versions=(_step(one.deprecated, pages),))


def _step(version: str, pages: Mapping[str, str]) -> Ref:
    return Ref(name=version, url=pages.get(version, ""))
