"""AsyncAPI 3.x: channels hold messages, and operations at the root say what the service does with them."""

from __future__ import annotations

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.contract import ContractChannel, Operation, Reply
from catalog_gen.sources.asyncapi.layers import Place, trait_names, with_traits
from catalog_gen.sources.asyncapi.messages import Messages
from catalog_gen.sources.asyncapi.reading import (
    Reading,
    docs_of,
    extensions_of,
    raw_of,
    scalar,
    span_of,
    tags_of,
    text_of,
    variables_of,
)

ACTIONS = ("receive", "send")


def read_channels(reading: Reading, root: Place, messages: Messages) -> tuple[tuple[ContractChannel, ...], tuple[Operation, ...]]:
    """Channels at the root, then the operations on them; their messages are collected."""
    channels: dict[tuple[str, str], ContractChannel] = {}
    carried: dict[str, dict[str, Place]] = {}
    for key, place in reading.entries(root, "channels", "channel"):
        found = dict(reading.entries(place, "messages", "message"))
        carried[key] = found
        channels[place.path, place.pointer] = _channel(reading, key, place, found, messages)
    operations = tuple(
        operation
        for key, place in reading.entries(root, "operations", "operation")
        if (operation := _operation(reading, key, place, channels, carried, messages)) is not None
    )
    return tuple(channels.values()), operations


def _channel(reading: Reading, key: str, place: Place, found: dict[str, Place], messages: Messages) -> ContractChannel:
    address = place.get("address")
    name = scalar(address.value) if address is not None else ""
    return ContractChannel(
        key=key,
        address=name or None,
        title=text_of(place, "title"),
        summary=text_of(place, "summary"),
        description=text_of(place, "description"),
        parameters=variables_of(reading, place, "parameters", "channel parameter"),
        servers=_referenced_names(reading, place, "servers"),
        messages=tuple(
            messages.add(message, key=message_key, channel=key, channel_name=name or key) for message_key, message in found.items()
        ),
        bindings=raw_of(place, "bindings"),
        tags=tags_of(place),
        docs=docs_of(place),
        extensions=extensions_of(place),
        span=span_of(place),
    )


def _referenced_names(reading: Reading, place: Place, key: str) -> tuple[str, ...]:
    member = place.get(key)
    if member is None or not reading.expect(member, list, f"`{key}`"):
        return ()
    return tuple(element.reference.name for element in member.elements() if element.reference is not None and not element.broken)


def _operation(
    reading: Reading,
    key: str,
    plain: Place,
    channels: dict[tuple[str, str], ContractChannel],
    carried: dict[str, dict[str, Place]],
    messages: Messages,
) -> Operation | None:
    place = with_traits(plain, trait_wins=False)
    action = text_of(place, "action")
    if action not in ACTIONS:
        reading.report(
            "asyncapi-action-unknown",
            Severity.ERROR,
            f"Operation `{key}` must have the action `send` or `receive`" + (f", not `{action}`." if action else "; it has none."),
            place,
            "Say what the service itself does: `send` when it produces the message, `receive` when it consumes it.",
        )
        action = ""
    channel = _channel_of(reading, key, place, channels)
    if channel is None:
        return None
    return Operation(
        key=key,
        action=action,
        channel=channel.key,
        messages=_use(reading, place, channel, carried, messages, action),
        title=text_of(place, "title"),
        summary=text_of(place, "summary"),
        description=text_of(place, "description"),
        reply=_reply(reading, place, channels, carried, messages, action),
        security=raw_of(place, "security"),
        bindings=raw_of(place, "bindings"),
        traits=trait_names(plain),
        tags=tags_of(place),
        docs=docs_of(place),
        extensions=extensions_of(place),
        span=span_of(plain),
    )


def _channel_of(reading: Reading, key: str, place: Place, channels: dict[tuple[str, str], ContractChannel]) -> ContractChannel | None:
    """The channel an operation refers to; it must be one at the document's root."""
    member = place.get("channel")
    if member is not None:
        channel = channels.get((member.path, member.pointer))
        if channel is not None:
            return channel
    text = member.reference.text if member is not None and member.reference is not None else ""
    where = member if member is not None else place
    reading.diagnostics = [found for found in reading.diagnostics if not _stands_at(found, where)]
    known = ", ".join(f"`{channel.key}`" for channel in list(channels.values())[:5])
    reading.report(
        "channel-undeclared",
        Severity.ERROR,
        f"Operation `{key}` needs a channel that this document declares under `channels`"
        + (f", but `{text}` is none of them." if text else "; it names none."),
        where,
        f"Declared are {known}." if known else "Declare the channel and point to it, as in `$ref: '#/channels/orders'`.",
    )
    return None


def _stands_at(found: Diagnostic, place: Place) -> bool:
    """Whether a finding about a missing reference target stands at this very place (it is said better here)."""
    path, pointer = place.at
    return found.code == "reference-missing-pointer" and found.span.path == path and found.span.pointer in {pointer, f"{pointer}/$ref"}


def _use(
    reading: Reading,
    place: Place,
    channel: ContractChannel,
    carried: dict[str, dict[str, Place]],
    messages: Messages,
    role: str,
) -> tuple[str, ...]:
    """The keys of the messages that an operation or a reply uses: those it lists, else all of its channel."""
    listed = place.get("messages")
    if listed is None or not reading.expect(listed, list, "`messages`"):
        chosen = list(carried.get(channel.key, {}).items())
    else:
        by_place = {(message.path, message.pointer): key for key, message in carried.get(channel.key, {}).items()}
        chosen = [
            (by_place.get((message.path, message.pointer), ""), message)
            for message in listed.elements()
            if reading.expect(message, dict, "A message")
        ]
    name = channel.address or channel.key
    return tuple(messages.add(message, key=key, channel=channel.key, channel_name=name, role=role) for key, message in chosen)


def _reply(
    reading: Reading,
    place: Place,
    channels: dict[tuple[str, str], ContractChannel],
    carried: dict[str, dict[str, Place]],
    messages: Messages,
    action: str,
) -> Reply | None:
    """The answer to a request: the service that sends the request receives it, and the other way round."""
    reply = reading.mapping(place, "reply", "`reply`")
    if reply is None:
        return None
    answer = {"send": "receive", "receive": "send"}.get(action, "")
    member = reply.get("channel")
    channel = channels.get((member.path, member.pointer)) if member is not None else None
    address = reply.get("address")
    described = address if address is not None and isinstance(address.value, dict) else None
    return Reply(
        channel=channel.key if channel is not None else "",
        address=text_of(described, "location") if described is not None else "",
        description=text_of(described, "description") if described is not None else "",
        messages=_use(reading, reply, channel, carried, messages, answer) if channel is not None else (),
        span=span_of(reply),
    )
