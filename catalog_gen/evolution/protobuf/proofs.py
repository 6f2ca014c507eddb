"""Messages that show a change: written through the one schema, and read through the other with another meaning."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import msgspec

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.protobuf.descriptors import UnprovableError, runtime_class
from catalog_gen.evolution.protobuf.found import Found
from catalog_gen.evolution.protobuf.index import Index
from catalog_gen.evolution.protobuf.meaning import as_json, difference
from catalog_gen.schemas.protobuf import Message

PROOF_LIMIT = 12
"""Changes of one comparison for which a message is looked for."""

TRIALS = 80
"""Messages that are tried for one change."""

_WHOLE = (-1, 1, 300, 2**31, 2**32 + 1, 2**63, -(2**31), 2**31 - 1, -(2**63), 0)
_SAMPLES: dict[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "string": ("text", "é", "YWJj", ""),
    "bytes": (b"\xff\xfe", b"text", b"\x08\x01", b""),
    "double": (1.5, -1.0, 1e300, 0.0),
    "float": (1.5, -1.0, 0.0),
}
_KINDS = {
    1: "double",
    2: "float",
    8: "bool",
    9: "string",
    12: "bytes",
    14: "enum",
    **dict.fromkeys((5, 15, 17), "int32"),
    **dict.fromkeys((13, 7), "uint32"),
    **dict.fromkeys((3, 16, 18), "int64"),
    **dict.fromkeys((4, 6), "uint64"),
}
_BOUNDS = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1), "int64": (-(2**63), 2**63 - 1), "uint64": (0, 2**64 - 1)}
_DEEPEST = 20


class Prover:
    """The search for messages between two schemas; what the runtime needs is built once for each message."""

    def __init__(self, old: Index, new: Index) -> None:
        self.sides = (old, new)
        self.classes: dict[tuple[int, str], Any] = {}
        self.left = PROOF_LIMIT

    def prove(self, found: Found, wanted: frozenset[Direction]) -> Change:
        """The change with a message that shows it, when one was found."""
        change = found.change
        asked = [direction for direction in change.directions if direction in wanted] or list(change.directions)
        if found.old is None or not asked or change.rule_only or self.left <= 0:
            return change
        self.left -= 1
        for direction in asked:
            shown = self._shown(found, backward=direction is Direction.BACKWARD)
            if shown is not None:
                return msgspec.structs.replace(change, counterexample=shown[0], explanation=shown[1])
        return change

    def _shown(self, found: Found, *, backward: bool) -> tuple[Any, str] | None:
        writer, reader = (found.old, found.new) if backward else (found.new, found.old)
        if writer is None:
            return None
        try:
            written = self._class(0 if backward else 1, writer)
            read = self._class(1 if backward else 0, reader) if reader is not None else None
            if read is None:
                return _unread(written, writer)
            for message in islice(_candidates(written, found), TRIALS):
                differs = difference(message, read, frozenset(found.numbers))
                if differs is not None:
                    return _payload(message, writer, differs[1]), differs[0]
        except UnprovableError:
            return None
        return None

    def _class(self, side: int, message: Message) -> Any:
        key = (side, message.full_name)
        if key not in self.classes:
            self.classes[key] = runtime_class(self.sides[side], message)
        return self.classes[key]


def _unread(written: Any, writer: Message) -> tuple[Any, str]:
    message = written()
    complete(message)
    for field in written.DESCRIPTOR.fields:
        if _set(message, field, next(_values(field, ()), None)):
            break
    return _payload(message, writer, None), "The other schema has no type that reads it."


def _payload(message: Any, writer: Message, read: Any) -> dict[str, Any]:
    """What is shown: the message as JSON, its bytes, and what the other side reads."""
    return {"message": writer.full_name, "json": as_json(message), "bytes": message.SerializePartialToString().hex(), "read": read}


def _candidates(written: Any, found: Found) -> Iterator[Any]:
    """Messages with the fields that a change is about, each set to values at the edges of its type."""
    fields = [field for number in found.numbers if (field := written.DESCRIPTOR.fields_by_number.get(number)) is not None]
    for values in product(*(tuple(_values(field, found.values)) for field in fields)):
        message = written()
        complete(message, skip=frozenset(field.number for field in fields))
        set_ = [_set(message, field, value) for field, value in zip(fields, values, strict=True)]
        if all(set_):
            yield message


def _values(field: Any, wanted: tuple[int, ...]) -> Iterator[Any]:
    """Values worth trying for a field; None stands for a message."""
    value = _value_field(field)
    if value.message_type is not None:
        yield None
    elif value.enum_type is not None:
        yield from wanted
        yield from (member.number for member in value.enum_type.values)
        yield 1_000_000
    else:
        kind = _KINDS[value.type]
        low, high = _BOUNDS.get(kind, (0, 0))
        yield from _SAMPLES.get(kind) or [number for number in (*_WHOLE, high) if low <= number <= high]


def _value_field(field: Any) -> Any:
    entry = field.message_type
    return entry.fields_by_name["value"] if entry is not None and entry.GetOptions().map_entry else field


def _set(message: Any, field: Any, value: Any) -> bool:
    """Set a field to a value; a list has it once, a map under a key. False when it cannot have it."""
    entry = field.message_type
    try:
        if entry is not None and entry.GetOptions().map_entry:
            _set_entry(message, field, value)
        elif isinstance(getattr(message, field.name), int | float | str | bytes):
            setattr(message, field.name, value)
        elif hasattr(getattr(message, field.name), "append"):
            members = getattr(message, field.name)
            if value is None:
                fill(members.add())
            else:
                members.extend([value])
        else:
            inner = getattr(message, field.name)
            inner.SetInParent()
            fill(inner)
    except (ValueError, TypeError, AttributeError):
        return False
    return True


def _set_entry(message: Any, field: Any, value: Any) -> None:
    key_field = field.message_type.fields_by_name["key"]
    key = {"string": "1", "bool": True}.get(_KINDS[key_field.type], 1)
    entries = getattr(message, field.name)
    if _KINDS[key_field.type] in _BOUNDS:
        key = _BOUNDS[_KINDS[key_field.type]][1]
    if value is None:
        fill(entries[key])
    else:
        entries[key] = value


def fill(message: Any) -> None:
    """Set what a message requires, and one field besides, so that it is not empty."""
    complete(message)
    if message.ByteSize():
        return
    for field in message.DESCRIPTOR.fields:
        if field.message_type is None:
            _set(message, field, next(_values(field, ())))
            if message.ByteSize():
                return


def complete(message: Any, depth: int = 0, skip: frozenset[int] = frozenset()) -> None:
    """Set every required field, down to a bound."""
    if depth > _DEEPEST:
        raise UnprovableError
    for field in message.DESCRIPTOR.fields:
        if not _is_required(field) or field.number in skip:
            continue
        if field.message_type is None:
            setattr(message, field.name, next(_values(field, ())))
        else:
            inner = getattr(message, field.name)
            inner.SetInParent()
            complete(inner, depth + 1)


def _is_required(field: Any) -> bool:
    known = getattr(field, "is_required", None)
    return bool(field.label == field.LABEL_REQUIRED) if known is None else bool(known)
