"""Services and messages that go by another id in the new catalog, and are the same: the old catalog is read under the new ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.evolution.catalogs.changes import CatalogChange
from catalog_gen.evolution.catalogs.drafting import change
from catalog_gen.evolution.catalogs.kinds import CatalogKind
from catalog_gen.model.base import Json
from catalog_gen.model.snapshot import ContractFacts, MessageFacts, PartyFacts, ServiceFacts, Snapshot, Thing, VersionFacts

Names = Mapping[str, str]
"""Old id → new id."""


class Renames(NamedTuple):
    """The ids that changed."""

    services: Names
    messages: Names

    def changes(self, old: Snapshot, new: Snapshot) -> Iterator[CatalogChange]:
        """A rename is a change that breaks nobody."""
        for before, after in self.services.items():
            spans: dict[str, Any] = {"old": _document(old.service_by_id[before]), "new": _document(new.service_by_id[after])}
            text = f"The service `{before}` has the id `{after}` now; its document is the same."
            yield change(CatalogKind.SERVICE_RENAMED, "service", after, text, before=before, after=after, **spans)
        for before, after in self.messages.items():
            versions = old.message_by_id[before].current, new.message_by_id[after].current
            spans = {side: one.span for side, one in zip(("old", "new"), versions, strict=True) if one is not None}
            text = f"`{before}` has the id `{after}` now; its payload and its channel are the same."
            yield change(CatalogKind.MESSAGE_RENAMED, "message", after, text, before=before, after=after, **spans)


def find_renames(old: Snapshot, new: Snapshot) -> Renames:
    """Services whose one document is at the same path under another id; messages with the same payload on the same channel."""
    gone = [one for one in old.services if one.id not in new.service_by_id]
    fresh = [one for one in new.services if one.id not in old.service_by_id]
    services = _pairs(((_path(one), one.id) for one in gone), ((_path(one), one.id) for one in fresh))
    known = {name for message in new.messages for name in (message.id, *message.aliases)}
    were = {name for message in old.messages for name in (message.id, *message.aliases)}
    lost = [message for message in old.messages if message.id not in known]
    found = [message for message in new.messages if were.isdisjoint((message.id, *message.aliases))]
    messages = _pairs(((_mark(one), one.id) for one in lost), ((_mark(one), one.id) for one in found))
    return Renames(services, messages)


def _pairs(old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ids whose mark only they have on their side, and exactly one id on the other."""
    sides: list[dict[str, list[str]]] = []
    for rows in (old, new):
        side: dict[str, list[str]] = defaultdict(list)
        for mark, name in rows:
            side[mark].append(name)
        sides.append(side)
    before, after = sides
    return {names[0]: after[mark][0] for mark, names in sorted(before.items()) if mark and len(names) == len(after.get(mark, ())) == 1}


def _path(service: ServiceFacts) -> str:
    """The path of the only document of a service, "" where there are several."""
    span = _document(service)
    return span.path if span is not None and len(service.versions) == 1 else ""


def _document(service: ServiceFacts) -> Span | None:
    return service.current.span if service.current is not None else None


def _mark(message: MessageFacts) -> str:
    """What tells a message apart besides its id: its payloads and its channels."""
    digests = [version.payload.digest for version in message.versions if version.payload is not None]
    channels = sorted({channel for version in message.versions for channel in version.channels})
    return repr((digests, channels)) if digests and all(digests) and channels else ""


def renamed(old: Snapshot, new: Snapshot, renames: Renames) -> Snapshot:
    """The old catalog under the ids of the new one."""
    if not renames.services and not renames.messages:
        return old
    return msgspec.structs.replace(
        old,
        services=tuple(sorted((_service(one, new, renames) for one in old.services), key=lambda one: one.id)),
        messages=tuple(sorted((_message(one, renames) for one in old.messages), key=lambda one: one.id)),
        channels=tuple(msgspec.structs.replace(one, messages=_listed(one.messages, renames.messages)) for one in old.channels),
    )


def _listed(names: Iterable[str], renames: Names) -> tuple[str, ...]:
    return tuple(sorted(renames.get(name, name) for name in names))


def _service(service: ServiceFacts, new: Snapshot, renames: Renames) -> ServiceFacts:
    successor = new.service_by_id.get(renames.services.get(service.id, ""))
    if successor is not None:
        service = msgspec.structs.replace(service, id=successor.id, name=successor.name)
    versions = tuple(_contract(one, renames.messages) for one in service.versions) if renames.messages else service.versions
    return msgspec.structs.replace(service, versions=versions)


def _contract(contract: ContractFacts, names: Names) -> ContractFacts:
    return msgspec.structs.replace(
        contract,
        channels={key: _thing(one, names) for key, one in contract.channels.items()},
        operations={key: _thing(one, names) for key, one in contract.operations.items()},
    )


def _thing(thing: Thing, names: Names) -> Thing:
    facts: dict[str, Json] = dict(thing.facts)
    if "messages" in facts:
        facts["messages"] = list(_listed(facts["messages"], names))
    if isinstance(facts.get("reply"), dict) and "messages" in facts["reply"]:
        facts["reply"] = {**facts["reply"], "messages": list(_listed(facts["reply"]["messages"], names))}
    return msgspec.structs.replace(thing, facts=facts)


def _message(message: MessageFacts, renames: Renames) -> MessageFacts:
    versions = tuple(_version(one, renames.services) for one in message.versions) if renames.services else message.versions
    return msgspec.structs.replace(message, id=renames.messages.get(message.id, message.id), versions=versions)


def _version(version: VersionFacts, names: Names) -> VersionFacts:
    def named(parties: tuple[PartyFacts, ...]) -> tuple[PartyFacts, ...]:
        return tuple(msgspec.structs.replace(party, service=names.get(party.service, party.service)) for party in parties)

    return msgspec.structs.replace(version, producers=named(version.producers), consumers=named(version.consumers))
