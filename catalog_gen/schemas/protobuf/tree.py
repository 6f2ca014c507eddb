"""Protobuf messages as a tree of fields, in Protobuf's own words (Language Guide).

The tree is that of the text's first message; further messages that it does not hold are listed below it. A message or enum is shown
where it is met first; later places refer there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from catalog_gen.model.base import Json
from catalog_gen.schemas.fields import DEPTH_LIMIT, ENUM_LIMIT, FIELD_LIMIT, TEXT_LIMIT, EnumValue, Field, Part
from catalog_gen.schemas.protobuf.link import camel
from catalog_gen.schemas.protobuf.model import Enum, File, FileSet, Message, Method, ProtoField, Range
from catalog_gen.schemas.protobuf.reader import read_text

_MESSAGES = {"message", "group"}
_JSON_OF = {
    "google.protobuf.Timestamp": "a moment, in JSON a text such as 2026-02-03T09:30:00Z",
    "google.protobuf.Duration": "a span, in JSON a text such as 3.5s",
    "google.protobuf.FieldMask": "names of fields, in JSON a text with commas",
    "google.protobuf.Struct": "any JSON object",
    "google.protobuf.Value": "any JSON value",
    "google.protobuf.ListValue": "any JSON array",
    "google.protobuf.Any": "any message, in JSON an object with `@type`",
    "google.protobuf.Empty": "nothing",
    **{
        f"google.protobuf.{name}Value": f"{kind} or nothing, in JSON the value itself or null"
        for name, kind in (
            ("Double", "double"), ("Float", "float"), ("Int64", "int64"), ("UInt64", "uint64"), ("Int32", "int32"),
            ("UInt32", "uint32"), ("Bool", "bool"), ("String", "string"), ("Bytes", "bytes"),
        )
    },
}  # fmt: skip
"""Well-known type → what it holds (ProtoJSON Format)."""


def read_protobuf(text: str, references: Mapping[str, str] | None = None) -> Field:
    """The field tree of a `.proto` text. One that cannot be read gives a field with a `problem`."""
    files, found = read_text(text, references or {})
    if found:
        return Field(problem=found[0].message)
    main = files.main
    reading = _Reading(files)
    first = main.messages[0] if main.messages else None
    root = reading.message(first, "", 0, {}) if first is not None else Field(types=("file",))
    parts = [*root.parts, *reading.others(main)]
    return msgspec.structs.replace(root, parts=tuple(parts))


class _Reading:
    def __init__(self, files: FileSet) -> None:
        self.messages: dict[str, Message] = {}
        self.enums: dict[str, Enum] = {}
        self.shown: dict[str, str] = {}
        """Full name → path of the field that shows it."""
        self.open: set[str] = set()
        self.left = FIELD_LIMIT
        for file in files.files:
            self.enums.update((enum.full_name, enum) for enum in file.enums)
            waiting = list(file.messages)
            while waiting:
                one = waiting.pop()
                self.messages[one.full_name] = one
                self.enums.update((enum.full_name, enum) for enum in one.enums)
                waiting += one.messages

    def others(self, main: File) -> list[Part]:
        """What the file declares besides: further messages, and services."""
        parts: list[Part] = []
        further = [
            self.message(message, f"({message.name})", 1, {"name": message.name})
            for message in main.messages[1:]
            if message.full_name not in self.shown and self.left > 0
        ]
        if further:
            parts.append(Part(keyword="messages", label="Further messages of the file", fields=tuple(further)))
        for service in main.services:
            methods = tuple(_method(method, f"{service.name}.{method.name}") for method in service.methods[: max(0, self.left)])
            parts.append(Part(keyword="service", label=f"Service `{service.name}`", fields=methods))
        return parts

    def message(self, message: Message, path: str, depth: int, marks: dict[str, Any]) -> Field:
        """The field of a message; `marks` are further arguments of `Field`."""
        self.left -= 1
        short = message.name
        if message.full_name in _JSON_OF:
            words = (("json", _JSON_OF[message.full_name]),)
            return Field(path=path, **{"types": (short,), **marks, "constraints": (*marks.get("constraints", ()), *words)})
        if message.full_name in self.shown:
            at = self.shown[message.full_name]
            return Field(
                path=path, **{"types": ("message",), **marks}, reference=short, same_as=at, circular=message.full_name in self.open
            )
        if depth > DEPTH_LIMIT or self.left < 0:
            return Field(path=path, **{"types": ("message",), **marks}, reference=short, more=len(message.fields))
        self.shown[message.full_name] = path
        self.open.add(message.full_name)
        children, parts = self.members(message, path, depth)
        self.open.discard(message.full_name)
        said = {
            "types": ("message",),
            **marks,
            "description": marks.get("description") or message.doc,
            "constraints": (*marks.get("constraints", ()), *_reserved(message.reserved_ranges, message.reserved_names)),
        }
        return Field(path=path, reference=short, children=children, parts=parts, **said)

    def members(self, message: Message, path: str, depth: int) -> tuple[tuple[Field, ...], tuple[Part, ...]]:
        """The fields of a message, and its oneofs as parts."""
        children: list[Field] = []
        groups: dict[str, list[Field]] = {}
        for field in message.fields:
            if self.left <= 0:
                break
            made = self.field(field, f"{path}.{field.name}" if path else field.name, depth + 1)
            if field.oneof and not field.proto3_optional:
                groups.setdefault(field.oneof, []).append(made)
            else:
                children.append(made)
        docs = dict(message.oneof_docs)
        parts = (
            Part(keyword="oneof", label=f"At most one of `{name}`" + (f": {docs[name]}" if docs.get(name) else ""), fields=tuple(members))
            for name, members in groups.items()
        )
        return tuple(children), tuple(parts)

    def field(self, field: ProtoField, path: str, depth: int) -> Field:
        marks: dict[str, Any] = {
            "name": field.name,
            "description": field.doc,
            "required": field.label == "required",
            "default": json.dumps(field.default, ensure_ascii=False) if field.default is not None else "",
            "constraints": _constraints(field),
            "deprecated": _is_set(dict(field.options).get("deprecated")),
            "extensions": tuple((name, _json(value)) for name, value in field.options if name not in {"deprecated", "json_name", "packed"}),
        }
        if field.type == "map":
            inner = self.value(field.value_type, field.type_name, f"{path}{{}}", depth + 1, {})
            words = f"map<{field.key_type}, {_type_name(field.value_type, field.type_name)}>"
            parts = (Part(keyword="values", label="Each value", fields=(inner,)),) if field.value_type in {*_MESSAGES, "enum"} else ()
            self.left -= 1
            return Field(path=path, types=(words,), parts=parts, **marks)
        if field.label == "repeated":
            named = field.type_name in self.messages or field.type_name in self.enums
            marks["types"] = (
                "repeated" if named and field.type_name not in _JSON_OF else f"repeated {_type_name(field.type, field.type_name)}",
            )
        return self.value(field.type, field.type_name, path, depth, marks)

    def value(self, kind: str, type_name: str, path: str, depth: int, marks: dict[str, Any]) -> Field:
        if kind in _MESSAGES and type_name in self.messages:
            return self.message(self.messages[type_name], path, depth, marks)
        self.left -= 1
        if kind == "enum" and type_name in self.enums:
            return self.enum(self.enums[type_name], path, marks)
        return Field(path=path, **{"types": (kind,), **marks})

    def enum(self, enum: Enum, path: str, marks: dict[str, Any]) -> Field:
        if enum.full_name in self.shown:
            return Field(path=path, **{"types": ("enum",), **marks}, reference=enum.name, same_as=self.shown[enum.full_name])
        self.shown[enum.full_name] = path
        constraints = (*marks.pop("constraints", ()), *_reserved(enum.reserved_ranges, enum.reserved_names))
        values = tuple(
            EnumValue(text=json.dumps(member.name), name=f"= {member.number}", description=member.doc)
            for member in enum.members[:ENUM_LIMIT]
        )
        said = {"types": ("enum",), **marks, "description": marks.get("description") or enum.doc}
        return Field(
            path=path,
            reference=enum.name,
            enum=values,
            enum_more=max(0, len(enum.members) - ENUM_LIMIT),
            constraints=constraints,
            **said,
        )


def _method(method: Method, path: str) -> Field:
    """A method as a field: what it takes and gives."""
    takes, gives = method.input.rpartition(".")[2], method.output.rpartition(".")[2]
    words = f"takes {_stream(streaming=method.client_streaming)}`{takes}`, gives {_stream(streaming=method.server_streaming)}`{gives}`"
    return Field(name=method.name, path=path, types=("rpc",), description=method.doc, constraints=(("rpc", words),))


def _stream(*, streaming: bool) -> str:
    return "a stream of " if streaming else ""


def _constraints(field: ProtoField) -> tuple[tuple[str, str], ...]:
    found = [("number", f"`= {field.number}`")]
    if field.proto3_optional or (field.presence and field.label == "optional" and not field.oneof and field.type not in _MESSAGES):
        found.append(("presence", "optional"))
    if field.json_name and field.json_name != camel(field.name):
        found.append(("json_name", f"`{field.json_name}` in JSON"))
    return tuple(found)


def _reserved(ranges: tuple[Range, ...], names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    numbers = [str(low) if low == high else f"{low} to {high}" for low, high in ranges[:50]]
    listed = ", ".join(f"`{one}`" for one in (*numbers, *names[:50]))
    return (("reserved", f"reserved: {listed}"),) if listed else ()


def _type_name(kind: str, type_name: str) -> str:
    return type_name.rpartition(".")[2] if type_name else kind


def _is_set(value: Json) -> bool:
    return value in (True, "true")


def _json(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= TEXT_LIMIT else text[:TEXT_LIMIT] + "…"
