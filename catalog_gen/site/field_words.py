"""What is said about a field in a few words, the same in HTML and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable

from catalog_gen.schemas.fields import ITEMS, Field

_CODE = re.compile(r"`([^`]*)`")
_PATTERN = "matches `"


def mark_code(words: str, mark: Callable[[str], str]) -> str:
    """Words with the code between backticks marked; a pattern may itself hold backticks."""
    if words.startswith(_PATTERN):
        return "matches " + mark(words[len(_PATTERN) : -1])
    return words if "`" not in words else _CODE.sub(lambda match: mark(match[1]), words)


def type_words(field: Field) -> str:
    """The format's own words where it has some, else `string`, `integer or string`, `array of object`; "any" where nothing is said."""
    if field.words:
        return field.words[:300]
    if field.types == ("array",):
        item = plain_items(field)
        if item is not None:
            inner = type_words(item)
            return f"array of {inner}" if inner != "any" else "array"
    return " or ".join([kind[:80] for kind in field.types]) or ("any" if not field.reference or not field.children else "")


def is_bare(field: Field) -> bool:
    """Whether a field says nothing about itself but its type and what it holds."""
    return not (
        field.description
        or field.title
        or field.constraints
        or field.format
        or field.enum
        or field.tags
        or field.aliases
        or field.const
        or field.nullable
        or field.extensions
        or field.default
        or field.examples
        or field.deprecated
        or field.problem
        or field.read_only
        or field.write_only
        or field.content_encoding
        or field.content_media_type
    )


def plain_items(field: Field) -> Field | None:
    """The item of an array, if it is bare: then the array's own row says all about it."""
    for part in field.parts:
        if part.keyword in ITEMS and len(part.fields) == 1 and is_bare(part.fields[0]):
            return part.fields[0]
    return None
