"""The page of a message version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from catalog_gen.evolution.history import Recollection
from catalog_gen.model import addresses
from catalog_gen.site.composition.bindings import compose_bindings, compose_extensions, origin_of
from catalog_gen.site.composition.conflicts import anchors_by_place, compose_conflicts
from catalog_gen.site.composition.contract import compose_traits, message_refs, operation_anchor
from catalog_gen.site.composition.evolution import compose_step
from catalog_gen.site.composition.examples import compose_examples
from catalog_gen.site.composition.expressions import compose_correlation, compose_spot
from catalog_gen.site.composition.parts import (
    FINDING_LIMIT,
    compose_docs,
    compose_findings,
    compose_lifecycle,
    compose_notes,
    compose_rest,
    compose_schema,
    compose_tags,
    place,
)
from catalog_gen.site.composition.past import with_past
from catalog_gen.site.composition.registrations import compose_registrations, compose_ways
from catalog_gen.site.files import bundled_file, schema_file
from catalog_gen.site.lookup import KIND_LABELS, places
from catalog_gen.site.views.message import ChannelLine, ExchangeView, MessageView, PartyLine, StillRead, VersionLine
from catalog_gen.site.views.parts import Head, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.diagnostics import Span
    from catalog_gen.model.catalog import ServiceVersion
    from catalog_gen.model.contract import Operation
    from catalog_gen.model.message import Message, MessageVersion, Party
    from catalog_gen.site.lookup import Lookup
    from catalog_gen.site.views.parts import SchemaView

VERSION_LIMIT = 200
"""How many versions the switcher offers."""

READER_LIMIT = 6
"""How many services that still read an older version are named."""

EXCHANGE_LIMIT = 30
"""How many requests and answers a page names."""


def compose_message(lookup: Lookup, message: Message, version: MessageVersion) -> MessageView:
    """Everything that the page of one message version shows."""
    summary = lookup.summary(version.summary, version.description)
    latest = version is message.current
    disagreements = compose_conflicts(lookup, message, version)
    differs = anchors_by_place(message, version)
    past = lookup.past(message) if latest else Recollection(message=message.id)
    return MessageView(
        head=_head(lookup, message, version, summary, latest=latest),
        id=message.id,
        name=message.name,
        title="" if _same_words(version.title, message.name) else version.title,
        kind=message.kind,
        summary=summary,
        version=version.version,
        latest=latest,
        version_aliases=version.aliases,
        id_aliases=message.aliases,
        lifecycle=compose_lifecycle(lookup, version.lifecycle),
        domain=lookup.domain(message.domain),
        owners=lookup.owners(message.owners, message.overruled),
        channels=tuple(_channel_line(lookup, identifier) for identifier in version.channels),
        producers=_party_lines(lookup, version.producers, differs),
        consumers=_party_lines(lookup, version.consumers, differs),
        versions=_version_lines(message, version),
        still_read=tuple(_still_read(lookup, message)) if latest else (),
        picture=lookup.pictures.message(message, version),
        description=compose_rest(lookup, version.description, summary),
        notes=compose_notes(lookup, "message", message.id, version.version),
        content_type=version.content_type,
        content_type_default=version.content_type_default,
        payload=with_past(compose_schema(lookup, version.payload, _files(message, version)), past.payload, message, "payload"),
        envelope=compose_schema(lookup, version.envelope, ()),
        headers=with_past(_headers(lookup, version), past.headers, message, "headers"),
        headers_origin=origin_of(version.traits, "headers"),
        examples=compose_examples(lookup, message, version),
        disagreements=disagreements,
        correlation=compose_correlation(version.correlation, "correlation", version.traits),
        bindings=compose_bindings(lookup, version.bindings, "message", "binding", version.traits),
        data=(*compose_registrations(lookup, version), *compose_extensions("extensions", version.extensions)),
        exchanges=_exchanges(lookup, version),
        step=compose_step(lookup, message, version),
        tags=compose_tags(version.tags),
        docs=compose_docs(version.docs),
        traits=compose_traits(version.traits),
        findings=compose_findings(lookup.findings_at(places(version)))[:FINDING_LIMIT],
        place=place(version.span),
        identity=lookup.identity_urls.get(message.id, ""),
    )


def _same_words(one: str, other: str) -> bool:
    """Whether a title says no more than the name: `Order placed` and `OrderPlaced`."""
    return "".join(filter(str.isalnum, one)).casefold() == "".join(filter(str.isalnum, other)).casefold()


def _head(lookup: Lookup, message: Message, version: MessageVersion, summary: str, *, latest: bool) -> Head:
    folder = addresses.KIND_FOLDERS[message.kind]
    crumbs = [Ref(name=f"{KIND_LABELS[message.kind]}s" if message.kind != "query" else "Queries", url=f"{folder}/")]
    domain = lookup.domain(message.domain)
    if domain:
        crumbs.insert(0, domain)
    return Head(
        title=message.name if latest else f"{message.name} {version.version}",
        summary=summary or f"{KIND_LABELS[message.kind]} {message.name}, version {version.version}.",
        url=addresses.message_url(message) if latest else addresses.version_url(message, version),
        section="messages",
        crumbs=tuple(crumbs),
    )


def _channel_line(lookup: Lookup, identifier: str) -> ChannelLine:
    channel = lookup.channel(identifier)
    known = lookup.catalog.channel_by_id.get(identifier)
    return ChannelLine(name=channel.name, url=channel.url, protocols=known.protocols if known else ())


def _party_lines(lookup: Lookup, parties: tuple[Party, ...], differs: Mapping[Span, str]) -> tuple[PartyLine, ...]:
    return tuple(
        PartyLine(
            service=lookup.service(party.service),
            version=party.version,
            live=party.live,
            owners=lookup.owners_of_service(party.service),
            channels=tuple(lookup.channel(identifier) for identifier in party.channels),
            place=str(party.span),
            differs=differs.get(party.span, "") if party.schema is not None else "",
            ways=compose_ways(party.deliveries),
        )
        for party in parties
    )


def _version_lines(message: Message, shown: MessageVersion) -> tuple[VersionLine, ...]:
    current = message.current
    return tuple(
        VersionLine(
            label=version.version,
            url=addresses.message_url(message) if version is current else addresses.version_url(message, version),
            state=version.lifecycle.state,
            latest=version is current,
            shown=version is shown,
        )
        for version in message.versions[:VERSION_LIMIT]
    )


def _headers(lookup: Lookup, version: MessageVersion) -> SchemaView | None:
    """The headers, with the names of those that a trait gives."""
    view = compose_schema(lookup, version.headers)
    ways = ((field.split("."), trait.name) for trait in version.traits for field in trait.fields)
    origins = {way[2]: name for way, name in ways if way[:2] == ["headers", "properties"] and len(way) > 2}  # noqa: PLR2004 - headers, properties, name
    return msgspec.structs.replace(view, origins=tuple(sorted(origins.items()))) if view is not None and origins else view


def _still_read(lookup: Lookup, message: Message) -> Iterator[StillRead]:
    """The older versions that somebody live reads, newest first."""
    for version in message.versions:
        readers = tuple(lookup.service(service) for service in dict.fromkeys(party.service for party in version.consumers if party.live))
        if readers and version is not message.current:
            yield StillRead(
                version=Ref(name=version.version, url=addresses.version_url(message, version)),
                state=version.lifecycle.state,
                readers=readers[:READER_LIMIT],
                more=max(0, len(readers) - READER_LIMIT),
            )


def _files(message: Message, version: MessageVersion) -> tuple[Ref, ...]:
    if version.payload is None:
        return ()
    folder = addresses.version_url(message, version)
    written, bundled = schema_file(version.payload), bundled_file(version.payload)
    files = (Ref(name=written, url=folder + written, note="as written"),)
    return (*files, Ref(name=bundled, url=folder + bundled, note="self-contained")) if version.payload.bundled else files


def _exchanges(lookup: Lookup, version: MessageVersion) -> tuple[ExchangeView, ...]:
    """The requests and answers that this version takes part in, each operation once."""
    found: dict[tuple[str, str, str], ExchangeView] = {}
    for span in places(version):
        key = f"{span.path}#{span.pointer}"
        for service, number, operation in lookup.replies.get(key, ()):
            role = "request" if key in operation.messages else "reply"
            found.setdefault((service.contract.service, operation.key, role), _exchange(lookup, service, number, operation, role))
    return tuple(found.values())[:EXCHANGE_LIMIT]


def _exchange(lookup: Lookup, version: ServiceVersion, number: int, operation: Operation, role: str) -> ExchangeView:
    contract, reply = version.contract, operation.reply
    answers = reply.messages if reply is not None else ()
    service = lookup.service_version(contract.service, version.version)
    wanted = (reply.channel if reply is not None else "") if role == "request" else operation.channel
    channel = next((channel for channel in contract.channels if channel.key == wanted), None)
    return ExchangeView(
        role=role,
        service=service,
        operation=Ref(name=operation.title or operation.key, url=f"{service.url}#{operation_anchor(number, operation)}"),
        messages=message_refs(lookup, answers if role == "request" else operation.messages),
        channel=lookup.channel(lookup.channel_of(contract.service, channel)) if channel is not None else None,
        spot=compose_spot(reply.address) if reply is not None and role == "request" else None,
    )
