"""Whether payloads satisfy an Avro schema: in the JSON encoding, or in binary (Apache Avro 1.12, "Encodings")."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable, Iterator
from typing import Any

import fastavro

from catalog_gen.schemas.avro.declared import declared
from catalog_gen.schemas.avro.types import Type, read
from catalog_gen.schemas.examples.checking import Mismatch

_MOST = 50
_WORDS = 80
_RANGES = {"int": 2**31, "long": 2**63}
_MAGIC = b"\x00"
_HEADER = 5
"""A zero and the four bytes of the schema's id, as serializers of Confluent-compatible registries write them."""
_SINGLE = b"\xc3\x01"
_SINGLE_HEADER = 10
"""The marker and the eight bytes of the fingerprint of the single-object encoding."""


def check_avro(type_: Type, payload: Any) -> tuple[Mismatch, ...]:
    """Every place where a payload in the JSON encoding is none of the type, at most fifty."""
    found: list[Mismatch] = []
    for mismatch in _walk(type_, payload, ""):
        found.append(mismatch)
        if len(found) == _MOST:
            break
    return tuple(found)


def check_avro_bytes(type_: Type, raw: bytes, writer: Any = None) -> tuple[Mismatch, ...]:
    """What is wrong with one payload in binary, bare or with the header of a registry's serializer or of the single-object encoding.

    `writer` is the schema that it was written with, where that is known; otherwise it is this one.
    """
    schema = fastavro.parse_schema(declared(type_))
    refusal = ""
    for header in _headers(raw) if writer is None else (0,):
        stream = io.BytesIO(raw[header:])
        try:
            fastavro.schemaless_reader(stream, writer or schema, schema)
        except Exception as error:  # noqa: BLE001 - whatever the library says is why it cannot be read
            refusal = refusal or f"it cannot be read: {str(error).partition(chr(10))[0][:200] or type(error).__name__}"
            continue
        rest = len(raw) - header - stream.tell()
        if rest == 0:
            return ()
        refusal = refusal or f"{rest} bytes are left when it has been read"
    return (Mismatch(place="", keyword=type_.kind, schema_place="", message=refusal),)


def records_of_file(raw: bytes) -> Iterator[tuple[Any, bytes]]:
    """The schema that an object container file was written with, and each of its records in binary. Raises ValueError for a broken file."""
    try:
        with io.BytesIO(raw) as stream:
            written = fastavro.reader(stream).writer_schema
        schema = fastavro.parse_schema(declared(read(json.dumps(written, default=str), {})))
        with io.BytesIO(raw) as stream:
            for record in fastavro.reader(stream, schema, return_named_type=True):
                out = io.BytesIO()
                fastavro.schemaless_writer(out, schema, record)
                yield schema, out.getvalue()
    except Exception as error:
        raise ValueError(str(error).partition("\n")[0][:200] or type(error).__name__) from error


def encoded(type_: Type, payload: Any) -> bytes:
    """A valid payload of the JSON encoding in binary."""
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, fastavro.parse_schema(declared(type_)), datum_of(type_, payload))
    return stream.getvalue()


def datum_of(type_: Type, payload: Any) -> Any:
    """A valid payload of the JSON encoding as the library takes it."""
    if type_.kind == "union":
        if payload is None:
            return None
        tag, value = next(iter(payload.items()))
        branch = next(one for one in type_.branches if tag in (one.name or one.kind, one.short))
        inner = datum_of(branch, value)
        return (branch.name, inner) if branch.name else inner
    if type_.kind == "record":
        return {member.name: datum_of(member.type, payload[member.name]) for member in type_.fields}
    if type_.inner is not None:
        inner_type = type_.inner
        if type_.kind == "array":
            return [datum_of(inner_type, item) for item in payload]
        return {key: datum_of(inner_type, item) for key, item in payload.items()}
    return payload.encode("latin-1") if type_.kind in {"bytes", "fixed"} else payload


def _headers(raw: bytes) -> Iterator[int]:
    """How many bytes may stand before the payload."""
    if raw.startswith(_SINGLE) and len(raw) >= _SINGLE_HEADER:
        yield _SINGLE_HEADER
    if raw.startswith(_MAGIC) and len(raw) >= _HEADER:
        yield _HEADER
    yield 0


def _walk(type_: Type, value: Any, place: str) -> Iterator[Mismatch]:
    if type_.kind == "union":
        yield from _union(type_, value, place)
    elif type_.kind == "record":
        yield from _record(type_, value, place)
    elif type_.kind == "array" and type_.inner is not None:
        if not isinstance(value, list):
            yield _wrong(type_, value, place, "an array")
            return
        for number, item in enumerate(value):
            yield from _walk(type_.inner, item, f"{place}/{number}")
    elif type_.kind == "map" and type_.inner is not None:
        if not isinstance(value, dict):
            yield _wrong(type_, value, place, "an object")
            return
        for key, item in value.items():
            yield from _walk(type_.inner, item, f"{place}/{_escaped(key)}")
    else:
        expected = _expected(type_, value)
        if expected:
            yield _wrong(type_, value, place, expected)


def _union(type_: Type, value: Any, place: str) -> Iterator[Mismatch]:
    """`null`, or an object with one member: the branch's name, and the value ("JSON Encoding")."""
    names = [branch.name or branch.kind for branch in type_.branches]
    if value is None:
        if "null" not in names:
            yield _wrong(type_, value, place, f"one of the branches {', '.join(names)}")
        return
    if isinstance(value, dict) and len(value) == 1:
        tag, inner = next(iter(value.items()))
        branch = next((one for one in type_.branches if tag in (one.name or one.kind, one.short)), None)
        if branch is not None:
            yield from _walk(branch, inner, f"{place}/{_escaped(tag)}")
            return
    told = [name for name in names if name != "null"]
    wanted = f'an object with the branch as its only member, such as {{"{told[0]}": …}}' if told else "null"
    if len(told) > 1:
        wanted += f"; the branches are {', '.join(names)}"
    yield _wrong(type_, value, place, wanted + (", or null" if "null" in names and told else ""))


def _record(type_: Type, value: Any, place: str) -> Iterator[Mismatch]:
    if not isinstance(value, dict):
        yield _wrong(type_, value, place, f"an object with the fields of {type_.name}")
        return
    for member in type_.fields:
        if member.name not in value:
            message = f"the field `{member.name}` of {type_.name} is missing; a default only helps readers, a payload holds every field"
            yield Mismatch(place=place, keyword="fields", schema_place=member.pointer, message=message)
        else:
            yield from _walk(member.type, value[member.name], f"{place}/{_escaped(member.name)}")
    known = {member.name for member in type_.fields}
    for name in value:
        if name not in known:
            message = f"{type_.name} has no field `{name}`"
            yield Mismatch(place=f"{place}/{_escaped(name)}", keyword="fields", schema_place=type_.pointer, message=message)


def _expected(type_: Type, value: Any) -> str:
    """What was expected of a single value; "" when it is that."""
    return _CHECKS[type_.kind](type_, value)


def _whole(type_: Type, value: Any) -> str:
    room = _RANGES[type_.kind]
    fits = isinstance(value, int) and not isinstance(value, bool) and -room <= value < room
    return "" if fits else f"a whole number of {8 * (4 if type_.kind == 'int' else 8)} bits"


def _number(type_: Type, value: Any) -> str:
    if isinstance(value, str) and value in {"NaN", "Infinity", "-Infinity"}:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "a number"
    try:
        struct.pack("<f" if type_.kind == "float" else "<d", value)
    except (OverflowError, struct.error):
        return f"a number that a {type_.kind} can hold"
    return ""


def _bytes(type_: Type, value: Any) -> str:
    if not isinstance(value, str) or any(ord(char) > 255 for char in value):  # noqa: PLR2004 - a byte
        return "a text whose characters are bytes (U+0000 to U+00FF)"
    if type_.kind == "fixed" and len(value) != type_.size:
        return f"{type_.size} bytes, not {len(value)}"
    return ""


_CHECKS: dict[str, Callable[[Type, Any], str]] = {
    "null": lambda _type, value: "" if value is None else "null",
    "boolean": lambda _type, value: "" if isinstance(value, bool) else "true or false",
    "int": _whole,
    "long": _whole,
    "float": _number,
    "double": _number,
    "string": lambda _type, value: "" if isinstance(value, str) else "a text",
    "bytes": _bytes,
    "fixed": _bytes,
    "enum": lambda type_, value: "" if value in type_.symbols else f"one of {', '.join(type_.symbols[:20])}",
}


def _wrong(type_: Type, value: Any, place: str, expected: str) -> Mismatch:
    shown = repr(value) if not isinstance(value, (dict, list)) else ("an object" if isinstance(value, dict) else "an array")
    shown = shown if len(shown) <= _WORDS else shown[:_WORDS] + "…"
    return Mismatch(place=place, keyword=type_.kind, schema_place=type_.pointer, message=f"{shown} is not {expected}")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
