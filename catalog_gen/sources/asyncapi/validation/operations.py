"""Rules about operations and replies: unique ids, and messages that come from the channel."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.layers import Place, with_traits
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Item, Spot, Subject


def in_use(subject: Subject) -> Iterator[Item]:
    """The operations of 2.x that channels at the root have, each once; those in `components` alone have no effect."""
    seen: set[Spot] = set()
    for channel in subject.named("channels").values():
        for verb in ("publish", "subscribe"):
            item = subject.at("operation", channel.get(verb))
            if item is not None and item.spot not in seen:
                seen.add(item.spot)
                yield item


def repeated_id(subject: Subject) -> Iterator[Finding]:
    """Operations that have the same id; one that comes from a trait counts."""
    seen: dict[str, Spot] = {}
    for item in in_use(subject):
        member = with_traits(item.place, trait_wins=True).get("operationId") if item.mapping() else None
        if member is None or not isinstance(member.value, str):
            continue
        spot = item.below("operationId") if "operationId" in item.mapping() else item.spot
        if member.value in seen:
            yield Finding(
                f"The operation id `{member.value}` is used twice.",
                spot,
                "Each operation needs an id of its own; give this one another.",
                (seen[member.value],),
            )
        seen.setdefault(member.value, spot)


def foreign_message(subject: Subject) -> Iterator[Finding]:
    """Messages of an operation or a reply that are not messages of its channel."""
    for item in subject.of("reply"):
        if item.list("messages") and "channel" not in item.mapping():
            message = "A reply that names messages must name the channel that carries them."
            yield Finding(message, item.below("messages"), "Add `channel: {$ref: '#/channels/…'}`.")
    for item, channel, place, key in _not_of_channel(subject):
        if key is None:
            yield Finding(
                f"`{place.reference.text}` is no message of the channel of this {item.kind}.",
                (place.at[0], f"{place.at[1]}/$ref"),
                f"Refer to the message where the channel lists it, as in `#/channels/{channel}/messages/…`.",
            )


def indirect_message(subject: Subject) -> Iterator[Finding]:
    """Messages of an operation or a reply that are the channel's, but that are not referred to where the channel lists them."""
    for _, channel, place, key in _not_of_channel(subject):
        if key is not None:
            yield Finding(
                f"`{place.reference.text}` is a message of the channel, but must be referred to through it.",
                (place.at[0], f"{place.at[1]}/$ref"),
                f"Write `#/channels/{channel}/messages/{key}`.",
            )


def _not_of_channel(subject: Subject) -> Iterator[tuple[Item, str, Place, str | None]]:
    """Each reference to a message that does not lead through the operation's channel.

    The operation or reply, the channel's name, the reference, and the key under which the channel has that message, if it has.
    """
    for item in subject.of("operation", "reply"):
        messages, channel = item.place.get("messages"), item.place.get("channel")
        if messages is None or not isinstance(messages.value, list) or channel is None or channel.broken:
            continue
        held = channel.get("messages")
        listed = dict(held.items()) if held is not None else {}
        carried = {place.at for place in listed.values()}
        keys = {(place.path, place.pointer): key for key, place in listed.items()}
        name = channel.reference.name if channel.reference is not None else "…"
        for place in messages.elements():
            if not place.broken and place.reference is not None and not _steps(place) & carried:
                yield item, name, place, keys.get((place.path, place.pointer))


def _steps(place: Place) -> set[Spot]:
    """Every place on the way of a reference, its end included."""
    return {*place.reference.chain, (place.reference.path, place.reference.pointer)}


def reply_address(subject: Subject) -> Iterator[Finding]:
    """Replies whose address is known only at run time, but whose channel has one."""
    for item in subject.of("reply"):
        channel = item.place.get("channel")
        address = channel.get("address") if channel is not None and not channel.broken else None
        if item.mapping("address") and address is not None and address.value is not None:
            yield Finding(
                f"The reply has an `address` of its own, but its channel has the address `{address.value}`.",
                item.below("address"),
                "Leave the `address` of the channel out or make it null, or remove this one.",
                ((address.path, address.pointer),),
            )


def reply_channel(subject: Subject) -> Iterator[Finding]:
    """Replies on a channel that the document does not declare at its root."""
    roots: set[Spot] = set()
    for place in subject.named("channels").values():
        roots |= {place.at, (place.path, place.pointer)}
    for item in subject.of("reply"):
        channel = item.place.get("channel")
        if not _at_root(item) or channel is None or channel.broken or channel.reference is None:
            continue
        if not _steps(channel) & roots:
            yield Finding(
                f"The reply needs a channel that this document declares under `channels`, but `{channel.reference.text}` is none of them.",
                item.below("channel", "$ref"),
                "Declare the channel and point to it, as in `$ref: '#/channels/replies'`.",
            )


def reply_incomplete(subject: Subject) -> Iterator[Finding]:
    """Replies of which nobody can say where they go."""
    for item in subject.of("reply"):
        if not isinstance(item.place.value, dict) or item.place.get("address") is not None:
            continue
        channel = item.place.get("channel")
        if channel is None:
            yield Finding(
                "The reply says neither on which channel nor to which address it goes.",
                item.spot,
                "Add `channel: {$ref: '#/channels/…'}`, or `address: {location: $message.header#/replyTo}`.",
            )
        elif not channel.broken and isinstance(channel.value, dict) and channel.value.get("address") is None:
            yield Finding(
                "The reply goes to a channel without an address, and has none itself.",
                item.spot,
                "Give the channel an `address`, or say where the request holds it: `address: {location: $message.header#/replyTo}`.",
                ((channel.path, channel.pointer),),
            )


def _at_root(item: Item) -> bool:
    return item.owner is not None and item.owner.owner is not None and item.owner.owner.kind == "document"


RULES = (
    Rule("asyncapi-operation-id-repeated", Severity.ERROR, "The ids of operations are unique.", repeated_id, (2,)),
    Rule("asyncapi-message-foreign", Severity.ERROR, "Messages of an operation or reply come from its channel.", foreign_message, (3,)),
    Rule("asyncapi-message-indirect", Severity.WARNING, "Operations refer to messages through the channel.", indirect_message, (3,)),
    Rule("asyncapi-reply-address", Severity.ERROR, "A reply with an address has a channel without one.", reply_address, (3,)),
    Rule("asyncapi-reply-incomplete", Severity.INFO, "A reply says where it goes.", reply_incomplete, (3,)),
    Rule("asyncapi-reply-channel-unknown", Severity.ERROR, "A reply's channel is declared at the root.", reply_channel, (3,)),
)
