"""Messages and their versions, joined from every document that mentions them."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Json, Value
from catalog_gen.model.contract import Binding, Correlation, ExternalDocs, Tag, Trait
from catalog_gen.model.identity import Conflict, Identity
from catalog_gen.model.people import Owner
from catalog_gen.model.registry import Delivery, Registration
from catalog_gen.model.schema import Example, Schema


class Party(Value, kw_only=True):
    """A service version that sends or receives a message version."""

    service: str
    version: str
    live: bool = True
    channels: tuple[str, ...] = ()
    """Ids of the channels over which it does."""
    span: Span
    schema: Schema | None = None
    """What this party declares, where that differs from the version's own schema."""
    reads: tuple[str, ...] = ()
    """The fields that it says it reads (`x-reads` of its message); () where it says nothing."""
    deliveries: tuple[Delivery, ...] = ()
    """How a broker brings the message to it, where an export says so."""


class Lifecycle(Value, kw_only=True):
    """Where a message version stands. `state` is draft, active, deprecated, sunset or retired; dates are ISO 8601 days."""

    state: str = "active"
    deprecated: str = ""
    sunset: str = ""
    retired: str = ""
    replacement: str = ""
    note: str = ""


class MessageVersion(Value, kw_only=True):
    """One version of a message's contract."""

    version: str
    slug: str
    aliases: tuple[str, ...] = ()
    """Other labels under which the same payload was published."""
    lifecycle: Lifecycle = Lifecycle()
    title: str = ""
    summary: str = ""
    description: str = ""
    content_type: str = ""
    content_type_default: bool = False
    """Whether the content type is the document's default, and not stated by the message itself."""
    channels: tuple[str, ...] = ()
    payload: Schema | None = None
    headers: Schema | None = None
    examples: tuple[Example, ...] = ()
    correlation: Correlation | None = None
    bindings: tuple[Binding, ...] = ()
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    extensions: Json = None
    traits: tuple[Trait, ...] = ()
    key: Schema | None = None
    """What the key of its records looks like."""
    envelope: Schema | None = None
    """What the payload travels in."""
    registrations: tuple[Registration, ...] = ()
    """Where registries keep this version."""
    producers: tuple[Party, ...] = ()
    consumers: tuple[Party, ...] = ()
    span: Span


class Message(Value, kw_only=True):
    """An event, command, query, or a message whose kind nobody stated."""

    id: str
    slug: str
    name: str
    kind: str = "message"
    """`event`, `command`, `query` or `message`."""
    domain: str = ""
    owners: tuple[Owner, ...] = ()
    overruled: tuple[Owner, ...] = ()
    """Owners that weaker sources name and that do not count."""
    aliases: tuple[str, ...] = ()
    id_rule: str = ""
    """Which rule found the id, for the identity report."""
    latest: str
    versions: tuple[MessageVersion, ...]
    """Newest first."""
    identity: Identity = Identity()
    """Why its declarations are one message, and what is left apart."""
    conflicts: tuple[Conflict, ...] = ()
    """Where its sources say different things about one version."""

    def version(self, label: str) -> MessageVersion | None:
        """Find a version by its label or by one of its aliases."""
        for version in self.versions:
            if version.version == label:
                return version
        return next((version for version in self.versions if label in version.aliases), None)

    @property
    def current(self) -> MessageVersion:
        """The latest version."""
        found = self.version(self.latest)
        return found if found is not None else self.versions[0]
