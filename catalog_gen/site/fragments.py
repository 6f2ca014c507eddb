"""Parts of pages that others draw: Markdown, field trees and highlighted code, from texts that are safe to write."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup, escape

from catalog_gen.schemas.avro.tree import read_avro
from catalog_gen.schemas.json_schema import read_json_schema
from catalog_gen.schemas.protobuf.tree import read_protobuf
from catalog_gen.site.field_markdown import describe_fields
from catalog_gen.site.field_search import find_field
from catalog_gen.site.field_tree import field_id, render_fields
from catalog_gen.site.highlight import highlight
from catalog_gen.site.markdown import outline as read_outline
from catalog_gen.site.markdown import render_inline, render_markdown
from catalog_gen.site.sanitise import is_harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.schemas.fields import Field
    from catalog_gen.site.views.parts import Prose, SchemaView

HIGHLIGHT_LIMIT = 12_000
"""Longer code is shown without colours: each coloured character costs ten on the wire."""

_READERS: dict[str, Callable[[str], Field]] = {
    "json-schema": read_json_schema,
    "openapi": read_json_schema,
    "avro": read_avro,
    "protobuf": read_protobuf,
}
"""Format → what reads its texts into a field tree."""

_JSON = frozenset({"json-schema", "openapi", "avro"})
"""Formats whose texts are JSON, which may hide control characters in escapes."""

_UNSAFE_ESCAPE = re.compile(r"\\u000[0-8]|\\ud[89a-f][0-9a-f]{2}", re.IGNORECASE)
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def printable(text: str) -> str:
    """A text without control characters and lone surrogates, which neither HTML nor UTF-8 can hold."""
    return text if is_harmless(text) else _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def prose(value: Prose) -> Markup:
    """A Markdown text as block HTML."""
    return render_markdown(printable(value.text), dict(value.links))


def inline(text: str) -> Markup:
    """A one-line Markdown text as HTML without blocks."""
    return render_inline(printable(text))


def outline(text: str) -> tuple[tuple[int, str, str], ...]:
    """The headings of a Markdown text: level, id and title."""
    return tuple(read_outline(printable(text)))


def code(text: str, language: str) -> Markup:
    """Code in colours, or without when it is long."""
    text = printable(text)
    if language == "text" or len(text) > HIGHLIGHT_LIMIT:
        return escape(text)
    return highlight(text, language)


def field_list(schema: SchemaView) -> Markup:
    """The field tree of a schema as a Markdown list; empty when its format has none yet."""
    if schema.format not in _READERS:
        return Markup("")
    return Markup(describe_fields(_tree(schema)))  # noqa: S704 - Markdown, not HTML


def fields(schema: SchemaView, anchor: str) -> Markup | None:
    """The field tree of a schema, or None when its format has none yet."""
    if schema.format not in _READERS:
        return None
    return render_fields(_tree(schema), links=dict(schema.links), anchor=anchor)


def located(schema: SchemaView | None, anchor: str, steps: tuple[str, ...]) -> str | None:
    """The id of the field that a JSON pointer leads to in a schema's tree: "" when there is none, None when that cannot be told."""
    if schema is None or schema.format not in _READERS:
        return None
    field = find_field(_read(schema.text, schema.format), steps)
    return field_id(anchor, field.path) if field is not None else ""


def _tree(schema: SchemaView) -> Field:
    """The fields of a schema, those that a trait gives marked as such."""
    field = _read(schema.text, schema.format)
    if not schema.origins:
        return field
    traits = dict(schema.origins)
    children = (
        msgspec.structs.replace(child, origin=f"trait {traits[child.name]}") if child.name in traits else child for child in field.children
    )
    return msgspec.structs.replace(field, children=tuple(children))


@lru_cache(maxsize=64)
def _read(text: str, form: str) -> Field:
    """The fields of a schema, for the page and, right after it, for the page's twin."""
    text = printable(text)
    return _READERS[form](_UNSAFE_ESCAPE.sub(r"\\ufffd", text) if form in _JSON and "\\" in text else text)
