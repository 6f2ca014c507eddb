"""A recursive-descent reader of `.proto` texts, of the Protocol Buffers Language Specification (proto2, proto3, editions).

What it yields is not linked yet: types are names as written, options too.
"""

from __future__ import annotations

from catalog_gen.model.base import Json
from catalog_gen.schemas.protobuf.aggregates import ValueReader
from catalog_gen.schemas.protobuf.model import (
    ENUM_MAXIMUM,
    FIELD_MAXIMUM,
    Enum,
    EnumMember,
    File,
    Import,
    Message,
    Method,
    Options,
    ProtoField,
    Range,
    Service,
)
from catalog_gen.schemas.protobuf.problems import refuse
from catalog_gen.schemas.protobuf.tokens import comments_between, tokenize

DEPTH_LIMIT = 31
"""Levels of messages within messages (the compiler permits 31, `descriptor.cc`, "Reached maximum recursion limit")."""

EDITIONS = ("2023", "2024")

SCALARS = frozenset(
    {
        *("double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64"),
        *("fixed32", "fixed64", "sfixed32", "sfixed64", "bool", "string", "bytes"),
    }
)

LABELS = frozenset({"optional", "required", "repeated"})


class Scope:
    """What the body of a message, or of a file, has yielded so far."""

    def __init__(self) -> None:
        self.fields: list[ProtoField] = []
        self.oneofs: list[tuple[str, str]] = []
        self.messages: list[Message] = []
        self.enums: list[Enum] = []
        self.extensions: list[ProtoField] = []
        self.extension_ranges: list[Range] = []
        self.reserved_ranges: list[Range] = []
        self.reserved_names: list[str] = []
        self.options: list[tuple[str, Json]] = []


class Parser(ValueReader):
    """The state of one reading: the words, the place, the syntax."""

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

    def file(self, path: str) -> File:
        """Read a whole file."""
        self._syntax()
        scope = Scope()
        imports: list[Import] = []
        services: list[Service] = []
        package = ""
        while self.kind != "end":
            word = self.word
            if word == ";":
                self.at += 1
            elif word == "import":
                imports.append(self._import())
            elif word == "package":
                if package:
                    refuse("a file has one `package`", self.offset)
                self.at += 1
                package = self.dotted()
                self.expect(";")
            elif word == "service":
                services.append(self._service())
            elif not self._declaration(scope):
                refuse(f"expected a message, an enum, an import or an option, but found `{word}`", self.offset)
        return File(
            path=path,
            package=package,
            syntax=self.syntax,
            edition=self.edition,
            imports=tuple(imports),
            messages=tuple(scope.messages),
            enums=tuple(scope.enums),
            extensions=tuple(scope.extensions),
            services=tuple(services),
            options=tuple(scope.options),
        )

    def _syntax(self) -> None:
        if self.word not in {"syntax", "edition"}:
            return
        key = self.take()
        self.expect("=")
        at = self.offset
        value = self.string().decode("utf-8", "replace")
        self.expect(";")
        if key == "syntax" and value in {"proto2", "proto3"}:
            self.syntax = value
        elif key == "edition" and value in EDITIONS:
            self.syntax, self.edition = "editions", value
        else:
            known = '`"proto2"`, `"proto3"`' if key == "syntax" else ", ".join(f'`"{year}"`' for year in EDITIONS)
            refuse(f"unknown {key} `{value}`; known are {known}", at)

    def _import(self) -> Import:
        self.at += 1
        modifier = self.take() if self.word in {"public", "weak", "option"} else ""
        path = self.string().decode("utf-8", "replace")
        self.expect(";")
        return Import(path=path, modifier=modifier)

    def _declaration(self, scope: Scope) -> bool:
        """Read what may stand in a file and in a message alike; False where nothing of it starts."""
        if self.edition == "2024" and self.word in {"export", "local"} and self.tokens[self.at + 1].text in {"message", "enum"}:
            self.at += 1
        word = self.word
        if word == "message":
            scope.messages.append(self._message())
        elif word == "enum":
            scope.enums.append(self._enum())
        elif word == "extend":
            self._extend(scope)
        elif word == "option":
            self.at += 1
            scope.options.append(self.option())
            self.expect(";")
        else:
            return False
        return True

    def _message(self) -> Message:
        doc = self.doc_before()
        self.at += 1
        name = self.name()
        self.expect("{")
        doc = doc or self.doc_after()
        return self._body(name, doc)

    def _body(self, name: str, doc: str) -> Message:
        """A message's statements, after its opening brace."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            refuse(f"messages are nested more than {DEPTH_LIMIT} levels deep", self.offset)
        scope = Scope()
        while self.word != "}":
            self._member(scope)
        self.at += 1
        self.depth -= 1
        return Message(
            name=name,
            full_name="",
            fields=tuple(scope.fields),
            oneofs=tuple(label for label, _ in scope.oneofs),
            oneof_docs=tuple(pair for pair in scope.oneofs if pair[1]),
            messages=tuple(scope.messages),
            enums=tuple(scope.enums),
            extensions=tuple(scope.extensions),
            extension_ranges=tuple(scope.extension_ranges),
            reserved_ranges=tuple(scope.reserved_ranges),
            reserved_names=tuple(scope.reserved_names),
            doc=doc,
            options=tuple(scope.options),
        )

    def _member(self, scope: Scope) -> None:
        word = self.word
        if self.kind == "end":
            refuse("this message is not closed: `}` is missing", self.offset)
        if word == ";":
            self.at += 1
        elif word == "extensions":
            self._extensions(scope)
        elif word == "reserved":
            self._reserved(scope.reserved_ranges, scope.reserved_names, FIELD_MAXIMUM)
        elif word == "oneof":
            self._oneof(scope)
        elif not self._declaration(scope):
            scope.fields.append(self._field(scope))

    def _field(self, scope: Scope, *, oneof: str = "", extendee: str = "") -> ProtoField:
        doc = self.doc_before()
        label = self._label(oneof)
        if self.word == "map" and self.tokens[self.at + 1].text == "<":
            return self._map(label, doc, oneof=oneof, extendee=extendee)
        at = self.offset
        kind = self.type_name()
        name_at = self.offset
        name = self.name()
        self.expect("=")
        number = self._field_number()
        options = self.bracketed()
        if kind == "group":
            if self.syntax != "proto2":
                refuse("groups exist in proto2 only", at)
            if not name[:1].isupper():
                refuse("the name of a group must start with a capital letter", name_at)
            self.expect("{")
            scope.messages.append(self._body(name, doc))
            kind, type_name, name = "group", name, name.lower()
        else:
            self.expect(";")
            doc = doc or self.doc_after()
            kind, type_name = (kind, "") if kind in SCALARS else ("", kind)
        return ProtoField(
            name=name,
            number=number,
            type=kind,
            type_name=type_name,
            label=label or "optional",
            oneof=oneof,
            proto3_optional=label == "optional" and self.syntax == "proto3",
            extendee=extendee,
            doc=doc,
            options=options,
        )

    def _label(self, oneof: str) -> str:
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

    def _map(self, label: str, doc: str, *, oneof: str, extendee: str) -> ProtoField:
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
        number = self._field_number()
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

    def _field_number(self) -> int:
        at = self.offset
        number = self.integer()
        if not 1 <= number <= FIELD_MAXIMUM:
            refuse(f"a field's number is between 1 and {FIELD_MAXIMUM}", at)
        return number

    def _oneof(self, scope: Scope) -> None:
        doc = self.doc_before()
        self.at += 1
        at = self.offset
        name = self.name()
        self.expect("{")
        scope.oneofs.append((name, doc or self.doc_after()))
        count = 0
        while self.word != "}":
            if self.kind == "end":
                refuse("this oneof is not closed: `}` is missing", self.offset)
            if self.word == "option":
                self.at += 1
                self.option()
                self.expect(";")
            elif self.word == ";":
                self.at += 1
            else:
                scope.fields.append(self._field(scope, oneof=name))
                count += 1
        self.at += 1
        if not count:
            refuse("a oneof has at least one field", at)

    def _extensions(self, scope: Scope) -> None:
        self.at += 1
        while True:
            scope.extension_ranges.append(self._range(1, FIELD_MAXIMUM))
            if self.word != ",":
                break
            self.at += 1
        self.bracketed()
        self.expect(";")

    def _range(self, lowest: int, highest: int) -> Range:
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

    def _reserved(self, ranges: list[Range], names: list[str], highest: int) -> None:
        self.at += 1
        lowest = 1 if highest == FIELD_MAXIMUM else -ENUM_MAXIMUM - 1
        while True:
            if self.kind == "string":
                names.append(self.string().decode("utf-8", "replace"))
            elif self.kind == "name" and self.syntax == "editions":
                names.append(self.name())
            else:
                ranges.append(self._range(lowest, highest))
            if self.word != ",":
                break
            self.at += 1
        self.expect(";")

    def _extend(self, scope: Scope) -> None:
        self.at += 1
        extendee = self.type_name()
        self.expect("{")
        while self.word != "}":
            if self.kind == "end":
                refuse("this `extend` is not closed: `}` is missing", self.offset)
            if self.word == ";":
                self.at += 1
                continue
            scope.extensions.append(self._field(scope, extendee=extendee))
        self.at += 1

    def _enum(self) -> Enum:
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
                self._reserved(ranges, names, ENUM_MAXIMUM)
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

    def _service(self) -> Service:
        doc = self.doc_before()
        self.at += 1
        name = self.name()
        self.expect("{")
        doc = doc or self.doc_after()
        methods: list[Method] = []
        options: list[tuple[str, Json]] = []
        while self.word != "}":
            if self.word == ";":
                self.at += 1
            elif self.word == "option":
                self.at += 1
                options.append(self.option())
                self.expect(";")
            elif self.word == "rpc":
                methods.append(self._method())
            else:
                refuse(f"expected `rpc`, `option` or `}}`, but found `{self.word}`", self.offset)
        self.at += 1
        return Service(name=name, full_name="", methods=tuple(methods), doc=doc, options=tuple(options))

    def _method(self) -> Method:
        doc = self.doc_before()
        self.at += 1
        name = self.name()
        input_stream, input_type = self._method_type()
        if self.take() != "returns":
            refuse("expected `returns`", self.tokens[self.at - 1].start)
        output_stream, output_type = self._method_type()
        options: Options = ()
        if self.word == "{":
            self.at += 1
            doc = doc or self.doc_after()
            options = self._method_options()
        else:
            self.expect(";")
            doc = doc or self.doc_after()
        return Method(
            name=name,
            input=input_type,
            output=output_type,
            client_streaming=input_stream,
            server_streaming=output_stream,
            doc=doc,
            options=options,
        )

    def _method_type(self) -> tuple[bool, str]:
        self.expect("(")
        stream = self.word == "stream" and self.tokens[self.at + 1].text != ")"
        if stream and self.tokens[self.at + 1].text == "." and self.tokens[self.at + 1].start == self.offset + len("stream"):
            stream = False
        if stream:
            self.at += 1
        name = self.type_name()
        self.expect(")")
        return stream, name

    def _method_options(self) -> Options:
        options: list[tuple[str, Json]] = []
        while self.word != "}":
            if self.word == ";":
                self.at += 1
                continue
            if self.word != "option":
                refuse(f"expected `option` or `}}`, but found `{self.word}`", self.offset)
            self.at += 1
            options.append(self.option())
            self.expect(";")
        self.at += 1
        return tuple(options)
