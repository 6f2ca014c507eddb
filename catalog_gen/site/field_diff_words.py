"""What changed about a field, in words. `static/compare.js` says the same; code stands between backticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from catalog_gen.evolution.fields.outline import LIST_SEPARATOR, WORDING

if TYPE_CHECKING:
    from catalog_gen.evolution.fields import Difference

YES_OR_NO = {
    "required": ("now required", "no longer required"),
    "null": ("may be null now", "may no longer be null"),
    "read-only": ("now read-only", "no longer read-only"),
    "write-only": ("now write-only", "no longer write-only"),
    "deprecated": ("now deprecated", "no longer deprecated"),
}
"""Label → what is said when it begins and when it ends."""

NAMED = {"type", "format", "always", "default", "encoding", "media type"}
"""Labels whose words are a value; the others' words say what they are themselves."""

QUIET = {"type", "description"}
"""Labels that are not said again about a field that came or went."""

VALUE_LIMIT = 12
"""Permitted values that are named."""


def difference_words(difference: Difference) -> str:
    """`type was `string`, is now `integer``, `now required`, `also permits `b``."""
    label, before, after = difference.label, difference.before, difference.after
    if label == WORDING:
        return "described differently" if before and after else "described now" if after else "no longer described"
    if label == "required" and ("yes" not in {before, after} or (before and after)):
        return f"required {after}" if after and after != "yes" else "always required now" if after else f"no longer required {before}"
    if label in YES_OR_NO:
        return YES_OR_NO[label][0 if after else 1]
    return _value_words(difference) if label == "values" else _fact_change(label, before, after)


def _fact_change(label: str, before: str, after: str) -> str:
    was, now = (f"{label} {_code(text)}" if label in NAMED else text for text in (before, after))
    if not before:
        return f"now {now}"
    if not after:
        return f"no longer {was}"
    return f"{label} was {_code(before)}, is now {_code(after)}" if label in NAMED else f"was {before}, is now {after}"


def _value_words(difference: Difference) -> str:
    gone, fresh = (text.split(LIST_SEPARATOR) if text else [] for text in (difference.before, difference.after))
    pieces = [f"{verb} {_list(values)}" for verb, values in (("permits new", fresh), ("no longer permits", gone)) if values]
    return "; ".join(pieces)


def fact_words(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What is said about a field that came or went."""
    for label, text in facts:
        if label in QUIET:
            continue
        if label in YES_OR_NO:
            yield "nullable" if label == "null" else label if text == "yes" else f"{label} {text}"
        elif label == "values":
            yield f"one of {_list(text.split(LIST_SEPARATOR))}"
        else:
            yield f"{label} {_code(text)}" if label in NAMED else text


def _list(values: list[str]) -> str:
    more = f" and {len(values) - VALUE_LIMIT} more" if len(values) > VALUE_LIMIT else ""
    return ", ".join(_code(value) for value in values[:VALUE_LIMIT]) + more


def _code(text: str) -> str:
    """A value between backticks; one that holds some is not marked."""
    return text if "`" in text else f"`{text}`"
