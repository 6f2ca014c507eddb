"""Protocol Buffers as frozen values: the shape that `.proto` texts become, whatever their syntax."""

from __future__ import annotations

from catalog_gen.model.base import Json, Value

Range = tuple[int, int]
"""A range of numbers, both ends included."""

Options = tuple[tuple[str, Json], ...]
"""Options by name, sorted; a custom option's name stands in parentheses with its full name, its value is JSON."""

FIELD_MAXIMUM = 536_870_911
"""The highest field number (Language Guide, "Assigning Field Numbers")."""

ENUM_MAXIMUM = 2_147_483_647
"""The highest number of an enum's value."""


class EnumMember(Value, frozen=True, kw_only=True):
    """One named value of an enum."""

    name: str
    number: int
    doc: str = ""
    options: Options = ()


class Enum(Value, frozen=True, kw_only=True):
    """An enum; `closed` when a number without a name is no value of it (proto2, or the feature `enum_type = CLOSED`)."""

    name: str
    full_name: str
    members: tuple[EnumMember, ...] = ()
    reserved_ranges: tuple[Range, ...] = ()
    reserved_names: tuple[str, ...] = ()
    closed: bool = False
    json_strict: bool = True
    """Whether its JSON form must be unambiguous (not `json_format = LEGACY_BEST_EFFORT`)."""
    doc: str = ""
    options: Options = ()


class ProtoField(Value, frozen=True, kw_only=True):
    """A field of a message, or an extension.

    `type` is a scalar's word (`int32`), or `message`, `group`, `enum`, `map`. `type_name` is the full name of a message or an enum
    without a leading dot. For a map, `key_type`, and `value_type` with `type_name`.
    """

    name: str
    number: int
    type: str
    type_name: str = ""
    key_type: str = ""
    value_type: str = ""
    label: str = "optional"
    """`optional`, `required` or `repeated`; a map is `repeated`."""
    presence: bool = False
    """Whether "not set" differs from "set to the default"."""
    oneof: str = ""
    proto3_optional: bool = False
    json_name: str = ""
    default: str | None = None
    """The default as it is written, without quotes; bytes with C escapes."""
    packed: bool = False
    utf8: bool = False
    """Whether a string must be valid UTF-8."""
    extendee: str = ""
    doc: str = ""
    options: Options = ()


class Message(Value, frozen=True, kw_only=True):
    """A message with all it declares; entries of maps are not among its `messages`."""

    name: str
    full_name: str
    fields: tuple[ProtoField, ...] = ()
    oneofs: tuple[str, ...] = ()
    oneof_docs: tuple[tuple[str, str], ...] = ()
    messages: tuple[Message, ...] = ()
    enums: tuple[Enum, ...] = ()
    extensions: tuple[ProtoField, ...] = ()
    extension_ranges: tuple[Range, ...] = ()
    reserved_ranges: tuple[Range, ...] = ()
    reserved_names: tuple[str, ...] = ()
    json_strict: bool = True
    doc: str = ""
    options: Options = ()


class Method(Value, frozen=True, kw_only=True):
    """A service's method, with the full names of what it takes and gives."""

    name: str
    input: str
    output: str
    client_streaming: bool = False
    server_streaming: bool = False
    doc: str = ""
    options: Options = ()


class Service(Value, frozen=True, kw_only=True):
    """A service with its methods in the order of the text."""

    name: str
    full_name: str
    methods: tuple[Method, ...] = ()
    doc: str = ""
    options: Options = ()


class Import(Value, frozen=True, kw_only=True):
    """An import; `modifier` is `public`, `weak`, `option` or ""."""

    path: str
    modifier: str = ""


class File(Value, frozen=True, kw_only=True):
    """One `.proto` file. `syntax` is `proto2`, `proto3` or `editions`, with `edition` as the text of the year."""

    path: str = ""
    package: str = ""
    syntax: str = "proto2"
    edition: str = ""
    imports: tuple[Import, ...] = ()
    messages: tuple[Message, ...] = ()
    enums: tuple[Enum, ...] = ()
    extensions: tuple[ProtoField, ...] = ()
    services: tuple[Service, ...] = ()
    options: Options = ()


class FileSet(Value, frozen=True, kw_only=True):
    """A file with everything that it imports, itself last."""

    files: tuple[File, ...] = ()

    @property
    def main(self) -> File:
        """The file that was asked for."""
        return self.files[-1]
