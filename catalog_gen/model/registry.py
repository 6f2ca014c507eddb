"""What schema registries say: versions of subjects, settings of subjects, and who is connected to them."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Value
from catalog_gen.model.schema import Schema
from catalog_gen.model.versions import VersionKey, revision_key, version_key

REVISIONS = frozenset({"google-pubsub"})
"""Registries that call versions by revision ids, which only time orders. Source: Google Pub/Sub, "Commit a schema revision"."""

NEVER_LATEST = frozenset({"deleted", "disabled", "draft", "failed"})
"""States of registered versions that nobody is meant to use: they keep their place, and are the latest only where there is no other."""


class Label(Value, kw_only=True):
    """A property that a registry keeps beside a schema."""

    name: str
    value: str


class PathTags(Value, kw_only=True):
    """Tags on a place inside a schema, such as `PII` on `**.email`."""

    path: str
    tags: tuple[str, ...]


class SchemaReference(Value, kw_only=True):
    """Another registered schema that this one needs: the name that its text uses, and where the registry keeps it."""

    name: str
    subject: str
    version: str
    """"" or `-1` means the latest."""
    context: str | None = None
    """Where the subject stands; None means: with the subject that refers to it."""


class SchemaRule(Value, kw_only=True):
    """A data contract's rule (CEL, encryption, migration, …), or a registry's own check, as the registry keeps it."""

    group: str
    """`domain`, `migration`, `encoding`, or `registry` for a check that the registry makes at registration."""
    name: str
    kind: str = ""
    mode: str = ""
    type: str = ""
    expression: str = ""
    on_success: str = ""
    on_failure: str = ""
    tags: tuple[str, ...] = ()
    description: str = ""
    disabled: bool = False


class Registration(Value, kw_only=True):
    """One version of a subject, as one registry keeps it; everything but the schema itself.

    `registry` is the kind of registry (`confluent`, `apicurio`, …), `context` what it calls the space around its subjects (a context, a
    group, a registry's name, a project; "" is the default one), `role` what the schema describes: `value` or `key`.
    """

    registry: str
    context: str = ""
    subject: str
    version: str
    role: str = "value"
    identifier: str = ""
    state: str = ""
    """`draft`, `active`, `deprecated`, `disabled`, `deleted` or `failed`; "" where the registry has no states."""
    registered: str = ""
    """ISO 8601 in UTC."""
    registered_by: str = ""
    compatibility: str = ""
    compatibility_group: str = ""
    compatibility_policy: str = ""
    mode: str = ""
    references: tuple[SchemaReference, ...] = ()
    labels: tuple[Label, ...] = ()
    tags: tuple[PathTags, ...] = ()
    sensitive: tuple[str, ...] = ()
    """Names of the labels whose values are kept back."""
    rules: tuple[SchemaRule, ...] = ()
    span: Span

    @property
    def order(self) -> VersionKey:
        """The sort key of its version."""
        return revision_key(self.version, self.registered) if self.registry in REVISIONS else version_key(self.version)

    @property
    def name(self) -> str:
        """The subject with the space it stands in, as it is unique in its kind of registry."""
        return qualified(self.registry, self.context, self.subject)


class RegisteredVersion(Value, kw_only=True):
    """A version of a subject as one file states it. `export` tells exports apart: the folder or archive it came in."""

    export: str
    registration: Registration
    schema: Schema | None = None
    record: str = ""
    """The name that the schema gives itself: an Avro full name, a Protobuf message with its package, a title."""
    id: str = ""
    """The message's id, where the registry states it apart from the schema."""
    name: str = ""
    title: str = ""
    description: str = ""
    also: tuple[str, ...] = ()
    """Further names of the message, where the registry states them."""
    owners: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Addresses that carry it, where the registry says so; otherwise they follow from the subject's name."""
    content_type: str = ""
    envelope: Schema | None = None
    """What the schema's payload travels in, where the registry keeps both in one text."""
    span: Span


class SubjectSetting(Value, kw_only=True):
    """Settings of a subject, of all subjects of a context (`subject` empty), or of all subjects (`context` empty too)."""

    registry: str
    export: str
    context: str = ""
    subject: str = ""
    compatibility: str = ""
    compatibility_group: str = ""
    compatibility_policy: str = ""
    mode: str = ""
    alias_of: str = ""
    """The subject that this one is only another name for."""
    title: str = ""
    description: str = ""
    owners: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    rules: tuple[SchemaRule, ...] = ()
    topics: tuple[str, ...] = ()
    role: str = ""
    identifier: str = ""
    """The one version that this is about, by its id, whatever its subject is called; "" for all versions of the subject."""
    state: str = ""
    span: Span


class Attachment(Value, kw_only=True):
    """A program that a registry or a broker names as sender or receiver of what stands under certain subjects."""

    registry: str
    export: str
    action: str
    """`send` or `receive`."""
    service: str
    context: str = ""
    subjects: tuple[str, ...] = ()
    """Subjects that it is attached to; empty where `topics` or a `pattern` decide."""
    topics: tuple[str, ...] = ()
    pattern: str = ""
    """JSON text of an event pattern that chooses what it gets."""
    condition: str = ""
    """The pattern in words, without what it says about source and type."""
    labels: tuple[Label, ...] = ()
    via: str = ""
    """The rule or subscription through which it is attached; "" where the file leaves that open."""
    state: str = ""
    """`active` or `disabled`; "" counts as active."""
    owners: tuple[str, ...] = ()
    span: Span


class Delivery(Value, kw_only=True):
    """How a program comes to a message: a broker's rule or subscription, what it lets through, and what happens on the way."""

    via: str = ""
    """The rule or subscription by name."""
    on: str = ""
    """The bus or topic."""
    registry: str = ""
    condition: str = ""
    """In words, what chooses among the messages, without what it says about source and type; "" for all of them."""
    labels: tuple[Label, ...] = ()
    """What happens on the way: dead-letter queue, input transformer, retries."""
    live: bool = True
    span: Span


def qualified(registry: str, context: str, subject: str) -> str:
    """A subject's name with its context, as its own registry writes it."""
    if not context:
        return subject
    return f":.{context.removeprefix('.')}:{subject}" if registry == "confluent" else f"{context}/{subject}"
