"""Rows of lists: one function a kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model import addresses
from catalog_gen.site.views.lists import ChannelRow, DomainRow, MessageRow, OwnerRow, SchemaRow, ServerRow, ServiceRow, TextRow

if TYPE_CHECKING:
    from catalog_gen.model.catalog import CatalogServer, Channel, Service, SharedSchema
    from catalog_gen.model.declaration import TextDeclaration
    from catalog_gen.model.message import Message
    from catalog_gen.model.people import Domain, Team, User
    from catalog_gen.site.lookup import Lookup

SERVICE_LIMIT = 8
"""How many services a row names."""


def message_row(lookup: Lookup, message: Message) -> MessageRow:
    """A message, as its latest version is."""
    current = message.current
    return MessageRow(
        name=message.name,
        url=addresses.message_url(message),
        id=message.id,
        kind=message.kind,
        summary=lookup.summary(current.summary, current.description),
        version=current.version,
        versions=len(message.versions),
        state=current.lifecycle.state,
        domain=lookup.domain(message.domain),
        owners=lookup.people(message.owners),
        producers=len({party.service for party in current.producers}),
        consumers=len({party.service for party in current.consumers}),
    )


def service_row(lookup: Lookup, service: Service) -> ServiceRow:
    """A service, as its latest version is."""
    current = service.current
    return ServiceRow(
        name=service.name,
        url=addresses.service_url(service),
        summary=lookup.summary("", current.contract.description),
        version=current.version,
        versions=len(service.versions),
        domain=lookup.domain(service.domain),
        owners=lookup.people(service.owners),
        sends=len({exchange.message for exchange in current.sends}),
        receives=len({exchange.message for exchange in current.receives}),
    )


def channel_row(lookup: Lookup, channel: Channel) -> ChannelRow:
    """A channel."""
    name = lookup.channel(channel.id).name
    return ChannelRow(
        name=name,
        url=addresses.channel_url(channel),
        title=channel.title if channel.title != name else "",
        protocols=channel.protocols,
        owners=lookup.people(channel.owners),
        messages=len(channel.messages),
        services=len(channel.services),
    )


def domain_row(lookup: Lookup, domain: Domain) -> DomainRow:
    """A domain."""
    return DomainRow(
        name=domain.name or domain.id,
        url=addresses.domain_url(domain),
        summary=lookup.summary(domain.summary, domain.description),
        owners=tuple(lookup.person(owner) for owner in domain.owners),
        services=len(lookup.services_of_domain[domain.id]),
        messages=len(lookup.messages_of_domain[domain.id]),
    )


def team_row(lookup: Lookup, team: Team) -> OwnerRow:
    """A team with its members."""
    return OwnerRow(
        name=team.name or team.id,
        url=addresses.team_url(team),
        summary=lookup.summary(team.summary, team.description),
        contact=team.slack or team.email,
        people=tuple(lookup.person(member) for member in team.members),
        owns=lookup.owned_by(team.id).count,
    )


def user_row(lookup: Lookup, user: User) -> OwnerRow:
    """A user with their teams."""
    return OwnerRow(
        name=user.name or user.id,
        url=addresses.user_url(user),
        summary=user.role or lookup.summary(user.summary, ""),
        contact=user.slack or user.email,
        people=tuple(lookup.teams_of_user[user.id]),
        owns=lookup.owned_by(user.id).count,
    )


def server_row(lookup: Lookup, server: CatalogServer) -> ServerRow:
    """A server with the services that use it."""
    return ServerRow(
        url=server.url,
        anchor=server.slug,
        protocol=server.protocol,
        services=tuple(lookup.service(service) for service in server.services[:SERVICE_LIMIT]),
        more=max(0, len(server.services) - SERVICE_LIMIT),
    )


def schema_row(lookup: Lookup, schema: SharedSchema) -> SchemaRow:
    """A shared schema."""
    del lookup
    return SchemaRow(
        name=schema.name,
        url=addresses.schema_url(schema),
        format=schema.variants[0].format if schema.variants else "",
        variants=len(schema.variants),
        uses=sum(len(variant.messages) for variant in schema.variants),
    )


def text_row(lookup: Lookup, text: TextDeclaration) -> TextRow:
    """A free page."""
    return TextRow(
        title=text.title,
        url=addresses.text_url(text),
        folder=text.slug.rpartition("/")[0],
        summary=lookup.summary("", text.body),
    )
