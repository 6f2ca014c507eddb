"""The past of fields beside the fields: quiet marks, and the fields that are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from catalog_gen.model import addresses
from catalog_gen.site.views.parts import FieldMark, LostLine, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.evolution.fields import FieldPast, LostField, Past
    from catalog_gen.model.message import Message
    from catalog_gen.site.views.parts import SchemaView

MOST_CHANGES = 3
"""Versions that a mark names; those before are left to the comparisons."""

MARK_LIMIT = 1_000
"""Marks on one page."""

LOST_LIMIT = 60
"""Removed fields on one page."""


def with_past(view: SchemaView | None, past: Past | None, message: Message, anchor: str) -> SchemaView | None:
    """A schema with what happened to its fields. `anchor` is the part's own in the pages that compare versions."""
    if view is None or not past:
        return view
    steps = {
        new.version: addresses.comparison_url(message, old, new) for new, old in zip(message.versions, message.versions[1:], strict=False)
    }
    marks = tuple(mark for one in past.fields for mark in _marks(one, steps, anchor))[:MARK_LIMIT]
    lost = tuple(_lost(one, steps, anchor) for one in past.lost[:LOST_LIMIT])
    return msgspec.structs.replace(view, marks=marks, lost=lost, more_lost=max(0, len(past.lost) - LOST_LIMIT))


def _marks(one: FieldPast, steps: dict[str, str], anchor: str) -> Iterator[FieldMark]:
    if one.since:
        yield FieldMark(path=one.path, words="since", versions=(_step(one.since, steps, anchor),))
    if one.changed:
        shown = one.changed[-MOST_CHANGES:]
        yield FieldMark(path=one.path, words="changed in", versions=tuple(_step(version, steps, anchor) for version in shown))
    if one.deprecated:
        yield FieldMark(path=one.path, words="deprecated since", versions=(_step(one.deprecated, steps, anchor),))


def _lost(one: LostField, steps: dict[str, str], anchor: str) -> LostLine:
    return LostLine(path=one.path, kind=one.kind, removed=_step(one.removed, steps, anchor), last=one.last)


def _step(version: str, steps: dict[str, str], anchor: str) -> Ref:
    """A version by the page that says what it changed."""
    url = steps.get(version, "")
    return Ref(name=version, url=f"{url}#{anchor}" if url else "")
