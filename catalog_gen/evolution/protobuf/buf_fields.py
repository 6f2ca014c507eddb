"""buf's rules for fields."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.evolution.protobuf.buf_rules import WIRE_GROUPS, WIRE_JSON_GROUPS
from catalog_gen.evolution.protobuf.entries import entry_name
from catalog_gen.evolution.protobuf.index import NAMED, Index
from catalog_gen.evolution.protobuf.values import default_of, words
from catalog_gen.schemas.protobuf import Message, ProtoField

Finding = tuple[str, str, str]


def field_findings(old_index: Index, new_index: Index, old: Message, new: Message, path: str) -> Iterator[Finding]:
    """What breaks a rule in the fields of a message and in its extensions."""
    before = {field.number: field for field in old.fields}
    after = {field.number: field for field in new.fields}
    required = [{number for number, field in fields.items() if field.label == "required"} for fields in (before, after)]
    if required[0] != required[1]:
        yield "MESSAGE_SAME_REQUIRED_FIELDS", path, f"the required fields of `{path}` are others"
    for number, field in before.items():
        other = after.get(number)
        if other is None:
            yield from _removed(field, new, f"{path}.{field.name}")
        elif other is not field:
            pair = Pair(old_index, new_index, (old, field), (new, other), f"{path}.{other.name}")
            yield from pair.findings()


def _removed(field: ProtoField, new: Message, where: str) -> Iterator[Finding]:
    message = f"the field `{where}` was removed"
    yield "FIELD_NO_DELETE", where, message
    if not any(low <= field.number <= high for low, high in new.reserved_ranges):
        yield "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED", where, f"{message} without reserving its number"
    if field.name not in new.reserved_names:
        yield "FIELD_NO_DELETE_UNLESS_NAME_RESERVED", where, f"{message} without reserving its name"


class Pair:
    """A field of one number in two versions of a message."""

    def __init__(
        self, old_index: Index, new_index: Index, old: tuple[Message, ProtoField], new: tuple[Message, ProtoField], where: str
    ) -> None:
        self.old_index, self.new_index = old_index, new_index
        self.old, self.new = old[1], new[1]
        self.types = tuple(_type(message, field) for message, field in (old, new))
        self.where = where

    def findings(self) -> Iterator[Finding]:
        """Every rule that the change of this field breaks."""
        yield from self._cardinality()
        yield from self._type()
        yield from self._rest()

    def _cardinality(self) -> Iterator[Finding]:
        was, now = (_cardinality(field) for field in (self.old, self.new))
        message = f"`{self.where}` was {was} and is {now}"
        if was != now:
            yield "FIELD_SAME_CARDINALITY", self.where, message
        lenient = [text.removesuffix(" with presence").removesuffix(" without presence") for text in (was, now)]
        if lenient[0] != lenient[1]:
            yield "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY", self.where, message
        if next(text.replace("map", "repeated") for text in lenient) != lenient[1].replace("map", "repeated"):
            yield "FIELD_WIRE_COMPATIBLE_CARDINALITY", self.where, message

    def _type(self) -> Iterator[Finding]:
        (was, was_name), (now, now_name) = self.types
        if (was, was_name) == (now, now_name):
            return
        message = f"`{self.where}` was {words(self.old)} and is {words(self.new)}"
        yield "FIELD_SAME_TYPE", self.where, message
        enum = was == now == "enum" and self._same_enum(was_name, now_name)
        if not enum and not _stands_for(WIRE_JSON_GROUPS, was, now):
            yield "FIELD_WIRE_JSON_COMPATIBLE_TYPE", self.where, message
        if not enum and not _stands_for(WIRE_GROUPS, was, now) and (was, now) != ("string", "bytes"):
            yield "FIELD_WIRE_COMPATIBLE_TYPE", self.where, message

    def _same_enum(self, was: str, now: str) -> bool:
        """An enum that moved, and still has all its values."""
        old, new = self.old_index.enums.get(was), self.new_index.enums.get(now)
        if old is None or new is None or old.name != new.name:
            return False
        return {(member.name, member.number) for member in old.members} <= {(member.name, member.number) for member in new.members}

    def _rest(self) -> Iterator[Finding]:
        old, new, where = self.old, self.new, self.where
        if old.name != new.name:
            yield "FIELD_SAME_NAME", where, f"field {new.number} was `{old.name}` and is `{new.name}`"
        if old.json_name != new.json_name:
            yield "FIELD_SAME_JSON_NAME", where, f"`{where}` was `{old.json_name}` in JSON and is `{new.json_name}`"
        if old.oneof != new.oneof:
            yield "FIELD_SAME_ONEOF", where, f"`{where}` moved from {_oneof(old)} to {_oneof(new)}"
        was, now = default_of(old, self.old_index), default_of(new, self.new_index)
        if was is not None and now is not None and was != now and (was or now):
            yield "FIELD_SAME_DEFAULT", where, f"the default of `{where}` was {was!r} and is {now!r}"
        before, after = dict(old.options), dict(new.options)
        if before.get("jstype", "JS_NORMAL") != after.get("jstype", "JS_NORMAL"):
            yield "FIELD_SAME_JSTYPE", where, f"the option `jstype` of `{where}` changed"
        if old.type == new.type == "string":
            if before.get("ctype", "STRING") != after.get("ctype", "STRING"):
                yield "FIELD_SAME_CPP_STRING_TYPE", where, f"the string type of `{where}` in C++ changed"
            if old.utf8 != new.utf8:
                yield "FIELD_SAME_UTF8_VALIDATION", where, f"whether `{where}` must be valid UTF-8 changed"
            yield from self._java()

    def _java(self) -> Iterator[Finding]:
        was, now = (
            field.utf8 or dict(index.main.options).get("java_string_check_utf8") == "true"
            for index, field in ((self.old_index, self.old), (self.new_index, self.new))
        )
        if was != now:
            yield "FIELD_SAME_JAVA_UTF8_VALIDATION", self.where, f"whether Java demands valid UTF-8 of `{self.where}` changed"


def _type(message: Message, field: ProtoField) -> tuple[str, str]:
    if field.type == "map":
        return "message", f"{message.full_name}.{entry_name(field)}"
    return field.type, field.type_name if field.type in NAMED or field.type == "enum" else ""


def _stands_for(groups: dict[str, int], was: str, now: str) -> bool:
    return (was == now and was not in {*NAMED, "enum"}) or (was in groups and groups[was] == groups.get(now))


def _cardinality(field: ProtoField) -> str:
    if field.type == "map":
        return "map"
    if field.label != "optional":
        return field.label
    return "optional with presence" if field.presence else "optional without presence"


def _oneof(field: ProtoField) -> str:
    return f"the oneof `{field.oneof}`" if field.oneof else "no oneof"
