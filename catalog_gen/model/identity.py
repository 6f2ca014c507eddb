"""How a message was identified: its names, who declares it, why they are one, what was left apart; and where its sources contradict."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Value
from catalog_gen.model.schema import Schema


class Evidence(Value, kw_only=True):
    """Why an id means the same message as another one.

    `rule` is `alias` (catalog.yaml says so), `name` (one source gives both names), `address` or `payload` (ids that differ in spelling
    only, and share a channel's address or a canonical payload), `reference` (a document refers to what a registry keeps) or `topic` (a
    subject without a name of its own, on a topic that carries one message). `shared` is what both have: the name, the address, ….
    """

    rule: str
    shared: str = ""
    other: str = ""
    """The id on the other side."""


class KnownName(Value, kw_only=True):
    """A name of a message. The message's own id, and names that nothing was declared under, need no evidence."""

    name: str
    evidence: Evidence | None = None


class Appearance(Value, kw_only=True):
    """One declaration of a message: which id it has by itself, by which rule, who says it and where."""

    id: str
    rule: str
    source: str
    """The kind of source: `asyncapi`, or a kind of registry."""
    who: str
    """The service, or the subject in its registry."""
    version: str = ""
    """The version of that service, or of the subject."""
    span: Span


class NearMatch(Value, kw_only=True):
    """Another message that might be the same, and is not joined.

    `reason` is `spelling` (ids that differ in spelling only, with nothing in common besides) or `topic` (a subject on a topic that
    carries one message, of another name).
    """

    other: str
    reason: str
    shared: str = ""
    alias: str
    """What `aliases` in catalog.yaml has to say to join them: `{OrderPlaced: [order-placed]}`."""


class Identity(Value, kw_only=True):
    """The identity report's entry for one message."""

    names: tuple[KnownName, ...] = ()
    """The message's id first, then the others in order."""
    appearances: tuple[Appearance, ...] = ()
    near: tuple[NearMatch, ...] = ()


class Side(Value, kw_only=True):
    """What one source says, where two do not say the same."""

    who: str
    """The source in words: `payments/asyncapi.yaml`, `registry subject payments-value 3`."""
    source: str = ""
    """The kind of source: `asyncapi`, or a kind of registry."""
    service: str = ""
    """The service whose document it is; "" for a registry."""
    version: str = ""
    """The version of that service, or of the subject."""
    schema: Schema | None = None
    value: str = ""
    """What is said, where that is no schema."""
    span: Span


class Conflict(Value, kw_only=True):
    """Two sources that say different things about one version of a message.

    `kind` is `drift` (a consumer's own payload, which no version has; `second` is the consumer) or `disagreement`. `about` is
    `payload`, `owner` or `compatibility`.
    """

    kind: str
    about: str
    version: str
    first: Side
    second: Side
