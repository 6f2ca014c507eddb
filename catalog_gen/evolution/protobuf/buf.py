"""The dialects `buf-file`, `buf-package`, `buf-wire-json` and `buf-wire`: the verdicts of `buf breaking`, rule by rule.

A finding names its rule. buf compares a new module with an old one; the forward direction asks the same with the sides swapped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.protobuf.buf_fields import field_findings
from catalog_gen.evolution.protobuf.buf_rules import CATEGORIES, FILE_OPTIONS, RULES
from catalog_gen.evolution.protobuf.entries import with_entries
from catalog_gen.evolution.protobuf.index import Index, walk
from catalog_gen.schemas.protobuf import Enum, File, FileSet, Message
from catalog_gen.schemas.protobuf.model import Range, Service

Finding = tuple[str, str, str]
"""A rule, the path of what broke it, and what happened in words."""


def buf_changes(old: FileSet, new: FileSet, dialect: str, direction: Direction) -> Iterator[Change]:
    """What `buf breaking` finds in a category, in its words of rules."""
    category = CATEGORIES[dialect]
    for rule, path, message in findings(Index(with_entries(old)), Index(with_entries(new))):
        categories, kind = RULES[rule]
        if category in categories:
            yield Change(
                kind=kind,
                path=path,
                directions=(direction,),
                message=f"{message} ({rule})",
                hint=f"see buf's rule {rule}",
                rule_only=True,
            )


def findings(old: Index, new: Index) -> Iterator[Finding]:
    """Everything that breaks any rule."""
    yield from _file(old.main, new.main)
    yield from _deleted(old, new)
    for message in walk(old.main.messages):
        other = new.messages.get(message.full_name)
        if other is not None:
            yield from _message(old, new, message, other)
    for enum in _enums(old.main):
        after = new.enums.get(enum.full_name)
        if after is not None:
            yield from _enum(enum, after, old.local(enum.full_name))
    for service in old.main.services:
        found = new.services.get(service.full_name)
        if found is not None:
            yield from _service(service, found)


def _file(old: File, new: File) -> Iterator[Finding]:
    if old.package != new.package:
        yield "FILE_SAME_PACKAGE", "", f"the package was `{old.package}` and is `{new.package}`"
    if old.syntax != new.syntax:
        yield "FILE_SAME_SYNTAX", "", f"the syntax was {old.syntax} and is {new.syntax}"
    before, after = dict(old.options), dict(new.options)
    for name, usual in FILE_OPTIONS.items():
        was, now = before.get(name, usual), after.get(name, usual)
        if was != now:
            yield f"FILE_SAME_{name.upper()}", "", f"the option `{name}` was `{was}` and is `{now}`"


class _Names(NamedTuple):
    enums: dict[str, str]
    messages: dict[str, str]
    services: dict[str, str]
    extensions: dict[str, str]


def _names(file: File) -> _Names:
    """What a file declares: name without the package → full name."""
    prefix = f"{file.package}." if file.package else ""
    extensions = [prefix + field.name for field in file.extensions]
    extensions += [f"{message.full_name}.{field.name}" for message in walk(file.messages) for field in message.extensions]
    return _Names(
        *(
            {name.removeprefix(prefix): name for name in names}
            for names in (
                [enum.full_name for enum in _enums(file)],
                [message.full_name for message in walk(file.messages)],
                [service.full_name for service in file.services],
                extensions,
            )
        )
    )


def _deleted(old: Index, new: Index) -> Iterator[Finding]:
    before, after = _names(old.main), _names(new.main)
    for what, was, now in zip(("ENUM", "MESSAGE", "SERVICE", "EXTENSION"), before, after, strict=True):
        for name in was:
            if name not in now:
                yield f"{what}_NO_DELETE", name, f"the {what.lower()} `{name}` was removed from the file"
    packages = {file.package for file in new.files.files}
    if old.main.package not in packages:
        if any(before):
            yield "PACKAGE_NO_DELETE", "", f"the package `{old.main.package}` was removed"
        return
    known = [_names(file) for file in new.files.files if file.package == old.main.package]
    for number, what in enumerate(("ENUM", "MESSAGE", "SERVICE", "EXTENSION")):
        for name in before[number]:
            if not any(name in names[number] for names in known):
                yield f"PACKAGE_{what}_NO_DELETE", name, f"the {what.lower()} `{name}` was removed from the package"


def _enums(file: File) -> Iterator[Enum]:
    yield from file.enums
    for message in walk(file.messages):
        yield from message.enums


def _message(old_index: Index, new_index: Index, old: Message, new: Message) -> Iterator[Finding]:
    path = new_index.local(new.full_name)
    yield from field_findings(old_index, new_index, old, new, path)
    for name in old.oneofs:
        if name not in new.oneofs:
            yield "ONEOF_NO_DELETE", f"{path}.{name}", f"the oneof `{path}.{name}` was removed"
    if old.json_strict and not new.json_strict:
        yield "MESSAGE_SAME_JSON_FORMAT", path, f"the JSON format of `{path}` changed"
    was, now = (dict(message.options).get("no_standard_descriptor_accessor") == "true" for message in (old, new))
    if now and not was:
        yield "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR", path, f"`{path}` has no standard descriptor accessor any longer"
    for gap in _uncovered(old.extension_ranges, new.extension_ranges):
        yield "EXTENSION_MESSAGE_NO_DELETE", path, f"the extension range {gap[0]} to {gap[1]} of `{path}` was removed"
    yield from _reserved("RESERVED_MESSAGE_NO_DELETE", old, new, path)


def _reserved(rule: str, old: Message | Enum, new: Message | Enum, path: str) -> Iterator[Finding]:
    for gap in _uncovered(old.reserved_ranges, new.reserved_ranges):
        yield rule, path, f"`{path}` reserves {gap[0]} to {gap[1]} no longer"
    for name in old.reserved_names:
        if name not in new.reserved_names:
            yield rule, path, f'`{path}` reserves "{name}" no longer'


def _uncovered(old: Iterable[Range], new: Iterable[Range]) -> Iterator[Range]:
    """Ranges that are not covered by the new ones, neighbours taken together."""
    merged: list[list[int]] = []
    for low, high in sorted(new):
        if merged and low <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    for low, high in old:
        if not any(start <= low and high <= end for start, end in merged):
            yield low, high


def _enum(old: Enum, new: Enum, path: str) -> Iterator[Finding]:
    if old.closed != new.closed:
        yield "ENUM_SAME_TYPE", path, f"the enum `{path}` is {'closed' if new.closed else 'open'} now"
    if old.json_strict and not new.json_strict:
        yield "ENUM_SAME_JSON_FORMAT", path, f"the JSON format of `{path}` changed"
    before, after = _by_number(old), _by_number(new)
    for number, names in before.items():
        where = f"{path}.{names[0]}"
        if number in after:
            if not set(names) <= set(after[number]):
                yield "ENUM_VALUE_SAME_NAME", where, f"the value {number} of `{path}` was `{names[0]}` and is `{after[number][0]}`"
            continue
        message = f"the value `{names[0]} = {number}` of `{path}` was removed"
        yield "ENUM_VALUE_NO_DELETE", where, message
        if not any(low <= number <= high for low, high in new.reserved_ranges):
            yield "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED", where, f"{message} without reserving its number"
        if not set(names) <= set(new.reserved_names):
            yield "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED", where, f"{message} without reserving its name"
    yield from _reserved("RESERVED_ENUM_NO_DELETE", old, new, path)


def _by_number(enum: Enum) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for member in enum.members:
        found.setdefault(member.number, []).append(member.name)
    return found


def _service(old: Service, new: Service) -> Iterator[Finding]:
    after = {method.name: method for method in new.methods}
    for method in old.methods:
        path, other = f"{new.name}.{method.name}", after.get(method.name)
        if other is None:
            yield "RPC_NO_DELETE", path, f"the method `{path}` was removed"
            continue
        was, now = (dict(one.options).get("idempotency_level", "IDEMPOTENCY_UNKNOWN") for one in (method, other))
        for rule, before, current, what in (
            ("RPC_SAME_REQUEST_TYPE", method.input, other.input, "what it takes"),
            ("RPC_SAME_RESPONSE_TYPE", method.output, other.output, "what it gives"),
            ("RPC_SAME_CLIENT_STREAMING", method.client_streaming, other.client_streaming, "whether the client streams"),
            ("RPC_SAME_SERVER_STREAMING", method.server_streaming, other.server_streaming, "whether the server streams"),
            ("RPC_SAME_IDEMPOTENCY_LEVEL", was, now, "its idempotency"),
        ):
            if before != current:
                yield rule, path, f"the method `{path}` changed {what}: it was `{before}` and is `{current}`"
