"""Under which id a message stands in the catalog: the first rule that gives a usable name.

`x-message-id` or `x-eventcatalog-message-id`, 2.x `messageId`, `name`, the key of the final reference's target, the channel's
message key unless it is generic, the payload's `title`, Avro full name or `$id`, and last the slug of the channel.
"""

from __future__ import annotations

import re
from typing import Any

from catalog_gen.model.slugs import slugify
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.reading import text_of

GENERIC_KEYS = frozenset({"default", "event", "message", "messages", "msg", "payload", "schema"})
"""Keys under which any message may stand; they name no message."""

GENERIC_NAMES = frozenset(
    {
        "ack",
        "acknowledgement",
        "command",
        "data",
        "error",
        "event",
        "failure",
        "message",
        "msg",
        "nack",
        "notification",
        "payload",
        "ping",
        "pong",
        "query",
        "reply",
        "request",
        "response",
        "result",
        "status",
        "success",
    }
)
"""Names that many services use for messages of their own; such an id belongs to its service only."""

_INDEX = re.compile(r"\d+")


def is_generic(name: str) -> bool:
    """Whether a name says nothing that another service would not say too."""
    return name.lower() in GENERIC_NAMES


def identify(message: Place, key: str, channel: str) -> tuple[str, str]:
    """The id of a message and the rule that gave it. `key` is its key in the channel, "" in 2.x; `channel` the channel's address or key."""
    for rule in ("x-message-id", "x-eventcatalog-message-id", "messageId", "name"):
        text = text_of(message, rule).strip()
        if text:
            return text, rule
    target = _target_key(message)
    if target:
        return target, "reference"
    if key and not _is_generic_key(key):
        return key, "key"
    text = _payload_name(message)
    if text:
        return text, "payload"
    return slugify(channel) or "message", "channel"


def _target_key(message: Place) -> str:
    if message.reference is None:
        return ""
    name = message.reference.name
    return "" if _INDEX.fullmatch(name) or _is_generic_key(name) else str(name)


def _is_generic_key(key: str) -> bool:
    return key.lower() in GENERIC_KEYS or key.lower().endswith((".message", ".payload")) or _INDEX.fullmatch(key) is not None


def _payload_name(message: Place) -> str:
    payload = message.get("payload")
    if payload is not None and isinstance(payload.value, dict) and "schemaFormat" in payload.value and "schema" in payload.value:
        payload = payload.get("schema")
    if payload is None or not isinstance(payload.value, dict):
        return ""
    return _first_text(payload.value.get("title"), _avro_name(payload.value), _name_of_id(payload.value.get("$id")))


def _first_text(*candidates: Any) -> str:
    return next((text.strip() for text in candidates if isinstance(text, str) and text.strip()), "")


def _avro_name(schema: dict[str, Any]) -> str:
    """The full name of an Avro record, enum or fixed."""
    name, namespace = schema.get("name"), schema.get("namespace")
    if schema.get("type") not in ("record", "enum", "fixed", "error") or not isinstance(name, str):
        return ""
    return f"{namespace}.{name}" if isinstance(namespace, str) and namespace and "." not in name else name


def _name_of_id(identifier: Any) -> str:
    """The last part of a schema's `$id`, without an extension or version query."""
    if not isinstance(identifier, str):
        return ""
    last = identifier.rstrip("/#").rpartition("/")[2].rpartition(":")[2]
    return re.sub(r"(\.schema)?\.(json|ya?ml|avsc)$", "", last)
