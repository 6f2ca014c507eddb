"""Values of Protobuf's scalar and well-known types: what they look like, and how the JSON mapping writes them (ProtoJSON Format)."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from catalog_gen.schemas.examples.sketch import Part, leaf

if TYPE_CHECKING:
    from catalog_gen.schemas.protobuf.model import Enum, ProtoField

_SAFE = 2**53
_BYTES = 24
_SOME_MOMENT = "2026-02-03T09:30:00Z"
_SECONDS = {"type": "integer", "minimum": 1, "maximum": 86_400}
_ZERO_WORDS = ("UNSPECIFIED", "UNKNOWN", "UNDEFINED", "INVALID", "NONE", "DEFAULT")
"""What enums call the value that stands for "not set"."""

Told = dict[str, Any]


def scalar(kind: str, told: Told) -> Part:
    """The place of a scalar type's value."""
    schema, write = _SCALARS[kind]
    return leaf({**schema, **told}, write)


def enum_of(enum: Enum, told: Told) -> Part:
    """The place of an enum's value: one that says something comes first."""
    names: dict[int, str] = {}
    for member in enum.members:
        names.setdefault(member.number, member.name)
    telling = [name for number, name in names.items() if number != 0 or not name.upper().endswith(_ZERO_WORDS)]
    return leaf({**told, "enum": telling or list(names.values())})


def well_known(full_name: str, told: Told) -> Part | None:
    """The place of a message whose JSON is not that of its fields; None for all others."""
    make = WELL_KNOWN.get(full_name)
    return make(told) if make is not None else None


def key_schema(kind: str) -> Told | None:
    """What the names of a map's members are in JSON; None for texts."""
    return _KEYS.get(kind)


def told_of(field: ProtoField) -> Told:
    """What a field says beside its type: its comment, and the constraints that validators read from its options."""
    told: Told = {"description": field.doc} if field.doc else {}
    if field.name == "nanos":
        told |= {"multipleOf": 10_000_000, "minimum": 10_000_000, "maximum": 990_000_000}  # billionths, of a unit of money most often
    for name, value in field.options:
        if name in _RULES and isinstance(value, dict):
            told |= _constraints(value)
    return told


_RULES = {"(buf.validate.field)", "(validate.rules)"}
_FORMATS = {"email": "email", "uuid": "uuid", "uri": "uri", "hostname": "hostname", "ipv4": "ipv4", "ipv6": "ipv6"}
_BOUNDS = {
    "min_len": "minLength", "max_len": "maxLength", "pattern": "pattern", "gte": "minimum", "lte": "maximum", "gt": "exclusiveMinimum",
    "lt": "exclusiveMaximum", "const": "const", "in": "enum",
}  # fmt: skip


def _constraints(rules: dict[str, Any]) -> Told:
    """Constraints of protovalidate and protoc-gen-validate in the words of JSON Schema."""
    found: Told = {}
    for rule in rules.values():
        if isinstance(rule, dict):
            found |= {_BOUNDS[name]: value for name, value in rule.items() if name in _BOUNDS}
            formats = [_FORMATS[name] for name, value in rule.items() if name in _FORMATS and value in (True, "true")]
            found |= {"format": formats[0]} if formats else {}
    return found


def _single(value: Any) -> float:
    """The nearest number that single precision holds without a long tail of digits."""
    near = round(float(value) * 4) / 4
    return float(struct.unpack("<f", struct.pack("<f", near))[0])


def _base64(value: Any) -> str:
    return base64.b64encode(str(value).encode()).decode()


def _moment(value: Any) -> str:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        found = datetime.fromisoformat(_SOME_MOMENT)
    found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _whole(bits: int, *, signed: bool) -> Told:
    room = min(2 ** (bits - signed), _SAFE)
    return {"type": "integer", "minimum": -room if signed else 0, "maximum": room - 1}


_TEXT: tuple[Told, None] = ({"type": "string"}, None)
_SCALARS: dict[str, tuple[Told, Callable[[Any], Any] | None]] = {
    "double": ({"type": "number"}, None),
    "float": ({"type": "number", "minimum": -1e30, "maximum": 1e30}, _single),
    "bool": ({"type": "boolean"}, None),
    "string": _TEXT,
    "bytes": ({"type": "string", "maxLength": _BYTES}, _base64),
    **{
        kind: (_whole(32, signed=kind[0] != "u" and kind != "fixed32"), None)
        for kind in ("int32", "sint32", "sfixed32", "uint32", "fixed32")
    },
    **{
        kind: (_whole(64, signed=kind[0] != "u" and kind != "fixed64"), str)
        for kind in ("int64", "sint64", "sfixed64", "uint64", "fixed64")
    },
}
"""Scalar type → what may stand there, and how it is written: whole numbers of 64 bits are texts."""

_KEYS: dict[str, Told] = {
    "bool": {"enum": ["true", "false"]},
    **{kind: {"pattern": "^[1-9][0-9]{0,4}$"} for kind in _SCALARS if "int" in kind or "fixed" in kind},
}


def _wrapper(kind: str) -> Callable[[Told], Part]:
    return lambda told: scalar(kind, told)


def _struct(told: Told) -> Part:
    return leaf({**told, "type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1})


WELL_KNOWN: dict[str, Callable[[Told], Part]] = {
    "google.protobuf.Timestamp": lambda told: leaf({**told, "type": "string", "format": "date-time"}, _moment),
    "google.protobuf.Duration": lambda told: leaf({**told, **_SECONDS}, lambda value: f"{value}s"),
    "google.protobuf.FieldMask": lambda told: leaf({**told, "const": "status,updatedAt"}),
    "google.protobuf.Struct": _struct,
    "google.protobuf.Value": lambda told: leaf({**told, "type": "string"}),
    "google.protobuf.ListValue": lambda told: leaf({**told, "type": "array", "items": {"type": "string"}, "minItems": 1}),
    "google.protobuf.NullValue": lambda told: leaf({**told, "type": "null"}),
    "google.protobuf.Any": lambda told: leaf(
        {**told, "const": {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "30s"}}
    ),
    "google.protobuf.Empty": lambda told: leaf({**told, "const": {}}),
    **{
        f"google.protobuf.{name}Value": _wrapper(kind)
        for name, kind in (
            ("Double", "double"), ("Float", "float"), ("Int64", "int64"), ("UInt64", "uint64"), ("Int32", "int32"),
            ("UInt32", "uint32"), ("Bool", "bool"), ("String", "string"), ("Bytes", "bytes"),
        )
    },
}  # fmt: skip
"""Full name → its place."""
