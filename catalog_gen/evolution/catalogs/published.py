"""Take the snapshot of a published `catalog.json`. What it does not tell is left out; what is of a wrong type is refused as a whole."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.evolution.catalogs.snapshot import (
    ChannelFacts,
    ContractFacts,
    GroupFacts,
    MessageFacts,
    PartyFacts,
    SchemaFacts,
    ServiceFacts,
    Snapshot,
    Thing,
    VersionFacts,
)
from catalog_gen.model.base import Json
from catalog_gen.model.governance import DEFAULT_MODE, Governance, Policy, dialect_of_registry, mode_of_level
from catalog_gen.model.message import Lifecycle
from catalog_gen.model.registry import Registration

FORMAT = 1
"""The newest form that is understood."""


class NotACatalog(ValueError):  # noqa: N818 - it is told to a user, not raised at one
    """The bytes are no published catalog; the message says why."""


class _Row(msgspec.Struct, kw_only=True, frozen=True):
    """What a row of the published form has; members that are not named here do not matter."""


class _Schema(_Row, kw_only=True, frozen=True):
    format: str = "other"
    sha256: str = ""
    digest: str = ""
    url: str = ""
    bundled_url: str = ""
    text: str = ""


class _Party(_Row, kw_only=True, frozen=True):
    service: str
    version: str = ""
    live: bool = True
    reads: tuple[str, ...] = ()
    drifts: bool = False


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
    headers: _Schema | None = None
    key: _Schema | None = None
    facts: dict[str, Json] = msgspec.field(default_factory=dict)
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
    policy: dict[str, Json] = msgspec.field(default_factory=dict)
    versions: tuple[_Version, ...] = ()


class _Thing(_Row, kw_only=True, frozen=True):
    facts: dict[str, Json] = msgspec.field(default_factory=dict)
    schemas: dict[str, _Schema] = msgspec.field(default_factory=dict)
    path: str = ""
    pointer: str = ""


class _Contract(_Row, kw_only=True, frozen=True):
    facts: dict[str, Json] = msgspec.field(default_factory=dict)
    servers: dict[str, _Thing] = msgspec.field(default_factory=dict)
    channels: dict[str, _Thing] = msgspec.field(default_factory=dict)
    operations: dict[str, _Thing] = msgspec.field(default_factory=dict)
    schemes: dict[str, _Thing] = msgspec.field(default_factory=dict)
    path: str = ""


class _Service(_Row, kw_only=True, frozen=True):
    id: str
    name: str = ""
    version: str = ""
    latest: bool = False
    live: bool | None = None
    domain: str | None = ""
    owners: tuple[str, ...] = ()
    contract: _Contract | None = None


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


class _Catalog(_Row, kw_only=True, frozen=True):
    format: int
    as_of: str = ""
    services: tuple[_Service, ...]
    messages: tuple[_Message, ...]
    channels: tuple[_Channel, ...] = ()
    domains: tuple[_Group, ...] = ()
    teams: tuple[_Group, ...] = ()
    users: tuple[_Group, ...] = ()


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
    here = Span(path=path)
    return Snapshot(
        as_of=catalog.as_of,
        governance=Governance(),
        services=tuple(_services(catalog.services, here)),
        messages=tuple(_message(one, here) for one in sorted(catalog.messages, key=lambda one: one.id)),
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


def _services(rows: Iterable[_Service], here: Span) -> Iterable[ServiceFacts]:
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
            versions=tuple(_contract(row, here) for row in versions),
        )


def _contract(row: _Service, here: Span) -> ContractFacts:
    inside = row.contract
    live = row.latest if row.live is None else row.live
    if inside is None:
        return ContractFacts(version=row.version, live=live, known=not live, span=here)
    return ContractFacts(
        version=row.version,
        live=live,
        facts=inside.facts,
        servers=_things(inside.servers, here),
        channels=_things(inside.channels, here),
        operations=_things(inside.operations, here),
        schemes=_things(inside.schemes, here),
        span=Span(path=inside.path) if inside.path else here,
    )


def _things(things: dict[str, _Thing], here: Span) -> dict[str, Thing]:
    return {
        key: Thing(
            facts=one.facts,
            schemas={name: facts for name, schema in one.schemas.items() if (facts := _schema(schema)) is not None},
            span=Span(path=one.path, pointer=one.pointer) if one.path else here,
        )
        for key, one in things.items()
    }


def _message(row: _Message, here: Span) -> MessageFacts:
    return MessageFacts(
        id=row.id,
        name=row.name,
        kind=row.kind,
        domain=row.domain or "",
        owners=row.owners,
        latest=row.latest,
        aliases=row.aliases,
        policy=_policy(row),
        versions=tuple(_version(one, here) for one in row.versions),
    )


def _policy(row: _Message) -> Policy:
    """What the catalog says was asked of the message, else its registry's level."""
    try:
        stated = msgspec.convert(row.policy, type=Policy) if row.policy else None
    except msgspec.ValidationError:
        stated = None
    if stated is not None and mode_of_level(stated.mode):
        return stated
    for version in row.versions:
        for one in version.registrations:
            if mode := mode_of_level(one.compatibility):
                kept = Registration(registry=one.registry, subject=one.subject, version="", span=Span(path=one.path))
                return Policy(mode=mode, dialect=dialect_of_registry(kept), asked_by="registry")
    return Policy(mode=DEFAULT_MODE)


def _version(row: _Version, here: Span) -> VersionFacts:
    days = {name: day for name, day in row.dates.items() if name in {"deprecated", "sunset", "retired"}}
    return VersionFacts(
        version=row.version,
        aliases=row.aliases,
        lifecycle=Lifecycle(state=row.lifecycle, **days),
        content_type=row.content_type or "",
        channels=row.channels,
        payload=_schema(row.schema),
        headers=_schema(row.headers),
        key=_schema(row.key),
        facts=row.facts,
        producers=tuple(_party(one) for one in row.producers),
        consumers=tuple(_party(one) for one in row.consumers),
        registered=bool(row.registrations),
        span=here,
    )


def _party(row: _Party) -> PartyFacts:
    return PartyFacts(service=row.service, version=row.version, live=row.live, reads=row.reads, drifts=row.drifts)


def _schema(row: _Schema | None) -> SchemaFacts | None:
    if row is None:
        return None
    return SchemaFacts(format=row.format, sha256=row.sha256, digest=row.digest, text=row.text, url=row.bundled_url or row.url)
