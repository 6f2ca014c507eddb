"""The page of a service, or of one version of its contract."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.drawing import Picture
from catalog_gen.site.views.message import VersionLine
from catalog_gen.site.views.parts import DataTable, Finding, Head, LabelView, Note, Owner, Prose, Ref


class ExchangeLine(Value, frozen=True, kw_only=True):
    """A message that the service sends or receives, and who stands on the other side."""

    message: Ref
    kind: str
    summary: str = ""
    version: Ref
    state: str
    channel: Ref | None = None
    others: tuple[Ref, ...] = ()
    more: int = 0
    """How many further services stand on the other side."""


class VariableLine(Value, frozen=True, kw_only=True):
    """A placeholder of an address."""

    name: str
    description: str = ""
    default: str = ""
    allowed: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    location: str = ""


class ServerBlock(Value, frozen=True, kw_only=True):
    """A server as the contract describes it."""

    id: str
    anchor: str
    url: str
    protocol: str = ""
    title: str = ""
    description: Prose | None = None
    variables: tuple[VariableLine, ...] = ()
    data: tuple[DataTable, ...] = ()
    tags: tuple[LabelView, ...] = ()
    docs: LabelView | None = None
    place: str


class ChannelBlock(Value, frozen=True, kw_only=True):
    """A channel as the contract describes it."""

    key: str
    anchor: str
    address: str
    url: str = ""
    title: str = ""
    description: Prose | None = None
    parameters: tuple[VariableLine, ...] = ()
    servers: tuple[Ref, ...] = ()
    data: tuple[DataTable, ...] = ()
    tags: tuple[LabelView, ...] = ()
    docs: LabelView | None = None
    place: str
    contract: Ref | None = None
    """Whose contract it is, where several stand on one page."""


class ReplyBlock(Value, frozen=True, kw_only=True):
    """The answer that a request expects."""

    channel: Ref | None = None
    address: str = ""
    description: str = ""
    messages: tuple[Ref, ...] = ()


class OperationBlock(Value, frozen=True, kw_only=True):
    """Something the service does with a channel."""

    key: str
    anchor: str
    action: str
    title: str = ""
    channel: Ref
    messages: tuple[Ref, ...] = ()
    reply: ReplyBlock | None = None
    description: Prose | None = None
    traits: tuple[str, ...] = ()
    data: tuple[DataTable, ...] = ()
    tags: tuple[LabelView, ...] = ()
    docs: LabelView | None = None
    place: str


class ServiceView(Value, frozen=True, kw_only=True):
    """Everything on the page of one service version."""

    head: Head
    id: str
    name: str
    summary: str = ""
    version: str
    latest: bool
    live: bool
    versions: tuple[VersionLine, ...] = ()
    domain: Ref | None = None
    owners: tuple[Owner, ...] = ()
    specification: str = ""
    reading: str = ""
    """How 2.x directions were read, in a sentence; empty for 3.x, where nothing needs to be said."""
    urn: str = ""
    content_type: str = ""
    contact: tuple[DataTable, ...] = ()
    license: LabelView | None = None
    terms: str = ""
    docs: LabelView | None = None
    tags: tuple[LabelView, ...] = ()
    picture: Picture | None = None
    description: Prose | None = None
    notes: tuple[Note, ...] = ()
    sends: tuple[ExchangeLine, ...] = ()
    receives: tuple[ExchangeLine, ...] = ()
    operations: tuple[OperationBlock, ...] = ()
    channels: tuple[ChannelBlock, ...] = ()
    servers: tuple[ServerBlock, ...] = ()
    data: tuple[DataTable, ...] = ()
    findings: tuple[Finding, ...] = ()
    place: str
