"""Message objects: collected once each from every place that refers to them, then read with their traits."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from catalog_gen.model.declaration import MessageDeclaration
from catalog_gen.model.schema import Example
from catalog_gen.sources.asyncapi.bindings import bindings_of
from catalog_gen.sources.asyncapi.identity import identify, is_generic
from catalog_gen.sources.asyncapi.layers import Place, traits_of, with_traits
from catalog_gen.sources.asyncapi.payloads import schema_of
from catalog_gen.sources.asyncapi.reading import (
    Reading,
    correlation_of,
    docs_of,
    extensions_of,
    place_of,
    span_of,
    tags_of,
    text_of,
    texts_of,
)
from catalog_gen.sources.asyncapi.remote import remote_of

KIND_KEYS = ("x-eventcatalog-message-type", "x-kind")
SUBJECT_KEYS = ("x-subject", "x-registry-subject", "x-schema-registry-subject")
VERSION_KEYS = ("x-version", "x-eventcatalog-message-version")
KINDS = {"event": "event", "events": "event", "command": "command", "commands": "command", "query": "query", "queries": "query"}


@dataclass
class Use:
    """One message object with everything that refers to it in the document."""

    place: Place
    key: str
    channel: str
    """Address or key of the first channel that carries it, to name it when nothing else does."""
    channels: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


class Messages:
    """The distinct message objects of a document, in the order in which its channels mention them."""

    def __init__(self) -> None:
        self.uses: dict[str, Use] = {}

    def add(self, place: Place, *, key: str, channel: str, channel_name: str, role: str = "") -> str:
        """Note that a channel carries a message (and what the service does with it); gives the message's key."""
        identity = f"{place.path}#{place.pointer}"
        use = self.uses.setdefault(identity, Use(place, key, channel_name))
        if channel and channel not in use.channels:
            use.channels.append(channel)
        if role and role not in use.roles:
            use.roles.append(role)
        return identity

    def declare(self, reading: Reading, service: str, version: str, *, trait_wins: bool) -> tuple[MessageDeclaration, ...]:
        """Read every collected message."""
        declared = [_declare(reading, identity, use, service, version, trait_wins=trait_wins) for identity, use in self.uses.items()]
        return _tell_apart(declared)


def _declare(reading: Reading, identity: str, use: Use, service: str, version: str, *, trait_wins: bool) -> MessageDeclaration:
    place = with_traits(use.place, trait_wins=trait_wins)
    name, rule = identify(place, use.key, use.channel)
    scoped = is_generic(name) and not rule.startswith("x-")
    return MessageDeclaration(
        key=identity,
        id=f"{service}.{name}" if scoped else name,
        id_rule=rule,
        scoped=scoped,
        service=service,
        service_version=version,
        roles=tuple(sorted(use.roles)),
        channels=tuple(use.channels),
        version=text_of(place, *VERSION_KEYS),
        kind=KINDS.get(text_of(place, *KIND_KEYS).lower(), ""),
        name=text_of(place, "name"),
        title=text_of(place, "title"),
        summary=text_of(place, "summary"),
        description=text_of(place, "description"),
        content_type=text_of(place, "contentType"),
        payload=schema_of(reading, place, "payload"),
        headers=schema_of(reading, place, "headers"),
        also=texts_of(place, *SUBJECT_KEYS),
        remote=remote_of(reading, place),
        examples=examples_of(place),
        correlation=correlation_of(place.get("correlationId")),
        bindings=bindings_of(reading, place),
        traits=traits_of(use.place, trait_wins=trait_wins),
        tags=tags_of(place),
        docs=docs_of(place),
        owners=texts_of(place, *reading.owner_keys),
        owned_at=place_of(place, *reading.owner_keys),
        lifecycle=_lifecycle(place),
        extensions=extensions_of(place),
        span=span_of(use.place),
    )


def _lifecycle(place: Place) -> str:
    stated = text_of(place, "x-lifecycle", "x-eventcatalog-lifecycle").lower()
    if stated:
        return stated
    deprecated = place.get("deprecated") or place.get("x-deprecated")
    return "deprecated" if deprecated is not None and deprecated.value is True else ""


def examples_of(place: Place) -> tuple[Example, ...]:
    """Authored examples: objects with `payload` and `headers`; before 2.0's object form, and still in the wild, bare payloads."""
    member = place.get("examples")
    if member is None or not isinstance(member.value, list):
        return ()
    examples = []
    for element in member.elements():
        value = element.value
        if isinstance(value, dict) and ("payload" in value or "headers" in value):
            examples.append(
                Example(
                    name=text_of(element, "name"),
                    summary=text_of(element, "summary"),
                    payload=value.get("payload"),
                    has_payload="payload" in value,
                    headers=value.get("headers"),
                    span=span_of(element),
                )
            )
        elif value is not None:
            examples.append(Example(payload=value, has_payload=True, span=span_of(element)))
    return tuple(examples)


def _tell_apart(declared: list[MessageDeclaration]) -> tuple[MessageDeclaration, ...]:
    """Give nameless messages that share one channel, and so its slug, an id each: the second is `…-2`."""
    seen: dict[str, int] = {}
    told: list[MessageDeclaration] = []
    for message in declared:
        if message.id_rule == "channel":
            seen[message.id] = seen.get(message.id, 0) + 1
            if seen[message.id] > 1:
                message = msgspec.structs.replace(message, id=f"{message.id}-{seen[message.id]}")  # noqa: PLW2901
        told.append(message)
    return tuple(told)
