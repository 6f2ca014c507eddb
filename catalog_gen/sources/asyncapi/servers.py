"""Servers: 2.x writes a URL, 3.x a host and a path; the model keeps one URL."""

from __future__ import annotations

from catalog_gen.model.contract import Server
from catalog_gen.sources.asyncapi.bindings import bindings_of
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.reading import Reading, docs_of, extensions_of, span_of, tags_of, text_of
from catalog_gen.sources.asyncapi.security import security_of
from catalog_gen.sources.asyncapi.variables import variables_of


def servers_of(reading: Reading, root: Place) -> tuple[Server, ...]:
    """The servers at a document's root."""
    return tuple(server_of(reading, name, place) for name, place in reading.entries(root, "servers"))


def server_of(reading: Reading, name: str, place: Place) -> Server:
    """One server object."""
    protocol = text_of(place, "protocol")
    url = text_of(place, "url") or text_of(place, "host") + text_of(place, "pathname")
    return Server(
        id=name,
        url=url if "://" in url or not protocol or not url else f"{protocol}://{url}",
        host=text_of(place, "host"),
        path=text_of(place, "pathname"),
        protocol=protocol,
        protocol_version=text_of(place, "protocolVersion"),
        title=text_of(place, "title"),
        summary=text_of(place, "summary"),
        description=text_of(place, "description"),
        variables=variables_of(reading, place, "variables"),
        security=security_of(reading, place),
        bindings=bindings_of(reading, place),
        tags=tags_of(place),
        docs=docs_of(place),
        extensions=extensions_of(place),
        span=span_of(place),
    )
