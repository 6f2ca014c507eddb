"""Parts of pages that are worth remembering: Markdown, field trees and highlighted code, by content."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from catalog_gen.schemas.fields import Field
    from catalog_gen.site.views.parts import Prose, SchemaView

HIGHLIGHT_LIMIT = 12_000
"""Longer code is shown without colours: each coloured character costs ten on the wire."""

_TREES = frozenset({"json-schema", "openapi"})
"""Formats whose texts are read into a field tree."""

_UNSAFE_ESCAPE = re.compile(r"\\u000[0-8]|\\ud[89a-f][0-9a-f]{2}", re.IGNORECASE)
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def printable(text: str) -> str:
    """A text without control characters and lone surrogates, which neither HTML nor UTF-8 can hold."""
    return text if text.isprintable() else _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def prose(value: Prose) -> Markup:
    """A Markdown text as block HTML."""
    return _prose(value.text, value.links)


@lru_cache(maxsize=4096)
def _prose(text: str, links: tuple[tuple[str, str], ...]) -> Markup:
    from catalog_gen.site.markdown import render_markdown  # noqa: PLC0415 - Markdown is slow to import

    return render_markdown(printable(text), dict(links))


@lru_cache(maxsize=8192)
def inline(text: str) -> Markup:
    """A one-line Markdown text as HTML without blocks."""
    from catalog_gen.site.markdown import render_inline  # noqa: PLC0415 - Markdown is slow to import

    return render_inline(printable(text))


@lru_cache(maxsize=2048)
def outline(text: str) -> tuple[tuple[int, str, str], ...]:
    """The headings of a Markdown text: level, id and title."""
    from catalog_gen.site.markdown import outline as read_outline  # noqa: PLC0415 - Markdown is slow to import

    return tuple(read_outline(printable(text)))


@lru_cache(maxsize=2048)
def code(text: str, language: str) -> Markup:
    """Code in colours, or without when it is long."""
    text = printable(text)
    if language == "text" or len(text) > HIGHLIGHT_LIMIT:
        return escape(text)
    from catalog_gen.site.highlight import highlight  # noqa: PLC0415 - Pygments is slow to import

    return highlight(text, language)


def field_list(schema: SchemaView) -> Markup:
    """The field tree of a schema as a Markdown list; empty when its format has none yet."""
    return _field_list(schema.text) if schema.format in _TREES else Markup("")


@lru_cache(maxsize=2048)
def _field_list(text: str) -> Markup:
    from catalog_gen.site.field_markdown import describe_fields  # noqa: PLC0415 - only pages with schemas need it

    return Markup(describe_fields(_read(text)))  # noqa: S704 - Markdown, not HTML


def fields(schema: SchemaView, anchor: str) -> Markup | None:
    """The field tree of a schema, or None when its format has none yet."""
    return _fields(schema.text, schema.links, anchor) if schema.format in _TREES else None


@lru_cache(maxsize=2048)
def _fields(text: str, links: tuple[tuple[str, str], ...], anchor: str) -> Markup:
    from catalog_gen.site.field_tree import render_fields  # noqa: PLC0415 - only pages with schemas need it

    return render_fields(_read(text), links=dict(links), anchor=anchor)


@lru_cache(maxsize=256)
def _read(text: str) -> Field:
    """The fields of a JSON Schema, for the page and, right after it, for the page's twin."""
    from catalog_gen.schemas.json_schema import read_json_schema  # noqa: PLC0415 - only pages with schemas need it

    return read_json_schema(_UNSAFE_ESCAPE.sub(r"\\ufffd", printable(text)))
