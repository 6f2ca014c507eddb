"""Messages of the Protobuf runtime for messages of our model, so that what a reader reads is the runtime's answer and not ours.

What a message needs is written into one synthetic file under short names, with its features spelled out (edition 2023), whatever
syntax it came from: names are not on the wire, and two versions of one package never meet.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from google.protobuf import (
    any_pb2,
    descriptor_pb2,
    descriptor_pool,
    duration_pb2,
    empty_pb2,
    field_mask_pb2,
    message_factory,
    struct_pb2,
    timestamp_pb2,
    wrappers_pb2,
)

from catalog_gen.evolution.protobuf.index import NAMED, Index
from catalog_gen.schemas.protobuf import Enum, Message, ProtoField

_KNOWN = (any_pb2, duration_pb2, empty_pb2, field_mask_pb2, struct_pb2, timestamp_pb2, wrappers_pb2)
_KNOWN_FILES = {
    name: module.DESCRIPTOR
    for module in _KNOWN
    for name in (
        *(message.full_name for message in module.DESCRIPTOR.message_types_by_name.values()),
        *(enum.full_name for enum in module.DESCRIPTOR.enum_types_by_name.values()),
    )
}
"""Well-known types, whose JSON is special, keep their names: full name → the runtime's file."""

MESSAGE_LIMIT = 400
"""Messages that one message may need; with more, no proof is looked for."""

_Field = descriptor_pb2.FieldDescriptorProto
_Features = descriptor_pb2.FeatureSet


class UnprovableError(Exception):
    """A message that the runtime cannot be shown; the verdict stands without a payload."""


def runtime_class(index: Index, message: Message) -> Any:
    """The runtime's class for a message. Raises UnprovableError where there is none."""
    builder = _Builder(index)
    try:
        name = builder.message(message.full_name)
        return builder.build(name)
    except UnprovableError:
        raise
    except Exception as error:
        raise UnprovableError(str(error)) from error


class _Builder:
    def __init__(self, index: Index) -> None:
        self.index = index
        self.file = descriptor_pb2.FileDescriptorProto(
            name="shown.proto", package="s", syntax="editions", edition=descriptor_pb2.EDITION_2023
        )
        self.file.options.features.json_format = _Features.LEGACY_BEST_EFFORT
        self.names: dict[str, str] = {}
        self.pending: list[tuple[str, Callable[[], None]]] = []
        self.imports: set[str] = set()

    def build(self, name: str) -> Any:
        while self.pending:
            _, make = self.pending.pop()
            make()
        self.file.dependency.extend(sorted(self.imports))
        pool = descriptor_pool.DescriptorPool()
        for module in _KNOWN:
            if module.DESCRIPTOR.name in self.imports or name.startswith(".google"):
                pool.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
        pool.AddSerializedFile(self.file.SerializeToString())
        return message_factory.GetMessageClass(pool.FindMessageTypeByName(name.removeprefix(".")))

    def message(self, full_name: str) -> str:
        known = self._known(full_name) or self.names.get(full_name)
        if known:
            return known
        found = self.index.messages.get(full_name)
        if found is None or len(self.names) > MESSAGE_LIMIT:
            raise UnprovableError(full_name)
        proto = self.file.message_type.add(name=f"M{len(self.names)}")
        self.names[full_name] = name = f".s.{proto.name}"
        self.pending.append((name, lambda: self._fill(proto, found, name)))
        return name

    def enum(self, full_name: str) -> str:
        known = self._known(full_name) or self.names.get(full_name)
        if known:
            return known
        found = self.index.enums.get(full_name)
        if found is None:
            raise UnprovableError(full_name)
        holder = self.file.message_type.add(name=f"H{len(self.names)}")
        self.names[full_name] = name = f".s.{holder.name}.E"
        _fill_enum(holder.enum_type.add(name="E"), found)
        return name

    def _known(self, full_name: str) -> str:
        file = _KNOWN_FILES.get(full_name)
        if file is None:
            return ""
        self.imports.add(file.name)
        return f".{full_name}"

    def _fill(self, proto: Any, message: Message, name: str) -> None:
        oneofs: dict[str, int] = {}
        for field in message.fields:
            if field.oneof and field.oneof not in oneofs:
                oneofs[field.oneof] = len(oneofs)
                proto.oneof_decl.add(name=field.oneof)
        for field in message.fields:
            made = proto.field.add(name=field.name, number=field.number, json_name=field.json_name)
            if field.oneof:
                made.oneof_index = oneofs[field.oneof]
            if field.type == "map":
                self._map(proto, made, field, name)
            else:
                self._value(made, field.type, field.type_name)
                self._label(made, field)
        if dict(message.options).get("message_set_wire_format") == "true":
            raise UnprovableError(name)

    def _value(self, made: Any, kind: str, type_name: str) -> None:
        if kind in NAMED:
            made.type = _Field.TYPE_MESSAGE
            made.type_name = self.message(type_name)
            if kind == "group":
                made.options.features.message_encoding = _Features.DELIMITED
        elif kind == "enum":
            made.type = _Field.TYPE_ENUM
            made.type_name = self.enum(type_name)
        else:
            made.type = _Field.Type.Value(f"TYPE_{kind.upper()}")

    def _map(self, proto: Any, made: Any, field: ProtoField, name: str) -> None:
        entry = proto.nested_type.add(name="".join(part[:1].upper() + part[1:] for part in field.name.split("_")) + "Entry")
        entry.options.map_entry = True
        self._value(entry.field.add(name="key", number=1, label=_Field.LABEL_OPTIONAL), field.key_type, "")
        self._value(entry.field.add(name="value", number=2, label=_Field.LABEL_OPTIONAL), field.value_type, field.type_name)
        made.type, made.label = _Field.TYPE_MESSAGE, _Field.LABEL_REPEATED
        made.type_name = f"{name}.{entry.name}"

    def _label(self, made: Any, field: ProtoField) -> None:
        features = made.options.features
        made.label = _Field.LABEL_REPEATED if field.label == "repeated" else _Field.LABEL_OPTIONAL
        if field.label == "repeated":
            if field.type not in {"string", "bytes", *NAMED}:
                features.repeated_field_encoding = _Features.PACKED if field.packed else _Features.EXPANDED
        elif field.label == "required":
            features.field_presence = _Features.LEGACY_REQUIRED
        elif not field.presence:
            features.field_presence = _Features.IMPLICIT
        if field.type == "string":
            features.utf8_validation = _Features.VERIFY if field.utf8 else _Features.NONE
        if field.default is not None and field.label != "repeated" and (field.presence or field.label == "required"):
            made.default_value = field.default


def _fill_enum(proto: Any, enum: Enum) -> None:
    proto.options.features.enum_type = _Features.CLOSED if enum.closed else _Features.OPEN
    if len({member.number for member in enum.members}) < len(enum.members):
        proto.options.allow_alias = True
    for member in enum.members:
        proto.value.add(name=member.name, number=member.number)


@lru_cache(maxsize=1)
def well_known_names() -> frozenset[str]:
    """Full names of the types that keep their names, because their JSON is special."""
    return frozenset(_KNOWN_FILES)
