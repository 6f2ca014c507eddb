"""Whether a value is in a node: yes, no, or not known."""

from __future__ import annotations

from typing import Any

from catalog_gen.evolution.json_schema.formulas import Schemas
from catalog_gen.evolution.json_schema.languages import contains
from catalog_gen.evolution.json_schema.names import language_of
from catalog_gen.evolution.json_schema.terms import (
    All,
    Atom,
    Bound,
    Either,
    EveryItem,
    EveryNamed,
    ExactlyOne,
    FewItems,
    Formula,
    Item,
    Matching,
    Multiple,
    Names,
    Node,
    OneOfValues,
    Opaque,
    Property,
    Required,
    Size,
    SomeItems,
    SomeNamed,
    Unique,
)
from catalog_gen.evolution.json_schema.values import exact, freeze, kind_of


def holds(schemas: Schemas, node: Node, value: Any, seen: frozenset[Atom] = frozenset()) -> bool | None:
    """Whether a value is in a node; None where that cannot be told."""
    return _every(_atom(schemas, atom, value, seen) for atom in node)


def _atom(schemas: Schemas, atom: Atom, value: Any, seen: frozenset[Atom]) -> bool | None:
    if atom in seen:
        return None
    return _formula(schemas, schemas.formula(atom, kind_of(value)), value, seen | {atom})


def _every(results: Any) -> bool | None:
    answer: bool | None = True
    for result in results:
        if result is False:
            return False
        if result is None:
            answer = None
    return answer


def _inverse(result: bool | None) -> bool | None:  # noqa: FBT001 - an answer, not a switch
    return None if result is None else not result


def _some(results: Any) -> bool | None:
    return _inverse(_every(_inverse(result) for result in results))


def _count(results: list[bool | None], low: int, high: int | None) -> bool | None:
    sure, maybe = results.count(True), results.count(None)
    if sure + maybe < low or (high is not None and sure > high):
        return False
    return True if sure >= low and (high is None or sure + maybe <= high) else None


def in_names(schemas: Schemas, names: Names, name: str) -> bool | None:
    """Whether a property's name is in a set of names."""
    if name in names.without:
        return False
    patterns = [_matches(pattern, name) for pattern in sorted(names.outside)]
    own = True if names.pattern is None else _matches(names.pattern, name)
    return _every([own, *(_inverse(found) for found in patterns), holds(schemas, names.node, name)])


def _matches(pattern: str, text: str) -> bool | None:
    language = language_of(pattern)
    return None if language is None else contains(language, text)


def _formula(schemas: Schemas, formula: Formula, value: Any, seen: frozenset[Atom]) -> bool | None:  # noqa: C901, PLR0911, PLR0912 - one row per term
    match formula:
        case bool():
            return formula
        case Atom():
            return _atom(schemas, formula, value, seen)
        case All(parts):
            return _every(_formula(schemas, part, value, seen) for part in parts)
        case Either(parts):
            return _some(_formula(schemas, part, value, seen) for part in parts)
        case ExactlyOne(atoms, positive):
            exactly = _count([_atom(schemas, atom, value, seen) for atom in atoms], 1, 1)
            return exactly if positive else _inverse(exactly)
        case Bound(limit, upper, strict):
            number = exact(value)
            assert number is not None  # noqa: S101 - the kind is known
            return (number != limit or not strict) and (number <= limit if upper else number >= limit)
        case Multiple(of, positive):
            number = exact(value)
            assert number is not None  # noqa: S101 - the kind is known
            return ((number / of).denominator == 1) is positive
        case Matching(pattern, positive):
            found = _matches(pattern, value)
            return found if positive else _inverse(found)
        case Size(limit, upper):
            return len(value) <= limit if upper else len(value) >= limit
        case OneOfValues(values, positive):
            return (freeze(value) in {freeze(known) for known in values}) is positive
        case Required(name, positive):
            return (name in value) is positive
        case Unique(positive):
            return (len({freeze(part) for part in value}) == len(value)) is positive
        case Opaque():
            return None
        case _:
            return _parts(schemas, formula, value)


def _parts(schemas: Schemas, formula: Any, value: Any) -> bool | None:  # noqa: PLR0911 - one answer for each term
    """The terms that look at items and properties."""
    match formula:
        case Property(name, node):
            return holds(schemas, node, value[name]) if name in value else True
        case Item(index, node):
            return holds(schemas, node, value[index]) if index < len(value) else True
        case EveryItem(start, node):
            return _every(holds(schemas, node, part) for part in value[start:])
        case SomeItems(start, node, count):
            return _count([holds(schemas, node, part) for part in value[start:]], count, None)
        case FewItems(node, count):
            return _count([holds(schemas, node, part) for part in value], 0, count)
        case EveryNamed(names, node):
            return _every(_some([_inverse(in_names(schemas, names, name)), holds(schemas, node, part)]) for name, part in value.items())
        case SomeNamed(names, node):
            return _some(_every([in_names(schemas, names, name), holds(schemas, node, part)]) for name, part in value.items())
        case _:
            return None
