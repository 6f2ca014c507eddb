"""Linking: names of types by Protobuf's scoping, features by inheritance, and what follows from both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from catalog_gen.model.base import Json
from catalog_gen.schemas.protobuf.aggregates import named, offset_of
from catalog_gen.schemas.protobuf.model import Enum, File, Message, Method, Options, ProtoField, Service
from catalog_gen.schemas.protobuf.problems import refuse

_LEGACY = {"enum_type": "CLOSED", "field_presence": "EXPLICIT", "repeated_field_encoding": "EXPANDED", "utf8_validation": "NONE"}
_DEFAULTS: dict[str, dict[str, str]] = {
    "proto2": {**_LEGACY, "json_format": "LEGACY_BEST_EFFORT", "message_encoding": "LENGTH_PREFIXED"},
    "proto3": {
        "enum_type": "OPEN",
        "field_presence": "IMPLICIT",
        "json_format": "ALLOW",
        "message_encoding": "LENGTH_PREFIXED",
        "repeated_field_encoding": "PACKED",
        "utf8_validation": "VERIFY",
    },
}
_DEFAULTS["editions"] = {**_DEFAULTS["proto3"], "field_presence": "EXPLICIT"}
"""The features of each syntax (Protobuf Editions, "Feature Settings for Editions")."""

EXACT = 2**53
"""Below this, a floating-point number without a fraction is shown as an integer."""

UNPACKABLE = frozenset({"string", "bytes", "message", "group", "map"})

Symbols = dict[str, str]
"""Full name → `package`, `message`, `enum` or `other`."""


def declared(file: File) -> Iterator[tuple[str, str]]:
    """Every full name that a file declares, with its kind."""
    parts = file.package.split(".") if file.package else []
    for count in range(1, len(parts) + 1):
        yield ".".join(parts[:count]), "package"
    prefix = f"{file.package}." if file.package else ""
    for message in file.messages:
        yield from _declared_in(message, prefix)
    yield from _declared_enums(file.enums, prefix)
    for extension in file.extensions:
        yield _inside(prefix, extension.name), "other"
    for service in file.services:
        yield _inside(prefix, service.name), "other"


def _declared_in(message: Message, prefix: str) -> Iterator[tuple[str, str]]:
    name = _inside(prefix, message.name)
    yield name, "message"
    inner = name + "."
    for nested in message.messages:
        yield from _declared_in(nested, inner)
    yield from _declared_enums(message.enums, inner)
    for field in (*message.fields, *message.extensions):
        yield _inside(inner, field.name), "other"
    for oneof in message.oneofs:
        yield _inside(inner, oneof), "other"


def _declared_enums(enums: Iterable[Enum], prefix: str) -> Iterator[tuple[str, str]]:
    for enum in enums:
        yield _inside(prefix, enum.name), "enum"
        for member in enum.members:
            yield _inside(prefix, member.name), "other"


def _inside(prefix: str, name: str) -> str:
    """A full name that knows where it is written."""
    return named(prefix + name, offset_of(name))


class Linker:
    """Turns a file as parsed into a file whose names are full and whose features are applied."""

    def __init__(self, file: File, symbols: Mapping[str, str], *, lenient: bool = False) -> None:
        self.file = file
        self.symbols = symbols
        self.lenient = lenient

    def link(self) -> File:
        """Link every declaration. Raises ProtoError for a name that is nowhere."""
        file = self.file
        features = _inherit(_DEFAULTS[file.syntax], file.options)
        scope = file.package
        prefix = f"{scope}." if scope else ""
        return msgspec.structs.replace(
            file,
            messages=tuple(self._message(message, prefix, features) for message in file.messages),
            enums=tuple(self._enum(enum, prefix, features) for enum in file.enums),
            extensions=tuple(self._field(field, scope, features) for field in file.extensions),
            services=tuple(self._service(service, prefix) for service in file.services),
            options=self._options(file.options, scope),
        )

    def _message(self, message: Message, prefix: str, inherited: Mapping[str, str]) -> Message:
        name = prefix + message.name
        features = _inherit(inherited, message.options)
        _check_unique(message)
        return msgspec.structs.replace(
            message,
            name=str(message.name),
            full_name=name,
            oneofs=tuple(map(str, message.oneofs)),
            oneof_docs=tuple((str(oneof), doc) for oneof, doc in message.oneof_docs),
            fields=tuple(self._field(field, name, features) for field in message.fields),
            messages=tuple(self._message(nested, name + ".", features) for nested in message.messages),
            enums=tuple(self._enum(enum, name + ".", features) for enum in message.enums),
            extensions=tuple(self._field(field, name, features) for field in message.extensions),
            json_strict=features["json_format"] == "ALLOW",
            options=self._options(message.options, name),
        )

    def _enum(self, enum: Enum, prefix: str, inherited: Mapping[str, str]) -> Enum:
        name = prefix + enum.name
        features = _inherit(inherited, enum.options)
        closed = features["enum_type"] == "CLOSED"
        if not closed and enum.members and enum.members[0].number != 0:
            refuse(f"the first value of the open enum `{name}` must be 0", offset_of(enum.members[0].name))
        aliases = dict(enum.options).get("allow_alias") == "true"
        numbers: set[int] = set()
        for member in enum.members:
            if member.number in numbers and not aliases:
                refuse(f"two values of the enum `{name}` have one number; say `option allow_alias = true;`", offset_of(member.name))
            numbers.add(member.number)
        return msgspec.structs.replace(
            enum,
            name=str(enum.name),
            full_name=name,
            members=tuple(msgspec.structs.replace(m, name=str(m.name), options=self._options(m.options, name)) for m in enum.members),
            closed=closed,
            json_strict=features["json_format"] == "ALLOW",
            options=self._options(enum.options, name),
        )

    def _field(self, field: ProtoField, scope: str, inherited: Mapping[str, str]) -> ProtoField:
        features = _inherit(inherited, field.options)
        kind, type_name = field.type, field.type_name
        value_type = field.value_type
        if type_name:
            type_name, found = self.resolve(type_name, scope)
            if kind == "map":
                value_type = found
            elif not kind:
                kind = found
        if kind == "message" and features["message_encoding"] == "DELIMITED":
            kind = "group"
        given = dict(field.options)
        label = "required" if features["field_presence"] == "LEGACY_REQUIRED" and field.label == "optional" else field.label
        single = label != "repeated"
        packed = given.get("packed")
        return msgspec.structs.replace(
            field,
            name=str(field.name),
            oneof=str(field.oneof),
            type=str(kind),
            type_name=type_name,
            value_type=str(value_type),
            key_type=str(field.key_type),
            label=label,
            presence=single
            and (
                bool(field.oneof or field.extendee)
                or field.proto3_optional
                or kind in {"message", "group"}
                or features["field_presence"] != "IMPLICIT"
            ),
            packed=not single
            and kind not in UNPACKABLE
            and (str(packed) == "true" if packed is not None else features["repeated_field_encoding"] == "PACKED"),
            utf8=kind == "string" and features["utf8_validation"] == "VERIFY",
            json_name=str(given["json_name"]) if "json_name" in given else field.json_name or camel(field.name),
            default=_default(given["default"]) if "default" in given else field.default,
            extendee=self.resolve(field.extendee, scope)[0] if field.extendee else "",
            options=self._options([pair for pair in field.options if pair[0] not in {"default", "json_name"}], scope),
        )

    def _service(self, service: Service, prefix: str) -> Service:
        name = prefix + service.name
        return msgspec.structs.replace(
            service,
            name=str(service.name),
            full_name=name,
            methods=tuple(self._method(method, name) for method in service.methods),
            options=self._options(service.options, name),
        )

    def _method(self, method: Method, scope: str) -> Method:
        return msgspec.structs.replace(
            method,
            name=str(method.name),
            input=self.resolve(method.input, scope)[0],
            output=self.resolve(method.output, scope)[0],
            options=self._options(method.options, scope),
        )

    def resolve(self, name: str, scope: str) -> tuple[str, str]:
        """The full name and the kind of a type, looked for from the innermost scope outwards (Language Guide, "Name Resolution")."""
        if name.startswith("."):
            kind = self.symbols.get(name[1:], "")
            if kind in {"message", "enum"}:
                return str(name)[1:], kind
            return self._unknown(name)
        first, _, rest = name.partition(".")
        while True:
            start = f"{scope}.{first}" if scope else first
            kind = self.symbols.get(start, "")
            if rest and kind in {"message", "package"}:
                full = f"{start}.{rest}"
                found = self.symbols.get(full, "")
                if found in {"message", "enum"}:
                    return full, found
                if kind == "message":
                    return self._unknown(name)
            elif not rest and kind in {"message", "enum"}:
                return str(start), kind
            if not scope:
                return self._unknown(name)
            scope = scope.rpartition(".")[0]

    def _unknown(self, name: str) -> tuple[str, str]:
        if self.lenient:
            return str(name).lstrip("."), "message"
        message = f"`{name}` is declared neither here nor in what this file imports"
        return refuse(message, offset_of(name), "import the file that declares it")

    def _options(self, options: Iterable[tuple[str, Json]], scope: str) -> Options:
        merged: dict[str, Json] = {}
        for name, value in options:
            head, *rest = _option_path(name)
            if head.startswith("("):
                head = f"({self._extension(head[1:-1], scope)})"
            nested: Json = _plain(value)
            for part in reversed(rest):
                nested = {part: nested}
            merged[head] = _merge(merged[head], nested) if head in merged else nested
        return tuple(sorted(merged.items()))

    def _extension(self, name: str, scope: str) -> str:
        if name.startswith("."):
            return name[1:]
        while True:
            full = f"{scope}.{name}" if scope else name
            if self.symbols.get(full) == "other" or not scope:
                return full if full in self.symbols else name
            scope = scope.rpartition(".")[0]


def _option_path(name: str) -> list[str]:
    """Split `(a.b).c.d` into `(a.b)`, `c`, `d`."""
    parts: list[str] = []
    depth = 0
    start = 0
    for index, character in enumerate(name):
        depth += (character == "(") - (character == ")")
        if character == "." and not depth:
            parts.append(name[start:index])
            start = index + 1
    return [*parts, name[start:]]


def _merge(before: Json, value: Json) -> Json:
    if isinstance(before, dict) and isinstance(value, dict):
        return {**before, **{key: _merge(before[key], item) if key in before else item for key, item in value.items()}}
    return [*(before if isinstance(before, list) else [before]), value]


def _plain(value: Json) -> Json:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def _default(value: Json) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return str(value)


def _inherit(features: Mapping[str, str], options: Iterable[tuple[str, Json]]) -> Mapping[str, str]:
    own: dict[str, str] = {}
    for name, value in options:
        if name.startswith("features.") and isinstance(value, str):
            own[name.removeprefix("features.")] = str(value)
        elif name == "features" and isinstance(value, dict):
            own.update({key: str(item) for key, item in value.items()})
    return {**features, **own} if own else features


def _check_unique(message: Message) -> None:
    numbers: dict[int, str] = {}
    names: set[str] = set()
    for field in message.fields:
        if field.number in numbers:
            other = numbers[field.number]
            refuse(f"`{other}` and `{field.name}` of `{message.name}` have one number, {field.number}", offset_of(field.name))
        if field.name in names:
            refuse(f"`{message.name}` has two fields named `{field.name}`", offset_of(field.name))
        if field.name in message.reserved_names or any(low <= field.number <= high for low, high in message.reserved_ranges):
            refuse(f"`{field.name} = {field.number}` of `{message.name}` is reserved", offset_of(field.name))
        numbers[field.number] = field.name
        names.add(field.name)


def camel(name: str) -> str:
    """The JSON name of a field (descriptor.cc, `ToJsonName`): an underscore is dropped and raises the letter after it."""
    result: list[str] = []
    capital = False
    for letter in name:
        if letter == "_":
            capital = True
        else:
            result.append(letter.upper() if capital else letter)
            capital = False
    return "".join(result)
