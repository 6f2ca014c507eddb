"""Parts of declarations: labels, maps, numbers, ranges, enums and services, of the Protocol Buffers Language Specification.

What it yields is not linked yet: types are names as written, options too.
"""

from __future__ import annotations

from catalog_gen.model.base import Json
from catalog_gen.schemas.protobuf.aggregates import ValueReader
from catalog_gen.schemas.protobuf.model import ENUM_MAXIMUM, FIELD_MAXIMUM, Enum, EnumMember, ProtoField, Range
from catalog_gen.schemas.protobuf.problems import refuse
from catalog_gen.schemas.protobuf.tokens import comments_between, tokenize

SCALARS = frozenset(
    {
        *("double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64"),
        *("fixed32", "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes"),
    }
)

LABELS = frozenset({"optional", "required", "repeated"})


class MemberReader(ValueReader):
    """The state of one reading, and the reading of what stands inside messages and enums."""

    def __init__(self, text: str) -> None:
        super().__init__(tokenize(text))
        self.text = text
        self.syntax = "proto2"
        self.edition = ""
        self.depth = 0

    def doc_before(self) -> str:
        """The comment that leads what starts here."""
        token = self.tokens[self.at]
        return comments_between(self.text[token.gap : token.start], first=self.at == 0)[1]

    def doc_after(self) -> str:
        """The comment that trails the word just read."""
        token = self.tokens[self.at]
        return comments_between(self.text[token.gap : token.start])[0]

    def label(self, oneof: str) -> str:
        """Read `optional`, `required` or `repeated`; "" where a field has none. `oneof` is the one that the field stands in."""
        following = self.tokens[self.at + 1]
        if self.word not in LABELS or following.text in {"=", "."}:
            if self.syntax == "proto2" and not oneof and self.kind == "name" and not (self.word == "map" and following.text == "<"):
                refuse("expected `optional`, `required` or `repeated` (proto2)", self.offset)
            return ""
        if oneof:
            refuse("a field of a oneof has no label", self.offset)
        label = self.take()
        if label == "required" and self.syntax == "proto3":
            refuse("proto3 has no `required` fields", self.tokens[self.at - 1].start)
        if self.syntax == "editions" and label in {"optional", "required"}:
            refuse(f"editions have no label `{label}`; use the feature `field_presence`", self.tokens[self.at - 1].start)
        return label

    def map_field(self, label: str, doc: str, *, oneof: str, extendee: str) -> ProtoField:
        """Read `map<key, value> name = number`."""
        if label or oneof or extendee:
            refuse("a map has no label, and is no part of a oneof or an extension", self.offset)
        self.at += 2
        at = self.offset
        key = self.type_name()
        if key not in SCALARS - {"float", "double", "bytes"}:
            refuse(f"`{key}` is no type for a map's key; it may be an integer, `bool` or `string`", at)
        self.expect(",")
        at = self.offset
        value = self.type_name()
        if value == "group":
            refuse("a map's value is no group", at)
        self.expect(">")
        name = self.name()
        self.expect("=")
        number = self.field_number()
        options = self.bracketed()
        self.expect(";")
        scalar = value in SCALARS
        return ProtoField(
            name=name,
            number=number,
            type="map",
            key_type=key,
            value_type=value if scalar else "",
            type_name="" if scalar else value,
            label="repeated",
            doc=doc or self.doc_after(),
            options=options,
        )

    def field_number(self) -> int:
        """Read the number of a field."""
        at = self.offset
        number = self.integer()
        if not 1 <= number <= FIELD_MAXIMUM:
            refuse(f"a field's number is between 1 and {FIELD_MAXIMUM}", at)
        return number

    def number_range(self, lowest: int, highest: int) -> Range:
        """Read `5`, `5 to 9` or `5 to max`."""
        at = self.offset
        start = end = self.integer()
        if self.word == "to":
            self.at += 1
            if self.word == "max":
                self.at += 1
                end = highest
            else:
                end = self.integer()
        if not lowest <= start <= end <= highest:
            refuse(f"a range goes upwards and stays between {lowest} and {highest}", at)
        return start, end

    def reserved(self, ranges: list[Range], names: list[str], highest: int) -> None:
        """Read `reserved` numbers and names into the two lists."""
        self.at += 1
        lowest = 1 if highest == FIELD_MAXIMUM else -ENUM_MAXIMUM - 1
        while True:
            if self.kind == "string":
                names.append(self.string().decode("utf-8", "replace"))
            elif self.kind == "name" and self.syntax == "editions":
                names.append(str(self.name()))
            else:
                ranges.append(self.number_range(lowest, highest))
            if self.word != ",":
                break
            self.at += 1
        self.expect(";")

    def enum(self) -> Enum:
        """Read an enum."""
        doc = self.doc_before()
        self.at += 1
        at = self.offset
        name = self.name()
        self.expect("{")
        doc = doc or self.doc_after()
        members: list[EnumMember] = []
        options: list[tuple[str, Json]] = []
        ranges: list[Range] = []
        names: list[str] = []
        while self.word != "}":
            if self.kind == "end":
                refuse("this enum is not closed: `}` is missing", self.offset)
            if self.word == ";":
                self.at += 1
            elif self.word == "option" and self.tokens[self.at + 1].text != "=":
                self.at += 1
                options.append(self.option())
                self.expect(";")
            elif self.word == "reserved" and self.tokens[self.at + 1].text != "=":
                self.reserved(ranges, names, ENUM_MAXIMUM)
            else:
                members.append(self._enum_member())
        self.at += 1
        if not members:
            refuse("an enum has at least one value", at)
        return Enum(
            name=name,
            full_name="",
            members=tuple(members),
            reserved_ranges=tuple(ranges),
            reserved_names=tuple(names),
            doc=doc,
            options=tuple(options),
        )

    def _enum_member(self) -> EnumMember:
        doc = self.doc_before()
        name = self.name()
        self.expect("=")
        at = self.offset
        number = self.integer()
        if not -ENUM_MAXIMUM - 1 <= number <= ENUM_MAXIMUM:
            refuse("an enum's number is a 32-bit integer", at)
        options = self.bracketed()
        self.expect(";")
        return EnumMember(name=name, number=number, doc=doc or self.doc_after(), options=options)
