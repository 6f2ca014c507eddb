"""The graph of a catalog and what can be asked of it. Ids go in, ids come out; every answer is sorted.

Unless a question says otherwise it is about what is live: the service versions that run, not those that once did. Messages
count over all of their versions, because a consumer of version 1 stands in the way of a change whoever sends version 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from catalog_gen.graph import traffic
from catalog_gen.graph.flows import Direction, Flows, Ids
from catalog_gen.model.base import Value
from catalog_gen.model.message import Party

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog, Service, ServiceVersion
    from catalog_gen.model.message import MessageVersion


class Impact(Value, frozen=True, kw_only=True):
    """Whom a change of one message version touches."""

    message: str
    version: str
    consumers: tuple[Party, ...] = ()
    """The live service versions that read it."""
    owners: tuple[str, ...] = ()
    """Teams and users that own these services: whom to ask. Sorted, each once."""
    unowned: tuple[str, ...] = ()
    """Consumers that nobody owns."""


class Orphans(Value, frozen=True, kw_only=True):
    """Things with an end missing, by id."""

    unsent: tuple[str, ...] = ()
    """Messages that somebody receives and nobody sends."""
    unread: tuple[str, ...] = ()
    """Messages that somebody sends and nobody receives."""
    unused: tuple[str, ...] = ()
    """Messages that are declared and that nobody sends or receives."""
    channels: tuple[str, ...] = ()
    """Channels without a message."""
    services: tuple[str, ...] = ()
    """Services that neither send nor receive anything."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Producers, consumers and ways through a catalog. Made by `link`; never changed; lookups are made when first asked for."""

    catalog: Catalog
    live: Flows
    """What service versions that run send and receive."""
    ever: Flows
    """The same with versions that no longer run."""

    def producers(self, message: str, version: str = "", *, live: bool = False) -> tuple[Party, ...]:
        """The service versions that send a message: one version of it (label or alias), or every version when none is named."""
        return self._parties("producers", message, version, live=live)

    def consumers(self, message: str, version: str = "", *, live: bool = False) -> tuple[Party, ...]:
        """The service versions that receive a message; as `producers`."""
        return self._parties("consumers", message, version, live=live)

    def senders(self, message: str) -> Ids:
        """The services that send any version of a message."""
        return self.live.senders.get(message, ())

    def receivers(self, message: str) -> Ids:
        """The services that receive any version of a message."""
        return self.live.receivers.get(message, ())

    def sends(self, service: str) -> Ids:
        """The messages that a service sends."""
        return self.live.sends.get(service, ())

    def receives(self, service: str) -> Ids:
        """The messages that a service receives."""
        return self.live.receives.get(service, ())

    def upstream(self, service: str) -> Ids:
        """The other services whose messages this one reads."""
        return self.live.neighbours(service, "upstream")

    def downstream(self, service: str) -> Ids:
        """The other services that read this one's messages."""
        return self.live.neighbours(service, "downstream")

    def reachable(self, service: str, direction: Direction, depth: int | None = None) -> Mapping[str, int]:
        """Every service up or down the stream → how many messages away, nearest first; at most `depth` away when given."""
        return self.live.reachable(service, direction, depth)

    def impact(self, message: str, version: str = "") -> Impact:
        """Who is touched when a message version changes; the latest version when none is named. Empty for an unknown message."""
        known = self.catalog.message_by_id.get(message)
        found = None if known is None else (known.version(version) if version else known.current)
        if found is None:
            return Impact(message=message, version=version)
        consumers = tuple(sorted((party for party in found.consumers if party.live), key=_party_key))
        services = sorted({party.service for party in consumers})
        owners = {name: self._owners(name) for name in services}
        return Impact(
            message=message,
            version=found.version,
            consumers=consumers,
            owners=tuple(sorted({owner for names in owners.values() for owner in names})),
            unowned=tuple(name for name in services if not owners[name]),
        )

    @cached_property
    def orphans(self) -> Orphans:
        """Messages, channels and services with an end missing."""
        flows = self.live
        messages = [message.id for message in self.catalog.messages]
        return Orphans(
            unsent=_chosen(messages, lambda name: name in flows.receivers and name not in flows.senders),
            unread=_chosen(messages, lambda name: name in flows.senders and name not in flows.receivers),
            unused=_chosen(messages, lambda name: name not in flows.senders and name not in flows.receivers),
            channels=tuple(sorted(channel.id for channel in self.catalog.channels if not channel.messages)),
            services=_chosen(
                [service.id for service in self.catalog.services], lambda name: name not in flows.sends and name not in flows.receives
            ),
        )

    @cached_property
    def requests(self) -> tuple[traffic.Request, ...]:
        """Requests with the answers that they expect, from the operations of live services that name a reply."""
        return tuple(traffic.requests(self.catalog))

    @cached_property
    def service_edges(self) -> tuple[traffic.ServiceEdge, ...]:
        """Sender → receiver with the messages between them. Costs one row a pair, so ask for it where all pairs are shown."""
        return traffic.service_edges(self.live)

    @cached_property
    def domain_edges(self) -> tuple[traffic.DomainEdge, ...]:
        """Domain → other domain with how many messages cross; "" is the domain of services that have none."""
        return traffic.domain_edges(self.live, self.domain_of_service)

    @cached_property
    def domain_of_service(self) -> Mapping[str, str]:
        """Service → id of its domain, "" when it has none."""
        return {service.id: service.domain for service in self.catalog.services}

    @cached_property
    def services_of_domain(self) -> Mapping[str, tuple[Service, ...]]:
        """Domain → its services, in the catalog's order; "" holds those without a domain."""
        groups: dict[str, list[Service]] = {}
        for service in self.catalog.services:
            groups.setdefault(service.domain, []).append(service)
        return {domain: tuple(services) for domain, services in groups.items()}

    @cached_property
    def service_versions(self) -> Mapping[tuple[str, str], ServiceVersion]:
        """(service, version label) → that version."""
        return {(service.id, version.version): version for service in self.catalog.services for version in service.versions}

    def _parties(self, side: str, message: str, label: str, *, live: bool) -> tuple[Party, ...]:
        known = self.catalog.message_by_id.get(message)
        if known is None:
            return ()
        wanted = known.version(label) if label else None
        versions: tuple[MessageVersion, ...] = known.versions if not label else () if wanted is None else (wanted,)
        parties: list[Party] = [party for version in versions for party in getattr(version, side) if party.live or not live]
        return tuple(sorted(parties, key=_party_key))

    def _owners(self, service: str) -> Ids:
        known = self.catalog.service_by_id.get(service)
        return () if known is None else tuple(owner.id for owner in known.owners)


def _party_key(party: Party) -> tuple[str, str, str, str]:
    return (party.service, party.version, party.span.path, party.span.pointer)


def _chosen(names: list[str], wanted: Callable[[str], bool]) -> Ids:
    return tuple(sorted(name for name in names if wanted(name)))
