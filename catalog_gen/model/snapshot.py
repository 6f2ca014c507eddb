"""A catalog as it is compared: the facts that can change, by name, whether they come from files or from a published `catalog.json`."""

from __future__ import annotations

from functools import cached_property

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Json, Value
from catalog_gen.model.governance import Governance, Policy
from catalog_gen.model.message import Lifecycle


class SchemaFacts(Value, kw_only=True):
    """One schema. Equal digests or equal hashes of the text mean the same contract."""

    format: str
    sha256: str = ""
    """Of the text as its author wrote it."""
    digest: str = ""
    """Of the meaning; "" where only a `catalog.json` tells of the schema."""
    text: str = ""
    """Self-contained; "" where it has to be followed first."""
    url: str = ""
    """Where a published catalog keeps the self-contained text, relative to the site's root."""
    span: Span | None = None
    parts: dict[str, Span] = msgspec.field(default_factory=dict)
    """Key below `definitions` of the self-contained text → where that part is written."""

    def place(self, pointer: str) -> Span | None:
        """Where a part of the self-contained text is written."""
        if self.span is None:
            return None
        steps = pointer.split("/", 3)
        if len(steps) > _PART and steps[1] in {"definitions", "$defs"} and steps[_PART] in self.parts:
            part = self.parts[steps[_PART]]
            return Span(path=part.path, pointer="/".join((part.pointer, *steps[_PART + 1 :])))
        return Span(path=self.span.path, pointer=self.span.pointer + pointer)


_PART = 2
"""Where the key of a part stands in a pointer: `/definitions/KEY`."""


class PartyFacts(Value, kw_only=True):
    """A service version that sends or reads a version of a message."""

    service: str
    version: str
    live: bool = True
    reads: tuple[str, ...] = ()
    """The fields that it says it reads; () where it says nothing."""
    drifts: bool = False
    """Whether it declares another schema than the version's."""
    span: Span | None = None


class VersionFacts(Value, kw_only=True):
    """One version of a message."""

    version: str
    aliases: tuple[str, ...] = ()
    lifecycle: Lifecycle = Lifecycle()
    content_type: str = ""
    channels: tuple[str, ...] = ()
    payload: SchemaFacts | None = None
    headers: SchemaFacts | None = None
    key: SchemaFacts | None = None
    facts: dict[str, Json] = msgspec.field(default_factory=dict)
    """Bindings (`bindings.kafka.…`) and the correlation id."""
    producers: tuple[PartyFacts, ...] = ()
    consumers: tuple[PartyFacts, ...] = ()
    registered: bool = False
    """Whether a registry keeps it, so that it may travel whoever sends it."""
    known: bool = True
    """False where a `catalog.json` tells of the payload only."""
    span: Span | None = None


class MessageFacts(Value, kw_only=True):
    """A message with its versions, newest first."""

    id: str
    name: str = ""
    kind: str = "message"
    domain: str = ""
    owners: tuple[str, ...] = ()
    latest: str = ""
    aliases: tuple[str, ...] = ()
    policy: Policy = Policy()
    versions: tuple[VersionFacts, ...] = ()

    def version(self, label: str) -> VersionFacts | None:
        """A version by its label or an alias of it."""
        return next((one for one in self.versions if one.version == label), None) or next(
            (one for one in self.versions if label in one.aliases), None
        )

    @property
    def current(self) -> VersionFacts | None:
        """The latest version."""
        return self.version(self.latest) or next(iter(self.versions), None)


class Thing(Value, kw_only=True):
    """A server, channel, operation or security scheme of one contract, as flat facts such as `url` or `bindings.kafka.topic`."""

    facts: dict[str, Json] = msgspec.field(default_factory=dict)
    schemas: dict[str, SchemaFacts] = msgspec.field(default_factory=dict)
    """Schemas inside bindings and parameters, by the name of their fact."""
    span: Span | None = None


class ContractFacts(Value, kw_only=True):
    """One version of a service's contract."""

    version: str
    live: bool = False
    known: bool = True
    """False where a `catalog.json` does not tell what is inside."""
    facts: dict[str, Json] = msgspec.field(default_factory=dict)
    servers: dict[str, Thing] = msgspec.field(default_factory=dict)
    channels: dict[str, Thing] = msgspec.field(default_factory=dict)
    operations: dict[str, Thing] = msgspec.field(default_factory=dict)
    schemes: dict[str, Thing] = msgspec.field(default_factory=dict)
    broken: bool = False
    """Whether its document has errors, so that what is missing may only be unreadable."""
    span: Span | None = None


class ServiceFacts(Value, kw_only=True):
    """A service with the versions of its contract, newest first."""

    id: str
    name: str = ""
    domain: str = ""
    owners: tuple[str, ...] = ()
    latest: str = ""
    versions: tuple[ContractFacts, ...] = ()

    def version(self, label: str) -> ContractFacts | None:
        """A version by its label."""
        return next((one for one in self.versions if one.version == label), None)

    @property
    def current(self) -> ContractFacts | None:
        """The latest version."""
        return self.version(self.latest) or next(iter(self.versions), None)


class ChannelFacts(Value, kw_only=True):
    """A channel, joined over all documents."""

    id: str
    address: str | None = None
    protocols: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


class GroupFacts(Value, kw_only=True):
    """A domain, team or user."""

    id: str
    name: str = ""
    owners: tuple[str, ...] = ()


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that is compared."""

    as_of: str = ""
    governance: Governance = Governance()
    services: tuple[ServiceFacts, ...] = ()
    messages: tuple[MessageFacts, ...] = ()
    channels: tuple[ChannelFacts, ...] = ()
    domains: tuple[GroupFacts, ...] = ()
    teams: tuple[GroupFacts, ...] = ()
    users: tuple[GroupFacts, ...] = ()

    @cached_property
    def service_by_id(self) -> dict[str, ServiceFacts]:
        """Services by id."""
        return {one.id: one for one in self.services}

    @cached_property
    def message_by_id(self) -> dict[str, MessageFacts]:
        """Messages by id."""
        return {one.id: one for one in self.messages}

    @cached_property
    def channel_by_id(self) -> dict[str, ChannelFacts]:
        """Channels by id."""
        return {one.id: one for one in self.channels}

    @cached_property
    def messages_of_channel(self) -> dict[str, tuple[str, ...]]:
        """Channel id → ids of the messages that travel over it."""
        return {one.id: one.messages for one in self.channels}

    def owners_of(self, service: str) -> tuple[str, ...]:
        """Teams and users that own a service."""
        known = self.service_by_id.get(service)
        return () if known is None else known.owners
