"""The outline of a Protobuf text: the fields of its first message, by the names that they have in the text."""

from __future__ import annotations

import json

from catalog_gen.checks.outlines.outline import DEEPEST, MOST_SPOTS, Outline, Spot
from catalog_gen.diagnostics import Span
from catalog_gen.model.schema import Schema
from catalog_gen.schemas.protobuf import FileSet, read_text
from catalog_gen.schemas.protobuf.model import Enum, Message, ProtoField

_KINDS = {
    "bool": "boolean",
    "double": "number",
    "enum": "string",
    "fixed32": "integer",
    "float": "number",
    "group": "object",
    "int32": "integer",
    "message": "object",
    "sfixed32": "integer",
    "sint32": "integer",
    "string": "string",
    "uint32": "integer",
}
"""Protobuf's types as those of its JSON form (ProtoJSON). Those of 64 bits are numbers or texts there, and bytes are Base64: left out."""


def read(schema: Schema, *, placed: bool) -> Outline | None:
    """The outline of a text; None where it cannot be read, for want of an import or otherwise, or has no message."""
    del placed  # A text inside a document or a registry has one place.
    files, _ = read_text(schema.text)
    if not files.files or not files.main.messages:
        return None
    reader = _Reader(files, schema.span)
    reader.spots[""] = Spot(types=frozenset({"message"}), kinds=frozenset({"object"}), required=True, span=schema.span)
    reader.visit(files.main.messages[0], "")
    return Outline("protobuf", reader.spots, whole=reader.whole)


class _Reader:
    def __init__(self, files: FileSet, span: Span) -> None:
        self.span = span
        self.messages: dict[str, Message] = {}
        self.enums: dict[str, Enum] = {}
        self.spots: dict[str, Spot] = {}
        self.whole = True
        for file in files.files:
            self.enums |= {one.full_name: one for one in file.enums}
            waiting = list(file.messages)
            while waiting:
                message = waiting.pop()
                self.messages[message.full_name] = message
                self.enums |= {one.full_name: one for one in message.enums}
                waiting += message.messages

    def visit(self, message: Message, path: str, depth: int = 0) -> None:
        """Note the fields of a message, and of those in it."""
        if depth > DEEPEST:
            self.whole = False
            return
        for field in message.fields:
            if len(self.spots) >= MOST_SPOTS:
                self.whole = False
                return
            name = f"{path}.{field.name}" if path else field.name
            if field.label == "repeated" and field.type != "map":
                self.spots[name] = Spot(types=frozenset({"repeated"}), kinds=frozenset({"array"}), span=self.span)
                name = f"{name}[]"
            known = field.type_name.startswith("google.protobuf.")
            self.spots[name] = self._spot(field, known=known)
            inside = self.messages.get(field.type_name)
            if inside is not None and not known and field.type in {"message", "group"}:
                self.visit(inside, name, depth + 1)

    def _spot(self, field: ProtoField, *, known: bool) -> Spot:
        """`known`: whether its type is one of the well-known ones, whose JSON form is their own."""
        enum = self.enums.get(field.type_name) if field.type == "enum" else None
        kind = "object" if field.type == "map" else _KINDS.get(field.type, "")
        scalar = field.type not in {"message", "enum", "group"}
        return Spot(
            types=frozenset({field.type if scalar else field.type_name.rpartition(".")[2]}),
            kinds=frozenset({kind}) if kind and not known else frozenset(),
            required=field.label == "required",
            enum=tuple(sorted(json.dumps(one.name) for one in enum.members)) if enum is not None else None,
            open_ended=known or field.type == "map",
            span=self.span,
        )
