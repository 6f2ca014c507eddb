"""What a set of files declares, by full name."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.schemas.protobuf import Enum, FileSet, Message, ProtoField
from catalog_gen.schemas.protobuf.model import File, Service

NAMED = frozenset({"message", "group"})
"""Kinds of fields whose value is a message."""


class Index:
    """Every message, enum and extension of a set of files."""

    def __init__(self, files: FileSet) -> None:
        self.files = files
        self.main: File = files.main
        self.messages: dict[str, Message] = {}
        self.enums: dict[str, Enum] = {}
        self.extensions: dict[str, dict[int, tuple[str, ProtoField]]] = {}
        self.services: dict[str, Service] = {service.full_name: service for file in files.files for service in file.services}
        for file in files.files:
            prefix = f"{file.package}." if file.package else ""
            self._enums(file.enums)
            self._extensions(file.extensions, prefix)
            for message in walk(file.messages):
                self.messages[message.full_name] = message
                self._enums(message.enums)
                self._extensions(message.extensions, message.full_name + ".")

    def _enums(self, enums: tuple[Enum, ...]) -> None:
        for enum in enums:
            self.enums[enum.full_name] = enum

    def _extensions(self, fields: tuple[ProtoField, ...], prefix: str) -> None:
        for field in fields:
            self.extensions.setdefault(field.extendee, {})[field.number] = (prefix + field.name, field)

    def local(self, name: str) -> str:
        """A full name without the package of the main file."""
        return name.removeprefix(f"{self.main.package}.") if self.main.package else name


def walk(messages: tuple[Message, ...]) -> Iterator[Message]:
    """Messages and those within them, outer ones first."""
    for message in messages:
        yield message
        yield from walk(message.messages)
