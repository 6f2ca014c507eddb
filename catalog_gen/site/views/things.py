"""The pages of channels, domains, teams, users, shared schemas and free texts."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.drawing import Picture
from catalog_gen.site.views.lists import ChannelRow, MessageRow, ServiceRow
from catalog_gen.site.views.parts import Finding, Head, Note, Owner, Prose, Ref, SchemaView
from catalog_gen.site.views.service import ChannelBlock


class Traffic(Value, frozen=True, kw_only=True):
    """A message on a channel with who sends and who reads it."""

    message: MessageRow
    producers: tuple[Ref, ...] = ()
    consumers: tuple[Ref, ...] = ()


class ChannelView(Value, frozen=True, kw_only=True):
    """The page of a channel."""

    head: Head
    id: str
    address: str
    name: str
    summary: str = ""
    protocols: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()
    traffic: tuple[Traffic, ...] = ()
    services: tuple[Ref, ...] = ()
    declarations: tuple[ChannelBlock, ...] = ()
    notes: tuple[Note, ...] = ()
    findings: tuple[Finding, ...] = ()


class DomainView(Value, frozen=True, kw_only=True):
    """The page of a domain."""

    head: Head
    id: str
    name: str
    summary: str = ""
    description: Prose | None = None
    declared: bool = True
    owners: tuple[Owner, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    messages: tuple[MessageRow, ...] = ()
    more_messages: int = 0
    picture: Picture | None = None
    notes: tuple[Note, ...] = ()
    place: str


class ClaimRow(Value, frozen=True, kw_only=True):
    """One place that says who owns something, and what that is."""

    source: str
    place: str = ""
    things: tuple[Ref, ...] = ()
    more: int = 0


class OwnerView(Value, frozen=True, kw_only=True):
    """The page of a team or a user: how to reach them and what they own."""

    head: Head
    id: str
    name: str
    what: str
    """`team` or `user`."""
    role: str = ""
    summary: str = ""
    description: Prose | None = None
    email: str = ""
    slack: str = ""
    website: str = ""
    members: tuple[Ref, ...] = ()
    teams: tuple[Ref, ...] = ()
    parent: Ref | None = None
    """The team that it is a part of."""
    parts: tuple[Ref, ...] = ()
    """The teams that are parts of it."""
    claims: tuple[ClaimRow, ...] = ()
    domains: tuple[Ref, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    messages: tuple[MessageRow, ...] = ()
    more_messages: int = 0
    channels: tuple[ChannelRow, ...] = ()
    notes: tuple[Note, ...] = ()
    place: str


class VariantView(Value, frozen=True, kw_only=True):
    """One content of a shared schema, and the payloads that use it."""

    anchor: str
    schema: SchemaView
    used_by: tuple[Ref, ...] = ()
    more: int = 0


class SchemaPageView(Value, frozen=True, kw_only=True):
    """The page of a shared schema."""

    head: Head
    id: str
    name: str
    variants: tuple[VariantView, ...] = ()


class TextView(Value, frozen=True, kw_only=True):
    """A free Markdown page."""

    head: Head
    title: str
    prose: Prose
    place: str
    previous: Ref | None = None
    next: Ref | None = None
