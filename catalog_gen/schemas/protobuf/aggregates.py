"""Words, literals and the values of options, aggregate ones in the text format included."""

from __future__ import annotations

import math

from catalog_gen.model.base import Json
from catalog_gen.schemas.protobuf.model import Options
from catalog_gen.schemas.protobuf.problems import refuse
from catalog_gen.schemas.protobuf.tokens import Token, unquote

VALUE_DEPTH = 64
"""Levels of messages within the value of one option."""


DIGIT_LIMIT = 40
"""Digits of an integer; longer ones are read as floating-point numbers."""


class Word(str):
    """An identifier as the value of an option: an enum's value, `true`, `inf`."""

    __slots__ = ()


class Named(str):
    """A name with the offset at which it is written, for what linking has to say about it. It never leaves the reader."""

    __slots__ = ("at",)

    at: int


def named(text: str, at: int) -> Named:
    """A name at an offset."""
    found = Named(text)
    found.at = at
    return found


def offset_of(name: str) -> int:
    """Where a name is written; 0 where that is not known."""
    return name.at if isinstance(name, Named) else 0


class ValueReader:
    """A place in a list of words, and the reading of names and values from there."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def word(self) -> str:
        """The text of the next word."""
        return self.tokens[self.at].text

    @property
    def kind(self) -> str:
        """The kind of the next word."""
        return self.tokens[self.at].kind

    @property
    def offset(self) -> int:
        """Where the next word starts."""
        return self.tokens[self.at].start

    def take(self) -> str:
        """Read any word but the end."""
        token = self.tokens[self.at]
        if token.kind == "end":
            refuse("the text ends too early", token.start)
        self.at += 1
        return token.text

    def expect(self, symbol: str) -> None:
        """Read exactly this symbol."""
        if self.tokens[self.at].text != symbol:
            found = f"`{self.word}`" if self.word else "the end of the text"
            refuse(f"expected `{symbol}`, but found {found}", self.offset)
        self.at += 1

    def name(self) -> str:
        """Read an identifier."""
        if self.kind != "name":
            found = f"`{self.word}`" if self.word else "the end of the text"
            refuse(f"expected a name, but found {found}", self.offset)
        return named(self.take(), self.tokens[self.at - 1].start)

    def dotted(self) -> str:
        """Read identifiers with dots between them."""
        parts = [self.name()]
        while self.word == ".":
            self.at += 1
            parts.append(self.name())
        return ".".join(parts)

    def type_name(self) -> str:
        """Read the name of a type, which may start with a dot."""
        at = self.offset
        if self.word == ".":
            self.at += 1
            return named("." + self.dotted(), at)
        return named(self.dotted(), at)

    def string(self) -> bytes:
        """Read one or more string literals that follow each other."""
        if self.kind != "string":
            refuse(f"expected a string, but found `{self.word}`", self.offset)
        parts = []
        while self.kind == "string":
            parts.append(unquote(self.tokens[self.at]))
            self.at += 1
        return b"".join(parts)

    def integer(self) -> int:
        """Read an integer, decimal, octal or hexadecimal, with an optional minus."""
        negative = self.word == "-"
        if negative:
            self.at += 1
        number = _integer(self.word) if self.kind == "number" else None
        if number is None:
            refuse(f"expected an integer, but found `{self.word}`", self.offset)
        self.at += 1
        return -number if negative else number

    def bracketed(self) -> Options:
        """Read options in brackets, or none."""
        if self.word != "[":
            return ()
        options: list[tuple[str, Json]] = []
        while True:
            self.at += 1
            options.append(self.option())
            if self.word != ",":
                break
        self.expect("]")
        return tuple(options)

    def option(self) -> tuple[str, Json]:
        """Read `name = value`; a custom part of the name keeps its parentheses."""
        parts = []
        while True:
            if self.word == "(":
                self.at += 1
                parts.append(f"({self.type_name()})")
                self.expect(")")
            else:
                parts.append(self.name())
            if self.word != ".":
                break
            self.at += 1
        self.expect("=")
        return ".".join(parts), self.value()

    def value(self, depth: int = 0) -> Json:
        """Read the value of an option."""
        if depth > VALUE_DEPTH:
            refuse(f"the value is nested more than {VALUE_DEPTH} levels deep", self.offset)
        if self.word in {"{", "<"} and self.kind == "symbol":
            return self._aggregate(depth)
        if self.word == "[" and depth:
            return self._list(depth)
        if self.kind == "string":
            return self.string().decode("utf-8", "backslashreplace")
        return self._scalar()

    def _scalar(self) -> Json:
        sign = -1 if self.word == "-" else 1
        if self.word in {"-", "+"}:
            self.at += 1
        if self.kind == "name":
            word = self.take()
            if word in {"inf", "infinity", "nan"} or sign < 0:
                return sign * (math.nan if word.lower() == "nan" else math.inf)
            return Word(word)
        if self.kind != "number":
            refuse(f"expected a value, but found `{self.word}`", self.offset)
        text = self.take()
        whole = _integer(text)
        return sign * (whole if whole is not None else float(text.rstrip("fF")))

    def _list(self, depth: int) -> Json:
        self.at += 1
        items: list[Json] = []
        while self.word != "]":
            items.append(self.value(depth + 1))
            if self.word != ",":
                break
            self.at += 1
        self.expect("]")
        return items

    def _aggregate(self, depth: int) -> Json:
        """A message in the text format; a field that is set again becomes a list."""
        close = "}" if self.take() == "{" else ">"
        fields: dict[str, Json] = {}
        while self.word != close:
            name = self._field_name()
            if self.word == ":":
                self.at += 1
            elif self.word not in {"{", "<"}:
                refuse(f"expected `:` after `{name}`", self.offset)
            _add(fields, name, self.value(depth + 1))
            if self.word in {",", ";"}:
                self.at += 1
        self.at += 1
        return fields

    def _field_name(self) -> str:
        if self.word != "[":
            return self.name()
        self.at += 1
        name = self.dotted()
        while self.word == "/":
            self.at += 1
            name = f"{name}/{self.dotted()}"
        self.expect("]")
        return f"[{name}]"


def _add(fields: dict[str, Json], name: str, value: Json) -> None:
    if name not in fields:
        fields[name] = value
    else:
        before = fields[name] if isinstance(fields[name], list) else [fields[name]]
        fields[name] = [*before, *(value if isinstance(value, list) else [value])]


def _integer(text: str) -> int | None:
    if text[:2] in {"0x", "0X"}:
        return int(text, 16)
    if not text.isdigit():
        return None
    if len(text) > 1 and text[0] == "0":
        return int(text, 8) if all(digit in "01234567" for digit in text) else None
    return int(text) if len(text) <= DIGIT_LIMIT else None
