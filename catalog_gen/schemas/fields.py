"""A schema as a tree of fields, in the shape in which people read it. Every format of schemas becomes this one tree."""

from __future__ import annotations

from catalog_gen.model.base import Value


class EnumValue(Value, frozen=True, kw_only=True):
    """One permitted value with what its author calls it.

    `text` is its JSON text in JSON Schema, the symbol in Avro, the name with its number in Protobuf (`PAID = 1`).
    """

    text: str
    name: str = ""
    description: str = ""
    deprecated: bool = False


class Part(Value, frozen=True, kw_only=True):
    """What a field holds besides named properties: its items, its variants, its conditions.

    `keyword` is the schema's word (`items`, `oneOf`, `then`), `label` the same in words for a reader (`Exactly one of`).
    """

    keyword: str
    label: str
    fields: tuple[Field, ...] = ()
    description: str = ""
    """What its author says about it; Markdown."""
    discriminator: str = ""
    """The property that tells the variants apart."""
    more: int = 0
    """How many further fields were left out."""


class Field(Value, frozen=True, kw_only=True):
    """A place in a payload and everything that its schema says about it, in the words of the schema's own format.

    `path` is unique within the tree and reads like the payload: `lines[].sku`, `payment(Card).number`; the root's is "".
    Values (`const`, `default`, `examples`) are JSON texts, cut where they are too long to read.
    """

    name: str = ""
    path: str = ""
    types: tuple[str, ...] = ()
    """Without `null` where anything else is possible; see `nullable`. `never` for a schema that permits nothing."""
    words: str = ""
    """The type in its format's own words (`union of null and string`, `map<string, Item>`), where `types` do not say it well."""
    number: int = 0
    """The field's number, in formats that number them; 0 where there is none."""
    required: bool = False
    conditional: tuple[str, ...] = ()
    """When the field is required although it is not always: "when `card` is present"."""
    nullable: bool = False
    repeated: bool = False
    """Whether there may be any number of them, where that is no type of its own (Protobuf)."""
    title: str = ""
    description: str = ""
    """Markdown."""
    format: str = ""
    """JSON Schema's `format`, Avro's logical type."""
    aliases: tuple[str, ...] = ()
    """Further names by which readers know the field or its type."""
    tags: tuple[str, ...] = ()
    """What kind of data it is (`PII`), said in the schema or by a registry."""
    content_encoding: str = ""
    content_media_type: str = ""
    enum: tuple[EnumValue, ...] = ()
    enum_more: int = 0
    const: str = ""
    default: str = ""
    examples: tuple[str, ...] = ()
    constraints: tuple[tuple[str, str], ...] = ()
    """(keyword, words): ("minimum", "between 1 and 10"). Words set code between backticks."""
    deprecated: bool = False
    deprecation: str = ""
    """Why, or since when, where the author says so."""
    read_only: bool = False
    write_only: bool = False
    reference: str = ""
    """The key of the definition that the schema refers to."""
    origin: str = ""
    """The part of an `allOf` that this property comes from."""
    same_as: str | None = None
    """The path of the field where the same definition is shown with all it holds; None when it is shown here."""
    circular: bool = False
    """The definition contains itself here."""
    problem: str = ""
    """What is wrong with this schema, in words, where it could not be read."""
    children: tuple[Field, ...] = ()
    parts: tuple[Part, ...] = ()
    more: int = 0
    """How many further properties were left out because the tree is too large or too deep."""
    extensions: tuple[tuple[str, str], ...] = ()
    """(keyword, JSON text) of everything that has no meaning here, shown as it was found."""


ITEMS = frozenset({"items", "values"})
"""Parts that hold what an array, or a map, is an array of."""

DEPTH_LIMIT = 24
"""Levels of nested fields that are read; below, a field says how much it leaves out."""

FIELD_LIMIT = 2_000
"""Fields of one schema that are read."""

ENUM_LIMIT = 100
"""Permitted values that are listed for one field."""

TEXT_LIMIT = 500
"""Characters of a value that are kept."""
