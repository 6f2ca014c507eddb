"""A field tree reduced to what can be compared: names, and what is said about each field as labelled words.

The same outline is compared here, when the site is built, and in the browser (`static/compare.js`), so it is plain data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from catalog_gen.schemas.fields import ITEMS
from catalog_gen.schemas.trees import READERS

if TYPE_CHECKING:
    from catalog_gen.schemas.fields import Field, Part

WORDING = "description"
"""The label of what only tells readers something and decides nothing about payloads."""

LIST_SEPARATOR = "\n"
"""Between permitted values: no JSON text of a value holds a line break."""

FACT_LIMIT = 2_000
"""Characters of one fact that are kept and compared."""


class Outline(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A field, or a part of one (items, variants, conditions), with everything below it.

    `path` is the field's in its own tree; `facts` are (label, words), in a fixed order, absent where there is nothing to say.
    """

    name: str = ""
    path: str = ""
    is_part: bool = False
    """Whether `name` is words of ours around fields, and not a field's name."""
    facts: tuple[tuple[str, str], ...] = ()
    children: tuple[Outline, ...] = ()
    more: int = 0
    """Fields that were left out because the tree is too large."""
    shown_at: str | None = None
    """The path of the field that shows the same definition with all it holds."""

    @cached_property
    def by_path(self) -> dict[str, Outline]:
        """Every field of the tree by its path."""
        found: dict[str, Outline] = {}
        waiting = [self]
        while waiting:
            one = waiting.pop()
            if not one.is_part:
                found.setdefault(one.path, one)
            waiting += one.children
        return found

    @property
    def kind(self) -> str:
        """Its type in words, "" where none is said."""
        return dict(self.facts).get("type", "")


def read_outline(schema_format: str, text: str) -> Outline | None:
    """The outline of a self-contained schema, None for a format that has no field tree."""
    reader = READERS.get(schema_format)
    return outline_of(reader(text)) if reader is not None else None


def outline_of(field: Field) -> Outline:
    """The outline of a field tree."""
    inline = _bare_items(field)
    held = [outline_of(child) for child in field.children]
    if inline is not None:
        held += outline_of(inline).children
    held += [_outline_of_part(part) for part in field.parts if inline is None or part.keyword not in ITEMS]
    shown_at = field.same_as if field.same_as is not None or inline is None else inline.same_as
    return Outline(
        name=field.name,
        path=field.path,
        facts=tuple((label, words[:FACT_LIMIT]) for label, words in _facts(field) if words),
        children=tuple(held),
        more=field.more,
        shown_at=shown_at,
    )


def _outline_of_part(part: Part) -> Outline:
    fields = tuple(outline_of(field) for field in part.fields)
    named = tuple(
        one if one.name else msgspec.structs.replace(one, name=field.reference or field.title or type_words(field))
        for one, field in zip(fields, part.fields, strict=True)
    )
    return Outline(name=part.label, is_part=True, children=named, more=part.more)


def _facts(field: Field) -> Iterator[tuple[str, str]]:
    yield "type", type_words(field)
    yield "required", "yes" if field.required else ", ".join(field.conditional)
    yield "null", "yes" if field.nullable else ""
    yield "format", field.format
    yield "always", field.const
    yield "number", str(field.number) if field.number else ""
    yield "values", LIST_SEPARATOR.join([*(value.text for value in field.enum), *_more(field.enum_more)]) if not field.const else ""
    yield from field.constraints
    yield "default", field.default
    yield "also known as", ", ".join(field.aliases)
    yield "tags", ", ".join(field.tags)
    yield "read-only", "yes" if field.read_only else ""
    yield "write-only", "yes" if field.write_only else ""
    yield "encoding", field.content_encoding
    yield "media type", field.content_media_type
    yield "deprecated", "yes" if field.deprecated else ""
    yield WORDING, " ".join(filter(None, (field.title if field.title != field.name else "", field.description)))


def _more(count: int) -> Iterable[str]:
    return (f"… {count} more",) if count else ()


def type_words(field: Field) -> str:
    """The format's own words, else `string`, `integer or string`, `array of Money`; "any" where nothing is said."""
    if field.words:
        return field.words
    if field.types == ("array",):
        item = _bare_items(field)
        if item is not None:
            inner = type_words(item)
            return f"array of {inner}" if inner != "any" else "array"
    words = " or ".join(kind[:80] for kind in field.types)
    if field.reference:
        return field.reference if words in {"", "object"} else f"{words} {field.reference}"
    return words or ("" if field.children else "any")


def _bare_items(field: Field) -> Field | None:
    """The one kind of item of an array that says no more about itself than its type and what it holds."""
    items = [part.fields[0] for part in field.parts if part.keyword in ITEMS and len(part.fields) == 1]
    if not items:
        return None
    said = {label for label, words in _facts_but_type(items[0]) if words}
    return items[0] if not said else None


def _facts_but_type(field: Field) -> Iterator[tuple[str, str]]:
    return (fact for fact in _facts(field) if fact[0] not in {"type", "required"})
