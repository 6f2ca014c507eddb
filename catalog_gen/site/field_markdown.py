"""A field tree as a nested Markdown list, for the Markdown twin of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from catalog_gen.schemas.fields import ITEMS, Field, Part
from catalog_gen.site.field_words import is_bare, mark_code, plain_items, type_words
from catalog_gen.site.sanitise import spell_out
from catalog_gen.site.views.parts import FieldMark

_Past = Mapping[str, Sequence[str]]

_MEANT = re.compile(r"([\\`*_\[\]<>#|~!&])")


def describe_fields(field: Field, marks: Iterable[FieldMark] = ()) -> str:
    """The tree as Markdown; a line for each field, ending in a newline. "" for a schema that says nothing."""
    lines: list[str] = []
    past: dict[str, list[str]] = {}
    for mark in marks:
        past.setdefault(mark.path, []).append(f"{mark.words} {', '.join(_text(one.name) for one in mark.versions)}")
    _write_body(field, "", lines, past)
    own = _row(field)
    head = [own] if own else []
    return "\n".join([*head, *([""] if head and lines else []), *lines, ""]) if head or lines else ""


def _write_body(field: Field, indent: str, lines: list[str], past: _Past) -> None:
    """The lines below a field: its values, its properties, its parts."""
    for value in field.enum if not field.const else ():
        said = (_text(value.name), "deprecated" if value.deprecated else "", _text(value.description))
        lines.append(" ".join(filter(None, (f"{indent}- {_code(value.text)}", *said))))
    if field.enum_more:
        lines.append(f"{indent}- … {field.enum_more} more")
    for child in field.children:
        _write_field(child, indent, lines, past)
    if field.more:
        lines.append(f"{indent}- … {field.more} more")
    for part in field.parts:
        _write_part(part, indent, lines, past)


def _write_field(field: Field, indent: str, lines: list[str], past: _Past) -> None:
    name = f"**{_text(field.name)}** " if field.name else ""
    lines.append(f"{indent}- {name}{_row(field, past.get(field.path, ()))}".rstrip())
    _write_body(field, indent + "  ", lines, past)


def _write_part(part: Part, indent: str, lines: list[str], past: _Past) -> None:
    if part.keyword in ITEMS and len(part.fields) == 1 and is_bare(part.fields[0]):
        _write_body(part.fields[0], indent, lines, past)
        return
    told = f", told apart by {part.discriminator}" if part.discriminator else ""
    said = f" {_line(part.description)}" if part.description else ""
    lines.append(f"{indent}- {_words(part.label)}{told}{':' if part.fields or part.more or said else ''}{said}")
    for field in part.fields:
        _write_field(field, indent + "  ", lines, past)
    if part.more:
        lines.append(f"{indent}  - … {part.more} more")


def _row(field: Field, past: Iterable[str] = ()) -> str:
    """Everything about the field itself on one line."""
    item = plain_items(field)
    references = () if field.words else (field.reference, item.reference if item else "")
    pieces = [_text(mark) for mark in (type_words(field), *references, field.format) if mark]
    if field.number:
        pieces.insert(1, f"= {field.number}")
    pieces += _marks(field)
    pieces += [_words(words) for _, words in field.constraints]
    if field.aliases:
        pieces.append(f"also known as {', '.join(map(_code, field.aliases))}")
    pieces += past
    if field.const:
        pieces.append(f"always {_code(field.const)}")
    if field.default:
        pieces.append(f"default {_code(field.default)}")
    pieces += [f"example {_code(text)}" for text in field.examples if text]
    pieces += [f"{_text(keyword)} {_code(text)}" for keyword, text in field.extensions]
    shown = field if field.same_as is not None or item is None else item
    if shown.same_as is not None:
        place = _code(shown.same_as) if shown.same_as else "the whole"
        pieces.append(f"contains itself, see {place}" if shown.circular else f"same as {place}")
    if field.problem:
        pieces.append(_words(field.problem))
    title = _text(field.title) if field.path and field.title not in (field.name, field.reference) else ""
    description = _line(field.description)
    if title:
        description = ". ".join(filter(None, (title.rstrip("."), description)))
    row = ", ".join(pieces)
    return f"{row}: {description}" if row and description else row or description


def _marks(field: Field) -> Iterator[str]:
    if field.required:
        yield "required"
    if field.nullable:
        yield "nullable"
    yield from (f"tagged {_text(tag)}" for tag in field.tags)
    yield from (f"required {_words(when)}" for when in field.conditional)
    if field.read_only:
        yield "read-only"
    if field.write_only:
        yield "write-only"
    if field.deprecated:
        yield f"deprecated ({_text(field.deprecation)})" if field.deprecation else "deprecated"
    if field.content_media_type:
        yield f"holds {_text(field.content_media_type)}"
    if field.content_encoding:
        yield f"encoded as {_text(field.content_encoding)}"
    if field.origin:
        yield f"from {_text(field.origin)}"


def _line(text: str) -> str:
    """A text that is Markdown already, on one line."""
    return " ".join(spell_out(text).split())


def _words(words: str) -> str:
    """Words of ours around code of the author's."""
    return mark_code(_line(words), _code)


def _text(text: str) -> str:
    """A plain text as Markdown, on one line."""
    return text if text.isalnum() else _MEANT.sub(r"\\\1", _line(text))


def _code(text: str) -> str:
    """A value between as many backticks as it needs (CommonMark 0.31 section 6.1)."""
    text = _line(text)
    if "`" not in text:
        return f"`{text}`"
    fence = "`" * (max(map(len, re.findall("`+", text))) + 1)
    return f"{fence} {text} {fence}"
