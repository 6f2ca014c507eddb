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
    for item in subject.of("operation", "reply"):
        messages = item.place.get("messages")
        channel = item.place.get("channel")
        if messages is None or not isinstance(messages.value, list) or not messages.value:
            continue
        if channel is None:
            if item.kind == "reply":
                message = "A reply that names messages must name the channel that carries them."
                yield Finding(message, item.below("messages"), "Add `channel: {$ref: '#/channels/…'}`.")
            continue
        if channel.broken:
            continue
        carried = _carried(channel)
        for index, place in enumerate(messages.elements()):
            if place.broken or place.reference is None or _steps(place) & carried:
                continue
            if (place.path, place.pointer) in _targets(channel):
                continue
            yield Finding(
                f"`{place.reference.text}` is no message of the channel of this {item.kind}.",
                (messages.path, f"{messages.pointer}/{index}/$ref"),
                f"Refer to the message where the channel lists it, as in `#/channels/{_name(channel)}/messages/…`.",
            )


def _carried(channel: Place) -> set[Spot]:
    """Where a channel's messages are listed (what they refer to does not count)."""
    messages = channel.get("messages")
    return set() if messages is None else {place.at for _, place in messages.items()}


def _steps(place: Place) -> set[Spot]:
    """Every place on the way of a reference, its end included."""
    return {*place.reference.chain, (place.reference.path, place.reference.pointer)}


def indirect_message(subject: Subject) -> Iterator[Finding]:
    """Messages of an operation or a reply that are the channel's, but that are not referred to where the channel lists them."""
    for item in subject.of("operation", "reply"):
        messages, channel = item.place.get("messages"), item.place.get("channel")
        if messages is None or not isinstance(messages.value, list) or channel is None or channel.broken:
            continue
        for index, place in enumerate(messages.elements()):
            if place.broken or place.reference is None or _steps(place) & _carried(channel):
                continue
            key = _targets(channel).get((place.path, place.pointer))
            if key is not None:
                yield Finding(
                    f"`{place.reference.text}` is a message of the channel, but must be referred to through it.",
                    (messages.path, f"{messages.pointer}/{index}/$ref"),
                    f"Write `#/channels/{_name(channel)}/messages/{key}`.",
                )


def _targets(channel: Place) -> dict[Spot, str]:
    """Where a channel's messages are written → the key under which the channel lists them."""
    messages = channel.get("messages")
    return {} if messages is None else {(place.path, place.pointer): key for key, place in messages.items()}


def _name(channel: Place) -> str:
    return channel.reference.name if channel.reference is not None else "…"


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


def _at_root(item: Item) -> bool:
    return item.owner is not None and item.owner.owner is not None and item.owner.owner.kind == "document"


RULES = (
    Rule("asyncapi-operation-id-repeated", Severity.ERROR, "The ids of operations are unique.", repeated_id, (2,)),
    Rule("asyncapi-message-foreign", Severity.ERROR, "Messages of an operation or reply come from its channel.", foreign_message, (3,)),
    Rule("asyncapi-message-indirect", Severity.WARNING, "Operations refer to messages through the channel.", indirect_message, (3,)),
    Rule("asyncapi-reply-address", Severity.ERROR, "A reply with an address has a channel without one.", reply_address, (3,)),
    Rule("asyncapi-reply-channel-unknown", Severity.ERROR, "A reply's channel is declared at the root.", reply_channel, (3,)),
)
