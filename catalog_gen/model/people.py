"""Domains and the people who own things."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Value


class Owner(Value, kw_only=True):
    """A claim of ownership: who (id of a team or user) and where it was said."""

    id: str
    basis: str = ""
    """What kind of source says so, one of `BASES`."""
    source: str = ""
    """In words, where the claim comes from: `ownership rule`, `x-owner`, `owner of its service Orders`."""
    span: Span | None = None
    """The place that says so."""


BASES = ("catalog", "team-file", "extension", "registry", "backstage", "service", "codeowners", "domain")
"""Kinds of sources of ownership, the strongest first: `catalog.yaml`, team files, extensions of the document itself, a registry's
metadata, Backstage, the owners of a message's service, CODEOWNERS of its file, the owners of its domain."""


class Domain(Value, kw_only=True):
    """A bounded part of the business that groups services and messages."""

    id: str
    slug: str = ""
    name: str = ""
    summary: str = ""
    description: str = ""
    owners: tuple[str, ...] = ()
    declared: bool = True
    """False when only a service named it."""
    span: Span


class Team(Value, kw_only=True):
    """A group of people that owns things."""

    id: str
    slug: str = ""
    name: str = ""
    summary: str = ""
    description: str = ""
    email: str = ""
    slack: str = ""
    url: str = ""
    members: tuple[str, ...] = ()
    parent: str = ""
    """Id of the team that it is a part of."""
    aliases: tuple[str, ...] = ()
    """Other names by which sources call it: `@acme/shop-team`, a mail address."""
    span: Span


class User(Value, kw_only=True):
    """A person who owns things. `aliases` are other names by which sources call them: `@ada`, a mail address."""

    id: str
    slug: str = ""
    name: str = ""
    role: str = ""
    summary: str = ""
    email: str = ""
    slack: str = ""
    url: str = ""
    aliases: tuple[str, ...] = ()
    span: Span
