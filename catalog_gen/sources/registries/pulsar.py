"""Apache Pulsar: schemas of topics with all their versions, and topics' statistics, which name producers and subscriptions.

Neither answer says which topic it is about; the path does, as that of the REST API would: `schemas/public/orders/order-placed`.
Source: Apache Pulsar Admin API, `GET /schemas/{tenant}/{namespace}/{topic}/schemas` and `GET …/stats`.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import struct
from pathlib import PurePosixPath
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.registry import Attachment, Label, Registration
from catalog_gen.sources.registries.answers import AnswersSource
from catalog_gen.sources.registries.reading import labels, mapping, moment, number, owners_of, rows, text
from catalog_gen.sources.registries.schema_text import load
from catalog_gen.sources.registries.statement import Statement

NAME = "pulsar"

_TYPES = {"AVRO": "AVRO", "JSON": "AVRO", "PROTOBUF": "AVRO", "PROTOBUF_NATIVE": "PROTOBUF-DESCRIPTOR"}
"""Pulsar's type → what its definition is written in: schemas of the types JSON and PROTOBUF are Avro texts."""

_CONTENT = {"JSON": "application/json", "AVRO": "application/avro", "PROTOBUF": "application/x-protobuf"}
_SPLIT = re.compile(r"__|[/\\_]")
_DOMAINS = frozenset({"persistent", "non-persistent"})
_AFTER = frozenset({"schema", "schemas", "stats", "internalStats", "partitioned-stats"})


def topic_of(path: str) -> tuple[str, str]:
    """Tenant with namespace, and topic, as a file's path says them; the topic alone when it says no more."""
    pure = PurePosixPath(path)
    tokens = [token for token in (*pure.parts[:-1], *_SPLIT.split(pure.name.removesuffix(".json"))) if token]
    while tokens and tokens[-1] in _AFTER:
        tokens.pop()
    start = max((index + 1 for index, token in enumerate(tokens) if token in _DOMAINS or token in _AFTER), default=-1)
    found = tokens[start:] if 0 <= start < len(tokens) else tokens[-1:]
    if len(found) < _FULL:
        return "", found[-1] if found else pure.stem
    return "/".join(found[:2]), "_".join(found[2:])


_FULL = 3
"""Tenant, namespace, topic."""


def _is_version(value: Any) -> bool:
    return isinstance(value, dict) and {"version", "type", "timestamp", "data"} <= set(value) and isinstance(value["data"], str)


def _is_history(value: Any) -> bool:
    listed = value.get("getSchemaResponses") if isinstance(value, dict) else None
    return isinstance(listed, list) and (not listed or _is_version(listed[0]))


def _is_info(value: Any) -> bool:
    """What `pulsar-admin schemas get` prints."""
    return isinstance(value, dict) and "schemaInfo" in value and isinstance(value["schemaInfo"], dict) and "type" in value["schemaInfo"]


def _is_stats(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("publishers"), list) and isinstance(value.get("subscriptions"), dict)


def _read_history(statement: Statement, value: Any, span: Span) -> None:
    for index, row in enumerate(value["getSchemaResponses"]):
        if _is_version(row):
            _read_version(statement, row, msgspec.structs.replace(span, pointer=f"{span.pointer}/getSchemaResponses/{index}"))


def _read_version(statement: Statement, value: Any, span: Span) -> None:
    space, topic = _place(statement, value)
    kind, found = text(value.get("type")).upper(), labels(value.get("properties"))
    registration = Registration(
        registry=NAME,
        context=space,
        subject=topic,
        version=text(value.get("version")),
        registered=moment(value.get("timestamp")),
        labels=tuple(label for label in found if not label.name.startswith(("key.schema", "kv."))),
        span=span,
    )
    more = {"topics": tuple(dict.fromkeys((topic, *_full(space, topic)))), "content_type": _CONTENT.get(kind, "")}
    data = value["data"]
    pair = key_and_value(data) if kind == "KEY_VALUE" else None
    if pair is not None:
        _add_pair(statement, registration, pair, {label.name: label.value for label in found}, more)
    elif kind in _TYPES and kind != "PROTOBUF_NATIVE":
        statement.add_version(registration, _TYPES[kind], data, owners=owners_of(found), **more)
    else:
        statement.add_version(registration, kind or "NONE", data, owners=owners_of(found), **more)


def _add_pair(
    statement: Statement, registration: Registration, pair: tuple[str, str], properties: dict[str, str], more: dict[str, Any]
) -> None:
    """A KEY_VALUE schema is two: the key's, and the value's, which is the message."""
    value_kind = properties.get("value.schema.type", "")
    kind = _TYPES.get(value_kind, value_kind or _guess(pair[1]))
    statement.add_version(registration, kind, pair[1], **{**more, "content_type": _CONTENT.get(value_kind, "")})
    key_kind = properties.get("key.schema.type", "")
    key = msgspec.structs.replace(registration, role="key", subject=f"{registration.subject}-key")
    statement.add_version(key, _TYPES.get(key_kind, key_kind or _guess(pair[0])), pair[0], topics=more["topics"])


def _guess(data: str) -> str:
    return "AVRO" if load(data) is not None else "NONE"


def key_and_value(data: str) -> tuple[str, str] | None:
    """The texts of a KEY_VALUE schema: as JSON with `key` and `value`, or as two blocks, each behind its length in four bytes.

    Source: Apache Pulsar, `KeyValueSchemaInfo` (the blocks) and `DefaultImplementation.convertKeyValueSchemaInfoDataToString` (the JSON).
    """
    value = load(data)
    if isinstance(value, dict) and {"key", "value"} <= set(value):
        key, inside = value["key"], value["value"]
        return tuple(one if isinstance(one, str) else json.dumps(one) for one in (key, inside))  # type: ignore[return-value]
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raw = data.encode("latin-1", "replace")
    blocks = []
    for _ in range(2):
        if len(raw) < struct.calcsize(">I"):
            return None
        (length,) = struct.unpack_from(">I", raw)
        block, raw = raw[4 : 4 + length], raw[4 + length :]
        if len(block) < length:
            return None
        blocks.append(block.decode("utf-8", "replace"))
    return (blocks[0], blocks[1]) if not raw else None


def _read_info(statement: Statement, value: Any, span: Span) -> None:
    info = value["schemaInfo"]
    definition = info.get("schema", info.get("schemaDefinition", ""))
    row = {
        "version": number(value.get("version")) or 0,
        "type": info.get("type"),
        "timestamp": info.get("timestamp", 0),
        "data": definition if isinstance(definition, str) else json.dumps(definition),
        "properties": info.get("properties"),
        "name": info.get("name"),
    }
    _read_version(statement, row, span)


def _read_stats(statement: Statement, value: Any, span: Span) -> None:
    space, topic = _place(statement, {})
    addresses = tuple(dict.fromkeys((topic, *_full(space, topic))))
    for index, row in enumerate(rows(value["publishers"])):
        where = msgspec.structs.replace(span, pointer=f"{span.pointer}/publishers/{index}")
        found = mapping(row.get("metadata"))
        name = text(found.get("service")) or text(found.get("app")) or text(row.get("producerName"))
        if name:
            _add(statement, where, topic, addresses, action="send", service=name, via=text(row.get("producerName")))
    for name in sorted(value["subscriptions"]):
        row = mapping(value["subscriptions"][name])
        where = msgspec.structs.replace(span, pointer=f"{span.pointer}/subscriptions/{name.replace('~', '~0').replace('/', '~1')}")
        said = [("Type", text(row.get("type"))), ("Backlog", text(row.get("msgBacklog")))]
        said += [("Consumers", ", ".join(sorted({text(one.get("consumerName")) for one in rows(row.get("consumers"))} - {""})))]
        shown = tuple(Label(name=key, value=words) for key, words in said if words)
        _add(statement, where, topic, addresses, action="receive", service=name, via=name, labels=shown)


def _add(statement: Statement, span: Span, topic: str, topics: tuple[str, ...], **more: Any) -> None:
    statement.attachments.append(Attachment(registry=NAME, export=statement.export, context=topic, topics=topics, span=span, **more))


def _place(statement: Statement, value: dict[str, Any]) -> tuple[str, str]:
    space, topic = topic_of(statement.path)
    return space, (topic if space else text(value.get("name")) or topic)


def _full(space: str, topic: str) -> tuple[str, ...]:
    return (f"persistent://{space}/{topic}", f"{space}/{topic}") if space else ()


source = AnswersSource(
    NAME,
    ("getSchemaResponses", "schemaInfo", "publishers", "timestamp"),
    ((_is_history, _read_history), (_is_info, _read_info), (_is_stats, _read_stats), (_is_version, _read_version)),
    "Write what `GET /admin/v2/schemas/<tenant>/<namespace>/<topic>/schemas` answers into `schemas/<tenant>/<namespace>/<topic>.json`.",
)
