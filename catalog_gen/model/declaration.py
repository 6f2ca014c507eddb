"""Declarations: what single files say, before anything is merged. Each source yields these and diagnostics."""

from __future__ import annotations

from catalog_gen.diagnostics import Diagnostic, Span
from catalog_gen.model.base import Json, Value
from catalog_gen.model.contract import Binding, Contract, Correlation, ExternalDocs, Tag, Trait
from catalog_gen.model.entities import Entity
from catalog_gen.model.people import Domain, Team, User
from catalog_gen.model.registry import Attachment, Delivery, RegisteredVersion, Registration, SubjectSetting
from catalog_gen.model.schema import Example, Schema


class Counts(Value, kw_only=True):
    """How many objects of each kind a document holds (channels and servers at its root; messages reachable from them)."""

    channels: int = 0
    operations: int = 0
    messages: int = 0
    servers: int = 0


class DocumentRow(Value, kw_only=True):
    """One input file that was recognised, loaded or not."""

    path: str
    type: str
    spec_version: str = ""
    title: str = ""
    version: str = ""
    loaded: bool = True
    counts: Counts = Counts()


class RemoteSchema(Value, kw_only=True):
    """A reference to a schema at an address that is not fetched. `spans` are the places of the references that lead there."""

    url: str
    spans: tuple[Span, ...]
    target: str = ""
    """The id of the message that a registry keeps at that address, once it is known."""


class MessageDeclaration(Value, kw_only=True):
    """A message as one document declares it.

    `key` identifies the message object inside its document (`path#pointer` of the object itself, so that two references
    to one object share it). `id` was found by the rule named in `id_rule`; `scoped` ids are generic names and belong to
    their service only. `roles` are `send`, `receive`, both, or empty when no operation uses the message.
    """

    key: str
    id: str
    id_rule: str
    scoped: bool = False
    service: str
    service_version: str
    roles: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    """Keys of the contract's channels that carry it."""
    version: str = ""
    """The version that the message itself states; empty when it states none."""
    kind: str = ""
    name: str = ""
    title: str = ""
    summary: str = ""
    description: str = ""
    content_type: str = ""
    payload: Schema | None = None
    headers: Schema | None = None
    examples: tuple[Example, ...] = ()
    correlation: Correlation | None = None
    bindings: tuple[Binding, ...] = ()
    traits: tuple[Trait, ...] = ()
    tags: tuple[Tag, ...] = ()
    docs: ExternalDocs | None = None
    owners: tuple[str, ...] = ()
    owned_at: Span | None = None
    """The place that names the owners."""
    lifecycle: str = ""
    extensions: Json = None
    also: tuple[str, ...] = ()
    """Further names that mean this message wherever they stand, such as a registry's subject."""
    topics: tuple[str, ...] = ()
    """Addresses of channels that carry it, where no contract says so."""
    key_schema: Schema | None = None
    """What the key of its records looks like."""
    envelope: Schema | None = None
    """What the payload travels in."""
    remote: RemoteSchema | None = None
    """Where the payload's schema is, when that is no file of the catalog; an export of the registry there may hold it."""
    deliveries: tuple[Delivery, ...] = ()
    """How a broker brings it to its service; declarations that have any say nothing about the message itself."""
    registration: Registration | None = None
    """What a registry keeps beside the schema; only declarations that come from a registry have it. They have no service."""
    span: Span


class OwnershipRule(Value, kw_only=True):
    """Who owns what matches: `kind` is `service`, `message`, `channel` or `domain`; `pattern` an id or a glob of ids.

    Of the kind `document`, `pattern` is the path of one file, and what is declared there is meant.
    """

    kind: str
    pattern: str
    owners: tuple[str, ...]
    basis: str = ""
    """What kind of source it comes from, one of `people.BASES`; empty for `catalog.yaml` and team files, which `span` tells apart."""
    source: str = "ownership rule"
    """The same in words."""
    span: Span


class CodeOwnersRule(Value, kw_only=True):
    """One line: a pattern and who owns what it matches; nobody, when there are no owners.

    `section` is GitLab's: in each section the last match counts, and the owners of all sections together own a file.
    """

    pattern: str
    owners: tuple[str, ...] = ()
    section: str = ""
    excluded: bool = False
    """GitLab: what matches has no owner in this section."""
    gitlab: bool = False
    """Whether the pattern means what it means to GitLab: below any folder unless it begins with a slash, and one file unless it ends so."""
    span: Span


class CodeOwners(Value, kw_only=True):
    """A CODEOWNERS file as it was read: which files it is about (`base`, a folder), and its rules in order."""

    base: str
    rank: int
    """Which of several files of one folder counts: the lowest."""
    rules: tuple[CodeOwnersRule, ...] = ()
    span: Span


class MembershipRule(Value, kw_only=True):
    """Which domain a service or message belongs to, by id or glob."""

    kind: str
    pattern: str
    domain: str
    span: Span


class LifecycleRule(Value, kw_only=True):
    """The lifecycle of a message, or of one of its versions. Dates are ISO 8601 days."""

    message: str
    version: str = ""
    state: str = ""
    deprecated: str = ""
    sunset: str = ""
    retired: str = ""
    replacement: str = ""
    note: str = ""
    span: Span


class AliasRule(Value, kw_only=True):
    """Another id under which a message is known."""

    message: str
    alias: str
    span: Span


class KindRule(Value, kw_only=True):
    """The kind of the messages whose id matches an id or a glob."""

    pattern: str
    kind: str
    span: Span


class LiveRule(Value, kw_only=True):
    """Versions of a service that run besides its latest."""

    service: str
    versions: tuple[str, ...]
    span: Span


class TextDeclaration(Value, kw_only=True):
    """A Markdown file: a free page (`target_kind` empty) or a note attached to something by id."""

    path: str
    slug: str = ""
    """Its address below `docs/`, folders kept; set when the catalog is merged."""
    title: str
    body: str
    target_kind: str = ""
    target: str = ""
    version: str = ""
    order: int = 0
    span: Span
    """The file, and the line on which `body` begins."""


class Declarations(Value, kw_only=True):
    """Everything that one file (or one configuration) declares."""

    documents: tuple[DocumentRow, ...] = ()
    contracts: tuple[Contract, ...] = ()
    messages: tuple[MessageDeclaration, ...] = ()
    domains: tuple[Domain, ...] = ()
    teams: tuple[Team, ...] = ()
    users: tuple[User, ...] = ()
    ownership: tuple[OwnershipRule, ...] = ()
    membership: tuple[MembershipRule, ...] = ()
    lifecycle: tuple[LifecycleRule, ...] = ()
    aliases: tuple[AliasRule, ...] = ()
    kinds: tuple[KindRule, ...] = ()
    live: tuple[LiveRule, ...] = ()
    texts: tuple[TextDeclaration, ...] = ()
    registered: tuple[RegisteredVersion, ...] = ()
    settings: tuple[SubjectSetting, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    code_owners: tuple[CodeOwners, ...] = ()
    entities: tuple[Entity, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
