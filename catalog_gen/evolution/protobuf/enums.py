"""Enums of the same place in two schemas: numbers on the wire, names in JSON."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.evolution.changes import Change
from catalog_gen.evolution.protobuf.found import Found, directions
from catalog_gen.evolution.protobuf.index import Index
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.evolution.protobuf.values import canonical
from catalog_gen.schemas.protobuf import Enum, Message

HINT = "keep the old name and number, and add another value beside it"


class Enums:
    """The enums that fields lead to, each pair compared once."""

    def __init__(self, old: Index, new: Index) -> None:
        self.old, self.new = old, new
        self.seen: set[tuple[str, str]] = set()

    def compare(self, was: str, now: str, shown_by: tuple[Message, Message, int]) -> Iterator[Found]:
        """The differences of two enums that stand in one place; the field that led there can show them."""
        old, new = self.old.enums.get(was), self.new.enums.get(now)
        if old is None or new is None or (was, now) in self.seen:
            return
        self.seen.add((was, now))
        path = self.new.local(now)
        yield from _type(old, new, path, shown_by)
        before, after = canonical(old), canonical(new)
        old_names = {member.name: member.number for member in old.members}
        new_names = {member.name: member.number for member in new.members}
        for number, name in before.items():
            if number not in after and name not in new_names:
                yield _removed(path, name, number, shown_by)
            elif name not in new_names or (number in after and after[number] not in old_names):
                yield _renamed(path, number, (name, after[number]), (new_names, old_names), shown_by)
        for number, name in after.items():
            if number not in before and name not in old_names:
                yield _added(path, name, number, shown_by)
        for name, number in sorted(old_names.items()):
            if new_names.get(name, number) != number:
                yield _renumbered(path, name, (number, new_names[name]), (before, after), shown_by)
        if any(entry not in new.reserved_ranges for entry in old.reserved_ranges) or set(old.reserved_names) - set(new.reserved_names):
            yield Found(Change(kind=Kind.RESERVED_REMOVED, path=path, message=f"`{path}` reserves less than it did"))

    def rest(self) -> Iterator[Found]:
        """Enums that came or went, or that no field leads to."""
        for one, other, kind, what in (
            (self.old, self.new, Kind.ENUM_REMOVED, "removed"),
            (self.new, self.old, Kind.ENUM_ADDED, "added"),
        ):
            known = {other.local(name) for name in other.enums}
            for name in one.enums:
                path = one.local(name)
                if path not in known and name in _own(one):
                    yield Found(Change(kind=kind, path=path, message=f"the enum `{path}` was {what}"))


def _own(index: Index) -> set[str]:
    prefix = f"{index.main.package}." if index.main.package else ""
    return {name for name in index.enums if name.startswith(prefix) and not name.startswith("google.protobuf.")}


def _type(old: Enum, new: Enum, path: str, shown_by: tuple[Message, Message, int]) -> Iterator[Found]:
    if old.closed == new.closed:
        return
    was, now = ("closed" if enum.closed else "open" for enum in (old, new))
    change = Change(
        kind=Kind.ENUM_TYPE_CHANGED,
        path=path,
        directions=directions(backward=new.closed, forward=old.closed),
        message=f"the enum `{path}` was {was} and is {now}: a closed enum does not keep numbers that it has no name for",
        hint="keep the enum open",
    )
    unknown = next(number for number in range(1_000_000, 2_000_000) if number not in canonical(old) and number not in canonical(new))
    yield _found(change, shown_by, unknown)


def _found(change: Change, shown_by: tuple[Message, Message, int], *values: int) -> Found:
    return Found(change, shown_by[0], shown_by[1], (shown_by[2],), values)


def _removed(path: str, name: str, number: int, shown_by: tuple[Message, Message, int]) -> Found:
    message = f"the value `{name} = {number}` of the enum `{path}` was removed"
    hint = "keep it, marked as deprecated, until no data has it"
    change = Change(
        kind=Kind.ENUM_VALUE_REMOVED, path=f"{path}.{name}", directions=directions(backward=True, forward=False), message=message, hint=hint
    )
    return _found(change, shown_by, number)


def _added(path: str, name: str, number: int, shown_by: tuple[Message, Message, int]) -> Found:
    message = f"the value `{name} = {number}` of the enum `{path}` was added"
    hint = "let all readers know the value before it is written"
    change = Change(
        kind=Kind.ENUM_VALUE_ADDED, path=f"{path}.{name}", directions=directions(backward=False, forward=True), message=message, hint=hint
    )
    return _found(change, shown_by, number)


def _renamed(
    path: str, number: int, names: tuple[str, str], known: tuple[dict[str, int], dict[str, int]], shown_by: tuple[Message, Message, int]
) -> Found:
    was, now = names
    change = Change(
        kind=Kind.ENUM_VALUE_RENAMED,
        path=f"{path}.{now}",
        old_path=f"{path}.{was}",
        directions=directions(backward=known[0].get(was) != number, forward=known[1].get(now) != number),
        message=f"the value {number} of the enum `{path}` was `{was}` and is `{now}`; JSON writes its name",
        hint="keep the old name as the first one, and add the new one as an alias (`option allow_alias = true;`)",
    )
    return _found(change, shown_by, number)


def _renumbered(
    path: str, name: str, numbers: tuple[int, int], written: tuple[dict[int, str], dict[int, str]], shown_by: tuple[Message, Message, int]
) -> Found:
    was, now = numbers
    change = Change(
        kind=Kind.ENUM_VALUE_RENUMBERED,
        path=f"{path}.{name}",
        directions=directions(backward=written[0].get(was) == name, forward=written[1].get(now) == name),
        message=f"the value `{name}` of the enum `{path}` was {was} and is {now}",
        hint=HINT,
    )
    return _found(change, shown_by, was, now)
