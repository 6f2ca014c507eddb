"""Oneofs of a message: of the fields in one, a reader keeps the last."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.evolution.changes import Change
from catalog_gen.evolution.protobuf.found import Found, directions
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.schemas.protobuf import Message

Members = dict[int, str]


def compare_oneofs(old: Message, new: Message, path: str) -> Iterator[Found]:
    """The differences between the oneofs of two messages."""
    before, after = _members(old), _members(new)
    if not before and not after and not old.oneofs and not new.oneofs:
        return
    for name in new.oneofs:
        if name not in old.oneofs:
            yield Found(Change(kind=Kind.ONEOF_ADDED, path=f"{path}.{name}", message=f"the oneof `{path}.{name}` was added"))
    for name in old.oneofs:
        if name not in new.oneofs:
            yield Found(Change(kind=Kind.ONEOF_REMOVED, path=f"{path}.{name}", message=f"the oneof `{path}.{name}` was removed"))
    for name in new.oneofs:
        yield from _arrivals(old, new, f"{path}.{name}", [n for n, label in after.items() if label == name and n in before])
    for name in old.oneofs:
        yield from _departures(old, new, f"{path}.{name}", [n for n, label in before.items() if label == name and n in after])


def _members(message: Message) -> Members:
    return {field.number: field.oneof for field in message.fields}


def parted(numbers: list[int], written: Members) -> tuple[int, int] | None:
    """Two fields that a writer may set at once, though a reader has them in one oneof."""
    first = numbers[0] if numbers else 0
    for number in numbers[1:]:
        if not written[number] or written[number] != written[first]:
            return first, number
    return None


def _arrivals(old: Message, new: Message, where: str, numbers: list[int]) -> Iterator[Found]:
    before = _members(old)
    moved = [number for number in numbers if before[number] != where.rpartition(".")[2]]
    if not moved:
        return
    both = parted(numbers, before)
    kind = Kind.FIELDS_MOVED_TO_ONEOF if both and len(moved) > 1 else Kind.FIELD_MOVED_TO_ONEOF
    names = ", ".join(f"`{field.name}`" for field in new.fields if field.number in moved)
    change = Change(
        kind=kind,
        path=where,
        directions=directions(backward=both is not None, forward=False),
        message=f"{names} moved into the oneof `{where}`" + ("; of several that are set, only the last is read" if both else ""),
        hint="add new fields to the oneof instead" if both else "",
    )
    yield Found(change, old, new, both or ())


def _departures(old: Message, new: Message, where: str, numbers: list[int]) -> Iterator[Found]:
    after = _members(new)
    moved = [number for number in numbers if after[number] != where.rpartition(".")[2]]
    if not moved:
        return
    both = parted(numbers, after)
    names = ", ".join(f"`{field.name}`" for field in new.fields if field.number in moved)
    change = Change(
        kind=Kind.FIELD_MOVED_OUT_OF_ONEOF,
        path=where,
        directions=directions(backward=False, forward=both is not None),
        message=f"{names} moved out of the oneof `{where}`" + ("; of several that are set, old readers keep the last" if both else ""),
        hint="keep the oneof, or let all readers know the new schema first" if both else "",
    )
    yield Found(change, old, new, both or ())
