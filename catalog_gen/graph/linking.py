"""From the catalog to its graph, in one pass over the parties of every message version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.graph.flows import Flows, flows_of
from catalog_gen.graph.graph import Graph

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog


def link(catalog: Catalog) -> Graph:
    """The graph of a catalog. Equal catalogs give equal answers, in whatever order their parts were declared."""
    return Graph(catalog=catalog, live=_flows(catalog, live_only=True), ever=_flows(catalog, live_only=False))


def _flows(catalog: Catalog, *, live_only: bool) -> Flows:
    sent: list[tuple[str, str]] = []
    received: list[tuple[str, str]] = []
    for message in catalog.messages:
        identifier = message.id
        for version in message.versions:
            sent += [(party.service, identifier) for party in version.producers if party.live or not live_only]
            received += [(party.service, identifier) for party in version.consumers if party.live or not live_only]
    return flows_of(sent, received)
