"""Versions of a message: which payloads are one version, what each is called, and who sends and reads it.

A version's label is what the message itself states (`x-version`), else its number in a registry, else the version of its producer's
document. Equal canonical payloads are one version, and further labels its aliases. A consumer's document makes no version: it is bound
to the version with the same payload, else to the one that it names, else it drifts from the latest. Where a registry keeps the versions
of a message, a producer's document that names no version makes none either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.merge.identity import Identified
from catalog_gen.model.declaration import MessageDeclaration
from catalog_gen.model.message import Party
from catalog_gen.model.schema import Schema
from catalog_gen.model.slugs import slugify
from catalog_gen.model.versions import UNVERSIONED, latest, version_key


@dataclass
class Draft:
    """A version while declarations are still being bound to it."""

    label: str
    digest: str
    stated: str
    """The label that its author used; differs from `label` only where two payloads claim one label."""
    declaration: MessageDeclaration
    aliases: list[str] = field(default_factory=list)
    declarations: list[MessageDeclaration] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    """Labels of documents that carry this payload; they have no say in the order, which is the registry's."""
    producers: list[Party] = field(default_factory=list)
    consumers: list[Party] = field(default_factory=list)

    @property
    def newest(self) -> str:
        """The highest of its labels."""
        return max((self.label, *self.aliases), key=version_key)

    @property
    def labels(self) -> tuple[str, ...]:
        """Everything that it is called."""
        return (self.label, *self.aliases, *self.spellings)

    @property
    def failed(self) -> bool:
        """Whether a registry refused it, and nobody else knows it."""
        stated = [one.registration for one in self.declarations]
        return bool(stated) and all(one is not None and one.state == "failed" for one in stated)

    @property
    def told(self) -> MessageDeclaration:
        """The declaration that speaks to people: a document's, its sender's first, since a registry keeps no prose."""
        if self.declaration.registration is None:
            return self.declaration
        documents = [one for one in self.declarations if one.registration is None]
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
            live=label in self.live.get(declaration.service, frozenset()),
            channels=self.channels_of(declaration),
            span=declaration.span,
            schema=schema,
            reads=_reads(declaration),
        )


def _reads(declaration: MessageDeclaration) -> tuple[str, ...]:
    """The fields that a service says it reads, by `x-reads` of the message in its document."""
    listed = declaration.extensions.get("x-reads") if isinstance(declaration.extensions, dict) else None
    return tuple(field for field in listed if isinstance(field, str)) if isinstance(listed, list) else ()


def draft_versions(message: Identified, bindings: Bindings) -> tuple[list[Draft], list[Diagnostic]]:
    """The versions of one message, newest first, with every declaration bound to one of them."""
    registered = [one for one in message.declarations if one.registration is not None]
    producing = registered + [one for one in message.declarations if "send" in one.roles and (one.version or not registered)]
    defining = producing or [one for one in message.declarations if not one.roles]
    diagnostics: list[Diagnostic] = []
    drafts = _define(defining, diagnostics, message.id) if defining else _define_from_consumers(message.declarations)
    newest = _newest(drafts, registered)
    defined = {id(one) for one in defining}
    for one in message.declarations:
        draft, schema = _bind(one, drafts, newest, bound=id(one) in defined, diagnostics=diagnostics, name=message.id)
        draft.declarations.append(one)
        if "send" in one.roles:
            draft.producers.append(bindings.party(one, schema))
            _spell(draft, _label(one), drafts)
        if "receive" in one.roles:
            draft.consumers.append(bindings.party(one, schema))
    return sorted(drafts, key=lambda draft: version_key(draft.newest), reverse=True), diagnostics


def latest_of(drafts: Sequence[Draft]) -> str:
    """The label of the latest version. One that a registry refused is never the latest, unless there is no other."""
    return _highest([draft for draft in drafts if not draft.failed] or drafts).label


def _newest(drafts: Sequence[Draft], registered: Sequence[MessageDeclaration]) -> Draft:
    """The latest of versions to which nothing is bound yet."""
    refused = {one.version for one in registered if one.registration is not None and one.registration.state == "failed"}
    return _highest([draft for draft in drafts if draft.stated not in refused] or drafts)


def _highest(drafts: Sequence[Draft]) -> Draft:
    label = latest(label for draft in drafts for label in (draft.label, *draft.aliases))
    return next(draft for draft in drafts if label in (draft.label, *draft.aliases))


def _spell(draft: Draft, label: str, drafts: Sequence[Draft]) -> None:
    """Let a registered version be known by the version of the document that carries it too, where no other version is called so."""
    same = draft.declaration.registration is not None and label != UNVERSIONED
    if same and not any(label in known.labels for known in drafts):
        draft.spellings.append(label)


def _label(declaration: MessageDeclaration) -> str:
    return declaration.version or declaration.service_version or UNVERSIONED


def _digest(declaration: MessageDeclaration) -> str:
    """What makes a declaration's version the same as another's; a version that a registry refused is like no other."""
    kept = declaration.registration
    if kept is not None and kept.state == "failed":
        return f"failed {kept.name} {kept.version}"
    schema = declaration.payload or declaration.key_schema
    return schema.digest if schema is not None else ""


def _define(defining: Sequence[MessageDeclaration], diagnostics: list[Diagnostic], name: str) -> list[Draft]:
    """Versions from declarations that may make them, in the order of their labels: the first label names the version."""
    drafts: list[Draft] = []
    mixed = any(one.registration is not None for one in defining)

    def order(one: MessageDeclaration) -> tuple[Any, ...]:
        return (mixed and one.registration is not None, version_key(_label(one)), one.service, one.span.path, one.key)

    for one in sorted(defining, key=order):
        label, digest = _label(one), _digest(one)
        same = next((draft for draft in drafts if draft.digest == digest), None)
        if same is not None:
            if label not in (same.stated, *same.aliases):
                same.aliases.append(label)
            if version_key(label) >= version_key(_label(same.declaration)):
                same.declaration = one
            continue
        rival = next((draft for draft in drafts if draft.stated == label or label in draft.aliases), None)
        if rival is not None:
            diagnostics.append(_disagreement(name, label, one, rival.declaration))
        drafts.append(Draft(_free_label(label, one, drafts), digest, label, one))
    return drafts


def _free_label(label: str, declaration: MessageDeclaration, drafts: Sequence[Draft]) -> str:
    """The label itself, or where another payload has it already, the label with its service as build metadata."""
    taken = {known for draft in drafts for known in (draft.label, *draft.aliases)}
    candidate, number = label, 1
    while candidate in taken:
        mark = slugify(_origin(declaration)) or "other"
        candidate = f"{label}+{mark}" if number == 1 else f"{label}+{mark}.{number}"
        number += 1
    return candidate


def _define_from_consumers(declarations: Sequence[MessageDeclaration]) -> list[Draft]:
    """A message that nobody in the catalog sends: the versions that its consumers name, else one without a version."""
    drafts: list[Draft] = []
    for one in sorted(declarations, key=lambda one: (version_key(one.version or UNVERSIONED), one.service, one.span.path, one.key)):
        label = one.version or UNVERSIONED
        if not any(draft.label == label or draft.digest == _digest(one) for draft in drafts):
            drafts.append(Draft(label, _digest(one), label, one))
    return drafts


def _bind(
    one: MessageDeclaration, drafts: Sequence[Draft], newest: Draft, *, bound: bool, diagnostics: list[Diagnostic], name: str
) -> tuple[Draft, Schema | None]:
    """The version a declaration belongs to, and its own schema where that differs."""
    digest = _digest(one)
    same = next((draft for draft in drafts if draft.digest == digest), None)
    if same is not None:
        return same, None
    latest_is_registered = newest.declaration.registration is not None
    named = next((draft for draft in drafts if one.version and one.version in (draft.label, *draft.aliases)), None)
    if one.payload is None or bound:
        return named or newest, None
    target = named or newest
    if target.declaration.payload is not None and target.declaration.payload.format != one.payload.format:
        return target, one.payload
    if named is not None or newest.label == UNVERSIONED or (latest_is_registered and "send" in one.roles):
        diagnostics.append(_disagreement(name, target.label, one, target.declaration))
        return target, one.payload
    diagnostics.append(_drift(name, one, newest))
    return newest, one.payload


def _disagreement(name: str, label: str, one: MessageDeclaration, other: MessageDeclaration) -> Diagnostic:
    return Diagnostic(
        code="message-contracts-disagree",
        severity=Severity.WARNING,
        message=f"Contracts disagree: `{_origin(one)}` and `{_origin(other)}` declare different payloads for `{name}` {label}.",
        hint="Agree on one payload, or give one of them its own version with `x-version`.",
        span=one.span,
        related=(other.span,),
    )


def _origin(declaration: MessageDeclaration) -> str:
    """Who says it: the service of a document, or the subject in its registry."""
    kept = declaration.registration
    return declaration.service if kept is None else f"{kept.registry} {kept.name}"


def _drift(name: str, one: MessageDeclaration, newest: Draft) -> Diagnostic:
    return Diagnostic(
        code="message-contract-drift",
        severity=Severity.WARNING,
        message=f"`{one.service}` reads `{name}` with a payload that no version has; it is held against the latest, {newest.label}.",
        hint=f"Name the version it reads with `x-version`, or refer to the payload in {newest.declaration.span.path}.",
        span=one.span,
        related=(newest.declaration.span,),
    )
