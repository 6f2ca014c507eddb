"""The merged catalog: everything that was read, one row for each thing, sorted, with lookups."""

from __future__ import annotations

from functools import cached_property

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.base import Value
from catalog_gen.model.contract import Contract
from catalog_gen.model.declaration import DocumentRow, TextDeclaration
from catalog_gen.model.governance import Governance
from catalog_gen.model.message import Message
from catalog_gen.model.people import Domain, Owner, Team, User


class Exchange(Value, kw_only=True):
    """A message version that a service version sends or receives over a channel (id; empty when none)."""

    message: str
    version: str
    channel: str = ""


class ServiceVersion(Value, kw_only=True):
    """One version of a service, as its document describes it."""

    version: str
    slug: str
    latest: bool = False
    live: bool = False
    contract: Contract
    sends: tuple[Exchange, ...] = ()
    receives: tuple[Exchange, ...] = ()


class Service(Value, kw_only=True):
    """A service with all versions of its contract, newest first."""

    id: str
    slug: str
    name: str
    domain: str = ""
    owners: tuple[Owner, ...] = ()
    overruled: tuple[Owner, ...] = ()
    """Owners that weaker sources name and that do not count."""
    latest: str
    versions: tuple[ServiceVersion, ...]

    @property
    def current(self) -> ServiceVersion:
        """The latest version."""
        return next((version for version in self.versions if version.latest), self.versions[0])


class Channel(Value, kw_only=True):
    """A topic, queue, subject or bus, joined by address over all documents."""

    id: str
    slug: str
    address: str | None
    title: str = ""
    protocols: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()
    overruled: tuple[Owner, ...] = ()
    """Owners that weaker sources name and that do not count."""
    messages: tuple[str, ...] = ()
    """Ids of the messages that travel over it."""
    services: tuple[str, ...] = ()


class CatalogServer(Value, kw_only=True):
    """A broker, joined by url over all documents."""

    id: str
    slug: str
    url: str
    protocol: str = ""
    services: tuple[str, ...] = ()


class SchemaVariant(Value, kw_only=True):
    """One content under which a shared schema's name occurs. `text` is self-contained JSON."""

    digest: str
    text: str
    format: str = "json-schema"
    path: str = ""
    pointer: str = ""
    messages: tuple[tuple[str, str], ...] = ()
    """Message id and version of each payload that uses it."""


class SharedSchema(Value, kw_only=True):
    """A named schema that several payloads use, or that is a building block inside one."""

    id: str
    slug: str
    name: str
    variants: tuple[SchemaVariant, ...]


class Catalog(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Everything known, merged. Sorted tuples, so equal inputs give equal catalogs."""

    title: str = "Event catalog"
    tagline: str = ""
    base_url: str = ""
    logo: str = ""
    as_of: str = ""
    documents: tuple[DocumentRow, ...] = ()
    domains: tuple[Domain, ...] = ()
    teams: tuple[Team, ...] = ()
    users: tuple[User, ...] = ()
    services: tuple[Service, ...] = ()
    messages: tuple[Message, ...] = ()
    channels: tuple[Channel, ...] = ()
    servers: tuple[CatalogServer, ...] = ()
    schemas: tuple[SharedSchema, ...] = ()
    texts: tuple[TextDeclaration, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    governance: Governance = Governance()

    @cached_property
    def message_by_id(self) -> dict[str, Message]:
        """Messages by id."""
        return {message.id: message for message in self.messages}

    @cached_property
    def service_by_id(self) -> dict[str, Service]:
        """Services by id."""
        return {service.id: service for service in self.services}

    @cached_property
    def channel_by_id(self) -> dict[str, Channel]:
        """Channels by id."""
        return {channel.id: channel for channel in self.channels}

    @cached_property
    def domain_by_id(self) -> dict[str, Domain]:
        """Domains by id."""
        return {domain.id: domain for domain in self.domains}

    @cached_property
    def team_by_id(self) -> dict[str, Team]:
        """Teams by id."""
        return {team.id: team for team in self.teams}

    @cached_property
    def user_by_id(self) -> dict[str, User]:
        """Users by id."""
        return {user.id: user for user in self.users}

    def worst(self) -> Severity | None:
        """The gravest severity among the diagnostics, or None when there is none."""
        return min((diagnostic.severity for diagnostic in self.diagnostics), key=lambda severity: severity.rank, default=None)

    def to_json(self) -> bytes:
        """The catalog in its published form: the bytes of `api/v1/catalog.json`."""
        from catalog_gen.model.publication import publish  # noqa: PLC0415 - the published form knows the catalog, not the other way round

        return publish(self)
