"""Bindings: what each protocol needs to know, as labelled members and, where a member is a schema, as that schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model.contract import Binding, BindingSchema
from catalog_gen.sources.asyncapi.payloads import schema_of
from catalog_gen.sources.asyncapi.reading import resolved, scalar, span_of

if TYPE_CHECKING:
    from catalog_gen.sources.asyncapi.layers import Place
    from catalog_gen.sources.asyncapi.reading import Reading

FAMILIES = {
    "amqps": "amqp",
    "https": "http",
    "kafka-secure": "kafka",
    "mqtt5": "mqtt",
    "mqtts": "mqtt",
    "pubsub": "googlepubsub",
    "secure-mqtt": "mqtt",
    "stomps": "stomp",
    "ws": "websockets",
    "wss": "websockets",
}
"""Protocol as it is written → the name under which its bindings are published, where the two differ."""

SCHEMAS = {
    "anypointmq": {"headers"},
    "http": {"query", "headers"},
    "jms": {"headers"},
    "kafka": {"key", "groupId", "clientId"},
    "mqtt": {"correlationData", "maximumPacketSize", "messageExpiryInterval", "responseTopic", "sessionExpiryInterval"},
    "websockets": {"query", "headers"},
}
"""Published name → members that hold a schema (some may hold a plain value instead)."""


def bindings_of(reading: Reading, place: Place) -> tuple[Binding, ...]:
    """The bindings of a server, channel, operation or message, in the order in which they are written."""
    member = place.get("bindings")
    if member is None or not isinstance(member.value, dict):
        return ()
    return read_bindings(reading, member)


def read_bindings(reading: Reading, place: Place) -> tuple[Binding, ...]:
    """The members of one bindings object, extensions among them; what parsers leave behind is dropped."""
    return tuple(
        _binding(reading, protocol, member)
        for protocol, member in place.items()
        if not protocol.startswith("x-parser-") and not member.broken
    )


def _binding(reading: Reading, protocol: str, place: Place) -> Binding:
    family = FAMILIES.get(protocol.lower(), protocol.lower())
    if not isinstance(place.value, dict):
        return Binding(protocol=protocol, family=family, fields=place.value, span=span_of(place))
    fields: dict[str, Any] = {}
    schemas: list[BindingSchema] = []
    version = ""
    for name, member in place.items():
        if name == "bindingVersion":
            version = scalar(member.value)
        elif name in SCHEMAS.get(family, ()) and isinstance(member.value, dict):
            schema = schema_of(reading, place, name)
            if schema is not None:
                schemas.append(BindingSchema(field=name, schema=schema))
        elif not name.startswith("x-parser-"):
            fields[name] = resolved(member)
    return Binding(protocol=protocol, family=family, version=version, fields=fields, schemas=tuple(schemas), span=span_of(place))
