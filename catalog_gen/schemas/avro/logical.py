"""Logical types: what they may annotate and what they mean, in words (Apache Avro 1.12, "Logical Types")."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeGuard


class Logical(NamedTuple):
    """One logical type of the specification: the types that it may annotate, and what a value is."""

    bases: frozenset[str]
    words: str


def _on(*bases: str, words: str) -> Logical:
    return Logical(frozenset(bases), words)


LOGICAL: dict[str, Logical] = {
    "big-decimal": _on("bytes", words="a decimal number with a scale of its own"),
    "date": _on("int", words="days since 1970-01-01"),
    "decimal": _on("bytes", "fixed", words=""),
    "duration": _on("fixed", words="months, days and milliseconds"),
    "local-timestamp-micros": _on("long", words="microseconds since 1970-01-01T00:00 in a time zone that is not said"),
    "local-timestamp-millis": _on("long", words="milliseconds since 1970-01-01T00:00 in a time zone that is not said"),
    "local-timestamp-nanos": _on("long", words="nanoseconds since 1970-01-01T00:00 in a time zone that is not said"),
    "time-micros": _on("long", words="microseconds since midnight"),
    "time-millis": _on("int", words="milliseconds since midnight"),
    "timestamp-micros": _on("long", words="microseconds since 1970-01-01T00:00Z"),
    "timestamp-millis": _on("long", words="milliseconds since 1970-01-01T00:00Z"),
    "timestamp-nanos": _on("long", words="nanoseconds since 1970-01-01T00:00Z"),
    "uuid": _on("string", "fixed", words=""),
}

_DURATION = 12
_UUID = 16
_MOST_DIGITS = 1_000_000


def invalid(base: str, node: dict[str, Any]) -> str:
    """Why a logical type does not hold, in words, so that readers take the plain type; "" when it holds or is nobody's."""
    name = node["logicalType"]
    known = LOGICAL.get(name) if isinstance(name, str) else None
    if known is None:
        return "" if isinstance(name, str) and name else "a logical type is called by a text"
    if base not in known.bases:
        return f"`{name}` annotates {' or '.join(sorted(known.bases))}, not {base}"
    size = node.get("size")
    if base == "fixed" and name in {"duration", "uuid"}:
        wanted = _DURATION if name == "duration" else _UUID
        return "" if size == wanted else f"`{name}` annotates a fixed of {wanted} bytes"
    return _invalid_decimal(base, node) if name == "decimal" else ""


def _invalid_decimal(base: str, node: dict[str, Any]) -> str:
    precision, scale = node.get("precision"), node.get("scale", 0)
    if not _is_count(precision) or precision == 0:
        return "a decimal needs a `precision` above 0"
    if not _is_count(scale) or scale > precision:
        return "a decimal's `scale` is a whole number from 0 to its precision"
    size = node.get("size")
    if base == "fixed" and _is_count(size) and size < _MOST_DIGITS and precision > digits_of(size):
        return f"a fixed of {size} bytes holds {digits_of(size)} digits, not {precision}"
    return ""


def digits_of(size: int) -> int:
    """The most decimal digits that every number of so many bytes in two's complement can have."""
    return int((8 * size - 1) * 0.30102999566398114) if size > 0 else 0


def words_of(node: dict[str, Any]) -> str:
    """What a value of a valid logical type is; "" where the name says it."""
    name = node["logicalType"]
    if name == "decimal":
        return f"precision {node['precision']}, scale {node.get('scale', 0)}"
    return LOGICAL[name].words if name in LOGICAL else ""


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
