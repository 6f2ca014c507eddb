"""Parts of pages that others draw: Markdown, field trees and highlighted code, from texts that are safe to write."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup, escape

from catalog_gen.schemas.trees import READERS
from catalog_gen.site.field_markdown import describe_fields
from catalog_gen.site.field_search import find_field
from catalog_gen.site.field_tree import field_id, render_fields
from catalog_gen.site.highlight import highlight
from catalog_gen.site.markdown import outline as read_outline
from catalog_gen.site.markdown import render_inline, render_markdown
from catalog_gen.site.sanitise import is_harmless

if TYPE_CHECKING:
    from catalog_gen.schemas.fields import Field
    from catalog_gen.site.views.parts import Prose, SchemaView

HIGHLIGHT_LIMIT = 12_000
"""Longer code is shown without colours: each coloured character costs ten on the wire."""

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
    return _coloured(text, language)


@lru_cache(maxsize=256)
def _coloured(text: str, language: str) -> Markup:
    """What a version's page shows is shown again where it is compared."""
    return highlight(text, language)


def field_list(schema: SchemaView) -> Markup:
    """The field tree of a schema as a Markdown list; empty when its format has none yet."""
    if schema.format not in READERS:
        return Markup("")
    return Markup(describe_fields(_tree(schema), schema.marks))  # noqa: S704 - Markdown, not HTML


def fields(schema: SchemaView, anchor: str) -> Markup | None:
    """The field tree of a schema, or None when its format has none yet."""
    if schema.format not in READERS:
        return None
    return render_fields(_tree(schema), links=dict(schema.links), anchor=anchor, marks=schema.marks)


def located(schema: SchemaView | None, anchor: str, steps: tuple[str, ...]) -> str | None:
    """The id of the field that a JSON pointer leads to in a schema's tree: "" when there is none, None when that cannot be told."""
    if schema is None or schema.format not in READERS:
        return None
    field = find_field(_read(schema.format, schema.text), steps)
    return field_id(anchor, field.path) if field is not None else ""


def _tree(schema: SchemaView) -> Field:
    """The fields of a schema, those that a trait gives marked as such."""
    field = _read(schema.format, schema.text)
    if not schema.origins:
        return field
    traits = dict(schema.origins)
    children = (
        msgspec.structs.replace(child, origin=f"trait {traits[child.name]}") if child.name in traits else child for child in field.children
    )
    return msgspec.structs.replace(field, children=tuple(children))


def read_tree(schema_format: str, text: str) -> Field | None:
    """The field tree of a self-contained schema, None for a format that has none yet."""
    return _read(schema_format, text) if schema_format in READERS else None


@lru_cache(maxsize=64)
def _read(format: str, text: str) -> Field:  # noqa: A002 - the model's word
    """The fields of a schema, for the page and, right after it, for the page's twin."""
    text = printable(text)
    return READERS[format](_UNSAFE_ESCAPE.sub(r"\\ufffd", text) if "\\" in text and format != "protobuf" else text)
