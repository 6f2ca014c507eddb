"""Whether a message that one schema wrote means the same to another: the law that `semantic` stands for, asked of the runtime.

Fields are matched by number, and by name where the reader does not know the number. What the reader does not declare at all is
skipped, as the runtime keeps it (wire) or is told to ignore it (JSON).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import DecodeError, EncodeError

_REPEATED_LIMIT = 100


def difference(message: Any, reader: Any, only: frozenset[int] = frozenset()) -> tuple[str, Any] | None:
    """How another class reads a message otherwise, with what it reads; None when it means the same to both.

    `only` are the numbers of the fields that matter; none means all.
    """
    try:
        data = message.SerializeToString()
    except EncodeError:
        return None  # a required field is not set: nothing that could be written
    read = reader()
    try:
        read.ParseFromString(data)
    except (DecodeError, UnicodeDecodeError) as error:
        return f"The bytes cannot be read: {_first(error)}", None
    except RuntimeError as error:
        return f"The bytes cannot be read: {_first(error)}", None
    if not read.IsInitialized():
        missing = ", ".join(read.FindInitializationErrors()[:3])
        return f"The bytes cannot be read: the required {missing} is missing.", None
    place = first_difference(message, read, only)
    if place:
        return f"Read from the bytes, {place}.", as_json(read)
    return _json_difference(message, reader, only)


def _json_difference(message: Any, reader: Any, only: frozenset[int]) -> tuple[str, Any] | None:
    written = as_json(message)
    if written is None:
        return None
    try:
        read = json_format.ParseDict(written, reader(), ignore_unknown_fields=True)
    except (json_format.ParseError, RecursionError) as error:
        return f"The JSON cannot be read: {_first(error)}", None
    if not read.IsInitialized():
        return "The JSON cannot be read: a required field is missing.", None
    place = first_difference(message, read, only)
    return (f"Read from the JSON, {place}.", as_json(read)) if place else None


def as_json(message: Any) -> Any:
    """A message as JSON, or None where the mapping has no words for it."""
    try:
        return json_format.MessageToDict(message)
    except (json_format.SerializeToJsonError, UnicodeDecodeError, ValueError, TypeError, RecursionError):
        return None


def first_difference(written: Any, read: Any, only: frozenset[int] = frozenset()) -> str:
    """The first field that says something else, in words; "" when there is none."""
    return next(_differences(written, read, "", only), "")


def _differences(written: Any, read: Any, path: str, only: frozenset[int] = frozenset()) -> Iterator[str]:
    before, after = written.DESCRIPTOR, read.DESCRIPTOR
    for field in before.fields:
        if only and field.number not in only:
            continue
        other = after.fields_by_number.get(field.number)
        if other is None:
            other = after.fields_by_name.get(field.name)
            if other is None or other.number in before.fields_by_number:
                continue
        yield from _field(written, field, read, other, f"{path}{field.name}")


def _field(written: Any, field: Any, read: Any, other: Any, path: str) -> Iterator[str]:
    was, now = _value(written, field), _value(read, other)
    if isinstance(was, list) != isinstance(now, list):
        was = was if isinstance(was, list) else _several(written, field, was)
        now = now if isinstance(now, list) else _several(read, other, now)
    if isinstance(was, list):
        yield from _lists(was, now, path)
    elif isinstance(was, dict) and isinstance(now, dict):
        yield from _maps(was, now, path)
    elif hasattr(was, "DESCRIPTOR") and hasattr(now, "DESCRIPTOR"):
        if written.HasField(field.name):
            yield from _single(was, now, path) if read.HasField(other.name) else (f"`{path}` is lost",)
    elif isinstance(was, str | bytes) == isinstance(now, str | bytes) or was or now:  # "empty" is another word in another type
        yield from _single(was, now, path)


def _lists(was: list[Any], now: list[Any], path: str) -> Iterator[str]:
    if len(was) != len(now):
        yield f"`{path}` has {len(now)} of {len(was)} values"
        return
    for index, (one, another) in enumerate(zip(was[:_REPEATED_LIMIT], now, strict=False)):
        yield from _single(one, another, f"{path}[{index}]")


def _maps(was: dict[Any, Any], now: dict[Any, Any], path: str) -> Iterator[str]:
    if was.keys() != now.keys():
        yield f"`{path}` has the keys {sorted(map(str, now))} instead of {sorted(map(str, was))}"
        return
    for key, one in was.items():
        yield from _single(one, now[key], f"{path}[{key}]")


def _several(message: Any, field: Any, value: Any) -> Any:
    if isinstance(value, dict):
        return [value]
    present = message.HasField(field.name) if field.has_presence else bool(value)
    return [value] if present else []


def _value(message: Any, field: Any) -> Any:
    value = getattr(message, field.name)
    if _is_map(field):
        return dict(value.items())
    return list(value) if _is_repeated(field) else value


def _is_map(field: Any) -> bool:
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def _is_repeated(field: Any) -> bool:
    repeated = getattr(field, "is_repeated", None)
    return bool(field.label == field.LABEL_REPEATED) if repeated is None else bool(repeated)


def _single(was: Any, now: Any, path: str) -> Iterator[str]:
    if hasattr(was, "DESCRIPTOR") and hasattr(now, "DESCRIPTOR"):
        yield from _differences(was, now, f"{path}.")
    elif not _same(was, now):
        yield f"`{path}` is {_shown(now)} instead of {_shown(was)}"


def _same(was: Any, now: Any) -> bool:
    if isinstance(was, float) and isinstance(now, float) and math.isnan(was):
        return math.isnan(now)
    if isinstance(was, str | bytes) and isinstance(now, str | bytes):
        return _bytes(was) == _bytes(now)
    return bool(was == now)


def _bytes(value: str | bytes) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


def _shown(value: Any) -> str:
    if hasattr(value, "DESCRIPTOR"):
        return "a message"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - a line's worth


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
