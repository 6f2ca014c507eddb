"""The parts of a contract: servers, channels, operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.site.composition.data import compose_table
from catalog_gen.site.composition.parts import anchor, compose_docs, compose_prose, compose_tags, place
from catalog_gen.site.views.parts import DataTable, Ref
from catalog_gen.site.views.service import ChannelBlock, OperationBlock, ReplyBlock, ServerBlock, VariableLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.model.base import Json
    from catalog_gen.model.catalog import ServiceVersion
    from catalog_gen.model.contract import Contract, ContractChannel, Operation, Reply, Server, Variable
    from catalog_gen.site.lookup import Lookup


def compose_server(lookup: Lookup, server: Server, number: int) -> ServerBlock:
    """A server with its variables, security and bindings."""
    name = f"server-{number}-{anchor(server.id)}"
    return ServerBlock(
        id=server.id,
        anchor=name,
        url=server.url,
        protocol=" ".join(word for word in (server.protocol, server.protocol_version) if word),
        title=server.title,
        description=compose_prose(lookup, server.description or server.summary),
        variables=_variables(server.variables),
        data=_data(name, (("Security", server.security), ("Bindings", server.bindings), ("Extensions", server.extensions))),
        tags=compose_tags(server.tags),
        docs=compose_docs(server.docs),
        place=place(server.span),
    )


def compose_channel(lookup: Lookup, contract: Contract, channel: ContractChannel, number: int, owner: Ref | None = None) -> ChannelBlock:
    """A channel as one contract declares it; `owner` names the contract where several stand on one page."""
    name = f"channel-{number}-{anchor(channel.key)}"
    merged = lookup.channel_of(channel)
    servers = {server.id: f"#server-{place_}-{anchor(server.id)}" for place_, server in enumerate(contract.servers, start=1)}
    return ChannelBlock(
        key=channel.key,
        anchor=name,
        address="" if channel.address is None else channel.address,
        url=lookup.channel(merged).url if merged else "",
        title=channel.title,
        description=compose_prose(lookup, channel.description or channel.summary),
        parameters=_variables(channel.parameters),
        servers=tuple(Ref(name=identifier, url="" if owner else servers.get(identifier, "")) for identifier in channel.servers),
        data=_data(name, (("Bindings", channel.bindings), ("Extensions", channel.extensions))),
        tags=compose_tags(channel.tags),
        docs=compose_docs(channel.docs),
        place=place(channel.span),
        contract=owner,
    )


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
        merged = lookup.channel_of(channel) if channel else ""
        name = f"operation-{number}-{anchor(operation.key)}"
        blocks.append(
            OperationBlock(
                key=operation.key,
                anchor=name,
                action=operation.action,
                title=operation.title,
                channel=_channel_ref(lookup, channel, operation.channel),
                messages=_messages(lookup, operation.messages) or tuple(travelling[operation.action].get(merged, ())),
                reply=_reply(lookup, operation.reply, channels),
                description=compose_prose(lookup, operation.description or operation.summary),
                traits=operation.traits,
                data=_data(name, _operation_data(operation)),
                tags=compose_tags(operation.tags),
                docs=compose_docs(operation.docs),
                place=place(operation.span),
            )
        )
    return tuple(blocks)


def _operation_data(operation: Operation) -> tuple[tuple[str, Json], ...]:
    return (("Security", operation.security), ("Bindings", operation.bindings), ("Extensions", operation.extensions))


def _by_channel(lookup: Lookup, version: ServiceVersion, action: str) -> dict[str, list[Ref]]:
    found: dict[str, list[Ref]] = {}
    for exchange in version.sends if action == "send" else version.receives:
        message = lookup.message(exchange.message)
        found.setdefault(exchange.channel, []).append(Ref(name=message.name, url=message.url, note=exchange.version))
    return found


def _messages(lookup: Lookup, keys: Iterable[str]) -> tuple[Ref, ...]:
    """The messages behind the keys of their declarations; none when a key is not known."""
    found = []
    for key in keys:
        known = lookup.message_by_key.get(key)
        if known is None:
            return ()
        message = lookup.message(known[0])
        found.append(Ref(name=message.name, url=lookup.message_version(*known).url or message.url, note=known[1]))
    return tuple(dict.fromkeys(found))


def _channel_ref(lookup: Lookup, channel: ContractChannel | None, key: str) -> Ref:
    if channel is None:
        return Ref(name=key)
    merged = lookup.channel_of(channel)
    return Ref(name=channel.address or channel.title or channel.key, url=lookup.channel(merged).url if merged else "")


def _reply(lookup: Lookup, reply: Reply | None, channels: dict[str, ContractChannel]) -> ReplyBlock | None:
    if reply is None:
        return None
    channel = channels.get(reply.channel)
    return ReplyBlock(
        channel=_channel_ref(lookup, channel, reply.channel) if reply.channel else None,
        address=reply.address,
        description=reply.description,
        messages=_messages(lookup, reply.messages) or tuple(Ref(name=key.rpartition("/")[2]) for key in reply.messages),
    )


def _variables(variables: tuple[Variable, ...]) -> tuple[VariableLine, ...]:
    return tuple(
        VariableLine(
            name=variable.name,
            description=variable.description,
            default=variable.default,
            allowed=variable.enum,
            examples=variable.examples,
            location=variable.location,
        )
        for variable in variables
    )


def _data(name: str, parts: tuple[tuple[str, Json], ...]) -> tuple[DataTable, ...]:
    tables = [compose_table(title, f"{name}-{anchor(title)}", value) for title, value in parts]
    return tuple(table for found in tables for table in found)
