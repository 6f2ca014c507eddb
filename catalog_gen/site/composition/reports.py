"""The rows of the reports: graph, changes, migrations, problems."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from catalog_gen.model import addresses
from catalog_gen.site.composition.contract import message_refs, operation_anchor
from catalog_gen.site.composition.expressions import compose_spot
from catalog_gen.site.composition.parts import compose_finding, compose_lifecycle
from catalog_gen.site.views.parts import Ref
from catalog_gen.site.views.reports import (
    ChangeRow,
    EdgeRow,
    FindingGroup,
    Matrix,
    MatrixColumn,
    MatrixRow,
    RequestRow,
    VersionEntry,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.diagnostics import Diagnostic
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.site.lookup import Lookup

REQUEST_LIMIT = 200
"""How many requests the graph's page lists."""

NAME_LIMIT = 8
"""How many messages, places or services one cell names."""


def compose_edges(lookup: Lookup) -> list[EdgeRow]:
    """What travels from service to service, live contracts only, sorted by name."""
    edges: dict[tuple[str, str], dict[str, Ref]] = {}
    for message in lookup.catalog.messages:
        for version in message.versions:
            readers = list(dict.fromkeys(party.service for party in version.consumers if party.live))
            for producer in dict.fromkeys(party.service for party in version.producers if party.live):
                for consumer in readers:
                    edges.setdefault((producer, consumer), {}).setdefault(message.id, lookup.message(message.id))
    rows = []
    for (producer, consumer), messages in edges.items():
        named = sorted(messages.values(), key=lambda ref: ref.name)
        rows.append(
            EdgeRow(
                source=lookup.service(producer),
                target=lookup.service(consumer),
                messages=tuple(named[:NAME_LIMIT]),
                more=max(0, len(named) - NAME_LIMIT),
            )
        )
    return sorted(rows, key=lambda row: (row.source.name, row.target.name, row.source.url, row.target.url))


def compose_requests(lookup: Lookup) -> list[RequestRow]:
    """Requests with their answers, by service and operation."""
    rows = []
    for version, number, operation in lookup.asking:
        reply = operation.reply
        if reply is None:
            continue
        service = lookup.service_version(version.contract.service, version.version)
        rows.append(
            RequestRow(
                service=service,
                operation=Ref(name=operation.title or operation.key, url=f"{service.url}#{operation_anchor(number, operation)}"),
                asks=operation.action == "send",
                requests=message_refs(lookup, operation.messages),
                replies=message_refs(lookup, reply.messages),
                spot=compose_spot(reply.address),
            )
        )
    return rows[:REQUEST_LIMIT]


def compose_change(lookup: Lookup, message: Message) -> ChangeRow:
    """A message with its versions, newest first, and the contracts that published each."""
    return ChangeRow(
        message=lookup.message(message.id),
        kind=message.kind,
        versions=tuple(
            VersionEntry(
                label=version.version,
                url=addresses.version_url(message, version),
                latest=version is message.current,
                lifecycle=compose_lifecycle(lookup, version.lifecycle),
                published=tuple(lookup.service_version(party.service, party.version) for party in version.producers[:NAME_LIMIT]),
                aliases=version.aliases,
            )
            for version in message.versions
        ),
    )


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
    return Matrix(
        message=lookup.message(message.id),
        kind=message.kind,
        anchor=message.slug,
        columns=tuple(
            MatrixColumn(
                label=version.version,
                url=addresses.version_url(message, version),
                lifecycle=compose_lifecycle(lookup, version.lifecycle),
            )
            for version in live
        ),
        rows=tuple(
            MatrixRow(
                consumer=lookup.service(service),
                owners=lookup.owners_of_service(service),
                reads=tuple(version.version in versions for version in live),
            )
            for service, versions in sorted(readers.items(), key=lambda item: (lookup.service(item[0]).name, item[0]))
        ),
        producers=tuple(_producers(lookup, version) for version in live),
    )


def _is_live(version: MessageVersion) -> bool:
    return version.lifecycle.state != "retired" and any(party.live for party in (*version.producers, *version.consumers))


def _producers(lookup: Lookup, version: MessageVersion) -> tuple[Ref, ...]:
    live = dict.fromkeys(party.service for party in version.producers if party.live)
    return tuple(lookup.service(service) for service in live)


def by_weight(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics in the order of the problems page: gravest first, then by file and place."""
    return sorted(diagnostics, key=lambda found: (found.severity.rank, found.span, found.code, found.message))


def compose_groups(diagnostics: Iterable[Diagnostic]) -> Iterator[FindingGroup]:
    """Diagnostics that stand in the problems page's order, grouped by severity and file."""
    for (severity, path), found in groupby(diagnostics, key=lambda one: (str(one.severity), one.span.path)):
        yield FindingGroup(path=path, severity=severity, findings=tuple(compose_finding(one) for one in found))
