"""The pictures of a catalog: who sends what to whom, as SVG with real links.

For whoever plans and renders pages: let the page's view hold a `Picture` (`picture_of_message` and its sisters; made in some ten
microseconds, a plain frozen value) and let the template call `draw(picture)`, which needs nothing else. The `draw_…` functions do
both at once. Links are written with ROOT, sizes and colours are in `graph.css`, and a wide picture wants a frame that scrolls:
`<figure class="picture">…</figure>`. `picture.caption` says what was left out, if anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.site.drawing_layers import FORMS
from catalog_gen.site.drawing_matrix import draw_matrix
from catalog_gen.site.drawing_picture import Edge, Group, Node, Picture
from catalog_gen.site.drawing_row import draw_row
from catalog_gen.site.drawing_subjects import picture_of_catalog, picture_of_domain, picture_of_message, picture_of_service

if TYPE_CHECKING:
    from catalog_gen.graph import Graph
    from catalog_gen.model.catalog import Service, ServiceVersion
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.model.people import Domain

__all__ = [
    "Edge",
    "Group",
    "Node",
    "Picture",
    "draw",
    "draw_catalog",
    "draw_domain",
    "draw_message",
    "draw_service",
    "picture_of_catalog",
    "picture_of_domain",
    "picture_of_message",
    "picture_of_service",
]

_FORMS = {**FORMS, "row": draw_row, "matrix": draw_matrix}


def draw(picture: Picture | None) -> str:
    """The SVG of a picture; "" for none. Pure: equal pictures give equal texts."""
    return "" if picture is None or not (picture.nodes or picture.groups) else _FORMS[picture.form](picture)


def draw_message(graph: Graph, message: Message, version: MessageVersion) -> str:
    """Producers → message → consumers of one version."""
    return draw(picture_of_message(graph, message, version))


def draw_service(graph: Graph, service: Service, version: ServiceVersion | None = None) -> str:
    """What a service receives → the service → what it sends; its latest version when none is named."""
    return draw(picture_of_service(graph, service, version))


def draw_domain(graph: Graph, domain: Domain) -> str:
    """A domain's services with what flows between them, and the domains around it."""
    return draw(picture_of_domain(graph, domain))


def draw_catalog(graph: Graph) -> str:
    """The whole catalog at a glance: domains with their services; a grid where all of them talk to each other."""
    return draw(picture_of_catalog(graph))
