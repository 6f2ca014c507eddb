"""What an unquoted YAML scalar means: a JSON value, by the rules of the YAML 1.2 core schema (section 10.3.2).

So `on`, `no` and `12:30` are texts, dates are texts, and there is neither infinity nor "not a number". Like the parsers in use,
and unlike the core schema, `0b1` is a number, and a number with a leading zero (`014`, a version or a code rather than
a count) is a text.
"""

from __future__ import annotations

import re
from math import isfinite

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
NUMERIC_STARTS = frozenset("+-.0123456789")
DATA_KEYS = frozenset({"examples", "example", "default", "const", "enum"})
"""Members whose values are data about a schema or message, not part of it."""

_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_RADIX = re.compile(r"([-+]?)0(?:x([0-9a-fA-F]+)|o([0-7]+)|b([01]+))")
_FLOAT = re.compile(r"[-+]?(?:(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)")
_MOST_DIGITS = 308
"""No 64-bit float, which is what most readers of JSON use, holds a number of more digits."""
_MOST_BITS = 1024


class OutOfRange(str):
    """A number that no reader of JSON can hold, as it is spelt."""

    __slots__ = ()


def resolve(text: str) -> object:
    """The value of an unquoted scalar: None, bool, int, float or str; `OutOfRange` for numbers that JSON cannot hold."""
    first = text[:1]
    if first in NUMERIC_STARTS and first:
        found = number(text)
        return text if found is None else found
    if text in NULLS:
        return None
    return TRUTHS.get(text, text)


def number(text: str) -> int | float | OutOfRange | None:
    """The number that a text spells, None when it spells none."""
    if _DECIMAL.fullmatch(text):
        return int(text) if len(text) <= _MOST_DIGITS else OutOfRange(text)
    if _FLOAT.fullmatch(text):
        value = float(text)
        return value if isfinite(value) else OutOfRange(text)
    if NOT_FINITE.fullmatch(text):
        return OutOfRange(text)
    match = _RADIX.fullmatch(text)
    if match is None:
        return None
    sign, *digits = match.groups()
    for base, found in zip((16, 8, 2), digits, strict=True):
        if found:
            return int(sign + found, base) if len(found) * (base.bit_length() - 1) <= _MOST_BITS else OutOfRange(text)
    return None


def is_version_key(key: str) -> bool:
    """Whether a number under this key is a version, so that its spelling counts: `1.10` is not `1.1`."""
    return key in {"version", "asyncapi"} or (key.startswith("x-") and key.lower().endswith("version"))
