"""Servers: 2.x writes a URL, 3.x a host and a path; the model keeps one URL."""

from __future__ import annotations

from catalog_gen.model.contract import Server
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.reading import Reading, docs_of, extensions_of, raw_of, span_of, tags_of, text_of, variables_of


def servers_of(reading: Reading, root: Place) -> tuple[Server, ...]:
    """The servers at a document's root."""
    return tuple(_server(reading, name, place) for name, place in reading.entries(root, "servers"))


def _server(reading: Reading, name: str, place: Place) -> Server:
    protocol = text_of(place, "protocol")
    url = text_of(place, "url") or text_of(place, "host") + text_of(place, "pathname")
    return Server(
        id=name,
        url=url if "://" in url or not protocol or not url else f"{protocol}://{url}",
        protocol=protocol,
        protocol_version=text_of(place, "protocolVersion"),
        title=text_of(place, "title"),
        summary=text_of(place, "summary"),
        description=text_of(place, "description"),
        variables=variables_of(reading, place, "variables"),
        security=raw_of(place, "security"),
        bindings=raw_of(place, "bindings"),
        tags=tags_of(place),
        docs=docs_of(place),
        extensions=extensions_of(place),
        span=span_of(place),
    )
