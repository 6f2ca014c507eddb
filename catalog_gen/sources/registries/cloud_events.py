"""CloudEvents around messages: the attributes that an xRegistry document states, as the schema of an envelope.

Source: CloudEvents 1.0.2, "Context Attributes" and "Type System"; xRegistry Message Service 1.0, "CloudEvents/1.0".
"""

from __future__ import annotations

import json
from typing import Any

from catalog_gen.sources.registries.reading import mapping, text

_TYPES: dict[str, dict[str, str]] = {
    "binary": {"type": "string", "contentEncoding": "base64"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "timestamp": {"type": "string", "format": "date-time"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "uri": {"type": "string", "format": "uri"},
    "urireference": {"type": "string", "format": "uri-reference"},
    "uritemplate": {"type": "string"},
}
_USUAL = {
    "specversion": "string",
    "id": "string",
    "type": "string",
    "source": "urireference",
    "subject": "string",
    "time": "timestamp",
    "datacontenttype": "string",
    "dataschema": "uri",
}
"""The attributes of CloudEvents and their types."""
_REQUIRED = ("specversion", "id", "source", "type")


def attributes_of(message: dict[str, Any]) -> dict[str, Any]:
    """The attributes that a message states: `envelopemetadata`, or in drafts `metadata`, with or without `attributes` around them."""
    stated = mapping(message.get("envelopemetadata")) or mapping(message.get("metadata"))
    return mapping(stated.get("attributes")) or stated


def identity_of(message: dict[str, Any]) -> str:
    """The `type` of the CloudEvent, which is the same for all its messages; "" where it is not stated, or a template."""
    kind = text(mapping(attributes_of(message).get("type")).get("value"))
    return "" if "{" in kind else kind


def envelope_of(group: dict[str, Any], message: dict[str, Any]) -> str:
    """The envelope of a message as JSON Schema text; "" where it is no CloudEvent."""
    form = next((text(one.get(key)) for one in (message, group) for key in ("envelope", "format") if one.get(key)), "")
    if not form.casefold().startswith("cloudevents"):
        return ""
    stated = attributes_of(message)
    usual = [name for name in _USUAL if name in stated or name in _REQUIRED]
    names = [*usual, *sorted(set(stated) - set(_USUAL))]
    required = [name for name in names if name in _REQUIRED or mapping(stated.get(name)).get("required") is True]
    version = form.partition("/")[2] or "1.0"
    schema = {
        "title": f"CloudEvents {version}",
        "type": "object",
        "required": [*required, "data"],
        "properties": {
            **{name: _attribute(name, mapping(stated.get(name)), version) for name in names},
            "data": {"description": "The message itself."},
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2)


def _attribute(name: str, stated: dict[str, Any], version: str) -> dict[str, Any]:
    kind = text(stated.get("type")) or _USUAL.get(name, "string")
    out: dict[str, Any] = dict(_TYPES.get(kind, {"type": "string"}))
    if text(stated.get("description")):
        out["description"] = text(stated.get("description"))
    value = stated.get("value")
    if name == "specversion" and value is None:
        value = version
    if isinstance(value, str) and "{" in value:
        out["examples"] = [value]
    elif isinstance(value, (str, int, float, bool)):
        out["const"] = value
    return out
