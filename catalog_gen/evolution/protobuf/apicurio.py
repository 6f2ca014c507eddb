"""The rules of Apicurio Registry for Protobuf (its `ProtobufCompatibilityChecker`): a reader's schema may not take away what is in use.

Messages are matched by name within the package, fields by name: reserved numbers and names stay reserved and unused, fields keep their
numbers, types and labels and go only when they are reserved, methods keep their signatures; in proto2 no required field is added.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.protobuf.index import Index, walk
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.evolution.protobuf.values import words
from catalog_gen.schemas.protobuf import FileSet, Message, ProtoField

Finding = tuple[Kind, str, str]


def apicurio_changes(old: FileSet, new: FileSet, direction: Direction) -> Iterator[Change]:
    """What breaks a rule of the registry when `new` reads what was written with `old`."""
    for kind, path, message in _findings(Index(old), Index(new)):
        yield Change(
            kind=kind, path=path, directions=(direction,), message=message, hint="add beside it; reserve what goes", rule_only=True
        )


def _findings(old: Index, new: Index) -> Iterator[Finding]:
    after = {new.local(message.full_name): message for message in walk(new.main.messages)}
    for message in walk(old.main.messages):
        path = old.local(message.full_name)
        if path in after:
            yield from _message(message, after[path], path, proto2=new.main.syntax == "proto2")
    yield from _services(old, new)


def _message(old: Message, new: Message, path: str, *, proto2: bool) -> Iterator[Finding]:
    before = {field.name: field for field in old.fields}
    after = {field.name: field for field in new.fields}
    numbers = {field.number: field for field in new.fields}
    for field in new.fields:
        if field.name in old.reserved_names or _within(field.number, old):
            yield Kind.RESERVED_REMOVED, f"{path}.{field.name}", f"`{path}.{field.name}` uses what was reserved"
        elif proto2 and field.label == "required" and field.name not in before:
            yield Kind.REQUIRED_FIELD_ADDED, f"{path}.{field.name}", f"the required field `{path}.{field.name}` was added"
    if set(old.reserved_names) - set(new.reserved_names) or not _numbers(old) <= _numbers(new):
        yield Kind.RESERVED_REMOVED, path, f"`{path}` reserves less than it did"
    for name, field in before.items():
        where, other = f"{path}.{name}", after.get(name)
        if other is not None:
            yield from _field(field, other, where)
        elif field.number in numbers:
            yield Kind.FIELD_RENAMED, where, f"field {field.number} was `{name}` and is `{numbers[field.number].name}`"
        elif name not in new.reserved_names and not _within(field.number, new):
            yield Kind.FIELD_REMOVED_UNRESERVED, where, f"the field `{where}` was removed and neither its number nor its name is reserved"


def _field(old: ProtoField, new: ProtoField, where: str) -> Iterator[Finding]:
    if old.number != new.number:
        yield Kind.FIELD_NUMBER_CHANGED, where, f"`{where}` had the number {old.number} and has {new.number}"
    if words(old) != words(new):
        yield Kind.FIELD_TYPE_CHANGED, where, f"`{where}` was {words(old)} and is {words(new)}"
    elif (old.label, old.oneof) != (new.label, new.oneof) and old.label != new.label:
        yield Kind.FIELD_LABEL_CHANGED, where, f"`{where}` was {old.label} and is {new.label}"


def _services(old: Index, new: Index) -> Iterator[Finding]:
    after = {service.name: service for service in new.main.services}
    for service in old.main.services:
        other = after.get(service.name)
        methods = {method.name: method for method in other.methods} if other is not None else {}
        for method in service.methods:
            path, now = f"{service.name}.{method.name}", methods.get(method.name)
            if now is None:
                yield Kind.METHOD_REMOVED, path, f"the method `{path}` was removed"
            elif (method.input, method.output, method.client_streaming, method.server_streaming) != (
                now.input,
                now.output,
                now.client_streaming,
                now.server_streaming,
            ):
                yield Kind.METHOD_TYPE_CHANGED, path, f"the signature of `{path}` changed"


def _within(number: int, message: Message) -> bool:
    return any(low <= number <= high for low, high in message.reserved_ranges)


def _numbers(message: Message) -> frozenset[tuple[int, int]]:
    return frozenset(message.reserved_ranges)
