"""The drafts of JSON Schema that examples are made for, and what distinguishes them."""

from __future__ import annotations

from typing import Any

from catalog_gen.model.base import Value


class Draft(Value, frozen=True, kw_only=True):
    """What a draft does differently from its neighbours.

    Source: the release notes of drafts 6, 7, 2019-09 and 2020-12 (json-schema.org/draft/…/release-notes).
    """

    name: str
    id_keyword: str = "$id"
    """The keyword that names a schema (`id` in draft 4)."""
    reference_alone: bool = False
    """Whether `$ref` hides every keyword beside it (up to draft 7)."""
    float_integers: bool = True
    """Whether 1.0 is an integer (since draft 6)."""
    asserts_formats: bool = False
    """Whether validators assert `format` unless they are told otherwise (up to draft 7)."""
    has_contains: bool = True
    """Whether `const`, `contains` and `propertyNames` are keywords (since draft 6)."""
    has_conditions: bool = True
    """Whether `if` is a keyword (since draft 7)."""
    bounds_contains: bool = False
    """Whether `minContains` and `maxContains` are keywords (since 2019-09)."""
    contains_evaluates: bool = False
    """Whether `contains` counts as a look at the items that it accepts (since 2020-12)."""
    tuples_in_items: bool = True
    """Whether `items` may be a list of schemas (up to 2019-09; then `prefixItems`)."""


DRAFT_4 = Draft(
    name="draft-04",
    id_keyword="id",
    reference_alone=True,
    float_integers=False,
    asserts_formats=True,
    has_contains=False,
    has_conditions=False,
)
DRAFT_6 = Draft(name="draft-06", reference_alone=True, asserts_formats=True, has_conditions=False)
DRAFT_7 = Draft(name="draft-07", reference_alone=True, asserts_formats=True)
DRAFT_2019 = Draft(name="2019-09", bounds_contains=True)
DRAFT_2020 = Draft(name="2020-12", bounds_contains=True, contains_evaluates=True, tuples_in_items=False)

DRAFTS = {draft.name: draft for draft in (DRAFT_4, DRAFT_6, DRAFT_7, DRAFT_2019, DRAFT_2020)}

_MARKS = (("2020-12", DRAFT_2020), ("2019-09", DRAFT_2019), ("draft-07", DRAFT_7), ("draft-06", DRAFT_6), ("draft-04", DRAFT_4))


def draft_by_name(name: str) -> Draft:
    """The draft of a published name. Raises ValueError for an unknown one."""
    if name not in DRAFTS:
        message = f"unknown draft `{name}`; known are {', '.join(DRAFTS)}"
        raise ValueError(message)
    return DRAFTS[name]


def draft_of(schema: Any, otherwise: Draft) -> Draft:
    """The draft that a schema's `$schema` declares, or `otherwise`."""
    declared = schema.get("$schema") if isinstance(schema, dict) else None
    if isinstance(declared, str):
        for mark, draft in _MARKS:
            if mark in declared:
                return draft
    return otherwise
