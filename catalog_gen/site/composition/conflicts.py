"""What contracts disagree about, side by side, for the page of a message version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.checks.differences import Comparison, FieldDifference, by_field, compare_sides
from catalog_gen.model.identity import Conflict, Side
from catalog_gen.site.composition.parts import compose_schema, place
from catalog_gen.site.views.conflicts import ConflictRow, ConflictSide, Disagreement
from catalog_gen.site.views.parts import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.diagnostics import Span
    from catalog_gen.model.message import Message, MessageVersion, Party
    from catalog_gen.site.lookup import Lookup

ROW_LIMIT = 40
"""Fields that one table shows."""

LIMIT = 12
"""Conflicts that one page shows."""

_LABELS = {"owner": "Owner", "compatibility": "Compatibility mode"}
_HEADINGS = {"payload": "declares another schema", "owner": "names another owner", "compatibility": "states another compatibility mode"}


def compose_conflicts(lookup: Lookup, message: Message, version: MessageVersion) -> tuple[Disagreement, ...]:
    """The conflicts about a version; those of a party with a schema of its own among them."""
    shown = [(conflict, comparison) for conflict in _about(message, version) if (comparison := _worth(conflict)) is not None]
    roles = {party.span: role for role, party in _parties(version)}
    return tuple(
        _disagreement(lookup, conflict, comparison, f"disagreement-{number}", roles.get(conflict.second.span, ""))
        for number, (conflict, comparison) in enumerate(shown[:LIMIT], start=1)
    )


def anchors_by_place(message: Message, version: MessageVersion) -> dict[Span, str]:
    """Where a party declares another schema → the anchor of what is said about that."""
    shown = [conflict for conflict in _about(message, version) if _worth(conflict) is not None][:LIMIT]
    return {conflict.second.span: f"disagreement-{number}" for number, conflict in enumerate(shown, start=1) if conflict.about == "payload"}


def _parties(version: MessageVersion) -> Iterator[tuple[str, Party]]:
    yield from (("producer", party) for party in version.producers)
    yield from (("consumer", party) for party in version.consumers)


def _about(message: Message, version: MessageVersion) -> list[Conflict]:
    found = [one for one in message.conflicts if one.version == version.version or one.second.span == version.span]
    told = {one.second.span for one in found if one.about == "payload"}
    own = next((party for party in version.producers if party.schema is None), None)
    first = Side(
        who=own.span.path if own else version.span.path,
        service=own.service if own else "",
        version=own.version if own else version.version,
        schema=version.payload,
        span=own.span if own else version.span,
    )
    for role, party in _parties(version):
        if party.schema is not None and party.span not in told:
            second = Side(who=party.span.path, service=party.service, version=party.version, schema=party.schema, span=party.span)
            kind = "drift" if role == "consumer" else "disagreement"
            found.append(Conflict(kind=kind, about="payload", version=version.version, first=first, second=second))
    return found


def _worth(conflict: Conflict) -> Comparison | None:
    """The comparison of the two payloads; None where two formats do not differ for certain, so that nothing is to be said."""
    if conflict.about != "payload":
        return Comparison()
    comparison = compare_sides(conflict)
    formats = [side.schema.format for side in (conflict.first, conflict.second) if side.schema is not None]
    told = comparison.differences or not comparison.comparable or len(set(formats)) == 1
    return comparison if told else None


def _disagreement(lookup: Lookup, conflict: Conflict, comparison: Comparison, anchor: str, role: str) -> Disagreement:
    if conflict.about == "payload":
        rows = [_row(one) for one in by_field(comparison.differences)]
    else:
        rows = [ConflictRow(path="", label=_LABELS[conflict.about], first=conflict.first.value, second=conflict.second.value)]
    return Disagreement(
        anchor=anchor,
        heading=_HEADINGS[conflict.about],
        role=role if conflict.about == "payload" else "",
        verdict=_verdict(conflict, comparison, role),
        readable=comparison.readable is True,
        first=_side(lookup, conflict.first),
        second=_side(lookup, conflict.second),
        rows=tuple(rows[:ROW_LIMIT]),
        more=max(0, len(rows) - ROW_LIMIT),
    )


def _row(one: FieldDifference) -> ConflictRow:
    return ConflictRow(path=one.path, first=one.first, second=one.second, harmful=one.harmful)


def _verdict(conflict: Conflict, comparison: Comparison, role: str) -> str:
    if conflict.about != "payload" or comparison.readable is None:
        return ""
    reader = "It" if role == "consumer" else "A reader with the other schema"
    if not comparison.readable:
        return f"{reader} cannot read everything that is sent."
    unsent = any(one.never_sent for one in comparison.differences)
    return f"{reader} knows fields that are never sent." if unsent else f"{reader} reads everything that is sent."


def _side(lookup: Lookup, side: Side) -> ConflictSide:
    name = lookup.service(side.service) if side.service else Ref(name=side.who)
    return ConflictSide(
        name=name,
        version=side.version if side.service else "",
        place=place(side.span),
        schema=compose_schema(lookup, side.schema),
    )
