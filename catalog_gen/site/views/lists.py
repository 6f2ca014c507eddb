"""Pages that list things: one struct a row, one view a page."""

from __future__ import annotations

from typing import TypeAlias

from catalog_gen.model.base import Value
from catalog_gen.site.drawing import Picture
from catalog_gen.site.views.parts import Head, Pager, Prose, Ref


class MessageRow(Value, frozen=True, kw_only=True):
    """A message in a list."""

    name: str
    url: str
    id: str
    kind: str
    summary: str = ""
    version: str
    versions: int = 1
    state: str = "active"
    domain: Ref | None = None
    owners: tuple[Ref, ...] = ()
    producers: int = 0
    consumers: int = 0


class ServiceRow(Value, frozen=True, kw_only=True):
    """A service in a list."""

    name: str
    url: str
    summary: str = ""
    version: str
    versions: int = 1
    domain: Ref | None = None
    owners: tuple[Ref, ...] = ()
    sends: int = 0
    receives: int = 0


class ChannelRow(Value, frozen=True, kw_only=True):
    """A channel in a list."""

    name: str
    url: str
    title: str = ""
    protocols: tuple[str, ...] = ()
    owners: tuple[Ref, ...] = ()
    messages: int = 0
    services: int = 0


class DomainRow(Value, frozen=True, kw_only=True):
    """A domain in a list."""

    name: str
    url: str
    summary: str = ""
    owners: tuple[Ref, ...] = ()
    services: int = 0
    messages: int = 0


class OwnerRow(Value, frozen=True, kw_only=True):
    """A team or user in a list."""

    name: str
    url: str
    summary: str = ""
    contact: str = ""
    people: tuple[Ref, ...] = ()
    """A team's members, or a user's teams."""
    owns: int = 0


class ServerRow(Value, frozen=True, kw_only=True):
    """A server in a list; `anchor` is its place on the page."""

    url: str
    anchor: str
    protocol: str = ""
    services: tuple[Ref, ...] = ()
    more: int = 0


class SchemaRow(Value, frozen=True, kw_only=True):
    """A shared schema in a list."""

    name: str
    url: str
    format: str = ""
    variants: int = 1
    uses: int = 0


class TextRow(Value, frozen=True, kw_only=True):
    """A free page in a list."""

    title: str
    url: str
    folder: str = ""
    summary: str = ""


Row: TypeAlias = MessageRow | ServiceRow | ChannelRow | DomainRow | OwnerRow | ServerRow | SchemaRow | TextRow
"""What a list may hold."""


class Choice(Value, frozen=True, kw_only=True):
    """A link to a narrower list beside this one, with how many it holds."""

    name: str
    url: str
    count: int
    shown: bool = False


class ListView(Value, frozen=True, kw_only=True):
    """A page of a list. `kind` says which rows it holds and so which table shows them."""

    head: Head
    kind: str
    heading: str
    intro: str = ""
    rows: tuple[Row, ...] = ()
    choices: tuple[Choice, ...] = ()
    pager: Pager


class Tile(Value, frozen=True, kw_only=True):
    """A number on the home page."""

    name: str
    url: str
    count: int


class LatestLine(Value, frozen=True, kw_only=True):
    """One of the newest changes."""

    message: Ref
    step: Ref
    """The versions in words, and the page that compares them."""
    what: str = ""
    """`deprecated`, `sunset` or `retired`; "" for a version that came."""
    date: str = ""
    breaking: bool = False


class HomeView(Value, frozen=True, kw_only=True):
    """The first page."""

    head: Head
    title: str
    tagline: str = ""
    welcome: Prose | None = None
    tiles: tuple[Tile, ...] = ()
    domains: tuple[DomainRow, ...] = ()
    more_domains: int = 0
    attention: tuple[AttentionRow, ...] = ()
    texts: tuple[TextRow, ...] = ()
    news: tuple[LatestLine, ...] = ()
    """The newest changes."""
    more_news: int = 0
    migrations: int = 0
    """Messages with more than one live version."""
    overdue: int = 0
    """Those of them whose older version should be gone."""
    picture: Picture | None = None


class AttentionRow(Value, frozen=True, kw_only=True):
    """Something on the home page that deserves a look."""

    subject: Ref
    what: str
    tone: str = "warning"
