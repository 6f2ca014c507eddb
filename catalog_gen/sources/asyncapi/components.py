"""Components that nothing refers to, each read like one that is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from catalog_gen.model.contract import Component, ContractChannel, Operation, Reply, Tag
from catalog_gen.sources.asyncapi.bindings import bindings_of, read_bindings
from catalog_gen.sources.asyncapi.layers import traits_of, with_traits
from catalog_gen.sources.asyncapi.messages import examples_of
from catalog_gen.sources.asyncapi.payloads import read_schema, schema_of
from catalog_gen.sources.asyncapi.reading import (
    correlation_of,
    docs_in,
    docs_of,
    extensions_of,
    scalar,
    span_of,
    tags_of,
    text_of,
)
from catalog_gen.sources.asyncapi.security import security_of
from catalog_gen.sources.asyncapi.servers import server_of
from catalog_gen.sources.asyncapi.variables import variable_of, variables_of
from catalog_gen.text.pointers import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from catalog_gen.sources.asyncapi.layers import Place
    from catalog_gen.sources.asyncapi.reading import Reading

    Reader = Callable[[Reading, str, Place], dict[str, Any]]

_BINDINGS = ("serverBindings", "channelBindings", "operationBindings", "messageBindings")


TEXT_LIMIT = 300_000
"""Characters of unused schemas, references followed, that are read; beyond, a component keeps its name and texts only."""

_WITH_SCHEMAS = frozenset({"schemas", "messages", "messageTraits"})


def unused_components(reading: Reading, root: Place, *, trait_wins: bool) -> Iterator[Component]:
    """Every component that no reference leads to or passes through. Security schemes have a place of their own and are left out."""
    components = root.get("components")
    if components is None or not isinstance(components.value, dict):
        return
    used = {split(pointer)[:3] for path, pointer in reading.linked.targets() if path == components.path}
    left = TEXT_LIMIT
    for kind in components.value:
        reader = READERS.get(kind)
        if reader is None:
            continue
        for key, place in reading.entries(components, kind) if kind != "schemas" else _schemas(components):
            if ("components", kind, key) in used:
                continue
            found = _component(reading, kind, key, place, _named if left < 0 and kind in _WITH_SCHEMAS else reader, trait_wins=trait_wins)
            left -= sum(len(schema.text) for schema in (found.schema, found.headers) if schema is not None)
            yield found


def _schemas(components: Place) -> Iterator[tuple[str, Place]]:
    """Schemas may be truth values as well as mappings."""
    container = components.get("schemas")
    if container is not None and isinstance(container.value, dict):
        yield from ((key, place) for key, place in container.items() if not key.startswith("x-") and isinstance(place.value, (dict, bool)))


def _component(reading: Reading, kind: str, key: str, plain: Place, reader: Reader, *, trait_wins: bool) -> Component:
    own = kind in {"schemas", *_BINDINGS, "servers", "channels", "operations", "operationTraits"}
    place = with_traits(plain, trait_wins=trait_wins) if kind in {"messages", "operations"} else plain
    found = reader(reading, key, place)
    shared: dict[str, Any] = {}
    if not own:
        shared = {
            "title": text_of(place, "title", "name"),
            "summary": text_of(place, "summary"),
            "description": text_of(place, "description"),
            "extensions": extensions_of(place),
        }
    if kind == "messages":
        shared["traits"] = traits_of(plain, trait_wins=trait_wins)
    return Component(kind=kind, key=key, span=span_of(plain), **{**shared, **found})


def _named(_reading: Reading, _key: str, _place: Place) -> dict[str, Any]:
    """Nothing beyond what every component has."""
    return {}


def _message(reading: Reading, _key: str, place: Place) -> dict[str, Any]:
    return {
        "content_type": text_of(place, "contentType"),
        "schema": schema_of(reading, place, "payload"),
        "headers": schema_of(reading, place, "headers"),
        "correlation": correlation_of(place.get("correlationId")),
        "bindings": bindings_of(reading, place),
        "tags": tags_of(place),
        "docs": docs_of(place),
        "examples": examples_of(place),
    }


def _channel(reading: Reading, key: str, place: Place) -> dict[str, Any]:
    messages = place.get("messages")
    address = place.get("address")
    verbs = ((verb, place.get(verb)) for verb in ("publish", "subscribe"))
    inner = [(verb, with_traits(one, trait_wins=True)) for verb, one in verbs if one is not None and isinstance(one.value, dict)]
    return {
        "operations": tuple(msgspec.structs.replace(_operation(reading, verb, one)["operation"], action=verb) for verb, one in inner),
        "channel": ContractChannel(
            key=key,
            address=scalar(address.value) or None if address is not None else None,
            title=text_of(place, "title"),
            summary=text_of(place, "summary"),
            description=text_of(place, "description"),
            parameters=variables_of(reading, place, "parameters"),
            messages=tuple(name for name, _ in messages.items()) if messages is not None else (),
            bindings=bindings_of(reading, place),
            tags=tags_of(place),
            docs=docs_of(place),
            extensions=extensions_of(place),
            span=span_of(place),
        ),
    }


def _operation(reading: Reading, key: str, place: Place) -> dict[str, Any]:
    channel = place.get("channel")
    return {
        "operation": Operation(
            key=text_of(place, "operationId") or key,
            action=text_of(place, "action"),
            channel=channel.reference.name if channel is not None and channel.reference is not None else "",
            title=text_of(place, "title"),
            summary=text_of(place, "summary"),
            description=text_of(place, "description"),
            security=security_of(reading, place),
            bindings=bindings_of(reading, place),
            tags=tags_of(place),
            docs=docs_of(place),
            extensions=extensions_of(place),
            span=span_of(place),
        )
    }


def _reply(_reading: Reading, _key: str, place: Place) -> dict[str, Any]:
    address, channel, messages = place.get("address"), place.get("channel"), place.get("messages")
    names = [one.reference.name for one in messages.elements() if one.reference is not None] if messages is not None else []
    return {
        "reply": Reply(
            channel=channel.reference.name if channel is not None and channel.reference is not None else "",
            address=text_of(address, "location") if address is not None else "",
            description=text_of(address, "description") if address is not None else "",
            messages=tuple(names),
            span=span_of(place),
        )
    }


def _tag(_reading: Reading, key: str, place: Place) -> dict[str, Any]:
    docs = docs_of(place)
    return {"tags": (Tag(name=text_of(place, "name") or key, description=text_of(place, "description"), docs=docs),)}


READERS: dict[str, Reader] = {
    "schemas": lambda reading, _key, place: {"schema": read_schema(reading, place)},
    "servers": lambda reading, key, place: {"server": server_of(reading, key, place)},
    "serverVariables": lambda reading, key, place: {"variable": variable_of(reading, key, place)},
    "parameters": lambda reading, key, place: {"variable": variable_of(reading, key, place)},
    "channels": _channel,
    "operations": _operation,
    "operationTraits": _operation,
    "messages": _message,
    "messageTraits": _message,
    "correlationIds": lambda _reading, _key, place: {"correlation": correlation_of(place)},
    "replies": _reply,
    "replyAddresses": lambda _reading, _key, place: {"reply": Reply(address=text_of(place, "location"), span=span_of(place))},
    "tags": _tag,
    "externalDocs": lambda _reading, _key, place: {"docs": docs_in(place)},
    **dict.fromkeys(_BINDINGS, lambda reading, _key, place: {"bindings": read_bindings(reading, place)}),
}
"""Section of the components → what is read of its members besides title, description and extensions."""
