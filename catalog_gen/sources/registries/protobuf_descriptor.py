"""Protobuf files that a registry gives as descriptors in Base64 (`?format=serialized`), written as the text that they were made from.

Source: `google/protobuf/descriptor.proto`, and "Encoding" in Protobuf's documentation. Comments, and options other than `deprecated`,
`packed`, `json_name`, `allow_alias` and defaults, are not written.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import TypeAlias

Fields: TypeAlias = dict[int, list[int | bytes]]
"""A message's fields by number."""

_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_DEEPEST = 50
_TYPES = (
    "",
    *("double", "float", "int64", "uint64", "int32", "fixed64", "fixed32", "bool", "string"),
    *("group", "", "bytes", "uint32", "", "sfixed32", "sfixed64", "sint32", "sint64"),
)
_STRING, _GROUP, _BYTES = 9, 10, 12
_REQUIRED, _REPEATED = 2, 3
_MOST_BITS = 70


class _BrokenError(Exception):
    """The bytes are no descriptor."""


def text_of(written: str) -> str | None:
    """The text of a Protobuf file whose descriptor is given in Base64; None for what is none, such as a text already."""
    if _BASE64.fullmatch(written) is None:
        return None
    try:
        file = _fields(base64.b64decode("".join(written.split()), validate=True))
        return "\n".join(_file(file)) + "\n" if {2, 4, 5, 12} & file.keys() else None
    except (_BrokenError, binascii.Error, UnicodeDecodeError):
        return None


# --- the wire


def _fields(raw: int | bytes) -> Fields:
    if isinstance(raw, int):
        raise _BrokenError
    found: Fields = {}
    at = 0
    while at < len(raw):
        key, at = _varint(raw, at)
        kind, value = key & 7, b""
        if kind == 0:
            number, at = _varint(raw, at)
            found.setdefault(key >> 3, []).append(number)
            continue
        size, at = _varint(raw, at) if kind == 2 else ({1: 8, 5: 4}.get(kind, -1), at)  # noqa: PLR2004 - the wire type with a length
        value = raw[at : at + size] if size >= 0 else b""
        if size < 0 or len(value) < size or not key >> 3:
            raise _BrokenError
        at += size
        found.setdefault(key >> 3, []).append(value)
    return found


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(raw) and shift < _MOST_BITS:
        value |= (raw[at] & 0x7F) << shift
        at += 1
        if raw[at - 1] < 0x80:  # noqa: PLR2004 - the bit that says that more follows
            return value, at
        shift += 7
    raise _BrokenError


def _text(fields: Fields, number: int) -> str:
    value = fields.get(number, [b""])[-1]
    if isinstance(value, int):
        raise _BrokenError
    return value.decode()


def _name(fields: Fields, number: int) -> str:
    found = _text(fields, number)
    if _NAME.fullmatch(found.removeprefix(".")) is None:
        raise _BrokenError
    return found


def _number(fields: Fields, number: int) -> int:
    value = fields.get(number, [0])[-1]
    if not isinstance(value, int):
        raise _BrokenError
    return value - (1 << 64) if value >> 63 else value


def _inner(fields: Fields, number: int) -> list[Fields]:
    return [_fields(value) for value in fields.get(number, [])]


def _texts(fields: Fields, number: int) -> list[str]:
    return [value.decode() for value in fields.get(number, []) if isinstance(value, bytes)]


# --- the text


def _file(file: Fields) -> Iterator[str]:
    edition, proto3 = _number(file, 14), _text(file, 12) == "proto3"
    yield f'edition = "{edition + 1023}";' if edition else f'syntax = "{"proto3" if proto3 else "proto2"}";'  # 1000 is the edition 2023
    if file.get(2):
        yield f"package {_name(file, 2)};"
    for index, imported in enumerate(_texts(file, 3)):
        yield f"import {'public ' if index in file.get(10, []) else ''}{_quoted(imported)};"
    for message in _inner(file, 4):
        yield from _message(message, "", proto3=proto3 or bool(edition))
    for one in _inner(file, 5):
        yield from _enum(one, "")
    for service in _inner(file, 6):
        yield f"service {_name(service, 1)} {{"
        for method in _inner(service, 2):
            takes, gives = (("stream " if _number(method, number) else "") for number in (5, 6))
            yield f"  rpc {_name(method, 1)}({takes}{_name(method, 2)}) returns ({gives}{_name(method, 3)});"
        yield "}"


def _message(message: Fields, indent: str, *, proto3: bool) -> Iterator[str]:
    if len(indent) > 2 * _DEEPEST:
        raise _BrokenError
    inside = indent + "  "
    yield f"{indent}message {_name(message, 1)} {{"
    if any(_number(options, 3) for options in _inner(message, 7)):
        yield f"{inside}option deprecated = true;"
    entries: dict[str, Fields] = {}
    for nested in _inner(message, 3):
        if any(_number(options, 7) for options in _inner(nested, 7)):
            entries[_name(nested, 1)] = nested
        else:
            yield from _message(nested, inside, proto3=proto3)
    for one in _inner(message, 4):
        yield from _enum(one, inside)
    yield from _members(message, entries, inside, proto3=proto3)
    ranges = [_range(_number(one, 1), _number(one, 2) - 1) for one in _inner(message, 9)]
    yield from _reserved(ranges, _texts(message, 10), inside)
    extensions = [_range(_number(one, 1), _number(one, 2) - 1) for one in _inner(message, 5)]
    if extensions:
        yield f"{inside}extensions {', '.join(extensions)};"
    yield f"{indent}}}"


def _members(message: Fields, entries: dict[str, Fields], indent: str, *, proto3: bool) -> Iterator[str]:
    choices = _inner(message, 8)
    grouped: dict[int, list[Fields]] = {}
    for member in _inner(message, 2):
        if 9 in member and not _number(member, 17):  # noqa: PLR2004 - the index of the choice
            grouped.setdefault(_number(member, 9), []).append(member)
        else:
            yield indent + _field(member, entries, _label(member, proto3=proto3))
    for index, members in sorted(grouped.items()):
        if not 0 <= index < len(choices):
            raise _BrokenError
        yield f"{indent}oneof {_name(choices[index], 1)} {{"
        yield from (f"{indent}  {_field(member, entries, '')}" for member in members)
        yield f"{indent}}}"


def _label(member: Fields, *, proto3: bool) -> str:
    label = _number(member, 4)
    if label == _REPEATED:
        return "repeated "
    if label == _REQUIRED:
        return "required "
    return "" if proto3 and not _number(member, 17) else "optional "


def _field(member: Fields, entries: dict[str, Fields], label: str) -> str:
    kind = _number(member, 5)
    if not 0 < kind < len(_TYPES) or kind == _GROUP:
        raise _BrokenError
    of = _TYPES[kind] or _name(member, 6)
    entry = entries.get(of.rpartition(".")[2]) if label == "repeated " and not _TYPES[kind] else None
    if entry is not None:
        of, label = f"map<{', '.join(_TYPES[_number(one, 5)] or _name(one, 6) for one in _inner(entry, 2))}>", ""
    options = _inner(member, 8)
    said = []
    if 7 in member:  # noqa: PLR2004 - the default
        said.append(f"default = {_quoted(_text(member, 7)) if kind in {_STRING, _BYTES} else _text(member, 7)}")
    if _text(member, 10) not in {"", _camel(_name(member, 1))}:
        said.append(f"json_name = {_quoted(_text(member, 10))}")
    said += [f"packed = {'true' if _number(one, 2) else 'false'}" for one in options if 2 in one]  # noqa: PLR2004
    said += ["deprecated = true" for one in options if _number(one, 3)]
    more = f" [{', '.join(said)}]" if said else ""
    return f"{label}{of} {_name(member, 1)} = {_number(member, 3)}{more};"


def _enum(one: Fields, indent: str) -> Iterator[str]:
    yield f"{indent}enum {_name(one, 1)} {{"
    if any(_number(options, 2) for options in _inner(one, 3)):
        yield f"{indent}  option allow_alias = true;"
    for value in _inner(one, 2):
        old = any(_number(options, 1) for options in _inner(value, 3))
        yield f"{indent}  {_name(value, 1)} = {_number(value, 2)}{' [deprecated = true]' if old else ''};"
    yield from _reserved([_range(_number(row, 1), _number(row, 2)) for row in _inner(one, 4)], _texts(one, 5), indent + "  ")
    yield f"{indent}}}"


def _reserved(ranges: list[str], names: list[str], indent: str) -> Iterator[str]:
    for kept in (ranges, [_quoted(name) for name in names]):
        if kept:
            yield f"{indent}reserved {', '.join(kept)};"


def _range(first: int, last: int) -> str:
    if last >= 0x1FFFFFFF:  # noqa: PLR2004 - the highest number there is
        return f"{first} to max"
    return str(first) if first == last else f"{first} to {last}"


def _camel(name: str) -> str:
    return re.sub(r"_(.)", lambda match: match[1].upper(), name)


def _quoted(text: str) -> str:
    plain = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(plain.get(sign, sign) for sign in text) + '"'
