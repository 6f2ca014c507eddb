"""Versions of a message: which payloads are one version, what each is called, and who sends and reads it.

A version's label is what the message itself states (`x-version`), else its number in a registry, else the version of its producer's
document. Equal canonical payloads are one version, and further labels its aliases. A consumer's document makes no version: it is bound
to the version with the same payload, else to the one that it names, else it drifts from the latest. Where a registry keeps the versions
of a message, a producer's document that names no version makes none either.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog_gen.merge.identity import Identified
from catalog_gen.merge.origins import origin_of, side_of
from catalog_gen.model.declaration import MessageDeclaration
from catalog_gen.model.identity import Conflict
from catalog_gen.model.message import Party
from catalog_gen.model.registry import NEVER_LATEST
from catalog_gen.model.schema import Schema
from catalog_gen.model.slugs import slugify
from catalog_gen.model.versions import UNVERSIONED, VersionKey, latest, version_key


@dataclass
class Draft:
    """A version while declarations are still being bound to it."""

    label: str
    digest: str
    stated: str
    """The label that its author used; differs from `label` only where two payloads claim one label."""
    declaration: MessageDeclaration
    keys: dict[str, VersionKey]
    """Its label and its aliases, each with its sort key."""
    declarations: list[MessageDeclaration] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    """Labels of documents that carry this payload; they have no say in the order, which is the registry's."""
    producers: list[Party] = field(default_factory=list)
    consumers: list[Party] = field(default_factory=list)

    @property
    def order(self) -> VersionKey:
        """Its place among the versions: that of the highest of its labels."""
        return max(self.keys.values())

    @property
    def labels(self) -> tuple[str, ...]:
        """Everything that it is called."""
        return (self.label, *self.aliases, *self.spellings)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Further labels under which the same payload was published."""
        return tuple(label for label in self.keys if label != self.label)

    @property
    def failed(self) -> bool:
        """Whether a registry refused it or took it back, and nobody else knows it."""
        stated = [one.registration for one in self.declarations if not one.deliveries]
        return bool(stated) and all(one is not None and one.state in NEVER_LATEST for one in stated)

    @property
    def told(self) -> MessageDeclaration:
        """The declaration that speaks to people: a document's, its sender's first, since a registry keeps no prose."""
        if self.declaration.registration is None:
            return self.declaration
        documents = [one for one in self.declarations if one.registration is None and not one.deliveries]
        return next((one for one in documents if "send" in one.roles), documents[0] if documents else self.declaration)


class Bindings:
    """What is known about the services that declare messages: live versions, and the channels' ids."""

    def __init__(self, live: Mapping[str, frozenset[str]], channels: Mapping[tuple[str, str, str], str]) -> None:
        self.live = live
        self.channels = channels
        """(service, service version, channel key) → channel id."""

    def channels_of(self, declaration: MessageDeclaration) -> tuple[str, ...]:
        """Ids of the channels that carry a declared message."""
        keys = ((declaration.service, declaration.service_version, key) for key in declaration.channels)
        return tuple(sorted({self.channels[key] for key in keys if key in self.channels}))

    def party(self, declaration: MessageDeclaration, schema: Schema | None = None) -> Party:
        """The service version behind a declaration as a producer or consumer."""
        label = declaration.service_version or UNVERSIONED
        return Party(
            service=declaration.service,
            version=label,
            live=label in self.live.get(declaration.service, frozenset())
            and (not declaration.deliveries or any(one.live for one in declaration.deliveries)),
            channels=self.channels_of(declaration),
            span=declaration.span,
            schema=schema,
            reads=_reads(declaration),
            deliveries=declaration.deliveries,
        )


def _reads(declaration: MessageDeclaration) -> tuple[str, ...]:
    """The fields that a service says it reads, by `x-reads` of the message in its document."""
    listed = declaration.extensions.get("x-reads") if isinstance(declaration.extensions, dict) else None
    return tuple(field for field in listed if isinstance(field, str)) if isinstance(listed, list) else ()


def draft_versions(message: Identified, bindings: Bindings) -> tuple[list[Draft], list[Conflict]]:
    """The versions of one message, newest first, with every declaration bound to one of them."""
    registered = [one for one in message.declarations if one.registration is not None]
    stating = [one for one in message.declarations if not one.deliveries] or list(message.declarations)
    producing = registered + [one for one in stating if "send" in one.roles and (one.version or not registered)]
    defining = producing or [one for one in stating if not one.roles]
    conflicts: list[Conflict] = []
    drafts = _define(defining, conflicts) if defining else _define_from_consumers(stating)
    newest = _newest(drafts, registered)
    defined = {id(one) for one in defining}
    by_digest = {draft.digest: draft for draft in drafts}
    for one in message.declarations:
        past: list[Conflict] = []  # what an older version of a service says is history, no news
        found = conflicts if "send" not in one.roles or bindings.party(one).live else past
        draft, schema = _bind(one, by_digest, newest, bound=id(one) in defined, conflicts=found)
        draft.declarations.append(one)
        if "send" in one.roles:
            draft.producers.append(bindings.party(one, schema))
            if schema is None:
                _spell(draft, _label(one), drafts)
        if "receive" in one.roles:
            draft.consumers.append(bindings.party(one, schema))
    return sorted(drafts, key=lambda draft: draft.order, reverse=True), conflicts


def latest_of(drafts: Sequence[Draft]) -> str:
    """The label of the latest version. One that a registry refused is never the latest, unless there is no other."""
    return _highest([draft for draft in drafts if not draft.failed] or drafts).label


def _newest(drafts: Sequence[Draft], registered: Sequence[MessageDeclaration]) -> Draft:
    """The latest of versions to which nothing is bound yet."""
    refused = {one.version for one in registered if one.registration is not None and one.registration.state in NEVER_LATEST}
    return _highest([draft for draft in drafts if draft.stated not in refused] or drafts)


def _highest(drafts: Sequence[Draft]) -> Draft:
    keys = {label: key for draft in drafts for label, key in draft.keys.items()}
    label = latest(keys, keys.__getitem__)
    return next(draft for draft in drafts if label in draft.keys)


def _spell(draft: Draft, label: str, drafts: Sequence[Draft]) -> None:
    """Let a registered version be known by the version of the document that carries it too, where no other version is called so."""
    same = draft.declaration.registration is not None and label != UNVERSIONED
    if same and not any(label in known.labels for known in drafts):
        draft.spellings.append(label)


def _label(declaration: MessageDeclaration) -> str:
    return declaration.version or declaration.service_version or UNVERSIONED


def _key(declaration: MessageDeclaration) -> VersionKey:
    kept = declaration.registration
    return kept.order if kept is not None and kept.version == declaration.version else version_key(_label(declaration))


def _digest(declaration: MessageDeclaration) -> str:
    """What makes a declaration's version the same as another's; a version that a registry refused, or only lists, is like no other."""
    kept = declaration.registration
    schema = declaration.payload or declaration.key_schema
    if kept is not None and (kept.state == "failed" or schema is None):
        return f"{kept.state or 'unknown'} {kept.name} {kept.version}"
    return schema.digest if schema is not None else ""


def _define(defining: Sequence[MessageDeclaration], conflicts: list[Conflict]) -> list[Draft]:
    """Versions from declarations that may make them, in the order of their labels: the first label names the version."""
    drafts: dict[str, Draft] = {}
    known: dict[str, Draft] = {}
    mixed = any(one.registration is not None for one in defining)

    def order(one: MessageDeclaration) -> tuple[Any, ...]:
        return (mixed and one.registration is not None, _key(one), one.service, one.span.path, one.key)

    for one in sorted(defining, key=order):
        label, digest = _label(one), _digest(one)
        same = drafts.get(digest)
        if same is not None:
            if label != same.stated and label not in same.keys:
                same.keys[label] = _key(one)
                known.setdefault(label, same)
            if _key(one) >= _key(same.declaration):
                same.declaration = one
            continue
        rival = known.get(label)
        if rival is not None:
            conflicts.append(_conflict("disagreement", label, one, rival.declaration))
        free = _free_label(label, one, known)
        drafts[digest] = Draft(free, digest, label, one, {free: _key(one) if free == label else version_key(free)})
        known.setdefault(label, drafts[digest])
        known.setdefault(free, drafts[digest])
    return list(drafts.values())


def _free_label(label: str, declaration: MessageDeclaration, taken: Container[str]) -> str:
    """The label itself, or where another payload has it already, the label with its service or registry as build metadata."""
    candidate, number = label, 1
    while candidate in taken:
        kept = declaration.registration
        mark = slugify(origin_of(declaration) if kept is None else kept.registry) or "other"
        candidate = f"{label}+{mark}" if number == 1 else f"{label}+{mark}.{number}"
        number += 1
    return candidate


def _define_from_consumers(declarations: Sequence[MessageDeclaration]) -> list[Draft]:
    """A message that nobody in the catalog sends: the versions that its consumers name, else one without a version."""
    drafts: list[Draft] = []
    for one in sorted(declarations, key=lambda one: (version_key(one.version or UNVERSIONED), one.service, one.span.path, one.key)):
        label = one.version or UNVERSIONED
        if not any(draft.label == label or draft.digest == _digest(one) for draft in drafts):
            drafts.append(Draft(label, _digest(one), label, one, {label: version_key(label)}))
    return drafts


def _bind(
    one: MessageDeclaration, drafts: Mapping[str, Draft], newest: Draft, *, bound: bool, conflicts: list[Conflict]
) -> tuple[Draft, Schema | None]:
    """The version a declaration belongs to, and its own schema where that differs."""
    same = drafts.get(_digest(one))
    if same is not None:
        return same, None
    named = next((draft for draft in drafts.values() if one.version and one.version in draft.keys), None)
    if one.payload is None or bound:
        return named or newest, None
    target = named or newest
    registered = newest.declaration.registration is not None and "send" in one.roles
    disagrees = named is not None or newest.label == UNVERSIONED or registered
    conflicts.append(_conflict("disagreement" if disagrees else "drift", target.label, one, target.declaration))
    return target, one.payload


def _conflict(kind: str, label: str, one: MessageDeclaration, other: MessageDeclaration) -> Conflict:
    """Two payloads for one version: `other` is the version's own, `one` says something else."""
    return Conflict(
        kind=kind,
        about="payload",
        version=label,
        first=side_of(other, other.payload or other.key_schema),
        second=side_of(one, one.payload or one.key_schema),
    )
