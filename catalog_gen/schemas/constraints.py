"""The bounds that JSON Schema sets, in words.

Source: JSON Schema validation, draft 4 section 5 to draft 2020-12 section 6. In draft 4 `exclusiveMinimum` is a boolean that
belongs to `minimum`; from draft 6 on it is a bound of its own. Both are understood, whatever `$schema` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from catalog_gen.schemas.json_text import value_text

Words = tuple[str, str]
"""A keyword and what it demands, in words."""

_COUNTS = (
    ("minLength", "maxLength", "character", "characters"),
    ("minItems", "maxItems", "item", "items"),
    ("minProperties", "maxProperties", "property", "properties"),
)

_FLAGS: dict[str, tuple[Any, str]] = {
    "uniqueItems": (True, "unique items"),
    "additionalProperties": (False, "no other properties"),
    "unevaluatedProperties": (False, "no other properties"),
    "additionalItems": (False, "no further items"),
    "unevaluatedItems": (False, "no further items"),
}

KEYWORDS = frozenset(
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern", "uniqueItems"}
    | {keyword for row in _COUNTS for keyword in row[:2]}
)
"""The keywords that this module puts into words and nothing else reads."""


def code(text: str) -> str:
    """Mark a text as code inside words."""
    return f"`{text}`"


def listed(items: list[str], conjunction: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def constraint_words(schema: dict[str, Any]) -> Iterator[Words]:
    """Every bound of one schema object. A keyword with a value of the wrong type is passed over; see `misused`."""
    if _SPEAKING.isdisjoint(schema):  # as nearly every plain field
        return
    for keywords, reader in _READERS:
        if not keywords.isdisjoint(schema):
            yield from reader(schema)


def misused(schema: dict[str, Any]) -> Iterator[str]:
    """The bounds whose value has a type that the keyword does not know."""
    if KEYWORDS.isdisjoint(schema):
        return
    for keyword in KEYWORDS & schema.keys():
        value = schema[keyword]
        known = isinstance(value, _TYPES.get(keyword, _NUMBERS)) and (not isinstance(value, bool) or keyword in _BOOLEAN)
        if not known:
            yield keyword


def number_text(number: int | float) -> str:  # noqa: PYI041 - the two are told apart
    """A number as people write it: `1000`, where JSON may say `1e3`."""
    whole = isinstance(number, float) and number.is_integer() and abs(number) < 1e15  # noqa: PLR2004 - beyond, floats no longer hold every integer
    return value_text(int(number) if whole else number)


_SPEAKING = KEYWORDS | _FLAGS.keys() | {"items"}
"""Keywords without which a schema object bounds nothing."""

_NUMBERS = (int, float)
_BOOLEAN = frozenset({"exclusiveMinimum", "exclusiveMaximum", "uniqueItems"})
_TYPES: dict[str, Any] = {"pattern": str, "uniqueItems": bool}


def _number(schema: dict[str, Any], keyword: str) -> int | float | None:
    value = schema.get(keyword)
    return value if isinstance(value, _NUMBERS) and not isinstance(value, bool) else None


def _lower(schema: dict[str, Any]) -> tuple[str, str, bool]:
    """The keyword, the bound and whether the bound itself is out."""
    exclusive, minimum = _number(schema, "exclusiveMinimum"), _number(schema, "minimum")
    if exclusive is not None and (minimum is None or exclusive >= minimum):
        return "exclusiveMinimum", number_text(exclusive), True
    return "minimum", "" if minimum is None else number_text(minimum), schema.get("exclusiveMinimum") is True


def _upper(schema: dict[str, Any]) -> tuple[str, str, bool]:
    exclusive, maximum = _number(schema, "exclusiveMaximum"), _number(schema, "maximum")
    if exclusive is not None and (maximum is None or exclusive <= maximum):
        return "exclusiveMaximum", number_text(exclusive), True
    return "maximum", "" if maximum is None else number_text(maximum), schema.get("exclusiveMaximum") is True


def _range(schema: dict[str, Any]) -> Iterator[Words]:
    low_keyword, low, above = _lower(schema)
    high_keyword, high, below = _upper(schema)
    if low and high and not above and not below:
        yield low_keyword, f"exactly {low}" if low == high else f"between {low} and {high}"
        return
    lower = f"{'greater than' if above else 'at least'} {low}" if low else ""
    upper = f"{'less than' if below else 'at most'} {high}" if high else ""
    if lower or upper:
        yield low_keyword if low else high_keyword, " and ".join(filter(None, (lower, upper)))


def _counts(schema: dict[str, Any]) -> Iterator[Words]:
    for minimum, maximum, one, many in _COUNTS:
        low, high = _number(schema, minimum), _number(schema, maximum)
        if low is not None and high is not None:
            noun = one if high == 1 else many
            yield minimum, f"exactly {number_text(low)} {noun}" if low == high else f"{number_text(low)} to {number_text(high)} {noun}"
        elif low is not None and low != 0:
            yield minimum, f"at least {number_text(low)} {one if low == 1 else many}"
        elif high is not None:
            yield maximum, f"at most {number_text(high)} {one if high == 1 else many}"


def _others(schema: dict[str, Any]) -> Iterator[Words]:
    step = _number(schema, "multipleOf")
    if step is not None:
        yield "multipleOf", f"multiple of {number_text(step)}"
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        yield "pattern", f"matches {code(pattern[:300] + '…' if len(pattern) > 300 else pattern)}"  # noqa: PLR2004 - more is not read
    for keyword, (value, words) in _FLAGS.items():
        if schema.get(keyword) is value:
            yield keyword, words
    if schema.get("items") is False:
        yield "items", "no further items" if isinstance(schema.get("prefixItems"), list) else "no items"


_READERS: tuple[tuple[frozenset[str], Callable[[dict[str, Any]], Iterator[Words]]], ...] = (
    (frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}), _range),
    (frozenset(keyword for row in _COUNTS for keyword in row[:2]), _counts),
    (frozenset({"multipleOf", "pattern", "items", *_FLAGS}), _others),
)
"""Keywords, and what puts them into words; without any of them it has nothing to say."""
