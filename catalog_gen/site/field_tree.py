"""A field tree as compact HTML: nested lists that read well without style and without JavaScript.

Class names, all below `.ft` (styled by `static/field-tree.css`):
`ft` the tree · `fr` the row that names a field · `fn` the field's name, a link to itself · `ft-t` its type · `ft-q` "required" ·
`ft-c` "required when …" · `ft-x` "deprecated" · `ft-m` other marks (nullable, read-only, from Money) · `ft-f` format ·
`ft-w` bounds in words · `ft-v` a labelled value (default, constant, example, extension) · `ft-e` the list of permitted values ·
`ft-n` the field's number · `ft-g` a tag (PII) · `ft-d` description · `ft-p` the label of a part (items, variants, conditions) ·
`ft-s` where the same definition is shown · `ft-o` "… n more" · `ft-h` what happened to it in earlier versions ·
`ft-b` something wrong with the schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape as escape_attribute

from markupsafe import Markup

from catalog_gen.schemas.fields import ITEMS, EnumValue, Field, Part
from catalog_gen.site.field_markdown import describe_fields
from catalog_gen.site.field_words import is_bare, mark_code, plain_items, type_words
from catalog_gen.site.links import link
from catalog_gen.site.markdown import is_plain, render_inline, render_markdown
from catalog_gen.site.sanitise import escaped
from catalog_gen.site.views.parts import FieldMark

__all__ = ["describe_fields", "field_id", "render_fields"]

OPEN_DEPTH = 3
"""Levels of fields that stand open; deeper ones are folded."""

_NOT_AN_ID = re.compile(r"[^A-Za-z0-9_.-]+")


def render_fields(field: Field, *, links: Mapping[str, str], anchor: str, marks: Iterable[FieldMark] = ()) -> Markup:
    """The tree as HTML. `links`: key of a definition → address of its own page below the site's root.

    Every field has the id `field_id(anchor, path)`; `anchor` must be the tree's own on its page.
    """
    return Markup("".join(_Tree(links, anchor, marks).draw(field)))  # noqa: S704 - every text went through escaped or the sanitiser


def field_id(anchor: str, path: str) -> str:
    """The id of the field at `path`. Paths that differ only in characters that an id cannot hold get a number on the page."""
    if not path:
        return anchor
    return f"{anchor}-{path if path.isalnum() and path.isascii() else _NOT_AN_ID.sub('-', path)}"


class _Tree:
    def __init__(self, links: Mapping[str, str], anchor: str, marks: Iterable[FieldMark]) -> None:
        self.links = links
        self.marks: dict[str, list[str]] = {}
        for mark in marks:
            self.marks.setdefault(mark.path, []).append(_past(mark))
        self.anchor = anchor
        self.ids: dict[str, str] = {}
        self.used: set[str] = set()
        self.html: list[str] = []

    def draw(self, field: Field) -> list[str]:
        self.html.append(f'<div class="ft" id="{self.identify("")}">')
        row = self.row(field, named=False)
        if row:
            self.html.append(f'<div class="fr">{row}</div>')
        self.body(field, 0)
        self.html.append("</div>")
        return self.html

    def identify(self, path: str) -> str:
        """The id of a field, distinct even where two paths look alike as ids."""
        base = found = field_id(self.anchor, path)
        number = 2
        while found in self.used:
            found, number = f"{base}.{number}", number + 1
        self.used.add(found)
        self.ids[path] = found
        return found

    def field(self, field: Field, depth: int) -> None:
        identifier = self.identify(field.path)
        name = f'<a class="fn" href="#{identifier}">{_name(field.name)}</a> ' if field.name else ""
        self.html.append(f'<li id="{identifier}"><div class="fr">{name}{self.row(field)}</div>')
        self.body(field, depth)
        self.html.append("</li>")

    def row(self, field: Field, *, named: bool = True) -> str:
        """Type and marks on one line."""
        pieces = [f'<span class="ft-t">{self.types(field)}</span>'] if field.types or field.reference or named else []
        if field.number:
            pieces.append(f'<span class="ft-n">= {field.number}</span>')
        if field.format:
            pieces.append(f'<span class="ft-f">{escaped(field.format[:100])}</span>')
        if field.required:
            pieces.append('<b class="ft-q">required</b>')
        pieces += [f'<span class="ft-c">required {words(when)}</span>' for when in field.conditional]
        if field.deprecated:
            pieces.append('<b class="ft-x">deprecated</b>')
        pieces += [f'<span class="ft-g">{escaped(tag[:100])}</span>' for tag in field.tags]
        pieces += [f'<span class="ft-m">{mark}</span>' for mark in _marks(field)]
        pieces += [f'<span class="ft-w">{words(text)}</span>' for _, text in field.constraints]
        if named and field.path in self.marks:
            pieces += self.marks[field.path]
        return " ".join(pieces)

    def types(self, field: Field) -> str:
        """The type in words, a definition's name as a link to its own page."""
        text = type_words(field)
        if field.words:
            return self.own_words(text, field.reference)
        reference = self.reference(field.reference) if field.reference else ""
        items = plain_items(field)
        if items is not None and items.reference:
            reference = self.reference(items.reference)
        return f"{escaped(text)} {reference}" if reference else escaped(text)

    def own_words(self, text: str, key: str) -> str:
        """The format's own words, the name of a definition among them as a link to its page."""
        target = self.links.get(key)
        before, name, after = text.rpartition(key.rpartition(".")[2]) if key and target else ("", "", text)
        if not target or not name:
            return escaped(text)
        return f'{escaped(before)}<a href="{escape_attribute(link(target))}">{_name(name)}</a>{escaped(after)}'

    def reference(self, key: str) -> str:
        target = self.links.get(key)
        name = _name(key)
        return f'<a href="{escape_attribute(link(target))}">{name}</a>' if target else f"<code>{name}</code>"

    def body(self, field: Field, depth: int) -> None:
        self.texts(field)
        self.values(field)
        if field.same_as is not None:
            self.seen_before(field)
        if field.children or field.more:
            self.listing(field.children, field.more, depth, _count(len(field.children) + field.more, "field", "fields"))
        for part in field.parts:
            self.part(part, depth)

    def texts(self, field: Field) -> None:
        html = self.html
        if field.problem:
            html.append(f'<p class="ft-b">{words(field.problem)}</p>')
        if field.title and field.title not in (field.name, field.reference) and field.path:
            html.append(f'<p class="ft-d"><b>{escaped(field.title[:300])}</b></p>')
        if field.description:
            html.append(_description(field.description, self.ids[field.path]))
        if field.deprecation:
            html.append(f'<p class="ft-d">Deprecated: {render_inline(field.deprecation)}</p>')

    def values(self, field: Field) -> None:
        html = self.html
        if field.enum and not field.const:
            html.append('<ul class="ft-e" aria-label="Permitted values">')
            html += map(_enum_item, field.enum)
            if field.enum_more:
                html.append(f'<li class="ft-o">… {field.enum_more} more</li>')
            html.append("</ul>")
        if field.aliases:
            names = " ".join(f"<code>{escaped(alias)}</code>" for alias in field.aliases)
            html.append(f'<p class="ft-v">also known as {names}</p>')
        if field.const:
            html.append(_value("always", field.const))
        if field.default:
            html.append(_value("default", field.default))
        html += [_value("example", text) for text in field.examples if text]
        html += [_value(keyword, text) for keyword, text in field.extensions]

    def seen_before(self, field: Field) -> None:
        target = self.ids.get(field.same_as or "", self.anchor)
        name = _name(field.reference or (field.same_as or "").rpartition(".")[2] or "the whole")
        says = "contains itself: see" if field.circular else "same as"
        self.html.append(f'<p class="ft-s">{says} <a href="#{target}">{name}</a></p>')

    def listing(self, fields: tuple[Field, ...], more: int, depth: int, label: str) -> None:
        state = " open" if depth < OPEN_DEPTH else ""
        self.html.append(f"<details{state}><summary>{label}</summary><ul>" if depth else "<ul>")
        for field in fields:
            self.field(field, depth + 1)
        if more:
            self.html.append(f'<li class="ft-o">… {more} more</li>')
        self.html.append("</ul></details>" if depth else "</ul>")

    def part(self, part: Part, depth: int) -> None:
        if part.keyword in ITEMS and len(part.fields) == 1 and self.items(part.fields[0], depth):
            return
        told = f", told apart by {words(part.discriminator)}" if part.discriminator else ""
        self.html.append(f'<p class="ft-p">{words(part.label)}{told}</p>')
        if part.description:
            self.html.append(_description(part.description, self.anchor))
        if part.fields or part.more:
            self.html.append("<ul>")
            for field in part.fields:
                self.field(field, depth + 1)
            if part.more:
                self.html.append(f'<li class="ft-o">… {part.more} more</li>')
            self.html.append("</ul>")

    def items(self, item: Field, depth: int) -> bool:
        """Items that are only a type stand in the array's own row; items that only have fields show these at once."""
        if not is_bare(item):
            return False
        if item.children or item.parts or item.more or item.same_as is not None:
            self.html.append(f'<div id="{self.identify(item.path)}">')
            self.body(item, depth)
            self.html.append("</div>")
        return True


def words(text: str) -> str:
    """Words of ours around code of the author's, as HTML."""
    return mark_code(escaped(text), lambda code: f"<code>{code}</code>")


def _marks(field: Field) -> list[str]:
    marks: list[str] = []
    if field.nullable:
        marks.append("nullable")
    if field.read_only:
        marks.append("read-only")
    if field.write_only:
        marks.append("write-only")
    if field.content_media_type:
        marks.append(f"holds {escaped(field.content_media_type[:100])}")
    if field.content_encoding:
        marks.append(f"encoded as {escaped(field.content_encoding[:100])}")
    if field.origin:
        marks.append(f"from {_name(field.origin)}")
    return marks


def _past(mark: FieldMark) -> str:
    versions = ", ".join(
        f'<a href="{escape_attribute(link(one.url))}">{escaped(one.name)}</a>' if one.url else escaped(one.name) for one in mark.versions
    )
    return f'<span class="ft-h">{mark.words} {versions}</span>'


def _name(text: str) -> str:
    """A name that an author chose; one of nothing but spaces is shown as JSON writes it."""
    return escaped(text[:200]) if text.strip() else f"&#34;{escaped(text)}&#34;"


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _value(label: str, text: str) -> str:
    return f'<p class="ft-v">{escaped(label)} <code>{escaped(text)}</code></p>'


def _enum_item(value: EnumValue) -> str:
    called = f" {_name(value.name)}" if value.name else ""
    said = f" {render_inline(value.description)}" if value.description else ""
    if value.deprecated:
        called += ' <b class="ft-x">deprecated</b>'
    return f"<li><code>{escaped(value.text)}</code>{called}{said}</li>"


def _description(text: str, identifier: str) -> str:
    if "\n\n" not in text or is_plain(text.strip()) or "\n\n" not in text.strip():
        return f'<p class="ft-d">{render_inline(text)}</p>'
    return f'<div class="ft-d">{render_markdown(text, prefix=identifier + "-", top=5)}</div>'
