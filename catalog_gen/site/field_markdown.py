"""A field tree as a nested Markdown list, for the Markdown twin of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_gen.schemas.fields import Field, Part
from catalog_gen.site.field_words import is_bare, mark_code, plain_items, type_words
from catalog_gen.site.sanitise import spell_out

_MEANT = re.compile(r"([\\`*_\[\]<>#|~!&])")


def describe_fields(field: Field) -> str:
    """The tree as Markdown; a line for each field, ending in a newline. "" for a schema that says nothing."""
    lines = list(_body(field, ""))
    own = _row(field)
    head = [own] if own else []
    return "\n".join([*head, *([""] if head and lines else []), *lines, ""]) if head or lines else ""


def _body(field: Field, indent: str) -> Iterator[str]:
    """The lines below a field: its values, its properties, its parts."""
    for value in field.enum if not field.const else ():
        called = " ".join(filter(None, (_text(value.name), _text(value.description))))
        yield f"{indent}- {_code(value.text)}{' ' + called if called else ''}"
    if field.enum_more:
        yield f"{indent}- … {field.enum_more} more"
    for child in field.children:
        yield from _field(child, indent)
    if field.more:
        yield f"{indent}- … {field.more} more"
    for part in field.parts:
        yield from _part(part, indent)


def _field(field: Field, indent: str) -> Iterator[str]:
    name = f"**{_text(field.name)}** " if field.name else ""
    yield f"{indent}- {name}{_row(field)}".rstrip()
    yield from _body(field, indent + "  ")


def _part(part: Part, indent: str) -> Iterator[str]:
    if part.keyword == "items" and len(part.fields) == 1 and is_bare(part.fields[0]):
        yield from _body(part.fields[0], indent)
        return
    told = f", told apart by {part.discriminator}" if part.discriminator else ""
    yield f"{indent}- {_words(part.label)}{told}{':' if part.fields or part.more else ''}"
    for field in part.fields:
        yield from _field(field, indent + "  ")
    if part.more:
        yield f"{indent}  - … {part.more} more"


def _row(field: Field) -> str:
    """Everything about the field itself on one line."""
    item = plain_items(field)
    pieces = [_text(mark) for mark in (type_words(field), field.reference, item.reference if item else "", field.format) if mark]
    pieces += (word for word, there in (("required", field.required), ("nullable", field.nullable)) if there)
    pieces += (f"required {_words(when)}" for when in field.conditional)
    pieces += (word for word, there in (("read-only", field.read_only), ("write-only", field.write_only)) if there)
    if field.deprecated:
        pieces.append(f"deprecated ({_text(field.deprecation)})" if field.deprecation else "deprecated")
    if field.content_media_type:
        pieces.append(f"holds {_text(field.content_media_type)}")
    if field.content_encoding:
        pieces.append(f"encoded as {_text(field.content_encoding)}")
    if field.origin:
        pieces.append(f"from {_text(field.origin)}")
    pieces += (_words(words) for _, words in field.constraints)
    for label, texts in (("always", (field.const,)), ("default", (field.default,)), ("example", field.examples)):
        pieces += (f"{label} {_code(text)}" for text in texts if text)
    pieces += (f"{_text(keyword)} {_code(text)}" for keyword, text in field.extensions)
    shown = field if field.same_as is not None or item is None else item
    if shown.same_as is not None:
        place = _code(shown.same_as) if shown.same_as else "the whole"
        pieces.append(f"contains itself, see {place}" if shown.circular else f"same as {place}")
    if field.problem:
        pieces.append(_words(field.problem))
    title = _text(field.title) if field.path and field.title not in (field.name, field.reference) else ""
    description = ". ".join(filter(None, (title.rstrip("."), _line(field.description))))
    row = ", ".join(pieces)
    return f"{row}: {description}" if row and description else row or description


def _line(text: str) -> str:
    """A text that is Markdown already, on one line."""
    return " ".join(spell_out(text).split())


def _words(words: str) -> str:
    """Words of ours around code of the author's."""
    return mark_code(_line(words), _code)


def _text(text: str) -> str:
    """A plain text as Markdown, on one line."""
    return _MEANT.sub(r"\\\1", _line(text))


def _code(text: str) -> str:
    """A value between as many backticks as it needs (CommonMark 0.31 section 6.1)."""
    text = _line(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"`{text}`"
