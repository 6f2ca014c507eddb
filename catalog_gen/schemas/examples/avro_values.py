"""Values of Avro's primitive and logical types: what they look like, and how the JSON encoding writes them (Apache Avro 1.12)."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from catalog_gen.schemas.examples.sketch import Part, leaf

if TYPE_CHECKING:
    from catalog_gen.schemas.avro.types import Type

_INT, _LONG = 2**31, 2**63
_SAFE = 2**53
_LONGEST = 24
"""Bytes that are shown of a value that may have any number of them."""
_FINEST = 6
_WIDEST = 9
"""Digits that a decimal shows after and before its point, whatever it may hold."""
_DURATION = 12
_UUID = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SOME_DAY = "2026-02-03"
_SOME_TIME = "09:30:00"


def value_of(type_: Type, told: dict[str, Any]) -> Part:
    """The place of a primitive, enum or fixed value. `told` is what JSON Schema would say beside the type: description, default."""
    if type_.kind == "enum":
        return leaf({**told, "enum": list(type_.symbols)})
    make = _LOGICAL.get((type_.kind, type_.logical))
    if make is not None:
        return make(type_, told)
    if type_.kind == "fixed":
        return _fixed(type_, told)
    if type_.kind == "bytes":
        return leaf({**told, "type": "string", "pattern": "^[ -~]*$", "maxLength": _LONGEST})
    return leaf({**told, **_PRIMITIVES[type_.kind]}, _single if type_.kind == "float" else None)


_PRIMITIVES: dict[str, dict[str, Any]] = {
    "null": {"type": "null"},
    "boolean": {"type": "boolean"},
    "int": {"type": "integer", "minimum": -_INT, "maximum": _INT - 1},
    "long": {"type": "integer", "minimum": -_SAFE, "maximum": _SAFE},
    "float": {"type": "number", "minimum": -1e30, "maximum": 1e30},
    "double": {"type": "number"},
    "string": {"type": "string"},
}


def _undefaulted(told: dict[str, Any]) -> dict[str, Any]:
    """A default is written in the JSON encoding, which is not how the sketch of a logical type writes its values."""
    return {key: value for key, value in told.items() if key not in {"default", "examples"}}


def _single(value: Any) -> float:
    """The nearest number that single precision holds without a long tail of digits."""
    near = round(float(value) * 4) / 4
    return float(struct.unpack("<f", struct.pack("<f", near))[0])


def _moment(units: int) -> Callable[[Type, dict[str, Any]], Part]:
    """A point in time; `units` in a second."""

    def write(value: Any) -> int:
        return int((_datetime(value) - _EPOCH).total_seconds()) * units

    return lambda _type, told: leaf({**_undefaulted(told), "type": "string", "format": "date-time"}, write)


def _clock(units: int) -> Callable[[Type, dict[str, Any]], Part]:
    """A time of day; `units` in a second."""

    def write(value: Any) -> int:
        at = _time(value)
        return (at.hour * 3600 + at.minute * 60 + at.second) * units

    return lambda _type, told: leaf({**_undefaulted(told), "type": "string", "format": "time"}, write)


def _day(_type: Type, told: dict[str, Any]) -> Part:
    def write(value: Any) -> int:
        return (_date(value) - _EPOCH.date()).days

    return leaf({**_undefaulted(told), "type": "string", "format": "date"}, write)


def _datetime(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        found = datetime.fromisoformat(f"{_SOME_DAY}T{_SOME_TIME}+00:00")
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _date(value: Any) -> date:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return date.fromisoformat(_SOME_DAY)


def _time(value: Any) -> time:
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        return time.fromisoformat(_SOME_TIME)


def _uuid(type_: Type, told: dict[str, Any]) -> Part:
    if type_.kind == "string":
        return leaf({**told, "type": "string", "format": "uuid"})
    if type_.size != _UUID:
        return _fixed(type_, told)
    return leaf({**_undefaulted(told), "type": "string", "format": "uuid"}, lambda value: uuid.UUID(str(value)).bytes.decode("latin-1"))


def _fixed(type_: Type, told: dict[str, Any]) -> Part:
    size = type_.size
    return leaf({**_undefaulted(told), "type": "string", "pattern": "^[0-9a-f]*$", "minLength": size, "maxLength": size})


def _decimal(type_: Type, told: dict[str, Any]) -> Part:
    """A decimal: its digits without the point, as a signed number in two's complement, the highest byte first."""
    scale, precision = max(type_.scale, 0), max(type_.precision, 1)
    shown = min(scale, _FINEST)
    whole = min(max(precision - scale, 0), _WIDEST)
    room = min(10**precision, 2 ** (8 * type_.size - 1)) - 1 if type_.kind == "fixed" else 10**precision - 1
    highest = min(Decimal(10**whole) - Decimal(1).scaleb(-shown), Decimal(room).scaleb(-scale))
    low = float(Decimal(1).scaleb(-shown)) if highest >= Decimal(1).scaleb(-shown) else 0.0

    def write(value: Any) -> str:
        digits = min(int(Decimal(str(value)).scaleb(scale).to_integral_value()), room)
        size = type_.size if type_.kind == "fixed" else max((digits.bit_length() + 8) // 8, 1)
        raw: bytes = digits.to_bytes(size, "big", signed=True)
        return raw.decode("latin-1")

    schema = {"type": "number", "multipleOf": float(Decimal(1).scaleb(-shown)), "minimum": low, "maximum": float(highest)}
    return leaf({**_undefaulted(told), **schema}, write)


def _duration(type_: Type, told: dict[str, Any]) -> Part:
    """Months, days and milliseconds, the lowest byte first."""
    if type_.size != _DURATION:
        return _fixed(type_, told)

    def write(value: Any) -> str:
        return struct.pack("<III", 0, int(value) % 28 + 1, 3_600_000).decode("latin-1")

    return leaf({**_undefaulted(told), "type": "integer", "minimum": 1, "maximum": 28}, write)


_LOGICAL: dict[tuple[str, str], Callable[[Type, dict[str, Any]], Part]] = {
    ("bytes", "decimal"): _decimal,
    ("fixed", "decimal"): _decimal,
    ("fixed", "duration"): _duration,
    ("fixed", "uuid"): _uuid,
    ("string", "uuid"): _uuid,
    ("int", "date"): _day,
    ("int", "time-millis"): _clock(1_000),
    ("long", "time-micros"): _clock(1_000_000),
    ("long", "timestamp-millis"): _moment(1_000),
    ("long", "timestamp-micros"): _moment(1_000_000),
    ("long", "timestamp-nanos"): _moment(1_000_000_000),
    ("long", "local-timestamp-millis"): _moment(1_000),
    ("long", "local-timestamp-micros"): _moment(1_000_000),
    ("long", "local-timestamp-nanos"): _moment(1_000_000_000),
}
"""Underlying type and logical type → its place. A logical type that is none, or on another type, is ignored ("Logical Types")."""
