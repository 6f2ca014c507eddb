"""Rules about runtime expressions (`$message.payload#/user/id`): that they can be read, and that they point to something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.layers import Place, with_traits
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Item, Subject
from catalog_gen.text.pointers import split

EXPRESSION = re.compile(r"\$message\.(header|payload)#((?:/(?:[^/~]|~0|~1)*)*)")
"""AsyncAPI 2.0 to 3.1, "Runtime Expression"; the fragment is a JSON Pointer (RFC 6901)."""

_FIELDS = {"header": "headers", "payload": "payload"}
_OPEN = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else", "patternProperties", "not", "$defs"})
"""With one of these, a schema may know a member that its `properties` do not name."""
_HOLDERS = ("correlationId", "parameter", "replyAddress")


def malformed(subject: Subject) -> Iterator[Finding]:
    """Locations that are no runtime expression."""
    for item in subject.of(*_HOLDERS):
        text = item.text("location")
        if "location" in item.mapping() and isinstance(item.mapping()["location"], str) and EXPRESSION.fullmatch(text) is None:
            yield Finding(
                f"`{text}` is no runtime expression.",
                item.below("location"),
                "Write `$message.header#/…` or `$message.payload#/…`, with a JSON pointer to the member.",
            )


def nowhere(subject: Subject) -> Iterator[Finding]:
    """Correlation ids whose location is no member of the message's schema."""
    for item in subject.of("message"):
        message = with_traits(item.place, trait_wins=subject.major == 2) if item.mapping() else item.place  # noqa: PLR2004 - the major version
        correlation = message.get("correlationId")
        location = correlation.get("location") if correlation is not None and not correlation.broken else None
        match = EXPRESSION.fullmatch(location.value) if location is not None and isinstance(location.value, str) else None
        if location is None or match is None:
            continue
        missing = _missing(message, match)
        if missing:
            yield Finding(
                f"`{location.value}` points to `{missing}`, which is not in the {_FIELDS[match[1]]} of {_called(item)}.",
                (location.path, location.pointer),
                "Name a member of the schema, or add it there.",
                (item.spot,),
            )


def parameter_nowhere(subject: Subject) -> Iterator[Finding]:
    """Locations of channel parameters that no message of the channel has; those of reply addresses that no request has."""
    for item in subject.of("channel"):
        for name, parameter in _members(item.place.get("parameters")):
            yield from _judge(parameter, f"The parameter `{name}`", _messages_of(subject, item))
    for item in subject.of("reply"):
        operation = item.owner
        address = item.place.get("address")
        if operation is not None and address is not None and not address.broken:
            yield from _judge(address, "The reply's address", _requests(operation))


def _members(place: Place | None) -> Iterator[tuple[str, Place]]:
    return iter(()) if place is None else iter([(key, one) for key, one in place.items() if not one.broken])


def _judge(holder: Place, what: str, messages: list[Place]) -> Iterator[Finding]:
    location = holder.get("location")
    match = EXPRESSION.fullmatch(location.value) if location is not None and isinstance(location.value, str) else None
    if location is None or match is None or not messages:
        return
    missing = [_missing(message, match) for message in messages]
    if all(missing):
        yield Finding(
            f"{what} is said to be at `{location.value}`, but `{missing[0]}` is not in the {_FIELDS[match[1]]} of any of the messages.",
            (location.path, location.pointer),
            "Name a member of a message's schema, or add it there.",
            tuple((message.path, message.pointer) for message in messages[:5]),
        )


def _messages_of(subject: Subject, channel: Item) -> list[Place]:
    """The messages of a channel, with their traits."""
    if subject.major == 3:  # noqa: PLR2004 - the major version
        found = [message for _, message in _members(channel.place.get("messages"))]
    else:
        held = [operation.get("message") for key in ("publish", "subscribe") if (operation := channel.place.get(key)) is not None]
        found = [one for message in held if message is not None for one in _choices(message)]
    return [_whole(message, subject.major) for message in found if isinstance(message.value, dict)]


def _choices(message: Place) -> list[Place]:
    choices = message.get("oneOf")
    return list(choices.elements()) if choices is not None else [message]


def _requests(operation: Item) -> list[Place]:
    """The messages of an operation of 3.x: those that it lists, else all of its channel."""
    listed = operation.place.get("messages")
    channel = operation.place.get("channel")
    found = list(listed.elements()) if listed is not None else []
    if listed is None and channel is not None and not channel.broken:
        found = [message for _, message in _members(channel.get("messages"))]
    return [_whole(message, 3) for message in found if isinstance(message.value, dict)]


def _whole(message: Place, major: int) -> Place:
    return with_traits(message, trait_wins=major == 2)  # noqa: PLR2004 - the major version


def _called(item: Item) -> str:
    name = item.text("name") or item.key
    return "the message" if name in {"message", ""} or name.isdecimal() else f"the message `{name}`"


def _missing(message: Place, match: re.Match[str]) -> str:
    """The first member on an expression's way that its schema certainly does not know; empty where all may be there."""
    place = message.get(_FIELDS[match[1]])
    if place is not None and isinstance(place.value, dict) and isinstance(place.value.get("schemaFormat"), str):
        return ""
    if message.get("schemaFormat") is not None and match[1] == "payload":
        return ""
    for part in split(match[2]):
        if place is None or place.broken or not isinstance(place.value, dict) or _OPEN & place.value.keys():
            return ""
        properties = place.get("properties")
        if properties is None or not isinstance(properties.value, dict):
            return ""
        inner = properties.get(part)
        if inner is None:
            return part
        place = inner
    return ""


RULES = (
    Rule("asyncapi-expression-malformed", Severity.ERROR, "A location is a runtime expression.", malformed),
    Rule("asyncapi-location-nowhere", Severity.WARNING, "What a location points to is in a message.", parameter_nowhere),
    Rule("asyncapi-expression-nowhere", Severity.WARNING, "A location points to a member of the message's schema.", nowhere),
)
