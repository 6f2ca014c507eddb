"""What can be asked of one text or value without looking further: patterns, formats, equality."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from catalog_gen.schemas.validator import Asserting, compile_asserting

Frozen: TypeAlias = Any

_NEVER_CHECKED = 100_000
"""Characters above which a text is not matched against a pattern."""


@lru_cache(maxsize=1024)
def _pattern(pattern: str) -> Asserting | None:
    try:
        return compile_asserting({"pattern": pattern}, draft="2020-12", formats=False)
    except ValueError:
        return None


def is_matchable(pattern: str) -> bool:
    """Whether the engine can read an expression."""
    return _pattern(pattern) is not None


def matches(pattern: str, text: str) -> bool:
    """Whether a text matches an expression somewhere, in an engine with bounded backtracking. Unreadable expressions match everything."""
    validator = _pattern(pattern)
    return validator is None or (len(text) <= _NEVER_CHECKED and validator.is_valid(text))


@lru_cache(maxsize=256)
def _format(name: str, draft: str) -> Asserting:
    return compile_asserting({"format": name}, draft=draft, formats=True)


def has_format(name: str, draft: str, text: str) -> bool:
    """Whether a text has a format of a draft; formats that the draft does not know are had by every text."""
    return _format(name, draft).is_valid(text)


def freeze(value: Any) -> Frozen:
    """Something hashable that is equal for equal JSON values: 1 and 1.0 are equal, 1 and true are not, the order of members is nothing."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, dict):
        return frozenset((key, freeze(part)) for key, part in value.items())
    if isinstance(value, list):
        return tuple(freeze(part) for part in value)
    return value


def equal(one: Any, other: Any) -> bool:
    """JSON's equality (JSON Schema 2020-12 core, section 4.2.2)."""
    if type(one) is type(other) and not isinstance(one, dict | list):
        return bool(one == other)
    return bool(freeze(one) == freeze(other))


def exact(number: float) -> Fraction:
    """A number as written in JSON, exactly: 0.1 is one tenth. Infinite ones become the largest that are finite."""
    if isinstance(number, int):
        return Fraction(number)
    if math.isinf(number) or math.isnan(number):
        return Fraction(10) ** 308 * (-1 if number < 0 else 1)
    try:
        return Fraction(Decimal(repr(number)))
    except InvalidOperation:
        return Fraction(number)


def is_number(value: Any) -> bool:
    """Whether a value is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_count(value: Any) -> bool:
    """Whether a value can be the bound of a length: a whole number, perhaps written 3.0."""
    return is_number(value) and math.isfinite(value) and value == int(value) and value >= 0


_TYPES = {"null": type(None), "boolean": bool, "object": dict, "array": list, "string": str}


def is_type(value: Any, name: Any, *, float_integers: bool) -> bool:
    """Whether a value is of a type, by its name in JSON Schema."""
    if name == "number":
        return is_number(value)
    if name == "integer":
        return is_number(value) and (isinstance(value, int) or (float_integers and value.is_integer()))
    return isinstance(value, _TYPES[name]) if isinstance(name, str) and name in _TYPES else False
