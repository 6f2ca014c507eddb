"""The language of EventBridge's event patterns: whether an event fits one, and what a pattern says in words.

Source: Amazon EventBridge User Guide, "Comparison operators for use in event patterns". Wildcards are matched by hand: no text from a
source ever becomes a regular expression.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

UNKNOWN = object()
"""Stands in an event for a value that nobody knows: whatever asks about it is taken to fit."""

_DEEPEST = 60


def matches(pattern: Any, event: Any) -> bool:
    """Whether an event fits a pattern. An event is a mapping, its unknown parts `UNKNOWN`; a pattern that is none fits nothing."""
    return isinstance(pattern, dict) and bool(pattern) and _fits_object(pattern, event, _DEEPEST)


def _fits_object(pattern: dict[str, Any], event: Any, depth: int) -> bool:
    if event is UNKNOWN or depth == 0:
        return True
    if isinstance(event, list):
        # An array of objects fits when one of them does.
        return any(_fits_object(pattern, member, depth - 1) for member in event if isinstance(member, dict))
    known = event if isinstance(event, dict) else {}
    return all(_fits_member(name, wanted, known, depth) for name, wanted in pattern.items())


def _fits_member(name: str, wanted: Any, event: dict[str, Any], depth: int) -> bool:
    if name == "$or" and is_choice(wanted):
        return any(_fits_object(choice, event, depth - 1) for choice in wanted)
    there = name in event
    if isinstance(wanted, dict):
        return _fits_object(wanted, event.get(name, {}), depth - 1)
    if not isinstance(wanted, list):
        return False
    value = event.get(name)
    if value is UNKNOWN:
        return True
    return any(_fits_rule(rule, value, there=there) for rule in wanted)


def is_choice(value: Any) -> bool:
    """Whether the value of `$or` is what the service reads as a choice: several patterns. Otherwise it is a field of that name."""
    return isinstance(value, list) and len(value) > 1 and all(isinstance(one, dict) for one in value)


def _fits_rule(rule: Any, value: Any, *, there: bool) -> bool:
    if isinstance(rule, dict) and "exists" in rule:
        # Only leaves are there for `exists`: Amazon EventBridge User Guide, "Exists matching".
        return (there and not isinstance(value, dict)) is (rule["exists"] is True)
    if not there:
        return False
    if isinstance(value, list):
        return any(_fits_value(rule, member) for member in value)
    return _fits_value(rule, value)


def _fits_value(rule: Any, value: Any) -> bool:
    if not isinstance(rule, dict):
        return _equal(rule, value)
    if len(rule) != 1:
        return False
    ((operator, operand),) = rule.items()
    known = _OPERATORS.get(operator)
    return known is not None and known(operand, value)


def _equal(wanted: Any, value: Any) -> bool:
    """Equal as JSON: numbers by value, truth values only to each other. Sources keep the spelling of some numbers; both are tried."""
    if isinstance(wanted, bool) or isinstance(value, bool) or wanted is None or value is None:
        return wanted is value
    if isinstance(wanted, (int, float)) and isinstance(value, (int, float)):
        return float(wanted) == float(value)
    return isinstance(wanted, str) and isinstance(value, str) and wanted == value


def _with_prefix(operand: Any, value: Any) -> bool:
    return _affix(operand, value, str.startswith)


def _with_suffix(operand: Any, value: Any) -> bool:
    return _affix(operand, value, str.endswith)


def _affix(operand: Any, value: Any, holds: Callable[[str, str], bool]) -> bool:
    """A prefix or suffix: a text, several of them, or one to be compared without case."""
    if not isinstance(value, str):
        return False
    if isinstance(operand, str):
        return holds(value, operand)
    if isinstance(operand, list):
        return any(_affix(one, value, holds) for one in operand if isinstance(one, str))
    folded = operand.get("equals-ignore-case") if isinstance(operand, dict) else None
    return isinstance(folded, str) and holds(value.casefold(), folded.casefold())


def _without_case(operand: Any, value: Any) -> bool:
    listed = operand if isinstance(operand, list) else [operand]
    return isinstance(value, str) and any(isinstance(one, str) and one.casefold() == value.casefold() for one in listed)


def _wildcard(operand: Any, value: Any) -> bool:
    listed = operand if isinstance(operand, list) else [operand]
    return isinstance(value, str) and any(isinstance(one, str) and fits_wildcard(one, value) for one in listed)


def fits_wildcard(pattern: str, value: str) -> bool:
    r"""Whether a text fits a pattern in which `*` stands for any text; `\*` and `\\` are the characters themselves."""
    pieces: list[str] = [""]
    characters = iter(pattern)
    for character in characters:
        if character == "\\":
            following = next(characters, "")
            pieces[-1] += following if following in {"*", "\\"} else f"\\{following}"
        elif character == "*":
            pieces.append("")
        else:
            pieces[-1] += character
    first, *others = pieces
    if not others:
        return value == first
    if not value.startswith(first):
        return False
    place = len(first)
    for piece in others[:-1]:
        found = value.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(value) - place >= len(others[-1]) and value.endswith(others[-1])


def _anything_but(operand: Any, value: Any) -> bool:
    """A value that is none of those listed, or that the operator inside does not fit. Nothing is said about objects."""
    if isinstance(value, dict):
        return False
    if isinstance(operand, dict):
        return not _fits_value(operand, value)
    listed = operand if isinstance(operand, list) else [operand]
    return not any(_equal(one, value) for one in listed)


_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "=": lambda value, bound: value == bound,
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
}


def _numeric(operand: Any, value: Any) -> bool:
    number = _number(value)
    if not isinstance(operand, list) or not operand or number is None or isinstance(value, str):
        return False
    for comparison, bound in _pairs(operand):
        limit = _number(bound)
        if comparison not in _COMPARISONS or limit is None or not _COMPARISONS[comparison](number, limit):
            return False
    return True


def _pairs(operand: list[Any]) -> Iterable[tuple[str, Any]]:
    bounds = [*operand[1::2], *([None] if len(operand) % 2 else [])]
    return ((one if isinstance(one, str) else "", bound) for one, bound in zip(operand[::2], bounds, strict=True))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _cidr(operand: Any, value: Any) -> bool:
    try:
        return isinstance(operand, str) and ipaddress.ip_address(value) in ipaddress.ip_network(operand, strict=False)
    except (ValueError, TypeError):
        return False


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "prefix": _with_prefix,
    "suffix": _with_suffix,
    "equals-ignore-case": _without_case,
    "wildcard": _wildcard,
    "anything-but": _anything_but,
    "numeric": _numeric,
    "cidr": _cidr,
}
"""The operators on values; `exists` and `$or` stand apart, since they are about fields."""


# --- in words

_FEWEST = 2


def words(pattern: Any, path: str = "", depth: int = _DEEPEST) -> str:
    """What a pattern asks for, as a clause: "amount is more than 1000 and currency is EUR". "" where it asks for nothing."""
    if not isinstance(pattern, dict) or depth == 0:
        return ""
    clauses = [_clause(name, wanted, path, depth) for name, wanted in pattern.items()]
    return " and ".join(clause for clause in clauses if clause)


def _clause(name: str, wanted: Any, path: str, depth: int) -> str:
    if name == "$or" and is_choice(wanted):
        choices = [words(choice, path, depth - 1) for choice in wanted]
        return f"({' or '.join(choice for choice in choices if choice)})"
    place = f"{path}.{name}" if path else name
    if isinstance(wanted, dict):
        return words(wanted, place, depth - 1)
    if not isinstance(wanted, list):
        return f"{place} is {_said(wanted)}"
    plain = [one for one in wanted if not isinstance(one, dict)]
    clauses = [f"{place} is {_choice(plain)}"] if plain else []
    clauses += [f"{place} {_operator(one)}" for one in wanted if isinstance(one, dict)]
    return clauses[0] if len(clauses) == 1 else f"({' or '.join(clauses)})" if clauses else f"{place} is nothing at all"


def _operator(rule: dict[str, Any]) -> str:
    if len(rule) != 1:
        return f"fits {json.dumps(rule)}"
    ((operator, operand),) = rule.items()
    if operator == "anything-but" and isinstance(operand, dict):
        return _negated(_operator(operand))
    say = _SAYINGS.get(operator)
    return say(operand) if say is not None else f"fits {json.dumps(rule)}"


def _negated(clause: str) -> str:
    verb, _, rest = clause.partition(" ")
    return {"is": f"is not {rest}"}.get(verb, f"does not {verb.removesuffix('s')} {rest}")


def _affix_words(verb: str) -> Callable[[Any], str]:
    def say(operand: Any) -> str:
        folded = operand.get("equals-ignore-case") if isinstance(operand, dict) else None
        return f"{verb} {_choice(operand)}" if folded is None else f"{verb} {_choice(folded)} in any case"

    return say


def _numeric_words(operand: Any) -> str:
    if not isinstance(operand, list):
        return f"is {_said(operand)}"
    parts = [f"{_COMPARED.get(comparison, comparison)} {_said(bound)}" for comparison, bound in _pairs(operand)]
    return " and ".join(parts)


_COMPARED = {"=": "=", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}

_SAYINGS: Mapping[str, Callable[[Any], str]] = {
    "prefix": _affix_words("begins with"),
    "suffix": _affix_words("ends with"),
    "equals-ignore-case": lambda operand: f"is {_choice(operand)} in any case",
    "wildcard": lambda operand: f"looks like {_choice(operand)}",
    "anything-but": lambda operand: f"is not {_choice(operand)}",
    "numeric": _numeric_words,
    "cidr": lambda operand: f"lies in the network {_said(operand)}",
    "exists": lambda operand: "is there" if operand is True else "is missing",
}


def _choice(values: Any) -> str:
    listed = [_said(one) for one in values] if isinstance(values, list) else [_said(values)]
    return f"{', '.join(listed[:-1])} or {listed[-1]}" if len(listed) >= _FEWEST else (listed[0] if listed else "nothing")


def _said(value: Any) -> str:
    """A value as people write it; a text that could be misread in a sentence in quotation marks."""
    if isinstance(value, str):
        return value if value and value == value.strip() and " " not in value else f"“{value}”"
    return json.dumps(value, ensure_ascii=False)
