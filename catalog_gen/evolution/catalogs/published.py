"""Take the snapshot of a published `catalog.json`. What it does not tell is left out; what is of a wrong type is refused as a whole."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Json
from catalog_gen.model.governance import DEFAULT_MODE, Governance, Policy, dialect_of_registry, mode_of_level
from catalog_gen.model.message import Lifecycle
from catalog_gen.model.registry import Registration
from catalog_gen.model.snapshot import (
    ChannelFacts,
    ContractFacts,
    GroupFacts,
    MessageFacts,
    PartyFacts,
    SchemaFacts,
    ServiceFacts,
    Snapshot,
    VersionFacts,
)
from catalog_gen.model.taking import FACTS_FORMAT

FORMAT = 1
"""The newest form that is understood."""


class NotACatalog(ValueError):  # noqa: N818 - it is told to a user, not raised at one
    """The bytes are no published catalog; the message says why."""


class _Row(msgspec.Struct, kw_only=True, frozen=True):
    """What a row of the published form has; members that are not named here do not matter."""


class _Schema(_Row, kw_only=True, frozen=True):
    format: str = "other"
    sha256: str = ""
    url: str = ""
    bundled_url: str = ""


class _Party(_Row, kw_only=True, frozen=True):
    service: str
    version: str = ""
    live: bool = True


class _Registration(_Row, kw_only=True, frozen=True):
    registry: str = ""
    subject: str = ""
    compatibility: str = ""
    path: str = ""
    pointer: str = ""


class _Version(_Row, kw_only=True, frozen=True):
    version: str
    aliases: tuple[str, ...] = ()
    lifecycle: str = "active"
    dates: dict[str, str] = msgspec.field(default_factory=dict)
    content_type: str | None = ""
    channels: tuple[str, ...] = ()
    schema: _Schema | None = None
    producers: tuple[_Party, ...] = ()
    consumers: tuple[_Party, ...] = ()
    registrations: tuple[_Registration, ...] = ()


class _Message(_Row, kw_only=True, frozen=True):
    id: str
    name: str = ""
    kind: str = "message"
    domain: str | None = ""
    owners: tuple[str, ...] = ()
    latest: str = ""
    aliases: tuple[str, ...] = ()
    versions: tuple[_Version, ...] = ()


class _Service(_Row, kw_only=True, frozen=True):
    id: str
    name: str = ""
    version: str = ""
    latest: bool = False
    live: bool | None = None
    domain: str | None = ""
    owners: tuple[str, ...] = ()


class _Channel(_Row, kw_only=True, frozen=True):
    id: str
    address: str | None = None
    protocol: str | None = ""
    owners: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


class _Group(_Row, kw_only=True, frozen=True):
    id: str
    name: str = ""
    owners: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


class _MessageFacts(_Row, kw_only=True, frozen=True):
    policy: Policy = Policy()
    versions: dict[str, VersionFacts] = msgspec.field(default_factory=dict)


class _Facts(_Row, kw_only=True, frozen=True):
    services: dict[str, dict[str, ContractFacts]] = msgspec.field(default_factory=dict)
    messages: dict[str, _MessageFacts] = msgspec.field(default_factory=dict)
    texts: dict[str, str] = msgspec.field(default_factory=dict)


class _Catalog(_Row, kw_only=True, frozen=True):
    format: int
    as_of: str = ""
    services: tuple[_Service, ...]
    messages: tuple[_Message, ...]
    channels: tuple[_Channel, ...] = ()
    domains: tuple[_Group, ...] = ()
    teams: tuple[_Group, ...] = ()
    users: tuple[_Group, ...] = ()
    facts: dict[str, Json] = msgspec.field(default_factory=dict)


_decode = msgspec.json.Decoder(_Catalog).decode


def take_published(raw: bytes, path: str) -> Snapshot:
    """The facts that a `catalog.json` tells. `path` is how the file is called in places. Raises `NotACatalog`."""
    try:
        catalog = _decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        message = f"it is no published catalog: {error}"
        raise NotACatalog(message) from None
    if catalog.format != FORMAT:
        message = f"its format is {catalog.format}, and this version of catalog-gen understands {FORMAT}."
        raise NotACatalog(message)
    facts = _facts(catalog)
    here = Span(path=path)
    return Snapshot(
        as_of=catalog.as_of,
        governance=Governance(),
        services=tuple(_services(catalog.services, facts, here)),
        messages=tuple(_message(one, facts, here) for one in sorted(catalog.messages, key=lambda one: one.id)),
        channels=tuple(
            ChannelFacts(
                id=one.id,
                address=one.address,
                protocols=tuple(part for part in (one.protocol or "").split(", ") if part),
                owners=one.owners,
                messages=one.messages,
            )
            for one in catalog.channels
        ),
        domains=tuple(GroupFacts(id=one.id, name=one.name, owners=one.owners) for one in catalog.domains),
        teams=tuple(GroupFacts(id=one.id, name=one.name, owners=one.members) for one in catalog.teams),
        users=tuple(GroupFacts(id=one.id, name=one.name) for one in catalog.users),
    )


def _facts(catalog: _Catalog) -> _Facts:
    """What is told besides the rows; nothing where it is of another form."""
    if catalog.facts.get("format") != FACTS_FORMAT:
        return _Facts()
    try:
        return msgspec.convert(catalog.facts, type=_Facts)
    except (msgspec.ValidationError, RecursionError) as error:
        message = f"its `facts` cannot be understood: {error}"
        raise NotACatalog(message) from None


def _services(rows: Iterable[_Service], facts: _Facts, here: Span) -> Iterable[ServiceFacts]:
    """One row for each version → one service with its versions."""
    by_id: dict[str, list[_Service]] = {}
    for row in rows:
        by_id.setdefault(row.id, []).append(row)
    for name, versions in sorted(by_id.items()):
        leading = next((row for row in versions if row.latest), versions[0])
        yield ServiceFacts(
            id=name,
            name=leading.name,
            domain=leading.domain or "",
            owners=leading.owners,
            latest=leading.version,
            versions=tuple(_contract(row, facts, here) for row in versions),
        )


def _contract(row: _Service, facts: _Facts, here: Span) -> ContractFacts:
    live = row.latest if row.live is None else row.live
    known = facts.services.get(row.id, {}).get(row.version)
    if known is None:
        return ContractFacts(version=row.version, live=live, known=not live, span=here)
    span = known.span or here
    things = {
        part: {
            key: msgspec.structs.replace(one, span=span, schemas={name: _with_text(schema, facts) for name, schema in one.schemas.items()})
            for key, one in getattr(known, part).items()
        }
        for part in ("servers", "channels", "operations", "schemes")
    }
    return msgspec.structs.replace(known, live=live, span=span, **things)


def _with_text(schema: SchemaFacts, facts: _Facts) -> SchemaFacts:
    return msgspec.structs.replace(schema, text=facts.texts.get(schema.sha256, ""))


def _message(row: _Message, facts: _Facts, here: Span) -> MessageFacts:
    told = facts.messages.get(row.id)
    return MessageFacts(
        id=row.id,
        name=row.name,
        kind=row.kind,
        domain=row.domain or "",
        owners=row.owners,
        latest=row.latest,
        aliases=row.aliases,
        policy=_policy(row) if told is None else told.policy,
        versions=tuple(_version(one, facts, None if told is None else told.versions.get(one.version), here) for one in row.versions),
    )


def _policy(row: _Message) -> Policy:
    """The level of the message's registry; nobody asks anything else where the facts do not say so."""
    for version in row.versions:
        for one in version.registrations:
            if mode := mode_of_level(one.compatibility):
                kept = Registration(registry=one.registry, subject=one.subject, version="", span=Span(path=one.path))
                return Policy(mode=mode, dialect=dialect_of_registry(kept), asked_by="registry")
    return Policy(mode=DEFAULT_MODE)


def _version(row: _Version, facts: _Facts, told: VersionFacts | None, here: Span) -> VersionFacts:
    schema = _schema(row.schema)
    days = {name: day for name, day in row.dates.items() if name in {"deprecated", "sunset", "retired"}}
    said = {(party.service, party.version): party for party in (told.consumers if told is not None else ())}
    known = VersionFacts(
        version=row.version,
        aliases=row.aliases,
        lifecycle=Lifecycle(state=row.lifecycle, **days),
        content_type=row.content_type or "",
        channels=row.channels,
        payload=schema,
        producers=tuple(PartyFacts(service=one.service, version=one.version, live=one.live) for one in row.producers),
        consumers=tuple(
            said.get((one.service, one.version)) or PartyFacts(service=one.service, version=one.version, live=one.live)
            for one in row.consumers
        ),
        registered=bool(row.registrations),
        known=told is not None,
        span=here,
    )
    if told is None:
        return known
    if schema is not None and told.payload is not None and told.payload.format == schema.format:
        schema = msgspec.structs.replace(schema, digest=told.payload.digest)
    parts = {name: _with_text(one, facts) for name, one in (("headers", told.headers), ("key", told.key)) if one is not None}
    return msgspec.structs.replace(known, payload=schema, facts=told.facts, **parts)


def _schema(row: _Schema | None) -> SchemaFacts | None:
    if row is None:
        return None
    bundled = row.bundled_url if row.bundled_url != row.url else ""
    return SchemaFacts(format=row.format, sha256="" if bundled else row.sha256, url=row.bundled_url or row.url)
