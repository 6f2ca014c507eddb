"""Services and their methods, of the Protocol Buffers Language Specification."""

from __future__ import annotations

from catalog_gen.model.base import Json
from catalog_gen.schemas.protobuf.members import MemberReader
from catalog_gen.schemas.protobuf.model import Method, Options, Service
from catalog_gen.schemas.protobuf.problems import refuse


class ServiceReader(MemberReader):
    """Reads services."""

    def service(self) -> Service:
        """Read a service."""
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
