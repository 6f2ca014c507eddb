"""The rows of the reports: graph, changes, migrations, problems."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from catalog_gen.site.composition.contract import message_refs, operation_anchor
from catalog_gen.site.composition.expressions import compose_spot
from catalog_gen.site.composition.parts import compose_finding
from catalog_gen.site.views.parts import Ref
from catalog_gen.site.views.reports import (
    EdgeRow,
    FindingGroup,
    RequestRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.diagnostics import Diagnostic
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


def by_weight(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Diagnostics in the order of the problems page: gravest first, then by file and place."""
    return sorted(diagnostics, key=lambda found: (found.severity.rank, found.span, found.code, found.message))


def compose_groups(diagnostics: Iterable[Diagnostic]) -> Iterator[FindingGroup]:
    """Diagnostics that stand in the problems page's order, grouped by severity and file."""
    for (severity, path), found in groupby(diagnostics, key=lambda one: (str(one.severity), one.span.path)):
        yield FindingGroup(path=path, severity=severity, findings=tuple(compose_finding(one) for one in found))
