"""From what single files of exports state to messages: subjects with all their versions, settings applied, references put in.

This runs once over the rows of all files, because a configuration, a reference or a key's schema stands in another file than the
version that it belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.declaration import Declarations, MessageDeclaration
from catalog_gen.model.registry import NEVER_LATEST, RegisteredVersion, Registration
from catalog_gen.sources.registries.attachments import attach
from catalog_gen.sources.registries.naming import base_of, message_id, role_of, tell_apart, topics_of
from catalog_gen.sources.registries.references import References
from catalog_gen.sources.registries.settings import Settings

Subject = tuple[str, str, str, str]
"""Registry, export, context, subject."""


def assemble(declared: Iterable[Declarations]) -> Declarations:
    """The messages that registries declare, from the rows of all files, and what is wrong between the files."""
    everything = list(declared)
    versions = sorted((row for one in everything for row in one.registered), key=_order)
    settings = Settings(row for one in everything for row in one.settings)
    diagnostics: list[Diagnostic] = []
    distinct = tell_apart(_distinct(versions, diagnostics))
    references = References(distinct)
    families: dict[Subject, list[RegisteredVersion]] = defaultdict(list)
    for row in distinct:
        whole = references.put_in(row, diagnostics)
        families[_family(row)].append(settings.applied(whole))
    messages = [
        message
        for family in families.values()
        if not _is_gone(family)
        for message in _messages(family, [name for row in family for name in settings.aliases_of(row)])
    ]
    attached = attach(everything, messages)
    return Declarations(
        messages=(*messages, *attached.messages),
        contracts=attached.contracts,
        diagnostics=(*diagnostics, *attached.diagnostics),
    )


def _order(row: RegisteredVersion) -> tuple[object, ...]:
    one = row.registration
    return (one.registry, row.export, one.context, one.subject, one.order, row.schema is None, row.span)


def _family(row: RegisteredVersion) -> Subject:
    one = row.registration
    return (one.registry, row.export, one.context, base_of(one))


def _distinct(versions: Sequence[RegisteredVersion], diagnostics: list[Diagnostic]) -> list[RegisteredVersion]:
    """One row for each version: files of one export may state a version several times, a listing with less than an answer of its own."""
    found: dict[tuple[str, ...], RegisteredVersion] = {}
    for row in versions:
        one = row.registration
        key = (one.registry, row.export, one.context, one.subject, one.version)
        first = found.get(key)
        if first is None:
            found[key] = row
            continue
        if first.schema is not None and row.schema is not None and first.schema.digest != row.schema.digest:
            diagnostics.append(_contradiction(first, row))
        found[key] = _joined(first, row)
    return list(found.values())


def _joined(first: RegisteredVersion, second: RegisteredVersion) -> RegisteredVersion:
    """The first row, with what only the second one says."""
    known, more = first.registration, second.registration
    registration = msgspec.structs.replace(known, **_missing(known, more))
    return msgspec.structs.replace(first, registration=registration, **_missing(first, second))


def _missing(known: msgspec.Struct, more: msgspec.Struct) -> dict[str, object]:
    names = (name for name in known.__struct_fields__ if name not in {"span", "registration"})
    return {name: getattr(more, name) for name in names if not getattr(known, name) and getattr(more, name)}


def _contradiction(first: RegisteredVersion, second: RegisteredVersion) -> Diagnostic:
    one = first.registration
    return Diagnostic(
        code="registry-exports-disagree",
        severity=Severity.WARNING,
        message=f"Two files of one export have different schemas for `{one.name}` version {one.version}; the first counts.",
        hint="Remove the older file, or keep exports of different registries in folders of their own.",
        span=second.span,
        related=(first.span,),
    )


def _is_gone(family: Sequence[RegisteredVersion]) -> bool:
    """Whether everything of a message was deleted: the registry does not list it any more, and nor does the catalog."""
    return all(row.registration.state == "deleted" for row in family)


def _messages(family: list[RegisteredVersion], aliases: Sequence[str]) -> list[MessageDeclaration]:
    """The declarations of one message: a version for each of its value's versions, or of its key's where there is no value."""
    values = [row for row in family if role_of(row.registration) != "key"]
    keys = [row for row in family if role_of(row.registration) == "key"]
    defining = values or keys
    newest = _newest(defining)
    identifier, rule = message_id(newest)
    also = dict.fromkeys(row.registration.name for row in family)
    also.update(dict.fromkeys((*aliases, *newest.also)))
    also.update(dict.fromkeys(row.record for row in values if row.record and message_id(row)[0] == row.record))
    key = _newest(keys) if values and keys else None
    return [
        MessageDeclaration(
            key=f"{row.span.path}#{row.span.pointer}:{row.span.line}:{row.registration.name}@{row.registration.version}",
            id=identifier,
            id_rule=rule,
            service="",
            service_version="",
            version=row.registration.version,
            name=row.name or _short(identifier),
            title=row.title,
            description=row.description,
            content_type=row.content_type,
            payload=row.schema if values else None,
            key_schema=key.schema if key is not None else (None if values else row.schema),
            envelope=row.envelope,
            owners=row.owners or newest.owners,
            lifecycle=_LIFECYCLES.get(row.registration.state, ""),
            also=tuple(name for name in also if name != identifier),
            topics=topics_of(row),
            registration=_with_role(row.registration),
            span=row.span,
        )
        for row in defining
    ]


_LIFECYCLES = {"draft": "draft", "deprecated": "deprecated", "disabled": "retired", "deleted": "retired"}


def _with_role(registration: Registration) -> Registration:
    role = role_of(registration)
    return registration if role == registration.role else msgspec.structs.replace(registration, role=role)


def _newest(versions: Sequence[RegisteredVersion]) -> RegisteredVersion:
    sound = [row for row in versions if row.registration.state not in NEVER_LATEST] or versions
    return max(sound, key=lambda row: row.registration.order)


def _short(identifier: str) -> str:
    """A name for people: without the namespace."""
    return identifier.rpartition(".")[2] if identifier.replace(".", "").replace("_", "").isalnum() else identifier
