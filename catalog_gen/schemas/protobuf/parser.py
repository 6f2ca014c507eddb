"""A recursive-descent reader of `.proto` texts, of the Protocol Buffers Language Specification (proto2, proto3, editions).

What it yields is not linked yet: types are names as written, options too.
"""

from __future__ import annotations

from catalog_gen.model.base import Json
from catalog_gen.schemas.protobuf.members import SCALARS
from catalog_gen.schemas.protobuf.model import FIELD_MAXIMUM, Enum, File, Import, Message, ProtoField, Range, Service
from catalog_gen.schemas.protobuf.problems import refuse
from catalog_gen.schemas.protobuf.services import ServiceReader

DEPTH_LIMIT = 31
"""Levels of messages within messages (the compiler permits 31, `descriptor.cc`, "Reached maximum recursion limit")."""

EDITIONS = ("2023", "2024")


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


class Parser(ServiceReader):
    """Reads files: the words, the place, the syntax."""

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
                services.append(self.service())
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
            scope.enums.append(self.enum())
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
            self.reserved(scope.reserved_ranges, scope.reserved_names, FIELD_MAXIMUM)
        elif word == "oneof":
            self._oneof(scope)
        elif not self._declaration(scope):
            scope.fields.append(self._field(scope))

    def _field(self, scope: Scope, *, oneof: str = "", extendee: str = "") -> ProtoField:
        doc = self.doc_before()
        label = self.label(oneof)
        if self.word == "map" and self.tokens[self.at + 1].text == "<":
            return self.map_field(label, doc, oneof=oneof, extendee=extendee)
        at = self.offset
        kind = self.type_name()
        name_at = self.offset
        name = self.name()
        self.expect("=")
        number = self.field_number()
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
            scope.extension_ranges.append(self.number_range(1, FIELD_MAXIMUM))
            if self.word != ",":
                break
            self.at += 1
        self.bracketed()
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
