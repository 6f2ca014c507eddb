"""Example payloads of Protobuf messages, in the JSON mapping (ProtoJSON Format)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalog_gen.model.slugs import slugify
from catalog_gen.schemas.examples.assortment import Variant
from catalog_gen.schemas.examples.protobuf_values import Told, enum_of, key_schema, scalar, told_of, well_known
from catalog_gen.schemas.examples.sketch import Part, array_of, fill, leaf, map_of, object_of
from catalog_gen.schemas.examples.unsatisfiable import UnsatisfiableSchema
from catalog_gen.schemas.protobuf.model import Enum, FileSet, Message, ProtoField
from catalog_gen.schemas.protobuf.reader import read_text

_ROUNDS = 2
"""How often a message is shown inside itself."""
_MOST = 500
"""Places that are filled; beyond it only what is required is."""
_MESSAGES = {"message", "group"}


def example(schema: Any, *, draft: str | None = None, references: Mapping[str, str] | None = None, seed: str = "") -> Any:
    """A payload of the text's first message, with every field; of each oneof the first member. Raises UnsatisfiableSchema."""
    del draft
    return Subject(schema, references, seed).payload({})


def variants_of(schema: Any, references: Mapping[str, str] | None = None, seed: str = "") -> Iterator[Variant]:
    """The full payload, the least one, and one for each further member of a oneof. Raises UnsatisfiableSchema."""
    subject = Subject(schema, references, seed)
    shape = Shape(subject, {})
    yield Variant(name="full", title="Every field", payload=fill(shape.message(subject.message, ()), subject.seed))
    least = Shape(subject, {}, least=True)
    yield Variant(name="minimal", title="What is always there", payload=fill(least.message(subject.message, ()), subject.seed))
    for oneof, members in shape.met.items():
        for number, member in enumerate(members[1:], 1):
            choice = oneof.rpartition(".")[2]
            yield Variant(
                name=slugify(f"{choice}-{member.name}"), title=f"{choice}: {member.name}", payload=subject.payload({oneof: number})
            )


class Subject:
    """A schema that was read for examples: its first message, and everything that can be reached from it."""

    def __init__(self, schema: Any, references: Mapping[str, str] | None, seed: str) -> None:
        files, found = read_text(schema if isinstance(schema, str) else "", references or {})
        if found:
            raise UnsatisfiableSchema(found[0].message)
        if not files.main.messages:
            message = "the text declares no message"
            raise UnsatisfiableSchema(message)
        self.message = files.main.messages[0]
        self.messages: dict[str, Message] = {}
        self.enums: dict[str, Enum] = {}
        self._register(files)
        self.seed = seed or self.message.full_name
        self.endless = _endless(self.messages)
        if self.message.full_name in self.endless:
            text = f"the message `{self.message.full_name}` requires another of itself, so it has no end"
            raise UnsatisfiableSchema(text, "required")

    def _register(self, files: FileSet) -> None:
        for file in files.files:
            self.enums.update((enum.full_name, enum) for enum in file.enums)
            waiting = list(file.messages)
            while waiting:
                one = waiting.pop()
                self.messages[one.full_name] = one
                self.enums.update((enum.full_name, enum) for enum in one.enums)
                waiting += one.messages

    def payload(self, forced: Mapping[str, int]) -> Any:
        """A payload that takes the given members of oneofs, named with their message."""
        return fill(Shape(self, forced).message(self.message, ()), self.seed)


class Shape:
    """Chooses what is shown: which member of each oneof, and where a recursion ends."""

    def __init__(self, subject: Subject, forced: Mapping[str, int], *, least: bool = False) -> None:
        self.subject = subject
        self.forced = forced
        self.least = least
        self.met: dict[str, list[ProtoField]] = {}
        self.count = 0

    def message(self, message: Message, above: tuple[str, ...], told: Told | None = None) -> Part:
        """The place of a message; `above` are the messages around it."""
        self.count += 1
        special = well_known(message.full_name, told or {})
        if special is not None:
            return special
        inside = (*above, message.full_name)
        members: dict[str, tuple[str, Part]] = {}
        for field in self._chosen(message, inside):
            members[field.name] = (field.json_name or field.name, self._field(field, inside))
        return object_of(members, {"title": message.name})

    def _chosen(self, message: Message, inside: tuple[str, ...]) -> Iterator[ProtoField]:
        """The fields that are shown, one of each oneof."""
        taken = self._taken(message, inside)
        short = self.least or self.count > _MOST
        for field in message.fields:
            if field.label == "required":
                yield field
                continue
            chosen = taken[field.oneof] is field if field.oneof in taken else not short or self._is_plain(field)
            if chosen and not self._is_over(field, inside):
                yield field

    def _taken(self, message: Message, inside: tuple[str, ...]) -> dict[str, ProtoField | None]:
        """The member that each oneof takes; None where none of them has an end."""
        groups: dict[str, list[ProtoField]] = {}
        for field in message.fields:
            if field.oneof and not field.proto3_optional:
                groups.setdefault(field.oneof, []).append(field)
        taken: dict[str, ProtoField | None] = {}
        for oneof, members in groups.items():
            place = f"{message.full_name}.{oneof}"
            shown = [member for member in members if not self._is_over(member, inside)]
            if len(shown) > 1 and not self.least:
                self.met.setdefault(place, shown)
            taken[oneof] = shown[min(self.forced.get(place, 0), len(shown) - 1)] if shown and not self.least else None
        return taken

    def _is_plain(self, field: ProtoField) -> bool:
        """Whether the least payload shows a field: it has no presence, so that it is always there in fact."""
        return not field.presence and field.label != "repeated" and field.type not in _MESSAGES

    def _is_over(self, field: ProtoField, inside: tuple[str, ...]) -> bool:
        """Whether a field would show a message inside itself too often, or one that has no end."""
        return field.type_name in self.subject.endless or inside.count(field.type_name) >= _ROUNDS

    def _field(self, field: ProtoField, inside: tuple[str, ...]) -> Part:
        told = told_of(field)
        if field.type == "map":
            inner = self._value(field.value_type, field.type_name, inside, {})
            return map_of(inner, told, key_schema(field.key_type))
        inner = self._value(field.type, field.type_name, inside, told)
        if field.label != "repeated":
            return inner
        return array_of(inner, {key: value for key, value in told.items() if key == "description"})

    def _value(self, kind: str, type_name: str, inside: tuple[str, ...], told: Told) -> Part:
        if kind in _MESSAGES:
            found = self.subject.messages.get(type_name)
            return self.message(found, inside, told) if found is not None else leaf({"const": {}})
        if kind == "enum":
            special = well_known(type_name, told)
            return special if special is not None else enum_of(self.subject.enums[type_name], told)
        return scalar(kind, told)


def _endless(messages: Mapping[str, Message]) -> frozenset[str]:
    """Messages that require one of themselves, directly or through others (proto2)."""
    open_names = set(messages)
    changed = True
    while changed:
        done = {
            name
            for name in open_names
            if not any(field.label == "required" and field.type_name in open_names for field in messages[name].fields)
        }
        open_names -= done
        changed = bool(done)
    return frozenset(open_names)
