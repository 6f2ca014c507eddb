"""A Protobuf message as a tree of fields, in Protobuf's own words (Language Guide; ProtoJSON Format).

The tree is that of the first message of the main file; what the file declares besides stands below it. The reading is for people and
never fails: what cannot be read is a `problem`, what is too much is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from catalog_gen.schemas.fields import DEPTH_LIMIT, ENUM_LIMIT, FIELD_LIMIT, Field, Part
from catalog_gen.schemas.json_text import value_text
from catalog_gen.schemas.protobuf import words
from catalog_gen.schemas.protobuf.model import Enum, FileSet, Message, Method, ProtoField, Service
from catalog_gen.schemas.protobuf.reader import read_text

_VOLUME = 500
_MESSAGES = frozenset({"message", "group"})


def read_protobuf(text: str, references: Mapping[str, str] | None = None) -> Field:
    """The field tree of a `.proto` text, or of a bundle of several; `references` are the files that it imports, name → text.

    Where an import is missing, the tree shows what the text itself says.
    """
    files, found = read_text(text, references)
    if not found:
        return read_files(files)
    files, _ = read_text(text, references, lenient=True)
    problem = f"line {found[0].span.line}: {found[0].message}" if found[0].span.line else found[0].message
    return msgspec.structs.replace(read_files(files), problem=problem) if files.files else Field(problem=problem)


def read_files(files: FileSet) -> Field:
    """The field tree of the first message of the main file."""
    main = files.main
    reading = _Reading(files)
    if not main.messages:
        return Field(types=("file",), parts=tuple(reading.rest()))
    first = main.messages[0]
    reading.paths.add("")
    root = reading.message(first, "", 0)
    if main.syntax == "proto3" and any(not field.presence and field.label == "optional" for field in first.fields):
        root["constraints"] = (*root.get("constraints", ()), ("presence", "fields without `optional` have implicit presence"))
    root["words"] = f"message {first.full_name}"
    root["parts"] = (*root.get("parts", ()), *reading.rest())
    return Field(**root)


class _Reading:
    """One reading of one set of files. Time and result are bounded by the limits of `fields`, whatever the files."""

    def __init__(self, files: FileSet) -> None:
        self.main = files.main
        self.messages: dict[str, Message] = {}
        self.enums: dict[str, Enum] = {}
        self.extensions: dict[str, list[ProtoField]] = {}
        for file in files.files:
            self._extend(file.extensions)
            self.enums.update((enum.full_name, enum) for enum in file.enums)
            waiting = list(file.messages)
            while waiting:
                message = waiting.pop()
                self.messages[message.full_name] = message
                self.enums.update((enum.full_name, enum) for enum in message.enums)
                self._extend(message.extensions)
                waiting += message.messages
        self.left = FIELD_LIMIT
        self.shown: dict[str, str] = {}
        self.open: set[str] = set()
        self.paths: set[str] = set()

    def _extend(self, extensions: Iterable[ProtoField]) -> None:
        for extension in extensions:
            if not extension.extendee.startswith("google.protobuf."):
                self.extensions.setdefault(extension.extendee, []).append(extension)

    # --- messages

    def message(self, message: Message, path: str, depth: int) -> dict[str, Any]:
        """What a message says, as arguments of `Field`: all of it where it is met first, where it was shown elsewhere."""
        name = message.full_name
        found: dict[str, Any] = {"types": ("message",), "words": f"message {message.name}", "reference": name}
        if name in self.shown:
            return {**found, "same_as": self.shown[name], "circular": name in self.open}
        found["description"] = message.doc
        self.left -= len(message.doc) // _VOLUME
        constraints = [words.reserved(message.reserved_ranges, message.reserved_names), words.extension_ranges(message.extension_ranges)]
        found["constraints"] = tuple(one for one in constraints if one[1])
        found.update(words.options_of(message.options))
        if depth >= DEPTH_LIMIT:
            return {**found, "more": len(message.fields)}
        self.shown[name] = path
        self.open.add(name)
        children, parts, left_out = self._members(message, path, depth)
        self.open.discard(name)
        return {**found, "children": children, "parts": parts, "more": left_out}

    def _members(self, message: Message, path: str, depth: int) -> tuple[tuple[Field, ...], tuple[Part, ...], int]:
        children: list[Field] = []
        choices: dict[str, list[Field]] = {}
        count = 0
        for field in message.fields:
            if self.left <= 0:
                break
            count += 1
            made = self.field(field, f"{path}.{field.name}" if path else field.name, depth + 1)
            if field.oneof and not field.proto3_optional:
                choices.setdefault(field.oneof, []).append(made)
            else:
                children.append(made)
        docs = dict(message.oneof_docs)
        parts = [
            Part(keyword="oneof", label=f"oneof `{name}`: at most one of", description=docs.get(name, ""), fields=tuple(members))
            for name, members in choices.items()
        ]
        extensions = self.extensions.get(message.full_name, ())
        if extensions and self.left > 0:
            added = [self.field(one, f"{path}({one.name})", depth + 1, name=one.name) for one in extensions[: self.left]]
            parts.append(Part(keyword="extend", label="Extensions", fields=tuple(added), more=len(extensions) - len(added)))
        return tuple(children), tuple(parts), len(message.fields) - count

    def field(self, field: ProtoField, path: str, depth: int, name: str = "") -> Field:
        """A field with everything that its declaration and its type say."""
        path = self.unique(path)
        inner = f"{path}{'{}' if field.type == 'map' else '[]' if field.label == 'repeated' else ''}"
        said = self._map(field, inner, depth) if field.type == "map" else self._typed(field.type, field.type_name, inner, depth)
        said["words"] = words.type_words(field, self.main.syntax)
        said["repeated"] = field.label == "repeated" and field.type != "map"
        said["required"] = field.label == "required"
        said["number"] = field.number
        if field.doc:
            known = said.get("description", "")
            said["description"] = f"{field.doc}\n\n{known}" if known and known != field.doc else field.doc
            self.left -= len(field.doc) // _VOLUME
        if field.default is not None:
            said["default"] = value_text(field.default) if field.type in {"string", "bytes"} else field.default[:500]
        said["constraints"] = (*said.get("constraints", ()), *words.constraints_of(field))
        own = words.options_of(field.options)
        for key in ("tags", "extensions"):
            if key in own and key in said:
                own[key] = tuple(dict.fromkeys((*own[key], *said[key])))
        if "description" in own and said.get("description"):
            own["description"] = f"{said['description']}\n\n{own['description']}"
        return Field(**{**said, **own, "name": name or field.name, "path": path})

    def _map(self, field: ProtoField, path: str, depth: int) -> dict[str, Any]:
        said: dict[str, Any] = {"types": ("map",)}
        if field.type_name:
            said["reference"] = field.type_name
            value = {**self._typed(field.value_type, field.type_name, self.unique(path), depth + 1), "name": "", "path": path}
            said["parts"] = (Part(keyword="values", label="Each value", fields=(Field(**value),)),)
        else:
            self.left -= 1
        return said

    def _typed(self, kind: str, type_name: str, path: str, depth: int) -> dict[str, Any]:
        """What a type says, as arguments of `Field`."""
        self.left -= 1
        meaning = words.WELL_KNOWN.get(type_name)
        if meaning is not None:
            return {"types": (kind,), "words": type_name, "constraints": (("json", meaning),)}
        if kind in _MESSAGES:
            message = self.messages.get(type_name)
            if message is not None:
                return {**self.message(message, path, depth), "types": (kind,)}
            return {"types": (kind,), "words": type_name, "problem": f"`{type_name}` is declared in a file that is not here"}
        if kind == "enum" and type_name in self.enums:
            return self._enum(self.enums[type_name])
        return {"types": (kind,)}

    def _enum(self, enum: Enum) -> dict[str, Any]:
        self.left -= len(enum.members) // 20
        constraints = [words.reserved(enum.reserved_ranges, enum.reserved_names)]
        if enum.closed:
            constraints.append(("closed", "closed: a number without a name is no value"))
        return {
            "types": ("enum",),
            "words": f"enum {enum.name}",
            "reference": enum.full_name,
            "description": enum.doc,
            "enum": tuple(map(words.enum_value, enum.members[:ENUM_LIMIT])),
            "enum_more": max(0, len(enum.members) - ENUM_LIMIT),
            "constraints": tuple(one for one in constraints if one[1]),
            **words.options_of(enum.options),
        }

    # --- the rest of the file

    def rest(self) -> Iterator[Part]:
        """What the main file declares besides the first message and what that holds: messages, enums that nothing uses, services."""
        rows: list[Field] = []
        further = [message for message in self.main.messages[1:] if message.full_name not in self.shown]
        held = {name for message in further for name in _held(message)}
        for message in further:
            if self.left <= 0:
                break
            if message.full_name not in self.shown and (message.full_name not in held or not rows):
                path = self.unique(f"({message.name})")
                rows.append(Field(**{**self.message(message, path, 1), "name": message.name, "path": path}))
        if rows:
            yield Part(keyword="message", label="Further messages of the file", fields=tuple(rows))
        if not self.main.messages and self.main.enums:
            enums = [Field(**{**self._enum(enum), "name": enum.name, "path": self.unique(enum.name)}) for enum in self.main.enums[:100]]
            yield Part(keyword="enum", label="Enums of the file", fields=tuple(enums), more=len(self.main.enums) - len(enums))
        for service in self.main.services:
            if self.left > 0:
                yield self._service(service)

    def _service(self, service: Service) -> Part:
        methods = [self._method(service, method) for method in service.methods[: self.left]]
        more = len(service.methods) - len(methods)
        return Part(keyword="service", label=f"service `{service.name}`", description=service.doc, fields=tuple(methods), more=more)

    def _method(self, service: Service, method: Method) -> Field:
        self.left -= 1
        said = {"description": method.doc, **words.options_of(method.options)}
        path = self.unique(f"{service.name}.{method.name}")
        return Field(**{**said, "name": method.name, "path": path, "types": ("rpc",), "words": words.method_words(method)})

    def unique(self, path: str) -> str:
        """The path, numbered where another place already has it."""
        found, number = path, 2
        while found in self.paths:
            found, number = f"{path}~{number}", number + 1
        self.paths.add(found)
        return found


def _held(message: Message) -> Iterator[str]:
    """Types of the fields of a message, and of the messages declared in it."""
    waiting = [message]
    while waiting:
        one = waiting.pop()
        yield from (field.type_name for field in one.fields if field.type_name != message.full_name)
        waiting += one.messages
