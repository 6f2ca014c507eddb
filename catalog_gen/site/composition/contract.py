"""The parts of a contract: servers, channels, operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.site.composition.addresses import compose_address, compose_variables
from catalog_gen.site.composition.bindings import compose_bindings, compose_extensions
from catalog_gen.site.composition.expressions import compose_spot
from catalog_gen.site.composition.parts import anchor, compose_docs, compose_prose, compose_tags, place
from catalog_gen.site.composition.security import compose_needs
from catalog_gen.site.views.parts import Ref, TraitLine
from catalog_gen.site.views.service import ChannelBlock, OperationBlock, ReplyBlock, ServerBlock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.model.catalog import ServiceVersion
    from catalog_gen.model.contract import Contract, ContractChannel, Operation, Reply, Server, Trait
    from catalog_gen.site.lookup import Lookup


def compose_server(lookup: Lookup, contract: Contract, server: Server, name: str) -> ServerBlock:
    """A server with its variables, security and bindings; `name` is its id on the page."""
    variables = compose_variables(server.variables, f"{name}-variable")
    return ServerBlock(
        id=server.id,
        anchor=name,
        url=server.url,
        address=compose_address(server.url, variables),
        protocol=server.protocol,
        protocol_version=server.protocol_version,
        host=server.host,
        path=server.path,
        title=server.title,
        summary=server.summary,
        description=compose_prose(lookup, server.description),
        variables=variables,
        security=compose_needs(lookup, contract, server.security),
        bindings=compose_bindings(lookup, server.bindings, "server", name),
        data=compose_extensions(f"{name}-extensions", server.extensions),
        tags=compose_tags(server.tags),
        docs=compose_docs(server.docs),
        place=place(server.span),
    )


def server_anchor(number: int, server: Server) -> str:
    """Where a server stands on its service's page."""
    return f"server-{number}-{anchor(server.id)}"


def compose_channel(lookup: Lookup, contract: Contract, channel: ContractChannel, name: str, owner: Ref | None = None) -> ChannelBlock:
    """A channel as one contract declares it; `owner` names the contract where several stand on one page."""
    merged = lookup.channel_of(contract.service, channel)
    servers = {server.id: f"#{server_anchor(number, server)}" for number, server in enumerate(contract.servers, start=1)}
    parameters = compose_variables(channel.parameters, f"{name}-parameter")
    return ChannelBlock(
        key=channel.key,
        anchor=name,
        address="" if channel.address is None else channel.address,
        template=compose_address(channel.address or "", parameters),
        deprecated=channel.deprecated,
        url=lookup.channel(merged).url if merged else "",
        title=channel.title,
        summary=channel.summary,
        description=compose_prose(lookup, channel.description),
        parameters=parameters,
        servers=tuple(Ref(name=identifier, url="" if owner else servers.get(identifier, "")) for identifier in channel.servers),
        messages=message_refs(lookup, channel.messages),
        bindings=compose_bindings(lookup, channel.bindings, "channel", name),
        data=compose_extensions(f"{name}-extensions", channel.extensions),
        tags=compose_tags(channel.tags),
        docs=compose_docs(channel.docs),
        place=place(channel.span),
        contract=owner,
    )


def operation_anchor(number: int, operation: Operation) -> str:
    """Where an operation stands on its service's page."""
    return f"operation-{number}-{anchor(operation.key)}"


def compose_operations(lookup: Lookup, version: ServiceVersion) -> tuple[OperationBlock, ...]:
    """What the service does, with the messages of each operation found again in the catalog."""
    contract = version.contract
    channels = {channel.key: channel for channel in contract.channels}
    travelling = {
        action: _by_channel(lookup, version, action) for action in dict.fromkeys(operation.action for operation in contract.operations)
    }
    blocks = []
    for number, operation in enumerate(contract.operations, start=1):
        channel = channels.get(operation.channel)
        merged = lookup.channel_of(contract.service, channel) if channel else ""
        messages = message_refs(lookup, operation.messages) or tuple(travelling[operation.action].get(merged, ()))
        blocks.append(compose_operation(lookup, contract, operation, operation_anchor(number, operation), messages))
    return tuple(blocks)


def compose_operation(
    lookup: Lookup, contract: Contract, operation: Operation, name: str, messages: tuple[Ref, ...] = ()
) -> OperationBlock:
    """One operation; `name` is its id on the page."""
    channels = {channel.key: channel for channel in contract.channels}
    return OperationBlock(
        key=operation.key,
        anchor=name,
        action=operation.action,
        title=operation.title,
        channel=_channel_ref(lookup, contract, channels.get(operation.channel), operation.channel),
        messages=messages,
        reply=_reply(lookup, contract, operation.reply, name),
        summary=operation.summary,
        description=compose_prose(lookup, operation.description),
        traits=compose_traits(operation.traits),
        security=compose_needs(lookup, contract, operation.security),
        bindings=compose_bindings(lookup, operation.bindings, "operation", name, operation.traits),
        data=compose_extensions(f"{name}-extensions", operation.extensions),
        tags=compose_tags(operation.tags),
        docs=compose_docs(operation.docs),
        place=place(operation.span),
    )


def compose_traits(traits: Iterable[Trait]) -> tuple[TraitLine, ...]:
    """Traits with the members that come from each."""
    return tuple(TraitLine(name=trait.name, fields=trait.fields, place=place(trait.span)) for trait in traits)


def message_refs(lookup: Lookup, keys: Iterable[str]) -> tuple[Ref, ...]:
    """The messages behind the keys of their declarations; none when a key is not known."""
    found = []
    for key in keys:
        known = lookup.message_by_key.get(key)
        if known is None:
            return ()
        message = lookup.message(known[0])
        found.append(Ref(name=message.name, url=lookup.message_version(*known).url or message.url, note=known[1]))
    return tuple(dict.fromkeys(found))


def _by_channel(lookup: Lookup, version: ServiceVersion, action: str) -> dict[str, list[Ref]]:
    found: dict[str, list[Ref]] = {}
    for exchange in version.sends if action == "send" else version.receives:
        message = lookup.message(exchange.message)
        found.setdefault(exchange.channel, []).append(Ref(name=message.name, url=message.url, note=exchange.version))
    return found


def _channel_ref(lookup: Lookup, contract: Contract, channel: ContractChannel | None, key: str) -> Ref:
    if channel is None:
        return Ref(name=key)
    merged = lookup.channel_of(contract.service, channel)
    return Ref(name=channel.address or channel.title or channel.key, url=lookup.channel(merged).url if merged else "")


def _reply(lookup: Lookup, contract: Contract, reply: Reply | None, name: str) -> ReplyBlock | None:
    if reply is None:
        return None
    channels = {channel.key: channel for channel in contract.channels}
    return compose_reply(
        lookup, reply, name, _channel_ref(lookup, contract, channels.get(reply.channel), reply.channel) if reply.channel else None
    )


def compose_reply(lookup: Lookup, reply: Reply, name: str, channel: Ref | None) -> ReplyBlock:
    """The answer to a request."""
    return ReplyBlock(
        channel=channel,
        spot=compose_spot(reply.address),
        description=reply.description,
        messages=message_refs(lookup, reply.messages) or tuple(Ref(name=key.rpartition("/")[2]) for key in reply.messages),
        data=compose_extensions(f"{name}-reply-extensions", reply.extensions),
    )
