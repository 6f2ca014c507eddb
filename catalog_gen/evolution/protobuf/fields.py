"""Fields of two messages that stand in one place, matched by number: what is written must mean to a reader what it meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.protobuf.enums import Enums
from catalog_gen.evolution.protobuf.found import BACKWARD, BOTH, FORWARD, Found, directions
from catalog_gen.evolution.protobuf.index import NAMED, Index
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.evolution.protobuf.values import default_of, json_fields, reads_scalar, reads_special, words
from catalog_gen.schemas.protobuf import Message, ProtoField

BESIDE = "add a new field with a new number beside it"
RENAME = 'keep the name in JSON: `[json_name = "…"]`'


class Fields:
    """The comparison of fields; `reach` is told of message types that stand in one place."""

    def __init__(self, old: Index, new: Index, enums: Enums, reach: Callable[[str, str], None]) -> None:
        self.old, self.new = old, new
        self.enums = enums
        self.reach = reach

    def compare(self, old: Message, new: Message, path: str) -> Iterator[Found]:
        """The differences between the fields of two messages."""
        before = {field.number: field for field in old.fields}
        after = {field.number: field for field in new.fields}
        was_known, is_known = json_fields(old), json_fields(new)
        for number, field in before.items():
            other = after.get(number)
            if other is None:
                yield self._removed(old, new, field, is_known.get(field.json_name), path)
            elif other is not field:
                yield from self._field(old, new, field, other, path)
                yield from _names(old, new, field, other, (was_known, is_known), path=path)
        for number, field in after.items():
            if number not in before:
                yield self._added(old, new, field, was_known.get(field.json_name), path)
        yield from self._extensions(old, new, path)

    def _removed(self, old: Message, new: Message, field: ProtoField, taken: int | None, path: str) -> Found:
        where = f"{path}.{field.name}"
        if taken is not None:
            words_ = f"`{where}` was field {field.number}, and its name belongs to field {taken} now"
            change = Change(
                kind=Kind.FIELD_NUMBER_CHANGED,
                path=where,
                directions=BOTH if any(other.json_name == field.json_name for other in new.fields) else (BACKWARD,),
                message=words_,
                hint="keep the number; a new field needs a new name",
            )
            return Found(change, old, new, (field.number, taken))
        if field.label == "required":
            hint = "make it optional first, and remove it when all readers know that"
            change = Change(
                kind=Kind.REQUIRED_FIELD_REMOVED,
                path=where,
                directions=(FORWARD,),
                message=f"the required field `{where}` was removed; old readers refuse data without it",
                hint=hint,
            )
            return Found(change, old, new)
        if _is_reserved(field, new):
            return Found(
                Change(kind=Kind.FIELD_REMOVED, path=where, message=f"the field `{where}` was removed, and its number is reserved")
            )
        message = f"the field `{where}` was removed without reserving its number {field.number}: who uses it again misreads old data"
        return Found(
            Change(kind=Kind.FIELD_REMOVED_UNRESERVED, path=where, message=message, hint=f'reserved {field.number}, "{field.name}";')
        )

    def _added(self, old: Message, new: Message, field: ProtoField, taken: int | None, path: str) -> Found:
        where = f"{path}.{field.name}"
        if field.label == "required":
            change = Change(
                kind=Kind.REQUIRED_FIELD_ADDED,
                path=where,
                directions=(BACKWARD,),
                message=f"the required field `{where}` was added; new readers refuse data without it",
                hint="make it optional",
            )
            return Found(change, old, new)
        message = f"the field `{where}` was added"
        if _is_reserved(field, old):
            message += f"; its number {field.number} or its name was reserved, so older data may be misread"
        if taken is not None and all(other.json_name != field.json_name for other in old.fields):
            change = Change(
                kind=Kind.FIELD_NUMBER_CHANGED,
                path=where,
                directions=(FORWARD,),
                message=f"the name in JSON of `{where}` was known as that of field {taken}",
                hint="choose another name",
            )
            return Found(change, old, new, (field.number, taken))
        return Found(Change(kind=Kind.FIELD_ADDED, path=where, message=message))

    def _field(self, old: Message, new: Message, was: ProtoField, now: ProtoField, path: str) -> Iterator[Found]:
        where = f"{path}.{now.name}"
        shown_by = (old, new, now.number)
        kinds = ("map" if field.type == "map" else field.label == "repeated" for field in (was, now))
        one, other = kinds
        if "map" in {one, other} and one != other:
            change = _change(Kind.FIELD_KIND_CHANGED, where, f"`{where}` was {words(was)} and is {words(now)}", BOTH)
            yield Found(change, old, new, (now.number,))
            return
        if one == "map":
            yield from self._value(shown_by, was, now, where, part="key")
        broken = False
        for found in self._value(shown_by, was, now, where):
            broken = broken or found.change.directions == BOTH
            yield found
        if not broken and one != other:
            message = f"`{where}` was {words(was)} and is {words(now)}: a list and a single value are not the same JSON"
            yield Found(_change(Kind.FIELD_LABEL_CHANGED, where, message, BOTH), old, new, (now.number,))
            return
        if not broken:
            yield from self._setting(old, new, was, now, where)

    def _value(
        self, shown_by: tuple[Message, Message, int], was: ProtoField, now: ProtoField, where: str, part: str = ""
    ) -> Iterator[Found]:
        if part == "key":
            before, after = was.key_type, now.key_type
        else:
            before, after = (field.value_type if field.type == "map" else field.type for field in (was, now))
        old, new, number = shown_by
        message = f"{f'the key of `{where}`' if part else f'`{where}`'} was {words(was)} and is {words(now)}"
        if before in NAMED and after == before:
            if not reads_special(was.type_name, now.type_name) or not reads_special(now.type_name, was.type_name):
                both = directions(
                    backward=not reads_special(was.type_name, now.type_name), forward=not reads_special(now.type_name, was.type_name)
                )
                yield Found(_change(Kind.FIELD_TYPE_CHANGED, where, message, both), old, new, (number,))
                return
            self.reach(was.type_name, now.type_name)
            if self.old.local(was.type_name) != self.new.local(now.type_name):
                yield Found(Change(kind=Kind.FIELD_TYPE_CHANGED, path=where, message=message))
        elif before == after == "enum":
            if self.old.local(was.type_name) != self.new.local(now.type_name):
                yield Found(Change(kind=Kind.FIELD_TYPE_CHANGED, path=where, message=message))
            yield from self.enums.compare(was.type_name, now.type_name, shown_by)
        elif before != after:
            kind = Kind.FIELD_KIND_CHANGED if (before in NAMED) != (after in NAMED) else Kind.FIELD_TYPE_CHANGED
            broken = directions(
                backward=not self._reads(before, after, now, self.new), forward=not self._reads(after, before, was, self.old)
            )
            yield Found(_change(kind, where, message, broken), old, new, (number,))

    def _reads(self, written: str, read: str, reader: ProtoField, index: Index) -> bool:
        if written == "int32" and read == "enum":
            enum = index.enums.get(reader.type_name)
            return enum is not None and not enum.closed and enum.full_name != "google.protobuf.NullValue"
        return reads_scalar(written, read)

    def _setting(self, old: Message, new: Message, was: ProtoField, now: ProtoField, where: str) -> Iterator[Found]:
        if (was.label == "required") != (now.label == "required"):
            requires = now.label == "required"
            message = f"`{where}` was {was.label} and is {now.label}; readers that require it refuse data without it"
            change = _change(Kind.FIELD_LABEL_CHANGED, where, message, (BACKWARD,) if requires else (FORWARD,), "keep it optional")
            yield Found(change, old, new)
        elif was.presence != now.presence:
            ends = "can be told" if now.presence else "can no longer be told"
            message = f"whether `{where}` was set {ends} from its being empty"
            yield Found(Change(kind=Kind.FIELD_PRESENCE_CHANGED, path=where, message=message))
        yield from self._default(old, new, was, now, where)
        if was.packed != now.packed:
            message = f"`{where}` was {_packed(was)} and is {_packed(now)}; readers take both"
            yield Found(Change(kind=Kind.FIELD_PACKED_CHANGED, path=where, message=message))
        if _deprecated(was) != _deprecated(now):
            message = f"`{where}` is {'deprecated now' if _deprecated(now) else 'deprecated no longer'}"
            yield Found(Change(kind=Kind.FIELD_DEPRECATED, path=where, message=message))

    def _default(self, old: Message, new: Message, was: ProtoField, now: ProtoField, where: str) -> Iterator[Found]:
        before, after = default_of(was, self.old), default_of(now, self.new)
        if before is None or after is None or before == after or str(before) == str(after):
            return
        broken = directions(backward=was.label != "required", forward=now.label != "required")
        if not broken:
            return
        kind = Kind.FIELD_DEFAULT_CHANGED
        if now.type == was.type == "enum" and was.default is None and now.default is None:
            kind = Kind.ENUM_ZERO_CHANGED
        message = f"when `{where}` is not set it was read as {before!r} and is read as {after!r}"
        yield Found(_change(kind, where, message, broken, "keep the default; new meanings need new fields"), old, new)

    def _extensions(self, old: Message, new: Message, path: str) -> Iterator[Found]:
        before, after = self.old.extensions.get(old.full_name, {}), self.new.extensions.get(new.full_name, {})
        for number in sorted(before.keys() | after.keys()):
            if number not in after:
                name = before[number][0]
                yield Found(Change(kind=Kind.EXTENSION_REMOVED, path=f"{path}.[{name}]", message=f"the extension `{name}` was removed"))
            elif number not in before:
                name = after[number][0]
                yield Found(Change(kind=Kind.EXTENSION_ADDED, path=f"{path}.[{name}]", message=f"the extension `{name}` was added"))
            else:
                (was_name, was), (now_name, now) = before[number], after[number]
                one = msgspec.structs.replace(was, name=f"[{was_name}]", json_name=f"[{was_name}]")
                other = msgspec.structs.replace(now, name=f"[{now_name}]", json_name=f"[{now_name}]")
                yield from self._field(old, new, one, other, path)
                known = ({one.json_name: number}, {other.json_name: number})
                yield from _names(old, new, one, other, known, path=path)


def _names(
    old: Message, new: Message, was: ProtoField, now: ProtoField, known: tuple[dict[str, int], dict[str, int]], *, path: str
) -> Iterator[Found]:
    if (was.name, was.json_name) == (now.name, now.json_name):
        return
    where, number = f"{path}.{now.name}", now.number
    broken = directions(backward=known[1].get(was.json_name) != number, forward=known[0].get(now.json_name) != number)
    if was.name != now.name:
        kind, message = Kind.FIELD_RENAMED, f"field {number} was `{was.name}` and is `{now.name}`"
    else:
        kind, message = Kind.FIELD_JSON_NAME_CHANGED, f"`{where}` was `{was.json_name}` in JSON and is `{now.json_name}`"
    change = _change(kind, where, message, broken, RENAME)
    yield Found(msgspec.structs.replace(change, old_path=f"{path}.{was.name}"), old, new, (number,))


def _change(kind: Kind, path: str, message: str, broken: tuple[Direction, ...], hint: str = BESIDE) -> Change:
    return Change(kind=kind, path=path, directions=broken, message=message, hint=hint if broken else "")


def _is_reserved(field: ProtoField, message: Message) -> bool:
    return any(low <= field.number <= high for low, high in message.reserved_ranges) or field.name in message.reserved_names


def _packed(field: ProtoField) -> str:
    return "packed" if field.packed else "not packed"


def _deprecated(field: ProtoField) -> bool:
    return dict(field.options).get("deprecated") == "true"
