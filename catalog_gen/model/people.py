"""Domains and the people who own things."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Value


class Owner(Value, kw_only=True):
    """A claim of ownership: who (id of a team or user) and where it was said."""

    id: str
    source: str = ""
    """In words, where the claim comes from: `catalog.yaml`, `x-owner in specs/orders.yaml`, `owner of its service`."""


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
    span: Span


class User(Value, kw_only=True):
    """A person who owns things."""

    id: str
    slug: str = ""
    name: str = ""
    role: str = ""
    summary: str = ""
    email: str = ""
    slack: str = ""
    url: str = ""
    span: Span
