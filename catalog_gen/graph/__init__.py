"""Who sends what to whom: edges between messages, services and domains, questions about them, and a deterministic layout."""

from catalog_gen.graph.graph import Graph, Impact, Orphans
from catalog_gen.graph.linking import link
from catalog_gen.graph.traffic import DomainEdge, Request, ServiceEdge

__all__ = ["DomainEdge", "Graph", "Impact", "Orphans", "Request", "ServiceEdge", "link"]
