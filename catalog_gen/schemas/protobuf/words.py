"""What is said about Protobuf's declarations in a few words, as their language says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalog_gen.model.base import Json
from catalog_gen.schemas.fields import EnumValue
from catalog_gen.schemas.json_text import value_text
from catalog_gen.schemas.marks import read_tags
from catalog_gen.schemas.protobuf.link import camel
from catalog_gen.schemas.protobuf.model import ENUM_MAXIMUM, FIELD_MAXIMUM, EnumMember, Method, Options, ProtoField, Range

_WRAPPED = ("Bool", "Bytes", "Double", "Float", "Int32", "Int64", "String", "UInt32", "UInt64")

WELL_KNOWN: dict[str, str] = {
    "google.protobuf.Any": "any message; in JSON an object whose `@type` names it",
    "google.protobuf.Duration": "a span of time; in JSON seconds as a text, `1.5s`",
    "google.protobuf.Empty": "nothing; in JSON `{}`",
    "google.protobuf.FieldMask": "names of fields; in JSON one text, `userName,address.city`",
    "google.protobuf.ListValue": "any JSON array",
    "google.protobuf.NullValue": "in JSON `null`",
    "google.protobuf.Struct": "any JSON object",
    "google.protobuf.Timestamp": "a moment; in JSON a text, `2026-01-31T09:30:00Z`",
    "google.protobuf.Value": "any JSON value",
    **{f"google.protobuf.{name}Value": f"{name.lower()} or not set; in JSON the bare value or `null`" for name in _WRAPPED},
}
"""Well-known type → what it holds and how JSON writes it (ProtoJSON Format)."""

_RANGES = 20
_LONGEST = 80
_SILENT = frozenset({"deprecated", "packed", "json_name", "features", "allow_alias", "map_entry", "deprecated_legacy_json_field_conflicts"})
_META = "(confluent.field_meta)"
_METAS = frozenset({_META, "(confluent.message_meta)", "(confluent.enum_meta)", "(confluent.enum_value_meta)", "(confluent.file_meta)"})


def type_words(field: ProtoField, syntax: str) -> str:
    """A field's type with its label, as its text has it: `repeated Item`, `map<string, Item>`, `optional int32`."""
    known = field.type_name if field.type_name in WELL_KNOWN else field.type_name.rpartition(".")[2]
    if field.type == "map":
        return f"map<{field.key_type}, {known or field.value_type}>"
    kind = f"group {known}" if field.type == "group" and syntax == "proto2" else known or field.type
    if field.label == "repeated":
        return f"repeated {kind}"
    if syntax == "proto2" and not field.oneof:
        return f"{field.label} {kind}"
    return f"optional {kind}" if field.proto3_optional else kind


def constraints_of(field: ProtoField) -> Iterable[tuple[str, str]]:
    """What a field's declaration says that is neither its type nor an option of its own."""
    given = dict(field.options)
    if field.json_name != camel(field.name):
        yield "json_name", f"`{field.json_name[:_LONGEST]}` in JSON"
    if field.label == "repeated" and "packed" in given:
        yield "packed", "packed" if field.packed else "not packed"
    features = given.get("features")
    if isinstance(features, dict):
        yield from ((name, f"{str(name).replace('_', ' ')} {str(value).replace('_', ' ').lower()}") for name, value in features.items())
    if field.extendee:
        yield "extend", f"extends `{field.extendee}`"


def options_of(options: Options) -> dict[str, Any]:
    """What options say, as arguments of `Field`: deprecation, tags, Confluent's metadata, and the rest as it was found."""
    if not options:
        return {}
    found: dict[str, Any] = {}
    given: dict[str, Json] = {name: value for name, value in options if name not in _SILENT}
    if _is_set(dict(options).get("deprecated")):
        found["deprecated"] = True
    tags: tuple[str, ...] = ()
    for name in _METAS & given.keys():
        meta = given[name]
        if isinstance(meta, dict):
            tags += read_tags({"tags": meta.get("tags")})[0]
            if isinstance(meta.get("doc"), str) and meta["doc"]:
                found["description"] = meta["doc"]
            rest = {key: value for key, value in meta.items() if key not in {"tags", "doc"}}
            given[name] = rest
            if not rest:
                del given[name]
    plain = {_short(name): name for name in given}
    more, used = read_tags({short: _flag(given[name]) for short, name in plain.items()})
    if tags or more:
        found["tags"] = tuple(dict.fromkeys((*tags, *more)))
    extensions = tuple((name[:_LONGEST], value_text(given[name])) for short, name in sorted(plain.items()) if short not in used)
    if extensions:
        found["extensions"] = extensions
    return found


def enum_value(member: EnumMember) -> EnumValue:
    """A value of an enum with its number and comment."""
    said = options_of(member.options)
    return EnumValue(
        text=f"{member.name} = {member.number}",
        description=" ".join(filter(None, (member.doc, said.get("description")))),
        deprecated=said.get("deprecated", False),
    )


def reserved(ranges: Iterable[Range], names: Iterable[str]) -> tuple[str, str]:
    """Reserved numbers and names; the words are "" where nothing is reserved."""
    said = [*map(_range, ranges), *(f"`{name}`" for name in names)]
    return "reserved", f"reserved {_listed(said)}" if said else ""


def extension_ranges(ranges: Iterable[Range]) -> tuple[str, str]:
    """Numbers that are left to extensions."""
    said = list(map(_range, ranges))
    return "extensions", f"extensions {_listed(said)}" if said else ""


def method_words(method: Method) -> str:
    """What a method takes and gives."""
    takes, gives = method.input.rpartition(".")[2], method.output.rpartition(".")[2]
    stream = ("stream " if method.client_streaming else "", "stream " if method.server_streaming else "")
    return f"rpc ({stream[0]}{takes}) returns ({stream[1]}{gives})"


def _range(found: Range) -> str:
    low, high = found
    if high in {FIELD_MAXIMUM, ENUM_MAXIMUM}:
        return f"{low} to max"
    return str(low) if low == high else f"{low} to {high}"


def _listed(said: list[str]) -> str:
    more = f" and {len(said) - _RANGES} more" if len(said) > _RANGES else ""
    return ", ".join(said[:_RANGES]) + more


def _short(option: str) -> str:
    """`(acme.options.pii)` → `pii`; an option of the language keeps its name."""
    return option.strip("()").rpartition(".")[2] if option.startswith("(") else option


def _flag(value: Json) -> Json:
    """Words of the language as JSON."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _is_set(value: Json) -> bool:
    return value is True or value == "true"
