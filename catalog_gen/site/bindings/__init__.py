"""Words for the bindings of every protocol: what each member is called, what it decides, and where it is defined.

The members are those of the official binding schemas, in all of their versions; a test holds the two equal.
"""

from __future__ import annotations

from catalog_gen.site.bindings.brokers import AMQP, ANYPOINT_MQ, IBM_MQ, JMS, SOLACE
from catalog_gen.site.bindings.clouds import SNS, SQS
from catalog_gen.site.bindings.devices import MQTT, ROS2
from catalog_gen.site.bindings.row import Protocol, Row
from catalog_gen.site.bindings.streams import GOOGLE_PUBSUB, KAFKA, NATS, PULSAR
from catalog_gen.site.bindings.web import HTTP, WEBSOCKETS

__all__ = ["LEVELS", "PROTOCOLS", "Protocol", "Row", "definition", "name_of", "row_of"]

LEVELS = ("server", "channel", "operation", "message")

_NOTHING: dict[str, dict[str, Row]] = {level: {} for level in LEVELS}

PROTOCOLS: dict[str, Protocol] = {
    "amqp": AMQP,
    "amqp1": Protocol("AMQP 1.0", _NOTHING),
    "anypointmq": ANYPOINT_MQ,
    "googlepubsub": GOOGLE_PUBSUB,
    "http": HTTP,
    "ibmmq": IBM_MQ,
    "jms": JMS,
    "kafka": KAFKA,
    "mercure": Protocol("Mercure", _NOTHING),
    "mqtt": MQTT,
    "nats": NATS,
    "pulsar": PULSAR,
    "redis": Protocol("Redis", _NOTHING),
    "ros2": ROS2,
    "sns": SNS,
    "solace": SOLACE,
    "sqs": SQS,
    "stomp": Protocol("STOMP", _NOTHING),
    "websockets": WEBSOCKETS,
}
"""Published name → what is known about its bindings."""


def name_of(family: str, protocol: str) -> str:
    """A protocol's name as people write it; as the document writes it where it is not known, or is a variant with its own name."""
    known = PROTOCOLS.get(family)
    if known is None:
        return protocol
    return f"{known.name} 5" if protocol.lower() == "mqtt5" else known.name


def row_of(family: str, level: str, way: str) -> Row | None:
    """What is known about the member at a dotted way, list numbers left out."""
    known = PROTOCOLS.get(family)
    return None if known is None else known.levels.get(level, {}).get(way)


def definition(family: str, level: str) -> str:
    """Where a binding is defined; empty for a protocol without published bindings."""
    return f"https://github.com/asyncapi/bindings/tree/master/{family}#{level}-binding-object" if family in PROTOCOLS else ""
