"""The pictures of a catalog as values: who stands where and is connected to whom. They become SVG when the page is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.site.drawing import picture_of_catalog, picture_of_domain, picture_of_message, picture_of_service

if TYPE_CHECKING:
    from catalog_gen.graph import Graph
    from catalog_gen.model.catalog import Service, ServiceVersion
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.model.people import Domain
    from catalog_gen.site.drawing import Picture


class Pictures:
    """Makes the pictures of pages from a graph; without one there are none."""

    def __init__(self, graph: Graph | None) -> None:
        """Remember what to look at."""
        self._graph = graph

    def message(self, message: Message, version: MessageVersion) -> Picture | None:
        """Producers, the message, consumers."""
        return picture_of_message(self._graph, message, version) if self._graph else None

    def service(self, service: Service, version: ServiceVersion) -> Picture | None:
        """A service with what flows in and out; nothing when nothing does."""
        return picture_of_service(self._graph, service, version) if self._graph and (version.sends or version.receives) else None

    def domain(self, domain: Domain) -> Picture | None:
        """A domain's services and what flows between them."""
        return picture_of_domain(self._graph, domain) if self._graph else None

    def whole(self) -> Picture | None:
        """The whole catalog, grouped by domain."""
        return picture_of_catalog(self._graph) if self._graph else None
