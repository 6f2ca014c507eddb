"""Amounts as people say them: 604800000 ms is 7 days, 1048588 bytes are about 1 MB."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_gen.model.base import Json

_TIMES = (("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1_000), ("millisecond", 1))
_MILLISECONDS = {"ms": 1, "s": 1_000, "min": 60_000}
_SIZES = (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3), ("bytes", 1))
_BYTES = {"bytes": 1, "MB": 10**6}


def in_words(value: Json, unit: str) -> str:
    """An amount with its unit in words; empty for what is no amount, and for 0 and below, which mean something special."""
    if not unit or isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0 or value > 10**18:
        return ""
    if unit in _MILLISECONDS:
        return _time(value * _MILLISECONDS[unit])
    return _size(value * _BYTES[unit])


def _time(milliseconds: float) -> str:
    """The largest unit, and the next one where something is left of it: `1 day 12 hours`."""
    for number, (name, length) in enumerate(_TIMES):
        count = int(milliseconds // length)
        if count:
            rest = milliseconds - count * length
            words = f"{count:,} {name}{'' if count == 1 else 's'}"
            below = _TIMES[number + 1] if number + 1 < len(_TIMES) else None
            further = int(rest // below[1]) if below else 0
            return f"{words} {further} {below[0]}{'' if further == 1 else 's'}" if below and further else words
    return ""


def _size(count: float) -> str:
    for name, length in _SIZES:
        if count >= length:
            amount = count / length
            return f"{amount:,.0f} {name}" if amount >= 100 or round(amount, 1) == int(amount) else f"{amount:,.1f} {name}"  # noqa: PLR2004 - beyond that, nobody reads a decimal
    return ""
