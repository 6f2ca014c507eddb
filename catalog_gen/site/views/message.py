"""The page of a message, or of one of its versions."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.drawing import Picture
from catalog_gen.site.views.conflicts import Disagreement
from catalog_gen.site.views.evolution import StepView
from catalog_gen.site.views.examples import ExamplesView
from catalog_gen.site.views.parts import (
    CorrelationView,
    FactTable,
    Finding,
    Head,
    LabelView,
    LifecycleView,
    Note,
    OriginView,
    Owner,
    Prose,
    Ref,
    SchemaView,
    SpotView,
    TraitLine,
    WayLine,
)


class ChannelLine(Value, frozen=True, kw_only=True):
    """A channel with what a reader needs to subscribe: its address and protocols."""

    name: str
    url: str
    protocols: tuple[str, ...] = ()


class PartyLine(Value, frozen=True, kw_only=True):
    """A service version that sends or receives this version of the message."""

    service: Ref
    version: str
    live: bool
    owners: tuple[Ref, ...] = ()
    channels: tuple[Ref, ...] = ()
    place: str
    differs: str = ""
    """Anchor of the disagreement on this page, when it declares another schema."""
    ways: tuple[WayLine, ...] = ()
    """How a broker brings it there."""


class VersionLine(Value, frozen=True, kw_only=True):
    """One entry of the version switcher."""

    label: str
    url: str
    state: str
    latest: bool
    shown: bool


class ExchangeView(Value, frozen=True, kw_only=True):
    """A request and its answer, seen from this message."""

    role: str
    """`request`: this message asks; `reply`: it answers."""
    service: Ref
    operation: Ref
    messages: tuple[Ref, ...] = ()
    """The messages on the other side."""
    channel: Ref | None = None
    spot: SpotView | None = None


class StillRead(Value, frozen=True, kw_only=True):
    """An older version that live services still read."""

    version: Ref
    state: str
    readers: tuple[Ref, ...]
    more: int = 0


class MessageView(Value, frozen=True, kw_only=True):
    """Everything on the page of one message version."""

    head: Head
    id: str
    name: str
    title: str = ""
    kind: str
    summary: str = ""
    version: str
    latest: bool
    permalink: str = ""
    """The page of this very version, which stays when there are later ones."""
    version_aliases: tuple[str, ...] = ()
    id_aliases: tuple[str, ...] = ()
    lifecycle: LifecycleView
    domain: Ref | None = None
    owners: tuple[Owner, ...] = ()
    channels: tuple[ChannelLine, ...] = ()
    producers: tuple[PartyLine, ...] = ()
    consumers: tuple[PartyLine, ...] = ()
    versions: tuple[VersionLine, ...] = ()
    still_read: tuple[StillRead, ...] = ()
    """On the latest version's page: who has not moved to it yet."""
    picture: Picture | None = None
    description: Prose | None = None
    notes: tuple[Note, ...] = ()
    content_type: str = ""
    content_type_default: bool = False
    """Whether it is the document's default, and not said by the message."""
    payload: SchemaView | None = None
    headers: SchemaView | None = None
    headers_origin: OriginView | None = None
    examples: ExamplesView | None = None
    disagreements: tuple[Disagreement, ...] = ()
    correlation: CorrelationView | None = None
    bindings: tuple[FactTable, ...] = ()
    envelope: SchemaView | None = None
    """What the payload travels in; shown beside it."""
    data: tuple[FactTable, ...] = ()
    step: StepView | None = None
    """What changed since the version before."""
    tags: tuple[LabelView, ...] = ()
    docs: LabelView | None = None
    traits: tuple[TraitLine, ...] = ()
    exchanges: tuple[ExchangeView, ...] = ()
    findings: tuple[Finding, ...] = ()
    place: str
    identity: str = ""
    """Where the identity report tells how it was identified."""
