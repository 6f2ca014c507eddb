"""The pages of channels, domains, teams, users, shared schemas and free texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from catalog_gen.diagnostics import Span
from catalog_gen.model import addresses
from catalog_gen.model.schema import Schema
from catalog_gen.site.composition.contract import compose_channel
from catalog_gen.site.composition.parts import (
    FINDING_LIMIT,
    compose_findings,
    compose_notes,
    compose_rest,
    compose_schema,
    place,
    safe_url,
)
from catalog_gen.site.composition.rows import channel_row, message_row, service_row
from catalog_gen.site.lookup import line_of
from catalog_gen.site.views.parts import Head, Owner, Ref
from catalog_gen.site.views.things import ChannelView, ClaimRow, DomainView, OwnerView, SchemaPageView, TextView, Traffic, VariantView

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Channel, SchemaVariant, SharedSchema
    from catalog_gen.model.declaration import TextDeclaration
    from catalog_gen.model.people import Domain, Team, User
    from catalog_gen.site.lookup import Lookup

TRAFFIC_LIMIT = 300
"""How many messages the page of a channel, domain or owner lists; the lists and the search hold all."""

DECLARATION_LIMIT = 20
"""How many contracts a channel's page quotes."""

CLAIM_LIMIT = 12
"""How many things one row of an owner's page names."""

PARTY_LIMIT = 12
"""How many services one row of a channel's page names."""

USE_LIMIT = 100
"""How many payloads a schema's page names."""


def compose_channel_page(lookup: Lookup, channel: Channel) -> ChannelView:
    """A channel with what travels over it and what every contract says about it."""
    name = lookup.channel(channel.id).name
    declared = lookup.contract_channels.get(channel.id, [])
    blocks = tuple(
        compose_channel(lookup, contract, declaration, f"channel-{number}", lookup.service_version(service.id, contract.version))
        for number, (service, contract, declaration) in enumerate(declared[:DECLARATION_LIMIT], start=1)
    )
    texts = (declaration.summary or declaration.description for _, _, declaration in declared)
    summary = lookup.summary("", next((text for text in texts if text), ""))
    spans = [declaration.span for _, _, declaration in declared]
    return ChannelView(
        head=Head(
            title=name,
            summary=summary or f"Channel {name}.",
            url=addresses.channel_url(channel),
            section="channels",
            crumbs=(Ref(name="Channels", url="channels/"),),
        ),
        id=channel.id,
        address=channel.address or "",
        name=name if channel.address else channel.title or channel.id,
        summary=summary,
        protocols=channel.protocols,
        owners=lookup.owners(channel.owners, channel.overruled),
        traffic=tuple(
            _traffic(lookup, channel.id, identifier) for identifier in channel.messages[:TRAFFIC_LIMIT] if identifier in lookup.messages
        ),
        services=tuple(lookup.service(identifier) for identifier in channel.services),
        declarations=blocks,
        notes=compose_notes(lookup, "channel", channel.id),
        findings=compose_findings(lookup.findings_at(spans))[:FINDING_LIMIT],
    )


def _traffic(lookup: Lookup, channel: str, identifier: str) -> Traffic:
    message = lookup.catalog.message_by_id[identifier]
    producers: dict[str, Ref] = {}
    consumers: dict[str, Ref] = {}
    for version in message.versions:
        for parties, found in ((version.producers, producers), (version.consumers, consumers)):
            for party in parties:
                if channel in party.channels or not party.channels:
                    found.setdefault(party.service, lookup.service(party.service))
    return Traffic(
        message=message_row(lookup, message),
        producers=tuple(producers.values())[:PARTY_LIMIT],
        consumers=tuple(consumers.values())[:PARTY_LIMIT],
    )


def compose_domain(lookup: Lookup, domain: Domain) -> DomainView:
    """A domain with its services and messages."""
    name = domain.name or domain.id
    summary = lookup.summary(domain.summary, domain.description)
    messages = lookup.messages_of_domain[domain.id]
    return DomainView(
        head=Head(
            title=name,
            summary=summary or f"Domain {name}.",
            url=addresses.domain_url(domain),
            section="domains",
            crumbs=(Ref(name="Domains", url="domains/"),),
        ),
        id=domain.id,
        name=name,
        summary=summary,
        description=compose_rest(lookup, domain.description, summary),
        declared=domain.declared,
        owners=tuple(
            Owner(name=person.name, url=person.url, contact=lookup.contact(owner), place=line_of(domain.span))
            for owner in domain.owners
            for person in (lookup.person(owner),)
        ),
        services=tuple(service_row(lookup, service) for service in lookup.services_of_domain[domain.id]),
        messages=tuple(message_row(lookup, message) for message in messages[:TRAFFIC_LIMIT]),
        more_messages=max(0, len(messages) - TRAFFIC_LIMIT),
        picture=lookup.pictures.domain(domain),
        notes=compose_notes(lookup, "domain", domain.id),
        place=place(domain.span),
    )


def compose_team(lookup: Lookup, team: Team) -> OwnerView:
    """A team: how to reach it, who is in it, what it owns."""
    return _owner(
        lookup,
        team,
        "team",
        addresses.team_url(team),
        members=tuple(_member(lookup, member) for member in team.members),
        parts=(
            tuple(lookup.person(other.id) for other in lookup.catalog.teams if team.id and other.parent == team.id),
            lookup.person(team.parent) if team.parent else None,
        ),
        description=team.description,
    )


def compose_user(lookup: Lookup, user: User) -> OwnerView:
    """A user: how to reach them and what they own."""
    return _owner(lookup, user, "user", addresses.user_url(user), teams=tuple(lookup.teams_of_user[user.id]), role=user.role)


def _owner(
    lookup: Lookup,
    owner: Team | User,
    what: str,
    url: str,
    *,
    members: tuple[Ref, ...] = (),
    teams: tuple[Ref, ...] = (),
    parts: tuple[tuple[Ref, ...], Ref | None] = ((), None),
    role: str = "",
    description: str = "",
) -> OwnerView:
    name = owner.name or owner.id
    summary = lookup.summary(owner.summary, description)
    owned = lookup.owned_by(owner.id)
    return OwnerView(
        head=Head(
            title=name,
            summary=summary or role or f"{what.title()} {name}.",
            url=url,
            section="teams",
            crumbs=(Ref(name="Teams", url="teams/"),),
        ),
        id=owner.id,
        name=name,
        what=what,
        role=role,
        summary=summary,
        description=compose_rest(lookup, description, summary),
        email=owner.email,
        slack=owner.slack,
        website=safe_url(owner.url),
        members=members,
        parts=parts[0],
        parent=parts[1],
        teams=teams,
        domains=tuple(found for domain in owned.domains if (found := lookup.domain(domain.id))),
        services=tuple(service_row(lookup, service) for service in owned.services),
        messages=tuple(message_row(lookup, message) for message in owned.messages[:TRAFFIC_LIMIT]),
        more_messages=max(0, len(owned.messages) - TRAFFIC_LIMIT),
        channels=tuple(channel_row(lookup, channel) for channel in owned.channels[:TRAFFIC_LIMIT]),
        claims=tuple(_claim(lookup, words, where, things) for (words, where), things in owned.claims.items()),
        notes=compose_notes(lookup, what, owner.id),
        place=place(owner.span),
    )


def _claim(lookup: Lookup, words: str, where: str, things: Sequence[tuple[str, str]]) -> ClaimRow:
    """What one place says: of many things the first."""
    pages = {"domain": lookup.domain, "service": lookup.service, "message": lookup.message, "channel": lookup.channel}
    shown = [page for kind, identifier in things[:CLAIM_LIMIT] if (page := pages[kind](identifier)) is not None]
    return ClaimRow(source=words, place=where, things=tuple(shown), more=max(0, len(things) - CLAIM_LIMIT))


def _member(lookup: Lookup, identifier: str) -> Ref:
    person = lookup.person(identifier)
    user = lookup.catalog.user_by_id.get(identifier)
    return Ref(name=person.name, url=person.url, note=user.role if user else "")


def compose_schema_page(lookup: Lookup, schema: SharedSchema) -> SchemaPageView:
    """A shared schema: every content under which its name occurs, and who uses it."""
    return SchemaPageView(
        head=Head(
            title=schema.name,
            summary=f"Shared schema {schema.name}.",
            url=addresses.schema_url(schema),
            section="schemas",
            crumbs=(Ref(name="Schemas", url="schemas/"),),
        ),
        id=schema.id,
        name=schema.name,
        variants=tuple(_variant(lookup, schema, variant, number) for number, variant in enumerate(schema.variants, start=1)),
    )


def _variant(lookup: Lookup, schema: SharedSchema, variant: SchemaVariant, number: int) -> VariantView:
    span = Span(path=variant.path, pointer=variant.pointer)
    view = compose_schema(lookup, Schema(format=variant.format, name=schema.name, written=variant.text, digest=variant.digest, span=span))
    assert view is not None  # noqa: S101 - a schema goes in, a view comes out
    uses = [
        Ref(name=lookup.message(message).name, url=lookup.message_version(message, version).url, note=version)
        for message, version in variant.messages[:USE_LIMIT]
    ]
    return VariantView(anchor=f"variant-{number}", schema=view, used_by=tuple(uses), more=max(0, len(variant.messages) - USE_LIMIT))


def compose_text(lookup: Lookup, text: TextDeclaration, previous: Ref | None, following: Ref | None) -> TextView:
    """A free page with its neighbours."""
    return TextView(
        head=Head(
            title=text.title,
            summary=lookup.summary("", text.body),
            url=addresses.text_url(text),
            section="docs",
            crumbs=(Ref(name="Docs", url="docs/"),),
            width="text",
        ),
        title=text.title,
        prose=lookup.wiki.prose(text.body),
        place=place(text.span),
        previous=previous,
        next=following,
    )
