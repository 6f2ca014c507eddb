"""The identity report: how each message got its id, and why its declarations are one message."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.views.parts import Head, Pager, Ref


class NameLine(Value, frozen=True, kw_only=True):
    """A further name of a message, and in words why it means this one."""

    name: str
    why: str = ""


class AppearanceLine(Value, frozen=True, kw_only=True):
    """The declarations of a message in one file under one id: who says it (the remark is the version), and where."""

    who: tuple[Ref, ...]
    more: int = 0
    source: str
    id: str = ""
    """The id that it has by itself, where that is not the message's."""
    place: str


class NearLine(Value, frozen=True, kw_only=True):
    """Another message that might be the same: why, and the line of catalog.yaml that joins them."""

    message: Ref
    why: str
    alias: str


class IdentityRow(Value, frozen=True, kw_only=True):
    """How a message got its id."""

    message: Ref
    anchor: str
    id: str
    kind: str
    rule: str
    names: tuple[NameLine, ...] = ()
    more_names: int = 0
    appearances: tuple[AppearanceLine, ...] = ()
    more: int = 0
    near: tuple[NearLine, ...] = ()
    more_near: int = 0


class IdentityView(Value, frozen=True, kw_only=True):
    """The identity report."""

    head: Head
    rows: tuple[IdentityRow, ...] = ()
    joined: int = 0
    """Messages that have more than one name."""
    near: int = 0
    """Messages with near matches."""
    pager: Pager
