"""The same payload in the envelopes that carry it: CloudEvents, an entry for EventBridge, a Kafka record.

Sources: CloudEvents 1.0.2 (core, section 3; HTTP binding, section 3; Kafka binding, section 3; JSON format, section 3), the AWS
EventBridge API reference (PutEventsRequestEntry), and Kafka's record format. Pure functions: nothing is sent, nothing is looked up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from catalog_gen.model.base import Json, Value
from catalog_gen.schemas.examples.formats import uuid_for
from catalog_gen.schemas.examples.scene import Scene, tokens_of

_CLOUD_EVENT = ("specversion", "id", "source", "type")
_VISIBLE = "!#$&'()*+,-./:;<=>?@[]^_`{|}~"
"""Signs that stand in a header of a CloudEvent as they are, like letters and digits; others are percent-encoded (HTTP binding, 3.1.3.2)."""
_KEY_ENDS = ("id", "key", "number", "code", "uuid")


class Origin(Value, frozen=True, kw_only=True):
    """What an envelope says of the message that it carries."""

    type: str
    """The message's id, such as `OrderPlaced`."""
    source: str = ""
    """The service that sends it."""
    channel: str = ""
    """The topic, queue or bus that it goes through."""
    subject: str = ""
    schema: str = ""
    """The address of the payload's schema."""
    content_type: str = "application/json"
    seed: str = ""
    """What decides the identifier and the time; the type without it."""

    @property
    def id(self) -> str:
        """An identifier of the event."""
        return uuid_for(Scene(self.seed or self.type), ("envelope", "id"))

    @property
    def time(self) -> str:
        """When it happened (RFC 3339)."""
        return Scene(self.seed or self.type).moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def cloudevents_structured(payload: Json, origin: Origin) -> Json:
    """A CloudEvent in JSON: attributes and payload in one document. A payload that is a CloudEvent already stays as it is."""
    if _is_cloud_event(payload):
        return payload
    return {**_attributes(origin), "data": payload}


def cloudevents_binary(payload: Json, origin: Origin) -> Json:
    """A CloudEvent over HTTP in binary mode: attributes as headers, the payload as the body."""
    attributes, body = _apart(payload, origin)
    headers = {f"ce-{name}": quote(str(value), safe=_VISIBLE) for name, value in attributes.items() if name != "datacontenttype"}
    return {"headers": {"content-type": attributes.get("datacontenttype", origin.content_type), **headers}, "body": body}


def eventbridge_entry(payload: Json, origin: Origin) -> Json:
    """What PutEvents takes: the payload is the text of `Detail`."""
    entry: dict[str, Any] = {
        "Time": origin.time,
        "Source": origin.source or "example.source",
        "DetailType": origin.type,
        "Detail": json.dumps(payload, ensure_ascii=False, separators=(",", ":")),
    }
    if origin.channel:
        entry["EventBusName"] = origin.channel
    return {"Entries": [entry]}


def kafka_record(payload: Json, origin: Origin) -> Json:
    """A Kafka record: the key is what identifies the payload's subject, the headers are a CloudEvent's in binary mode."""
    attributes, body = _apart(payload, origin)
    headers = {f"ce_{name}": str(value) for name, value in attributes.items() if name != "datacontenttype"}
    return {
        "topic": origin.channel or origin.type,
        "key": key_of(body),
        "headers": {"content-type": attributes.get("datacontenttype", origin.content_type), **headers},
        "value": body,
    }


def key_of(payload: Json) -> str | None:
    """The text that a record could be keyed by: the first identifier of the payload, else that of an object in it; None without one."""
    if not isinstance(payload, dict):
        return None
    for name, value in payload.items():
        words = tokens_of(name)
        if words and words[-1] in _KEY_ENDS and isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
    inner = (key_of(value) for value in payload.values() if isinstance(value, dict))
    return next((key for key in inner if key is not None), None)


def _attributes(origin: Origin) -> dict[str, str]:
    optional = {"subject": origin.subject, "dataschema": origin.schema}
    return {
        "specversion": "1.0",
        "id": origin.id,
        "source": "/" + (origin.source or "example").strip("/") if "://" not in origin.source else origin.source,
        "type": origin.type,
        "time": origin.time,
        **{name: value for name, value in optional.items() if value},
        "datacontenttype": origin.content_type,
    }


def _is_cloud_event(payload: Json) -> bool:
    return isinstance(payload, dict) and all(isinstance(payload.get(name), str) for name in _CLOUD_EVENT)


def _apart(payload: Json, origin: Origin) -> tuple[dict[str, Any], Json]:
    """The attributes and the body: of the payload itself when it is a CloudEvent."""
    if not _is_cloud_event(payload):
        return _attributes(origin), payload
    return {name: value for name, value in payload.items() if name not in {"data", "data_base64"}}, payload.get("data")


ENVELOPES: dict[str, tuple[str, Callable[[Json, Origin], Json]]] = {
    "cloudevents": ("CloudEvents, structured", cloudevents_structured),
    "cloudevents-binary": ("CloudEvents, binary (HTTP)", cloudevents_binary),
    "eventbridge": ("EventBridge PutEvents", eventbridge_entry),
    "kafka": ("Kafka record", kafka_record),
}
"""Name → title for people, and the function that wraps a payload."""
