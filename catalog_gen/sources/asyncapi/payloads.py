"""Payload and headers schemas: which format they are in, as written, self-contained, and by meaning."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.schema import Schema, SchemaPart
from catalog_gen.schemas.bundle import bundle
from catalog_gen.schemas.canonical import digest_avro_text, digest_text
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.reading import Reading, span_of, text_of

FORMATS = (
    ("application/vnd.aai.asyncapi", "json-schema"),
    ("application/schema", "json-schema"),
    ("application/vnd.oai.openapi", "openapi"),
    ("application/vnd.apache.avro", "avro"),
    ("application/vnd.google.protobuf", "protobuf"),
    ("application/x-protobuf", "protobuf"),
    ("application/protobuf", "protobuf"),
    ("application/raml", "raml"),
)
"""How a `schemaFormat` begins → the format. Versions and spellings after that are nobody's concern here."""

_MOST_DIGESTS = 4096
_DIGESTS: dict[str, str] = {}
"""Self-contained texts of schemas and their digests: versions of one service's contract differ in a few."""

JSON_FORMATS = frozenset({"json-schema", "openapi"})

EXTENSIONS = {"json-schema": "json", "openapi": "json", "avro": "avsc", "protobuf": "proto", "raml": "raml", "other": "txt"}


def schema_of(reading: Reading, message: Place, key: str) -> Schema | None:
    """The schema under `payload` or `headers` of a message, or None. 3.x may wrap it with its own `schemaFormat`."""
    place = message.get(key)
    if place is None or place.broken:
        return None
    schema_format = text_of(message, "schemaFormat") if key == "payload" else ""
    if isinstance(place.value, dict) and "schema" in place.value and isinstance(place.value.get("schemaFormat"), str):
        schema_format = text_of(place, "schemaFormat")
        inner = place.get("schema")
        if inner is None or inner.broken:
            return None
        place = inner
    schema_format = schema_format.strip()
    return _read(reading, place, schema_format, format_of(schema_format, place.value))


def read_schema(reading: Reading, place: Place) -> Schema | None:
    """A schema that stands on its own, as among the components. 3.x may wrap it with its own `schemaFormat`."""
    schema_format = ""
    if isinstance(place.value, dict) and "schema" in place.value and isinstance(place.value.get("schemaFormat"), str):
        schema_format = text_of(place, "schemaFormat").strip()
        inner = place.get("schema")
        if inner is None or inner.broken:
            return None
        place = inner
    return _read(reading, place, schema_format, format_of(schema_format, place.value))


def format_of(schema_format: str, value: Any) -> str:
    """The format that a `schemaFormat` names; without one, AsyncAPI's own schema object, unless the value is Avro by its shape."""
    lowered = schema_format.lower()
    for beginning, name in FORMATS:
        if lowered.startswith(beginning):
            return name
    if lowered:
        return "other"
    if isinstance(value, str):
        return "protobuf" if re.search(r"^\s*(syntax\s*=|message\s+\w+\s*\{|package\s+[\w.]+;)", value, re.MULTILINE) else "other"
    return "avro" if isinstance(value, dict) and value.get("type") == "record" and "fields" in value else "json-schema"


def _read(reading: Reading, place: Place, schema_format: str, kind: str) -> Schema | None:
    written, extension = _written(reading, place, kind)
    name = place.reference.name if place.reference is not None else ""
    if isinstance(place.value, str) or kind not in JSON_FORMATS | {"avro"}:
        return Schema(
            format=kind,
            schema_format=schema_format,
            name=name,
            written=written,
            extension=extension,
            digest=digest_text(written),
            span=span_of(place),
        )
    inside = ""
    parts: tuple[SchemaPart, ...] = ()
    text = dump(place.value)
    if '"$ref"' in text:
        bundled = bundle(place.value, (place.path, place.pointer), reading.linked)
        text = inside = dump(bundled.schema)
        parts = _parts(reading, place.value, bundled.places) if kind != "avro" else ()
    elif extension not in {"json", "avsc"}:
        inside = text
    return Schema(
        format=kind,
        schema_format=schema_format,
        name=name,
        written=written,
        extension=extension,
        bundled=inside if inside != written else "",
        digest=digest_avro_text(text) if kind == "avro" else _digest(reading, place.value, text),
        parts=parts,
        span=span_of(place),
    )


def _digest(reading: Reading, schema: Any, text: str) -> str:
    """The digest of a schema; the same self-contained text has the same one, in this document and in the next."""
    known = _DIGESTS.get(text)
    if known is None:
        if len(_DIGESTS) >= _MOST_DIGESTS:
            _DIGESTS.clear()
        known = _DIGESTS[text] = reading.digests(schema).of(schema)
    return known


def _parts(reading: Reading, schema: Any, places: dict[str, tuple[str, str, str]]) -> tuple[SchemaPart, ...]:
    """The definitions of a bundled schema; what messages share is looked at once in a document."""
    digests = reading.digests(schema)
    return tuple(
        SchemaPart(key=key, name=name, digest=digests.at(path, pointer), span=Span(path=path, pointer=pointer))
        for key, (name, path, pointer) in sorted(places.items())
    )


def _written(reading: Reading, place: Place, kind: str) -> tuple[str, str]:
    """A schema's text as its author wrote it: a file of its own word for word, else the JSON of the inline value."""
    if isinstance(place.value, str):
        suffix = PurePosixPath(place.path).suffix.removeprefix(".") if place.pointer == "" else ""
        return place.value, suffix or EXTENSIONS[kind]
    if place.pointer == "" and place.path != reading.parsed.path:
        file = reading.linked.library.loaded.get(place.path)
        if file is not None and file.text:
            return file.text, PurePosixPath(place.path).suffix.removeprefix(".").lower() or "json"
    return dump(place.value), "avsc" if kind == "avro" else "json"


def dump(value: Any) -> str:
    """A JSON value as an indented text; numbers that JSON has no word for become null."""
    try:
        return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    except (msgspec.MsgspecError, TypeError, OverflowError, ValueError):
        return json.dumps(value, indent=2, ensure_ascii=False, default=str)
