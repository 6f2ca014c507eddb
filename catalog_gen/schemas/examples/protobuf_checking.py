"""Whether payloads in the JSON mapping satisfy a Protobuf message (ProtoJSON Format)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from catalog_gen.schemas.examples.checking import Mismatch

if TYPE_CHECKING:
    from catalog_gen.schemas.examples.protobuf import Subject
    from catalog_gen.schemas.protobuf.model import Message, ProtoField

_MOST = 50
_WORDS = 80
_MESSAGES = {"message", "group"}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")
_DURATION = re.compile(r"-?\d{1,12}(\.\d{1,9})?s")
_DIGITS = re.compile(r"-?\d{1,20}(\.0+)?")
_WORDED = {"NaN", "Infinity", "-Infinity"}


def check_protobuf(subject: Subject, payload: Any) -> tuple[Mismatch, ...]:
    """Every place where a payload in the JSON mapping is no payload of the subject's message, at most fifty."""
    return tuple(islice(_Walk(subject).message(subject.message, payload, ""), _MOST))


class _Walk:
    def __init__(self, subject: Subject) -> None:
        self.subject = subject

    def message(self, message: Message, value: Any, place: str) -> Iterator[Mismatch]:
        special = _WELL_KNOWN.get(message.full_name)
        if special is not None:
            expected = special(value)
            if expected:
                yield _wrong(message.full_name, value, place, expected)
            return
        if message.full_name.startswith("google.protobuf.") and message.full_name.endswith("Value") and message.fields:
            yield from self.value(message.fields[0].type, "", value, place)
            return
        if not isinstance(value, dict):
            yield _wrong(message.full_name, value, place, f"an object with the fields of {message.full_name}")
            return
        yield from self.members(message, value, place)

    def members(self, message: Message, value: dict[str, Any], place: str) -> Iterator[Mismatch]:
        known = {name: field for field in message.fields for name in (field.name, field.json_name or field.name)}
        present: dict[str, str] = {}
        oneofs: dict[str, str] = {}
        for name, member in value.items():
            field = known.get(name)
            if field is None:
                if not name.startswith("["):  # an extension
                    yield Mismatch(
                        place=_below(place, name), keyword="field", schema_place=message.full_name, message=_unknown(message, name)
                    )
                continue
            if field.name in present:
                text = f"the field `{field.name}` is given twice, as `{present[field.name]}` and as `{name}`"
                yield Mismatch(place=_below(place, name), keyword="field", schema_place=message.full_name, message=text)
            if member is None and not _takes_null(field):
                continue  # null means absent
            present[field.name] = name
            if field.oneof and not field.proto3_optional:
                if field.oneof in oneofs:
                    text = f"of the oneof `{field.oneof}` only one member can be set; `{oneofs[field.oneof]}` is set already"
                    yield Mismatch(place=_below(place, name), keyword="oneof", schema_place=message.full_name, message=text)
                oneofs.setdefault(field.oneof, name)
            yield from self.field(field, member, _below(place, name))
        for field in message.fields:
            if field.label == "required" and field.name not in present:
                text = f"the required field `{field.json_name or field.name}` of {message.full_name} is missing"
                yield Mismatch(place=place, keyword="required", schema_place=message.full_name, message=text)

    def field(self, field: ProtoField, value: Any, place: str) -> Iterator[Mismatch]:
        if field.type == "map":
            if not isinstance(value, dict):
                yield _wrong("map", value, place, "an object")
                return
            for key, item in value.items():
                expected = _key(field.key_type, key)
                if expected:
                    yield _wrong("map", key, _below(place, key), expected)
                yield from self.value(field.value_type, field.type_name, item, _below(place, key))
        elif field.label == "repeated":
            if not isinstance(value, list):
                yield _wrong("repeated", value, place, "an array")
                return
            for number, item in enumerate(value):
                yield from self.value(field.type, field.type_name, item, f"{place}/{number}")
        else:
            yield from self.value(field.type, field.type_name, value, place)

    def value(self, kind: str, type_name: str, value: Any, place: str) -> Iterator[Mismatch]:
        if kind in _MESSAGES:
            found = self.subject.messages.get(type_name)
            if found is not None:
                yield from self.message(found, value, place)
            return
        expected = self.enum(type_name, value) if kind == "enum" else _SCALARS[kind](kind, value)
        if expected:
            yield _wrong(type_name or kind, value, place, expected)

    def enum(self, type_name: str, value: Any) -> str:
        if type_name == "google.protobuf.NullValue":
            return "" if value in (None, "NULL_VALUE", 0) else "null"
        enum = self.subject.enums.get(type_name)
        if enum is None:
            return ""
        if isinstance(value, int) and not isinstance(value, bool):
            return "" if not enum.closed or any(member.number == value for member in enum.members) else f"a number of {type_name}"
        names = [member.name for member in enum.members]
        return "" if value in names else f"one of {', '.join(names[:20])}"


def _takes_null(field: ProtoField) -> bool:
    return field.type_name in {"google.protobuf.Value", "google.protobuf.NullValue"} and field.label != "repeated"


def _unknown(message: Message, name: str) -> str:
    return f"{message.full_name} has no field `{name}`"


def _whole(kind: str, value: Any) -> str:
    bits = 64 if kind.endswith("64") else 32
    signed = not kind.startswith(("uint", "fixed"))
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1)) if signed else (0, 2**bits)
    number = _as_whole(value)
    return "" if number is not None and low <= number < high else f"a whole number from {low} to {high - 1}"


def _as_whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str):
        return int(value.partition(".")[0]) if _DIGITS.fullmatch(value) else None
    return value if isinstance(value, int) else None


def _number(_kind: str, value: Any) -> str:
    if isinstance(value, str):
        if value in _WORDED:
            return ""
        try:
            float(value)
        except ValueError:
            return "a number"
        return "" if value == value.strip() else "a number"
    return "" if isinstance(value, (int, float)) and not isinstance(value, bool) else "a number"


def _bytes(_kind: str, value: Any) -> str:
    if not isinstance(value, str):
        return "a text in base64"
    try:
        base64.b64decode(value.replace("-", "+").replace("_", "/") + "=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return "a text in base64"
    return ""


def _key(kind: str, key: str) -> str:
    if kind == "string":
        return ""
    if kind == "bool":
        return "" if key in {"true", "false"} else "`true` or `false`, as the map's keys are of type bool"
    expected = _whole(kind, key)
    return f"{expected}, as the map's keys are of type {kind}" if expected else ""


_SCALARS: dict[str, Callable[[str, Any], str]] = {
    "bool": lambda _kind, value: "" if isinstance(value, bool) else "true or false",
    "string": lambda _kind, value: "" if isinstance(value, str) else "a text",
    "bytes": _bytes,
    "double": _number,
    "float": _number,
    **dict.fromkeys(("int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64"), _whole),
}


def _matches(pattern: re.Pattern[str], expected: str) -> Callable[[Any], str]:
    return lambda value: "" if isinstance(value, str) and pattern.fullmatch(value) else expected


_WELL_KNOWN: dict[str, Callable[[Any], str]] = {
    "google.protobuf.Timestamp": _matches(_MOMENT, "a moment such as 2026-02-03T09:30:00Z"),
    "google.protobuf.Duration": _matches(_DURATION, "a span in seconds such as 3.5s"),
    "google.protobuf.FieldMask": lambda value: "" if isinstance(value, str) else "a text with paths, separated by commas",
    "google.protobuf.Struct": lambda value: "" if isinstance(value, dict) else "an object",
    "google.protobuf.ListValue": lambda value: "" if isinstance(value, list) else "an array",
    "google.protobuf.Value": lambda _value: "",
    "google.protobuf.Any": lambda value: (
        "" if isinstance(value, dict) and (not value or isinstance(value.get("@type"), str)) else "an object with `@type`"
    ),
    "google.protobuf.Empty": lambda value: "" if value == {} else "an object without members",
}


def _wrong(kind: str, value: Any, place: str, expected: str) -> Mismatch:
    shown = repr(value) if not isinstance(value, (dict, list)) else ("an object" if isinstance(value, dict) else "an array")
    shown = shown if len(shown) <= _WORDS else shown[:_WORDS] + "…"
    return Mismatch(place=place, keyword=kind, schema_place="", message=f"{shown} is not {expected}")


def _below(place: str, name: str) -> str:
    return f"{place}/{name.replace('~', '~0').replace('/', '~1')}"
