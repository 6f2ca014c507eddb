"""A difference for people at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator

from catalog_gen.cli.differences.difference import Difference
from catalog_gen.cli.reports.report import encodable, plain
from catalog_gen.diagnostics import Span
from catalog_gen.evolution.catalogs.changes import CatalogChange, sign_of

SIGNS = {"added": "+", "removed": "-", "changed": "~"}
WIDTH = 400
"""Characters of a payload that are shown."""


def text_form(difference: Difference) -> str:
    """What breaks with its places, whom it touches and the payload that proves it; then what was accepted, and what is safe."""
    return encodable("".join(f"{line}\n" for line in _lines(difference)))


def _lines(difference: Difference) -> Iterator[str]:
    counted, excused, safe = difference.parts
    for change in counted:
        yield from _breaking(difference, change)
    if excused:
        yield "Accepted:"
        yield from (_accepted(difference, change) for change in excused)
    if safe:
        yield "Safe:"
        for change in safe:
            yield f"  {SIGNS[sign_of(change)]} {plain(change.message)} [{kind_of(change)}]"
    yield from _remarks(difference)
    yield difference.sentence()
    if difference.summary["affected"]:
        yield f"Affected: {', '.join(plain(name) for name in difference.summary['affected'])}."
    if difference.summary["owners"]:
        yield f"Ask: {', '.join(plain(name) for name in difference.summary['owners'])}."


def _remarks(difference: Difference) -> Iterator[str]:
    for found in difference.findings:
        yield f"{place(found.span)}: {found.severity}: {plain(found.message)} [{found.code}]"
        if found.hint:
            yield f"    hint: {plain(found.hint)}"
    yield from (f"note: {plain(note)}" for note in difference.notes)


def _accepted(difference: Difference, change: CatalogChange) -> str:
    why = difference.accepted[change.fingerprint]
    until = f" until {why.expires}" if why.expires else ""
    reason = f": {plain(why.reason)}" if why.reason else ""
    return f"  {SIGNS[sign_of(change)]} {plain(change.message)} [{change.kind}, {why.by}{until}{reason}]"


def kind_of(change: CatalogChange) -> str:
    """The kind, and for a schema the kind inside."""
    return f"{change.kind}: {change.schema.kind}" if change.schema is not None else str(change.kind)


def _breaking(difference: Difference, change: CatalogChange) -> Iterator[str]:
    word = "undecided" if change.undecided else "breaking"
    yield f"{SIGNS[sign_of(change)]} {word}: {plain(change.message)} [{kind_of(change)}] {change.fingerprint}"
    for name, span in (
        ("old", change.old and difference.locate_old(change.old)),
        ("new", change.new and difference.locate_new(change.new)),
    ):
        if span:
            yield f"    {name}: {plain(place(span))}"
    if change.schema is not None and change.schema.counterexample is not None:
        payload = json.dumps(change.schema.counterexample, ensure_ascii=False, default=str)
        yield f"    payload: {plain(payload[:WIDTH])}{'…' if len(payload) > WIDTH else ''}"
    if change.schema is not None and change.schema.explanation:
        yield f"    why: {plain(change.schema.explanation)}"
    if change.affected:
        rows = [f"{one.service} {one.version}".strip() + (f" ({', '.join(one.owners)})" if one.owners else "") for one in change.affected]
        yield f"    affects: {plain(', '.join(rows))}"
    if change.hint:
        yield f"    hint: {plain(change.hint)}"


def place(span: Span) -> str:
    """A place as editors understand it."""
    return f"{span.path}:{span.line}:{span.column}" if span.line else span.path
