"""Where a JSON pointer into a payload leads in the field tree of its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from catalog_gen.schemas.fields import ITEMS

if TYPE_CHECKING:
    from catalog_gen.schemas.fields import Field

_ITEMS = ITEMS | {"prefixItems", "contains", "additionalProperties", "unevaluatedItems", "patternProperties"}

_NAMED = frozenset({"oneof", "extend"})
"""Parts whose fields are fields of the message by name."""

VISIT_LIMIT = 2_000
"""Fields that are looked at for one pointer; a schema of many variants has many ways to one name."""


def find_field(root: Field, steps: tuple[str, ...]) -> Field | None:
    """The field at the end of a pointer, through variants and items; None when the schema names no such field."""
    waiting = [(root, steps)]
    seen = 0
    while waiting and seen < VISIT_LIMIT:
        field, left = waiting.pop()
        seen += 1
        if not left:
            return field
        waiting += [*reversed([(child, left[1:]) for child in field.children if child.name == left[0]])]
        waiting += [*reversed(list(_inside(root, field, left)))]
    return None


def _inside(root: Field, field: Field, left: tuple[str, ...]) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """What holds a field's members besides itself: its variants, its items, and the place where its definition is shown."""
    for part in field.parts:
        for member in part.fields:
            if part.keyword not in _NAMED or member.name == left[0]:
                yield member, left[1:] if part.keyword in _NAMED | _ITEMS else left
    if field.same_as is not None and not field.circular:
        shown = _at(root, field.same_as)
        if shown is not None and shown is not field:
            yield shown, left


def _at(root: Field, path: str) -> Field | None:
    """The field with a path."""
    waiting, seen = [root], 0
    while waiting and seen < VISIT_LIMIT:
        field = waiting.pop()
        seen += 1
        if field.path == path:
            return field
        waiting += [*field.children, *(member for part in field.parts for member in part.fields)]
    return None
