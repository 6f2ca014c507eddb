"""What changed in the contracts of services: channels, operations, servers, security."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog_gen.evolution.catalogs.bindings import binding_changes
from catalog_gen.evolution.catalogs.changes import Affected, CatalogChange
from catalog_gen.evolution.catalogs.drafting import change, listed, shown
from catalog_gen.evolution.catalogs.impact import Impact
from catalog_gen.evolution.catalogs.kinds import Breaks, CatalogKind
from catalog_gen.evolution.catalogs.operations import operation_changed, operation_removed
from catalog_gen.evolution.catalogs.schemas import Schemas
from catalog_gen.evolution.catalogs.servers import scheme_changes, server_changes
from catalog_gen.evolution.catalogs.settings import matched, schema_changes, security_changes, variable_changes
from catalog_gen.model.snapshot import ContractFacts, ServiceFacts, Snapshot, Thing


@dataclass(frozen=True)
class Contracts:
    """Two versions of one service's contract, and what is around them."""

    service: str
    old: ContractFacts
    new: ContractFacts
    before: Snapshot
    after: Snapshot
    schemas: Schemas
    impact: Impact

    def place(self, old: Thing | None, new: Thing | None) -> dict[str, Any]:
        """Where something stands in both contracts."""
        return {
            "service": self.service,
            "version": self.new.version,
            "old": old.span if old is not None else None,
            "new": new.span if new is not None else None,
        }

    def changes(self) -> Iterator[CatalogChange]:
        """Every change inside the contract."""
        if not self.old.known or not self.new.known:
            return
        old, new = self.old.facts.get("spec_version"), self.new.facts.get("spec_version")
        if old != new:
            yield change(
                CatalogKind.SPECIFICATION_VERSION_CHANGED,
                "service",
                self.service,
                f"The contract of `{self.service}` is written for AsyncAPI {new}; it was {old}.",
                before=old,
                after=new,
                service=self.service,
                version=self.new.version,
                old=self.old.span,
                new=self.new.span,
            )
        yield from server_changes(self)
        yield from scheme_changes(self)
        yield from _channels(self)
        yield from _operations(self)


def service_changes(old: Snapshot, new: Snapshot, schemas: Schemas, impact: Impact) -> Iterator[CatalogChange]:
    """Every change of every service and of its contract."""
    for service in old.services:
        successor = new.service_by_id.get(service.id)
        if successor is None:
            yield _service_removed(service, old, new, impact)
            continue
        if service.name != successor.name:
            text = f"`{service.id}` was titled {shown(service.name)} and is titled {shown(successor.name)}."
            spans: dict[str, Any] = {"old": _span(service), "new": _span(successor)}
            yield change(CatalogKind.SERVICE_RENAMED, "service", service.id, text, before=service.name, after=successor.name, **spans)
        yield from _versions(service, successor)
        for before, after in pairs(service, successor):
            yield from Contracts(service.id, before, after, old, new, schemas, impact).changes()
    for service in new.services:
        if service.id not in old.service_by_id:
            yield change(
                CatalogKind.SERVICE_ADDED,
                "service",
                service.id,
                f"The service `{service.id}` is new.",
                version=service.latest,
                new=_span(service),
            )


def pairs(old: ServiceFacts, new: ServiceFacts) -> Iterator[tuple[ContractFacts, ContractFacts]]:
    """Each contract that ran, and the one that runs now: the same version where that still does, else the latest."""
    for before in old.versions:
        if not before.live:
            continue
        same = new.version(before.version)
        after = same if same is not None and same.live else new.current
        if after is not None:
            yield before, after


def _span(service: ServiceFacts) -> Any:
    return service.current.span if service.current is not None else None


def _versions(old: ServiceFacts, new: ServiceFacts) -> Iterator[CatalogChange]:
    for version in new.versions:
        if old.version(version.version) is None:
            text = f"`{new.id}` has a contract of version {version.version} now."
            yield change(CatalogKind.SERVICE_VERSION_ADDED, "service", new.id, text, version=version.version, new=version.span)
    for version in old.versions:
        if new.version(version.version) is None:
            text = f"`{new.id}` has no contract of version {version.version} any more."
            yield change(CatalogKind.SERVICE_VERSION_REMOVED, "service", new.id, text, version=version.version, old=version.span)


def _service_removed(service: ServiceFacts, old: Snapshot, new: Snapshot, impact: Impact) -> CatalogChange:
    """It breaks those who read what nobody else sends now, and those who send what only it handled."""
    left = set[str]()
    for message in old.messages:
        sent = any(party.live and party.service == service.id for version in message.versions for party in version.producers)
        now = new.message_by_id.get(message.id)
        others = now is not None and any(party.live for version in now.versions for party in version.producers)
        if sent and not others:
            left.add(message.id)
    affected = {one for message in left for one in impact.consumers(message, but=service.id)}
    return change(
        CatalogKind.SERVICE_REMOVED,
        "service",
        service.id,
        f"The service `{service.id}` is gone{f', and with it the sender of {listed(left)}' if left else ''}.",
        breaks=None if left else Breaks.NOBODY,
        affected=sorted(affected, key=lambda one: (one.service, one.version)),
        version=service.latest,
        old=_span(service),
    )


# --- channels and operations


def _channels(own: Contracts) -> Iterator[CatalogChange]:
    """Channels of a contract by their keys; a key that is new with an address that is known is the same channel."""
    old, new = _by_address(own.old.channels, own.new.channels)
    for key, before, after in matched(old, new):
        if before is None and after is not None:
            known = _identifier(own.service, key, after) in own.before.channel_by_id
            if not known:
                text = f"The channel {_address(key, after)} is new."
                yield change(CatalogKind.CHANNEL_ADDED, "channel", key, text, **own.place(None, after))
        elif after is None and before is not None:
            yield from _channel_removed(own, key, before)
        elif before is not None and after is not None:
            yield from _channel_changed(own, key, before, after)


def _by_address(old: Mapping[str, Thing], new: Mapping[str, Thing]) -> tuple[dict[str, Thing], dict[str, Thing]]:
    """Both sides by one name: the old key, also for a channel whose key changed while its address did not."""
    gone = {thing.facts.get("address"): key for key, thing in old.items() if key not in new and thing.facts.get("address")}
    renamed = {}
    for key, thing in new.items():
        same = gone.get(thing.facts.get("address")) if key not in old else None
        renamed[same or key] = thing
    return dict(old), renamed


def _identifier(service: str, key: str, thing: Thing) -> str:
    return thing.facts.get("address") or f"{service}/{key}"


def _address(key: str, thing: Thing) -> str:
    address = thing.facts.get("address")
    return f"`{key}` ({address})" if address and address != key else f"`{key}`"


def _channel_removed(own: Contracts, key: str, thing: Thing) -> Iterator[CatalogChange]:
    """A channel that no service declares any more. Where others still do, the operations that went are told instead."""
    identifier = _identifier(own.service, key, thing)
    still = own.after.channel_by_id.get(identifier)
    users = [] if still is None else [service.id for service in own.after.services if _declares(service, identifier, but=own.service)]
    carried = thing.facts.get("messages", [])
    sent = any(
        one.facts.get("action") == "send" and one.facts.get("channel") == (thing.facts.get("address") or key)
        for one in own.old.operations.values()
    )
    if users and not sent:
        return
    text = f"The channel {_address(key, thing)} is gone from `{own.service}`" + (f"; {listed(users)} still names it." if users else ".")
    affected = _users(own, identifier, carried)
    yield change(
        CatalogKind.CHANNEL_REMOVED, "channel", key, text, affected=affected, before=thing.facts.get("address"), **own.place(thing, None)
    )


def _users(own: Contracts, identifier: str, messages: Collection[str]) -> list[Affected]:
    """Who exchanges messages over a channel, besides the service whose contract changed."""
    return list(own.impact.over(identifier, messages, but=own.service))


def _declares(service: ServiceFacts, identifier: str, but: str) -> bool:
    return service.id != but and any(
        version.live and any(_identifier(service.id, key, thing) == identifier for key, thing in version.channels.items())
        for version in service.versions
    )


def _channel_changed(own: Contracts, key: str, old: Thing, new: Thing) -> Iterator[CatalogChange]:
    place = own.place(old, new)
    before, after = old.facts.get("address"), new.facts.get("address")
    affected = _users(own, _identifier(own.service, key, old), old.facts.get("messages", []))
    if before != after:
        text = f"The channel `{key}` of `{own.service}` was at {shown(before)} and is at {shown(after)}."
        yield change(CatalogKind.CHANNEL_ADDRESS_CHANGED, "channel", key, text, affected=affected, before=before, after=after, **place)
    if new.facts.get("deprecated") and not old.facts.get("deprecated"):
        yield change(CatalogKind.CHANNEL_DEPRECATED, "channel", key, f"The channel `{key}` of `{own.service}` is deprecated.", **place)
    yield from _carried(own, key, old, new)
    yield from _available(own, key, old, new, affected)
    if before == after:
        yield from variable_changes(own, "parameters", key, old, new, affected=affected)
    yield from binding_changes(old.facts, new.facts, "channel", key, affected=affected, **place)
    yield from schema_changes(own, "channel", key, old, new, affected=affected)


def _carried(own: Contracts, key: str, old: Thing, new: Thing) -> Iterator[CatalogChange]:
    before, after = (set(thing.facts.get("messages", [])) for thing in (old, new))
    identifier = _identifier(own.service, key, new)
    now = own.after.channel_by_id.get(identifier)
    elsewhere = set(now.messages) if now is not None else set()
    sent = {
        message for one in own.old.operations.values() if one.facts.get("action") == "send" for message in one.facts.get("messages", [])
    }
    for message in sorted(before - after):
        received = message not in sent and bool(own.old.operations)
        safe = received or (message in elsewhere and message not in sent)
        text = f"The channel `{key}` of `{own.service}` no longer carries `{message}`."
        yield change(
            CatalogKind.CHANNEL_MESSAGE_REMOVED,
            "channel",
            key,
            text,
            breaks=Breaks.NOBODY if safe else None,
            affected=own.impact.consumers(message, but=own.service),
            detail=message,
            **own.place(old, new),
        )
    for message in sorted(after - before):
        text = f"The channel `{key}` of `{own.service}` carries `{message}` now."
        yield change(CatalogKind.CHANNEL_MESSAGE_ADDED, "channel", key, text, detail=message, **own.place(old, new))


def _available(own: Contracts, key: str, old: Thing, new: Thing, affected: Collection[Affected]) -> Iterator[CatalogChange]:
    """Servers of a channel; a channel that names none is on all of them."""
    before = set(old.facts.get("servers") or own.old.servers)
    after = set(new.facts.get("servers") or own.new.servers)
    for server in sorted(before - after):
        if server in own.new.servers:
            text = f"The channel `{key}` of `{own.service}` is no longer on the server `{server}`."
            yield change(CatalogKind.CHANNEL_SERVER_REMOVED, "channel", key, text, affected=affected, detail=server, **own.place(old, new))
    for server in sorted(after - before):
        if server in own.old.servers:
            text = f"The channel `{key}` of `{own.service}` is on the server `{server}`, too."
            yield change(CatalogKind.CHANNEL_SERVER_ADDED, "channel", key, text, detail=server, **own.place(old, new))


def _operations(own: Contracts) -> Iterator[CatalogChange]:
    for key, old, new in matched(own.old.operations, own.new.operations):
        if old is None and new is not None:
            messages = listed(new.facts.get("messages", []))
            text = (
                f"`{own.service}` {new.facts.get('action') or 'handle'}s {messages or 'messages'} on {shown(new.facts.get('channel'))} now."
            )
            yield change(CatalogKind.OPERATION_ADDED, "operation", key, text, **own.place(None, new))
        elif new is None and old is not None:
            yield from operation_removed(own, key, old)
        elif old is not None and new is not None:
            yield from operation_changed(own, key, old, new)
            affected = own.impact.everyone(old.facts.get("messages", []), but=own.service)
            place = own.place(old, new)
            yield from security_changes("operation", key, old, new, affected=affected, **place)
            yield from binding_changes(old.facts, new.facts, "operation", key, affected=affected, **place)
            yield from schema_changes(own, "operation", key, old, new, affected=affected)
