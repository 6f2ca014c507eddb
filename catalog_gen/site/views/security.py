"""Security on the page of a service."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.views.parts import FactTable, Prose


class ScopeLine(Value, frozen=True, kw_only=True):
    """A scope with what it permits."""

    name: str
    description: str = ""


class FlowView(Value, frozen=True, kw_only=True):
    """One way to get a token."""

    title: str
    facts: tuple[FactTable, ...] = ()
    scopes: tuple[ScopeLine, ...] = ()
    data: tuple[FactTable, ...] = ()


class SchemeView(Value, frozen=True, kw_only=True):
    """How a client proves who it is."""

    key: str
    anchor: str
    type: str
    """In words."""
    description: Prose | None = None
    facts: tuple[FactTable, ...] = ()
    flows: tuple[FlowView, ...] = ()
    data: tuple[FactTable, ...] = ()
    used: bool = True


class NeedView(Value, frozen=True, kw_only=True):
    """A scheme that a server or an operation asks for."""

    name: str
    url: str = ""
    type: str = ""
    scopes: tuple[str, ...] = ()
    inline: SchemeView | None = None
    """The scheme itself, where it is written on the spot."""
