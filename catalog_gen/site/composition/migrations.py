"""Who reads which version of a message, what has to be moved until when, and by whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from catalog_gen.model import addresses
from catalog_gen.site.composition.parts import compose_lifecycle
from catalog_gen.site.views.news import Due, Matrix, MatrixColumn, MatrixRow
from catalog_gen.site.views.parts import Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.site.lookup import Lookup

SOON = 90
"""Days in which a sunset is soon."""

URGENCIES = ("overdue", "soon", "planned", "deprecated", "open")
"""From the most to the least urgent."""


def compose_matrices(lookup: Lookup) -> list[Matrix]:
    """Every message with more than one live version, the most urgent first."""
    found = [matrix for message in lookup.catalog.messages if (matrix := compose_matrix(lookup, message)) is not None]
    return sorted(
        found, key=lambda one: (URGENCIES.index(one.due.urgency), one.due.date or "9999", -_left(one), one.message.name, one.anchor)
    )


def _left(matrix: Matrix) -> int:
    return sum(1 for row in matrix.rows if row.moves)


def compose_matrix(lookup: Lookup, message: Message) -> Matrix | None:
    """Consumers by versions, for a message with more than one live version; None for the others."""
    live = [version for version in message.versions if _is_live(version)]
    if len(live) < 2:  # noqa: PLR2004 - one version is no migration
        return None
    readers: dict[str, set[str]] = {}
    for version in live:
        for party in version.consumers:
            if party.live:
                readers.setdefault(party.service, set()).add(version.version)
    latest = message.current if message.current in live else live[0]
    rows = tuple(
        MatrixRow(
            consumer=lookup.service(service),
            owners=lookup.owners_of_service(service),
            reads=tuple(version.version in versions for version in live),
            moves=bool(versions - {latest.version}),
        )
        for service, versions in sorted(readers.items(), key=lambda item: (lookup.service(item[0]).name, item[0]))
    )
    return Matrix(
        message=lookup.message(message.id),
        kind=message.kind,
        anchor=f"{message.kind}-{message.slug}",
        due=_due((version for version in live if version is not latest), lookup.catalog.as_of),
        latest=Ref(name=latest.version, url=addresses.version_url(message, latest)),
        columns=tuple(
            MatrixColumn(
                label=version.version,
                url=addresses.version_url(message, version),
                lifecycle=compose_lifecycle(lookup, version.lifecycle),
                latest=version is latest,
            )
            for version in live
        ),
        rows=tuple(sorted(rows, key=lambda row: not row.moves)),
        producers=tuple(_producers(lookup, version) for version in live),
    )


def _is_live(version: MessageVersion) -> bool:
    return version.lifecycle.state != "retired" and any(party.live for party in (*version.producers, *version.consumers))


def _producers(lookup: Lookup, version: MessageVersion) -> tuple[Ref, ...]:
    live = dict.fromkeys(party.service for party in version.producers if party.live)
    return tuple(lookup.service(service) for service in live)


def _due(older: Iterable[MessageVersion], as_of: str) -> Due:
    """The first date by which an older version goes, seen from the catalog's day."""
    versions = list(older)
    sunsets = sorted(version.lifecycle.sunset for version in versions if version.lifecycle.sunset)
    if sunsets:
        days = _days(as_of, sunsets[0])
        if days is None:
            return Due(urgency="planned", date=sunsets[0])
        urgency = "overdue" if days < 0 else "soon" if days <= SOON else "planned"
        return Due(urgency=urgency, date=sunsets[0], days=days)
    deprecated = sorted(version.lifecycle.deprecated for version in versions if version.lifecycle.deprecated)
    if deprecated or any(version.lifecycle.state in {"deprecated", "sunset"} for version in versions):
        return Due(urgency="deprecated", date=deprecated[0] if deprecated else "")
    return Due(urgency="open")


def _days(start: str, end: str) -> int | None:
    """Days from one ISO 8601 day to another; None where either is none."""
    try:
        return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    except ValueError:
        return None
