"""The rules of Confluent-compatible registries for Protobuf (Schema Registry, "Schema Evolution and Compatibility")."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.schemas.protobuf import Enum, FileSet, Message, ProtoField

GROUPS = {
    **dict.fromkeys(("int32", "int64", "uint32", "uint64", "bool", "enum"), "varint"),
    **dict.fromkeys(("sint32", "sint64"), "zigzag"),
    **dict.fromkeys(("string", "bytes"), "text"),
    **dict.fromkeys(("fixed32", "sfixed32"), "fixed32"),
    **dict.fromkeys(("fixed64", "sfixed64"), "fixed64"),
}
"""Scalar types that may stand for each other on the wire; each other type is a group of its own."""

Shape = tuple[Message, str]
"""A message and the package of its file."""


class Registry:
    """One comparison of a reader's schema with a writer's under a registry's rules.

    `old` is what was written, `new` is what reads: the forward direction swaps them.
    """

    def __init__(self, old: FileSet, new: FileSet, direction: Direction) -> None:
        self.old, self.new = old, new
        self.direction = direction
        self.old_types = types_of(old)
        self.new_types = types_of(new)
        self.seen: set[tuple[str, str]] = set()
        self.pending: list[tuple[Shape, Shape]] = []
        """Messages that stand in one place: a chain of them may be longer than calls may be deep."""

    def changes(self) -> Iterator[Change]:
        """Every difference, breaking or not."""
        old, new = self.old.main, self.new.main
        if old.package != new.package:
            yield self._breaks(Kind.PACKAGE_CHANGED, "", f"the package was `{old.package}` and is `{new.package}`", "keep the package")
        yield from self._messages(old.messages, new.messages, old.package, new.package)
        yield from self._enums(old.enums, new.enums, "")
        while self.pending:
            yield from self._message(*self.pending.pop())

    def _messages(self, old: tuple[Message, ...], new: tuple[Message, ...], old_package: str, new_package: str) -> Iterator[Change]:
        after = {message.name: message for message in new}
        before = {message.name: message for message in old}
        for name, message in before.items():
            if name in after:
                yield from self._message((message, old_package), (after[name], new_package))
            else:
                path = _local(message.full_name, old_package)
                yield self._breaks(Kind.MESSAGE_REMOVED, path, f"the message `{path}` was removed", "keep it until no one uses it")
        for name, message in after.items():
            if name not in before:
                path = _local(message.full_name, new_package)
                yield Change(kind=Kind.MESSAGE_ADDED, path=path, message=f"the message `{path}` was added")

    def _enums(self, old: tuple[Enum, ...], new: tuple[Enum, ...], prefix: str) -> Iterator[Change]:
        before, after = {enum.name for enum in old}, {enum.name for enum in new}
        for enum in old:
            if enum.name not in after:
                yield Change(kind=Kind.ENUM_REMOVED, path=prefix + enum.name, message=f"the enum `{enum.name}` was removed")
        for enum in new:
            if enum.name not in before:
                yield Change(kind=Kind.ENUM_ADDED, path=prefix + enum.name, message=f"the enum `{enum.name}` was added")

    def _message(self, old: Shape, new: Shape) -> Iterator[Change]:
        pair = (old[0].full_name, new[0].full_name)
        if pair in self.seen:
            return
        self.seen.add(pair)
        path = _local(new[0].full_name, new[1])
        yield from self._messages(old[0].messages, new[0].messages, old[1], new[1])
        yield from self._enums(old[0].enums, new[0].enums, path + ".")
        yield from self._fields(old[0], new[0], path)
        yield from self._oneofs(old[0], new[0], path)

    def _fields(self, old: Message, new: Message, path: str) -> Iterator[Change]:
        before = {field.number: field for field in old.fields}
        after = {field.number: field for field in new.fields}
        for number in sorted(before.keys() | after.keys()):
            was, now = before.get(number), after.get(number)
            where = f"{path}.{(now or was).name}" if now or was else path  # type: ignore[union-attr]
            if was is None:
                yield self._presence(now, where, Kind.FIELD_ADDED, Kind.REQUIRED_FIELD_ADDED, "added")
            elif now is None:
                yield self._presence(was, where, Kind.FIELD_REMOVED, Kind.REQUIRED_FIELD_REMOVED, "removed")
            else:
                yield from self._field(was, now, where)

    def _presence(self, field: ProtoField | None, path: str, usual: Kind, required: Kind, what: str) -> Change:
        if field is not None and field.label == "required":
            return self._breaks(required, path, f"the required field `{path}` was {what}", "make it optional")
        return Change(kind=usual, path=path, message=f"the field `{path}` was {what}")

    def _field(self, old: ProtoField, new: ProtoField, path: str) -> Iterator[Change]:
        if old.name != new.name:
            yield Change(kind=Kind.FIELD_RENAMED, path=path, message=f"field {new.number} was `{old.name}` and is `{new.name}`")
        if old.type == "map" or new.type == "map":
            yield from self._map(old, new, path)
            return
        yield from self._type(old, old.type, new, new.type, path)
        if (old.label == "repeated") != (new.label == "repeated"):
            numeric = new.type not in {"string", "bytes", "message", "group"}
            message = f"`{path}` was {old.label} and is {new.label}"
            if numeric:
                yield self._breaks(Kind.FIELD_LABEL_CHANGED, path, message, "add a new field")
            else:
                yield Change(kind=Kind.FIELD_LABEL_CHANGED, path=path, message=message)

    def _map(self, old: ProtoField, new: ProtoField, path: str) -> Iterator[Change]:
        if old.type != new.type:
            yield self._breaks(Kind.FIELD_KIND_CHANGED, path, f"`{path}` was {_words(old)} and is {_words(new)}", "add a new field")
            return
        if _group(old.key_type) != _group(new.key_type):
            yield self._breaks(Kind.FIELD_TYPE_CHANGED, path, f"the key of `{path}` changed its type", "add a new field")
        yield from self._type(old, old.value_type, new, new.value_type, path)

    def _type(self, old: ProtoField, was: str, new: ProtoField, now: str, path: str) -> Iterator[Change]:
        named = {"message", "group"}
        message = f"`{path}` was {_words(old)} and is {_words(new)}"
        if was in named and now in named:
            yield from self._named(old, new, path, message)
        elif was in named or now in named:
            yield self._breaks(Kind.FIELD_KIND_CHANGED, path, message, "add a new field with a new number")
        elif _group(was) != _group(now):
            yield self._breaks(Kind.FIELD_TYPE_CHANGED, path, message, "add a new field with a new number")
        elif was != now:
            yield Change(kind=Kind.FIELD_TYPE_CHANGED, path=path, message=message)

    def _named(self, old: ProtoField, new: ProtoField, path: str, message: str) -> Iterator[Change]:
        before, after = self.old_types.get(old.type_name), self.new_types.get(new.type_name)
        if before is None or after is None or _local(old.type_name, before[1]) != _local(new.type_name, after[1]):
            yield self._breaks(Kind.FIELD_TYPE_CHANGED, path, message, "add a new field with a new number")
        else:
            self.pending.append((before, after))

    def _oneofs(self, old: Message, new: Message, path: str) -> Iterator[Change]:
        before, after = _members(old), _members(new)
        was_in = {number: name for name, numbers in before.items() for number in numbers}
        now_in = {number: name for name, numbers in after.items() for number in numbers}
        existing = {field.number for field in old.fields}
        kept = {field.number for field in new.fields}
        for name, numbers in after.items():
            where = f"{path}.{name}"
            if name not in before:
                yield Change(kind=Kind.ONEOF_ADDED, path=where, message=f"the oneof `{where}` was added")
            arrived = [number for number in numbers if number in existing and was_in.get(number) != name]
            yield from self._arrivals(where, arrived, numbers, before, was_in, known=name in before)
        for name, numbers in before.items():
            where = f"{path}.{name}"
            if name not in after:
                yield Change(kind=Kind.ONEOF_REMOVED, path=where, message=f"the oneof `{where}` was removed")
            gone = [number for number in numbers if number not in kept]
            lives_on = name in after or any(number in now_in for number in numbers)
            if gone and lives_on:
                yield self._breaks(Kind.ONEOF_FIELD_REMOVED, where, f"a field of the oneof `{where}` was removed", "deprecate it instead")

    def _arrivals(
        self, where: str, arrived: list[int], numbers: list[int], before: dict[str, list[int]], was_in: dict[int, str], *, known: bool
    ) -> Iterator[Change]:
        """Fields that were elsewhere and are in this oneof now."""
        if not arrived:
            return
        sources = {was_in.get(number) for number in arrived}
        source = next(iter(sources)) if len(sources) == 1 else None
        whole = (
            source is not None and not known and set(numbers) >= set(before[source]) & set(arrived) and set(arrived) <= set(before[source])
        )
        if known:
            yield self._breaks(Kind.FIELD_MOVED_TO_ONEOF, where, f"a field moved into the oneof `{where}`", "keep it where it was")
        elif len(arrived) > 1 and not whole:
            yield self._breaks(Kind.FIELDS_MOVED_TO_ONEOF, where, f"several fields moved into the oneof `{where}`", "move at most one")
        else:
            yield Change(kind=Kind.FIELD_MOVED_TO_ONEOF, path=where, message=f"what was elsewhere is in the oneof `{where}` now")

    def _breaks(self, kind: Kind, path: str, message: str, hint: str) -> Change:
        return Change(kind=kind, path=path, directions=(self.direction,), message=message, hint=hint, rule_only=True)


def _members(message: Message) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {name: [] for name in message.oneofs}
    for field in message.fields:
        if field.oneof:
            members[field.oneof].append(field.number)
    return members


def types_of(files: FileSet) -> dict[str, Shape]:
    """Every message of a set by its full name, with the package of its file."""
    found: dict[str, Shape] = {}
    for file in files.files:
        pending = list(file.messages)
        while pending:
            message = pending.pop()
            found[message.full_name] = (message, file.package)
            pending.extend(message.messages)
    return found


def _local(name: str, package: str) -> str:
    return name.removeprefix(f"{package}.") if package else name


def _group(kind: str) -> str:
    return GROUPS.get(kind, kind)


def _words(field: ProtoField) -> str:
    if field.type == "map":
        return f"map<{field.key_type}, {field.type_name or field.value_type}>"
    return f"`{field.type_name or field.type}`"
