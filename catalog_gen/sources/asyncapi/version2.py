"""AsyncAPI 2.x: operations stand inside channels, and are named from the other side of the channel.

`publish` is what others may do, so the application receives; `subscribe` means that the application sends (AsyncAPI 2.0 to
2.6, "Channel Item Object"). Teams that wrote it the other way set `point_of_view: client`.
"""

from __future__ import annotations

from catalog_gen.model.contract import ContractChannel, Operation
from catalog_gen.sources.asyncapi.bindings import bindings_of
from catalog_gen.sources.asyncapi.layers import Place, traits_of, with_traits
from catalog_gen.sources.asyncapi.messages import Messages
from catalog_gen.sources.asyncapi.reading import (
    Reading,
    docs_of,
    extensions_of,
    place_of,
    span_of,
    tags_of,
    text_of,
    texts_of,
)
from catalog_gen.sources.asyncapi.security import security_of
from catalog_gen.sources.asyncapi.variables import variables_of

ACTIONS = {
    "application": {"publish": "receive", "subscribe": "send"},
    "client": {"publish": "send", "subscribe": "receive"},
}
"""Point of view → 2.x operation → what the service does."""


def read_channels(
    reading: Reading, root: Place, messages: Messages, point_of_view: str
) -> tuple[tuple[ContractChannel, ...], tuple[Operation, ...]]:
    """Channels and the operations in them; their messages are collected."""
    channels: list[ContractChannel] = []
    operations: list[Operation] = []
    for address, place in reading.entries(root, "channels"):
        carried: list[str] = []
        for verb, action in sorted(ACTIONS[point_of_view].items()):
            operation = reading.mapping(place, verb)
            if operation is not None:
                used = _messages(with_traits(operation, trait_wins=True))
                keys = tuple(messages.add(one, key="", channel=address, channel_name=address, role=action) for one in used)
                operations.append(_operation(reading, address, verb, action, operation, messages=keys))
                carried += keys
        channels.append(_channel(reading, address, place, tuple(dict.fromkeys(carried))))
    return tuple(channels), tuple(operations)


def _channel(reading: Reading, address: str, place: Place, messages: tuple[str, ...]) -> ContractChannel:
    return ContractChannel(
        key=address,
        address=address,
        deprecated=place.value.get("deprecated") is True,
        description=text_of(place, "description"),
        parameters=variables_of(reading, place, "parameters"),
        servers=texts_of(place, "servers"),
        messages=messages,
        owners=texts_of(place, *reading.owner_keys),
        owned_at=place_of(place, *reading.owner_keys),
        bindings=bindings_of(reading, place),
        extensions=extensions_of(place),
        span=span_of(place),
    )


def _operation(reading: Reading, address: str, verb: str, action: str, plain: Place, *, messages: tuple[str, ...]) -> Operation:
    place = with_traits(plain, trait_wins=True)
    return Operation(
        key=text_of(place, "operationId") or f"{address}/{verb}",
        action=action,
        channel=address,
        messages=messages,
        summary=text_of(place, "summary"),
        description=text_of(place, "description"),
        security=security_of(reading, place),
        bindings=bindings_of(reading, place),
        traits=traits_of(plain, trait_wins=True),
        tags=tags_of(place),
        docs=docs_of(place),
        extensions=extensions_of(place),
        span=span_of(plain),
    )


def _messages(operation: Place) -> list[Place]:
    """The message of an operation, or each member of its `oneOf` (2.x allows lists within lists through references)."""
    message = operation.get("message")
    found: list[Place] = []
    waiting = [] if message is None else [message]
    seen: set[tuple[str, str]] = set()
    while waiting:
        place = waiting.pop(0)
        if (place.path, place.pointer) in seen or not isinstance(place.value, dict):
            continue
        seen.add((place.path, place.pointer))
        choices = place.get("oneOf")
        if choices is None:
            found.append(place)
        elif isinstance(choices.value, list):
            waiting += choices.elements()
    return found
