"""Taking values out of exports whose fields may be anything: each function gives what it promises, or its empty value."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from catalog_gen.model.registry import Label

OWNER_LABELS = frozenset({"owner", "owners", "ownedby", "team", "ownerteam", "owningteam"})
"""Names of labels (without case and separators) whose values name owners; several are separated by commas."""

LARGEST = 64 * 1024 * 1024
"""Bytes of an archive, a backup or a dump; a larger one is cut off where files are read, so it is not read at all."""

_DIGITS = re.compile(r"-?[0-9]{1,18}")
_SEPARATORS = re.compile(r"[\W_]+")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2})(\.\d+)?)?\s*(Z|[+-]00:?00)?")


def mapping(value: Any) -> dict[str, Any]:
    """A mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[dict[str, Any]]:
    """The mappings of a list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def text(value: Any) -> str:
    """A text; a number or truth value as JSON writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else ""


def number(value: Any) -> int | None:
    """A whole number, or a text of digits: the text reader keeps the spelling of versions."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else None


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a list; a text alone counts as a list of one."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def labels(value: Any) -> tuple[Label, ...]:
    """The members of a mapping as labels, by name; a label without a value has an empty one."""
    return tuple(Label(name=name, value=_label(member)) for name, member in sorted(mapping(value).items()))


def _label(value: Any) -> str:
    return ", ".join(texts(value)) if isinstance(value, list) else text(value)


def owners_of(found: tuple[Label, ...]) -> tuple[str, ...]:
    """Whom the labels name as owners."""
    named = [label.value for label in found if _SEPARATORS.sub("", label.name).casefold() in OWNER_LABELS]
    return tuple(dict.fromkeys(owner.strip() for value in named for owner in value.split(",") if owner.strip()))


def moment(value: Any) -> str:
    """A point in time as ISO 8601 in UTC: from milliseconds or seconds since 1970, or from a text that has one."""
    if isinstance(value, bool) or value in (None, "", 0):
        return ""
    if isinstance(value, (int, float)):
        seconds = value / 1000 if abs(value) > _SECONDS else value
        try:
            return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (OverflowError, ValueError, OSError):
            return ""
    match = _TIME.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        return text(value).strip()[:_LONGEST] if isinstance(value, str) else ""
    day, hour, _, zone = match.groups()
    if hour is None:
        return str(day)
    return f"{day}T{hour}Z" if zone is not None or match.end() == len(value.strip()) else value.strip()[:_LONGEST]


_SECONDS = 100_000_000_000
"""Numbers above it count milliseconds: as seconds they would lie beyond the year 5000."""

_LONGEST = 40
