"""The rules of Apicurio Registry for Protobuf (its `ProtobufCompatibilityCheckerLibrary`, after Protolock).

Messages are matched by their name within the package, fields by their name, and nothing that is in use may go: what is reserved stays
reserved and unused; a field keeps its number, its type and its label, and goes only when its name and its number are reserved; a value of
an enum stays while the enum does; a method keeps its signature; no required field is added to a proto2 message. What a message, an enum
or a type means on the wire is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.protobuf.entries import with_entries
from catalog_gen.evolution.protobuf.index import Index, walk
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.evolution.protobuf.ranges import uncovered
from catalog_gen.evolution.protobuf.values import words
from catalog_gen.schemas.protobuf import Enum, FileSet, Message, ProtoField

Finding = tuple[Kind, str, str]

HINT = "keep what is in use, reserve the number and the name of what goes, and add beside it"


def apicurio_changes(old: FileSet, new: FileSet, direction: Direction) -> Iterator[Change]:
    """What breaks a rule of the registry when `new` reads what was written with `old`."""
    for kind, path, message in _findings(Index(with_entries(old)), Index(with_entries(new))):
        yield Change(kind=kind, path=path, directions=(direction,), message=message, hint=HINT, rule_only=True)


def _findings(old: Index, new: Index) -> Iterator[Finding]:
    after = {new.local(message.full_name): message for message in walk(new.main.messages)}
    enums = {new.local(name): enum for name, enum in new.enums.items()}
    for message in walk(old.main.messages):
        path = old.local(message.full_name)
        other = after.get(path)
        if other is not None:
            yield from _message(message, other, path, proto2=old.main.syntax == "proto2")
        elif message.fields or message.reserved_names or message.reserved_ranges:
            yield Kind.MESSAGE_REMOVED, path, f"the message `{path}` was removed, and its fields with it"
        for enum in message.enums:
            yield from _enum(enum, enums.get(old.local(enum.full_name)), old.local(enum.full_name))
    for enum in old.main.enums:
        yield from _enum(enum, enums.get(enum.name), enum.name)
    yield from _services(old, new)


def _message(old: Message, new: Message, path: str, *, proto2: bool) -> Iterator[Finding]:
    before = {field.name: field for field in old.fields}
    after = {field.name: field for field in new.fields}
    numbers = {field.number: field.name for field in new.fields}
    for field in new.fields:
        where = f"{path}.{field.name}"
        if field.name in old.reserved_names or _reserves(old, field.number):
            yield Kind.RESERVED_REMOVED, where, f"`{where}` uses what was reserved"
        if proto2 and field.label == "required" and field.name not in before:
            yield Kind.REQUIRED_FIELD_ADDED, where, f"the required field `{where}` was added"
    if set(old.reserved_names) - set(new.reserved_names) or any(uncovered(old.reserved_ranges, new.reserved_ranges)):
        yield Kind.RESERVED_REMOVED, path, f"`{path}` reserves less than it did"
    for name, field in before.items():
        where, other = f"{path}.{name}", after.get(name)
        if other is not None:
            yield from _field(field, other, where)
        else:
            yield from _removed(field, new, numbers, where)
        now = numbers.get(field.number)
        if other is None and now is not None:
            yield Kind.FIELD_RENAMED, where, f"field {field.number} was `{name}` and is `{now}`"


def _removed(field: ProtoField, new: Message, numbers: dict[int, str], where: str) -> Iterator[Finding]:
    if field.name not in new.reserved_names or not (_reserves(new, field.number) or field.number in numbers):
        yield Kind.FIELD_REMOVED_UNRESERVED, where, f"the field `{where}` was removed without reserving its name and its number"


def _field(old: ProtoField, new: ProtoField, where: str) -> Iterator[Finding]:
    if old.number != new.number:
        yield Kind.FIELD_NUMBER_CHANGED, where, f"`{where}` had the number {old.number} and has {new.number}"
    if words(old) != words(new):
        yield Kind.FIELD_TYPE_CHANGED, where, f"`{where}` was {words(old)} and is {words(new)}"
    elif old.label != new.label:
        yield Kind.FIELD_LABEL_CHANGED, where, f"`{where}` was {old.label} and is {new.label}"


def _enum(old: Enum, new: Enum | None, path: str) -> Iterator[Finding]:
    """The values of an enum; an enum that is gone as a whole breaks no rule."""
    if new is None:
        return
    names = {member.name: member.number for member in new.members}
    before, after = ({member.number: member.name for member in enum.members} for enum in (old, new))
    for member in old.members:
        where = f"{path}.{member.name}"
        if names.get(member.name, member.number) != member.number:
            yield Kind.ENUM_VALUE_RENUMBERED, where, f"the value `{where}` was {member.number} and is {names[member.name]}"
        elif before[member.number] != member.name or after.get(member.number) == member.name:
            continue
        elif member.number in after:
            message = f"the value {member.number} of `{path}` was `{member.name}` and is `{after[member.number]}`"
            yield Kind.ENUM_VALUE_RENAMED, where, message
        else:
            yield Kind.ENUM_VALUE_REMOVED, where, f"the value `{where}` was removed"


def _services(old: Index, new: Index) -> Iterator[Finding]:
    after = {service.name: service for service in new.main.services}
    for service in old.main.services:
        other = after.get(service.name)
        methods = {method.name: method for method in other.methods} if other is not None else {}
        for method in service.methods:
            path, now = f"{service.name}.{method.name}", methods.get(method.name)
            if now is None:
                yield Kind.METHOD_REMOVED, path, f"the method `{path}` was removed"
            elif (method.input, method.output) != (now.input, now.output):
                yield Kind.METHOD_TYPE_CHANGED, path, f"the method `{path}` takes or gives other messages"
            elif (method.client_streaming, method.server_streaming) != (now.client_streaming, now.server_streaming):
                yield Kind.METHOD_STREAMING_CHANGED, path, f"the method `{path}` streams otherwise"


def _reserves(message: Message, number: int) -> bool:
    return any(low <= number <= high for low, high in message.reserved_ranges)
