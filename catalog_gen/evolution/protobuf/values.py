"""What a field's value may become without another meaning: scalars, defaults, names in JSON."""

from __future__ import annotations

from catalog_gen.evolution.protobuf.index import NAMED, Index
from catalog_gen.schemas.protobuf import Enum, Message, ProtoField

LOSSLESS = {
    "int32": frozenset({"int64"}),
    "uint32": frozenset({"uint64", "int64"}),
    "sint32": frozenset({"sint64"}),
}
"""What else reads every value of a scalar as it is, on the wire and in JSON (Language Guide, "Updating A Message Type"; ProtoJSON).

The guide calls more types compatible on the wire (`int32`, `uint32`, `int64`, `uint64`, `bool`; `string` and `bytes`), but says itself
that values are then truncated, change their sign, or are other JSON.
"""

WRAPPED = {
    f"google.protobuf.{name}Value": kind
    for name, kind in (
        *(("Double", "double"), ("Float", "float"), ("Int64", "int64"), ("UInt64", "uint64")),
        *(("Int32", "int32"), ("UInt32", "uint32"), ("Bool", "bool"), ("String", "string"), ("Bytes", "bytes")),
    )
}
"""Wrappers, whose JSON is that of what they wrap."""

SPECIAL = frozenset(
    {
        *WRAPPED,
        *(f"google.protobuf.{name}" for name in ("Any", "Duration", "FieldMask", "Timestamp", "Struct", "Value", "ListValue")),
    }
)
"""Messages with a JSON of their own."""


def reads_scalar(written: str, read: str) -> bool:
    """Whether one scalar reads all values of another as they are."""
    return written == read or read in LOSSLESS.get(written, ())


def reads_special(written: str, read: str) -> bool:
    """Whether a message type reads another when one of the two has a JSON of its own."""
    if written == read:
        return True
    if written in WRAPPED and read in WRAPPED:
        return reads_scalar(WRAPPED[written], WRAPPED[read])
    return written not in SPECIAL and read not in SPECIAL


def reads_enum(written: Enum, read: Enum) -> tuple[int, str] | None:
    """The first value that a reader's enum does not know as it was meant: (number, `renamed`, `removed` or `renumbered`), or None.

    An enum is its number on the wire and its name in JSON; where several names have one number, the first is written.
    """
    names = {member.name: member.number for member in read.members}
    numbers = set(names.values())
    for number, name in canonical(written).items():
        if names.get(name) != number:
            return number, "renumbered" if name in names else "renamed" if number in numbers else "removed"
    return None


def canonical(enum: Enum) -> dict[int, str]:
    """The name that is written for each number: the first one."""
    found: dict[int, str] = {}
    for member in enum.members:
        found.setdefault(member.number, member.name)
    return found


def default_of(field: ProtoField, index: Index) -> str | int | float | bool | None:
    """What a reader sees when a field is not set; None where that says nothing (messages, lists, members of oneofs)."""
    if field.label == "repeated" or field.type in NAMED or field.type == "map":
        return None
    given = field.default
    if field.type == "enum":
        enum = index.enums.get(field.type_name)
        if enum is None or not enum.members:
            return None
        names = {member.name: member.number for member in enum.members}
        return names.get(given, 0) if given is not None else enum.members[0].number
    if field.type in {"string", "bytes"}:
        return given or ""
    if field.type == "bool":
        return given == "true"
    return _number(given, field.type)


def _number(given: str | None, kind: str) -> int | float:
    try:
        return float(given or 0) if kind in {"double", "float"} else int(given or 0)
    except ValueError:
        return 0


def json_fields(message: Message) -> dict[str, int]:
    """The names by which a reader knows fields in JSON (ProtoJSON: `json_name`, and the name as declared): name → number."""
    names = {field.name: field.number for field in message.fields}
    return names | {field.json_name: field.number for field in message.fields}


def words(field: ProtoField) -> str:
    """A field's type as it is written."""
    if field.type == "map":
        return f"`map<{field.key_type}, {field.type_name or field.value_type}>`"
    return f"`{'repeated ' if field.label == 'repeated' else ''}{field.type_name or field.type}`"
