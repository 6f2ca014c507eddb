"""The page of a service, or of one version of its contract."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.drawing import Picture
from catalog_gen.site.views.examples import ExampleView
from catalog_gen.site.views.message import VersionLine
from catalog_gen.site.views.parts import (
    AddressPart,
    CorrelationView,
    FactTable,
    Finding,
    Head,
    LabelView,
    Note,
    Owner,
    Prose,
    Ref,
    SchemaView,
    SpotView,
    TraitLine,
    VariableLine,
    WayLine,
)
from catalog_gen.site.views.security import NeedView, SchemeView


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
    ways: tuple[WayLine, ...] = ()
    """How a broker brings it to the service."""


class ServerBlock(Value, frozen=True, kw_only=True):
    """A server as the contract describes it."""

    id: str
    anchor: str
    url: str
    address: tuple[AddressPart, ...] = ()
    """The URL with its variables."""
    protocol: str = ""
    protocol_version: str = ""
    host: str = ""
    path: str = ""
    title: str = ""
    summary: str = ""
    description: Prose | None = None
    variables: tuple[VariableLine, ...] = ()
    security: tuple[tuple[NeedView, ...], ...] = ()
    bindings: tuple[FactTable, ...] = ()
    data: tuple[FactTable, ...] = ()
    tags: tuple[LabelView, ...] = ()
    docs: LabelView | None = None
    place: str


class ChannelBlock(Value, frozen=True, kw_only=True):
    """A channel as the contract describes it."""

    key: str
    anchor: str
    address: str
    template: tuple[AddressPart, ...] = ()
    """The address with its parameters."""
    deprecated: bool = False
    url: str = ""
    title: str = ""
    summary: str = ""
    description: Prose | None = None
    parameters: tuple[VariableLine, ...] = ()
    servers: tuple[Ref, ...] = ()
    messages: tuple[Ref, ...] = ()
    bindings: tuple[FactTable, ...] = ()
    data: tuple[FactTable, ...] = ()
    tags: tuple[LabelView, ...] = ()
    docs: LabelView | None = None
    place: str
    contract: Ref | None = None
    """Whose contract it is, where several stand on one page."""


class ReplyBlock(Value, frozen=True, kw_only=True):
    """The answer that a request expects."""

    channel: Ref | None = None
    spot: SpotView | None = None
    """Where the request says to send the answer."""
    description: str = ""
    messages: tuple[Ref, ...] = ()
    data: tuple[FactTable, ...] = ()


class OperationBlock(Value, frozen=True, kw_only=True):
    """Something the service does with a channel."""

    key: str
    anchor: str
    action: str
    title: str = ""
    channel: Ref
    messages: tuple[Ref, ...] = ()
    reply: ReplyBlock | None = None
    summary: str = ""
    description: Prose | None = None
    traits: tuple[TraitLine, ...] = ()
    security: tuple[tuple[NeedView, ...], ...] = ()
    bindings: tuple[FactTable, ...] = ()
    data: tuple[FactTable, ...] = ()
    tags: tuple[LabelView, ...] = ()
    docs: LabelView | None = None
    place: str


class ComponentBlock(Value, frozen=True, kw_only=True):
    """A component that nothing refers to. Exactly the parts that its kind has are filled."""

    key: str
    anchor: str
    title: str = ""
    summary: str = ""
    description: Prose | None = None
    content_type: str = ""
    server: ServerBlock | None = None
    channel: ChannelBlock | None = None
    operation: OperationBlock | None = None
    operations: tuple[OperationBlock, ...] = ()
    reply: ReplyBlock | None = None
    variables: tuple[VariableLine, ...] = ()
    correlation: CorrelationView | None = None
    bindings: tuple[FactTable, ...] = ()
    schema: SchemaView | None = None
    headers: SchemaView | None = None
    examples: tuple[ExampleView, ...] = ()
    traits: tuple[TraitLine, ...] = ()
    data: tuple[FactTable, ...] = ()
    tags: tuple[LabelView, ...] = ()
    docs: LabelView | None = None
    place: str


class ComponentGroup(Value, frozen=True, kw_only=True):
    """Unused components of one kind."""

    title: str
    components: tuple[ComponentBlock, ...]
    more: int = 0


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
    contact: tuple[FactTable, ...] = ()
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
    security: tuple[SchemeView, ...] = ()
    unused: tuple[ComponentGroup, ...] = ()
    data: tuple[FactTable, ...] = ()
    findings: tuple[Finding, ...] = ()
    place: str
