"""Channels and servers, joined over all documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from catalog_gen.merge.owners import Decision
from catalog_gen.merge.services import ServiceFamily, label_of
from catalog_gen.model.catalog import CatalogServer, Channel
from catalog_gen.model.contract import Contract, ContractChannel
from catalog_gen.model.message import Message


def channel_id(service: str, channel: ContractChannel) -> str:
    """A channel's id: its address, which several documents may share; without one, its key within its service."""
    return channel.address or f"{service}/{channel.key}"


def protocols_of(contract: Contract, channel: ContractChannel) -> tuple[str, ...]:
    """The protocols of the servers a channel is available on (all of the document's when it names none), else of its bindings."""
    servers = [server for server in contract.servers if not channel.servers or server.id in channel.servers]
    protocols = dict.fromkeys(server.protocol.lower() for server in servers if server.protocol)
    if not protocols:
        protocols = dict.fromkeys(one.protocol.lower() for one in channel.bindings if not one.protocol.startswith(("x-", "$")))
    return tuple(protocols)


def gather_channels(
    families: Iterable[ServiceFamily], messages: Iterable[Message], slugs: dict[str, str], owners: dict[str, Decision]
) -> tuple[Channel, ...]:
    """One channel for each id, with what travels over it and who uses it."""
    titles: dict[str, str] = {}
    addresses: dict[str, str | None] = {}
    protocols: dict[str, dict[str, None]] = defaultdict(dict)
    services: dict[str, set[str]] = defaultdict(set)
    carried: dict[str, set[str]] = defaultdict(set)
    for family in families:
        for contract in family.contracts:
            for channel in contract.channels:
                identifier = channel_id(family.id, channel)
                addresses[identifier] = channel.address
                titles[identifier] = titles.get(identifier) or channel.title
                protocols[identifier].update(dict.fromkeys(protocols_of(contract, channel)))
                if label_of(contract) in family.live:
                    services[identifier].add(family.id)
    for message in messages:
        for version in message.versions:
            for identifier in version.channels:
                carried[identifier].add(message.id)
    return tuple(
        Channel(
            id=identifier,
            slug=slugs[identifier],
            address=addresses[identifier],
            title=titles[identifier],
            protocols=tuple(sorted(protocols[identifier])),
            owners=owners.get(identifier, Decision()).owners,
            overruled=owners.get(identifier, Decision()).overruled,
            messages=tuple(sorted(carried[identifier])),
            services=tuple(sorted(services[identifier])),
        )
        for identifier in sorted(addresses)
    )


def gather_servers(families: Iterable[ServiceFamily]) -> dict[str, CatalogServer]:
    """One server for each URL and protocol; its id is the name that documents give it, where that names only this one."""
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    name_of: dict[tuple[str, str], str] = {}
    for family in families:
        for contract in family.contracts:
            for server in contract.servers:
                key = (server.url, server.protocol)
                names[server.id].add(key)
                users[key].add(family.id)
                name_of[key] = min(name_of.get(key, server.id), server.id)
    servers = {}
    for key in sorted(users):
        name = name_of[key]
        identifier = name if len(names[name]) == 1 else f"{name} {key[0]}"
        servers[identifier] = CatalogServer(id=identifier, slug="", url=key[0], protocol=key[1], services=tuple(sorted(users[key])))
    return servers
