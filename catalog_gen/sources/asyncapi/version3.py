"""AsyncAPI 3.x: channels hold messages, and operations at the root say what the service does with them."""

from __future__ import annotations

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.contract import ContractChannel, Operation, Reply
from catalog_gen.sources.asyncapi.bindings import bindings_of
from catalog_gen.sources.asyncapi.layers import Place, traits_of, with_traits
from catalog_gen.sources.asyncapi.messages import Messages
from catalog_gen.sources.asyncapi.reading import (
    Reading,
    docs_of,
    extensions_of,
    place_of,
    scalar,
    span_of,
    tags_of,
    text_of,
    texts_of,
)
from catalog_gen.sources.asyncapi.security import security_of
from catalog_gen.sources.asyncapi.variables import variables_of

ACTIONS = ("receive", "send")
ANSWERS = {"send": "receive", "receive": "send"}
"""What the sender of a request does with the answer, and what its receiver does."""


class Declared:
    """The channels at a document's root with the messages that each carries, and all messages collected so far."""

    def __init__(self, reading: Reading, root: Place, messages: Messages) -> None:
        """Read the channels."""
        self.messages = messages
        self.channels: list[ContractChannel] = []
        self.by_place: dict[tuple[str, str], ContractChannel] = {}
        self.carried: dict[str, dict[str, Place]] = {}
        for key, place in reading.entries(root, "channels"):
            self.carried[key] = dict(reading.entries(place, "messages"))
            self.channels.append(_channel(reading, key, place, self))
            self.by_place.setdefault((place.path, place.pointer), self.channels[-1])
            self.by_place.setdefault(place.at, self.channels[-1])

    def at(self, place: Place | None) -> ContractChannel | None:
        """The channel that a reference leads to."""
        return None if place is None else self.by_place.get((place.path, place.pointer))

    def like(self, place: Place | None) -> ContractChannel | None:
        """The channel at the root that one written elsewhere repeats: the first of the same address."""
        address = text_of(place, "address") if place is not None and isinstance(place.value, dict) else ""
        return next((channel for channel in self.channels if address and channel.address == address), None)

    def use(self, place: Place, channel: ContractChannel | None, role: str) -> tuple[str, ...]:
        """The keys of the messages that an operation or a reply uses: those it lists, else all of its channel.

        A message that repeats one of the channel word for word is that message.
        """
        carried = self.carried.get(channel.key, {}) if channel is not None else {}
        listed = place.get("messages")
        if listed is None or not isinstance(listed.value, list):
            chosen = list(carried.items())
        else:
            key_of = {(message.path, message.pointer): key for key, message in carried.items()}
            found = [message for message in listed.elements() if isinstance(message.value, dict)]
            chosen = [
                (key_of[message.path, message.pointer], message)
                if (message.path, message.pointer) in key_of
                else next(((key, same) for key, same in carried.items() if same.value == message.value), ("", message))
                for message in found
            ]
        name = (channel.address or channel.key) if channel is not None else ""
        at = channel.key if channel is not None else ""
        return tuple(self.messages.add(message, key=key, channel=at, channel_name=name, role=role) for key, message in chosen)


def read_channels(reading: Reading, root: Place, messages: Messages) -> tuple[tuple[ContractChannel, ...], tuple[Operation, ...]]:
    """Channels at the root, then the operations on them; their messages are collected."""
    declared = Declared(reading, root, messages)
    operations = tuple(_operation(reading, key, place, declared) for key, place in reading.entries(root, "operations"))
    return tuple(declared.channels), operations


def _channel(reading: Reading, key: str, place: Place, declared: Declared) -> ContractChannel:
    address = place.get("address")
    name = scalar(address.value) if address is not None else ""
    return ContractChannel(
        key=key,
        address=name or None,
        title=text_of(place, "title"),
        summary=text_of(place, "summary"),
        description=text_of(place, "description"),
        parameters=variables_of(reading, place, "parameters"),
        servers=_referenced_names(place, "servers"),
        messages=tuple(
            declared.messages.add(message, key=message_key, channel=key, channel_name=name or key)
            for message_key, message in declared.carried[key].items()
        ),
        owners=texts_of(place, *reading.owner_keys),
        owned_at=place_of(place, *reading.owner_keys),
        bindings=bindings_of(reading, place),
        tags=tags_of(place),
        docs=docs_of(place),
        extensions=extensions_of(place),
        span=span_of(place),
    )


def _referenced_names(place: Place, key: str) -> tuple[str, ...]:
    member = place.get(key)
    if member is None or not isinstance(member.value, list):
        return ()
    return tuple(element.reference.name for element in member.elements() if element.reference is not None and not element.broken)


def _operation(reading: Reading, key: str, plain: Place, declared: Declared) -> Operation:
    place = with_traits(plain, trait_wins=False)
    action = text_of(place, "action")
    action = action if action in ACTIONS else ""
    channel = _channel_of(reading, key, place, declared)
    return Operation(
        key=key,
        action=action,
        channel=channel.key if channel is not None else _named(place.get("channel")),
        messages=declared.use(place, channel, action),
        title=text_of(place, "title"),
        summary=text_of(place, "summary"),
        description=text_of(place, "description"),
        reply=_reply(reading, place, declared, action),
        security=security_of(reading, place),
        bindings=bindings_of(reading, place),
        traits=traits_of(plain, trait_wins=False),
        tags=tags_of(place),
        docs=docs_of(place),
        extensions=extensions_of(place),
        span=span_of(plain),
    )


def _channel_of(reading: Reading, key: str, place: Place, declared: Declared) -> ContractChannel | None:
    """The channel an operation refers to; it must be one at the document's root. Where it is not, the one that was likely meant."""
    member = place.get("channel")
    channel = declared.at(member)
    if channel is not None:
        return channel
    if member is None:  # the official schemas say that it must be there
        return None
    text = member.reference.text if member.reference is not None else ""
    reading.diagnostics = [found for found in reading.diagnostics if not _stands_at(found, member)]
    known = ", ".join(f"`{one.key}`" for one in declared.channels[:5])
    reading.report(
        "channel-undeclared",
        Severity.ERROR,
        f"Operation `{key}` needs a channel that this document declares under `channels`"
        + (f", but `{text}` is none of them." if text else "."),
        member,
        f"Declared are {known}." if known else "Declare the channel and point to it, as in `$ref: '#/channels/orders'`.",
    )
    return declared.like(member)


def _named(channel: Place | None) -> str:
    """What to call a channel that is not there: the end of the reference to it, or the address of one written in place."""
    if channel is None:
        return ""
    return channel.reference.text.rpartition("/")[2] if channel.reference is not None else text_of(channel, "address", "title")


def _stands_at(found: Diagnostic, place: Place) -> bool:
    """Whether a finding about a missing reference target stands at this very place (it is said better here)."""
    path, pointer = place.at
    return found.code == "reference-missing-pointer" and found.span.path == path and found.span.pointer in {pointer, f"{pointer}/$ref"}


def _reply(reading: Reading, place: Place, declared: Declared, action: str) -> Reply | None:
    """The answer to a request: the service that sends the request receives it, and the other way round."""
    reply = reading.mapping(place, "reply")
    if reply is None:
        return None
    channel = declared.at(reply.get("channel"))
    address = reply.get("address")
    described = address if address is not None and isinstance(address.value, dict) else None
    return Reply(
        channel=channel.key if channel is not None else "",
        address=text_of(described, "location") if described is not None else "",
        description=text_of(described, "description") if described is not None else "",
        messages=_answers(reading, reply, declared, channel, ANSWERS.get(action, "")),
        extensions=extensions_of(reply),
        span=span_of(reply),
    )


def _answers(reading: Reading, reply: Place, declared: Declared, channel: ContractChannel | None, role: str) -> tuple[str, ...]:
    """The messages of a reply. Where only its address is known, the messages that it lists travel over no channel of the document."""
    if channel is not None:
        return declared.use(reply, channel, role)
    name = reply.pointer.removesuffix("/reply").rpartition("/")[2]
    listed = reading.elements(reply, "messages")
    return tuple(declared.messages.add(message, key="", channel="", channel_name=f"{name} reply", role=role) for message in listed)
