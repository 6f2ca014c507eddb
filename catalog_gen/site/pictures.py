"""The pictures of a catalog, drawn while pages are planned, because they need to know who is connected to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_gen.graph import Graph
    from catalog_gen.model.catalog import Catalog, Service, ServiceVersion
    from catalog_gen.model.people import Domain
    from catalog_gen.model.message import Message, MessageVersion


class Pictures:
    """Draws SVG texts for pages; draws nothing without a graph."""

    def __init__(self, catalog: Catalog, graph: Graph | None) -> None:
        """Remember what to draw from."""
        self._catalog = catalog
        self._graph = graph

    def message(self, message: Message, version: MessageVersion) -> str:
        """Producers → message → consumers."""
        return ""

    def service(self, service: Service, version: ServiceVersion) -> str:
        """A service with what flows in and out."""
        return ""

    def domain(self, domain: Domain) -> str:
        """A domain's services and what flows between them."""
        return ""

    def whole(self) -> str:
        """The whole catalog, grouped by domain."""
        return ""
