"""JSON values as schemas see them: which kind they are, and when two are equal."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from catalog_gen.evolution.json_schema.terms import Kind

_KINDS: dict[type, Kind] = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}


def kind_of(value: Any) -> Kind:
    """The kind of a value; a boolean is no number."""
    return _KINDS[type(value)]


def freeze(value: Any) -> Any:
    """A hashable form that is equal for equal values: 1 is 1.0, but not true (JSON Schema core, section 4.2.2)."""
    if isinstance(value, dict):
        return ("object", frozenset((name, freeze(part)) for name, part in value.items()))
    if isinstance(value, list):
        return ("array", tuple(freeze(part) for part in value))
    return (kind_of(value), value)


def exact(number: Any) -> Fraction | None:
    """A number of a schema, as it is written: 0.1 is a tenth. None for what is no number."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    try:
        return Fraction(repr(number))
    except ValueError:
        return None


def whole(number: Any) -> int | None:
    """A size of a schema: 2 and 2.0, not -1, not "2"."""
    value = exact(number)
    return int(value) if value is not None and value.denominator == 1 and value >= 0 else None


def plain(number: Fraction) -> int | float:
    """A number as JSON writes it."""
    return int(number) if number.denominator == 1 else float(number)
