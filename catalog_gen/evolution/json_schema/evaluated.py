"""Which properties and items the keywords beside `unevaluatedProperties` and `unevaluatedItems` look at, case by case.

2020-12 core, sections 11.2 and 11.3: a branch counts only where it holds, so each way in which the branches may hold is a case.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import msgspec

from catalog_gen.evolution.json_schema.documents import Document
from catalog_gen.evolution.json_schema.terms import EveryItem, EveryNamed, Formula, Names, Required, either, every

if TYPE_CHECKING:
    from catalog_gen.evolution.json_schema.formulas import Schemas

_MOST_CASES = 32
_DEEPEST = 8


class _Case(msgspec.Struct, frozen=True):
    """Under these conditions, such properties and so many items are looked at."""

    conditions: tuple[Formula, ...] = ()
    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    every_name: bool = False
    items: int = 0
    every_item: bool = False

    def with_(self, other: _Case) -> _Case:
        """Both at once."""
        return _Case(
            self.conditions + other.conditions,
            self.names | other.names,
            self.patterns | other.patterns,
            self.every_name or other.every_name,
            max(self.items, other.items),
            self.every_item or other.every_item,
        )


class _TooManyCasesError(Exception):
    """There are more cases than are worth telling apart, or one that cannot be told."""


def unevaluated_properties(schemas: Schemas, schema: dict[str, Any], document: Document, rest: Any) -> Formula | None:
    """The formula of `unevaluatedProperties`, or None where the cases are too many."""
    try:
        cases = _cases(schemas, {**schema, "unevaluatedProperties": None}, document, 0)
    except _TooManyCasesError:
        return None
    node = schemas.node(rest, document)
    return either(
        [every([*case.conditions, True if case.every_name else EveryNamed(Names(None, case.names, case.patterns), node)]) for case in cases]
    )


def unevaluated_items(schemas: Schemas, schema: dict[str, Any], document: Document, rest: Any) -> Formula | None:
    """The formula of `unevaluatedItems`, or None where the cases are too many."""
    try:
        cases = _cases(schemas, {**schema, "unevaluatedItems": None}, document, 0)
    except _TooManyCasesError:
        return None
    node = schemas.node(rest, document)
    return either([every([*case.conditions, True if case.every_item else EveryItem(case.items, node)]) for case in cases])


def _cases(schemas: Schemas, schema: Any, document: Document, depth: int) -> list[_Case]:
    if not isinstance(schema, dict):
        return [_Case()]
    if depth > _DEEPEST or "$dynamicRef" in schema or "$recursiveRef" in schema:
        raise _TooManyCasesError
    found = [_own(schema, document)]
    for ways in _branches(schemas, schema, document, depth):
        found = [case.with_(way) for case, way in product(found, ways)]
        if len(found) > _MOST_CASES:
            raise _TooManyCasesError
    return found


def _own(schema: dict[str, Any], document: Document) -> _Case:
    """What the keywords of the schema itself look at."""
    prefix = schema.get("prefixItems" if document.draft == "2020-12" else "items")
    items = schema.get("items")
    if "contains" in schema and document.draft == "2020-12":
        raise _TooManyCasesError
    return _Case(
        names=frozenset(schema.get("properties") or ()),
        patterns=frozenset(schema.get("patternProperties") or ()),
        every_name="additionalProperties" in schema or schema.get("unevaluatedProperties") is not None,
        items=len(prefix) if isinstance(prefix, list) else 0,
        every_item=(items is not None and not isinstance(items, list))
        or schema.get("unevaluatedItems") is not None
        or ("additionalItems" in schema and isinstance(items, list)),
    )


def _branches(schemas: Schemas, schema: dict[str, Any], document: Document, depth: int) -> list[list[_Case]]:
    """For each applicator the cases that it may add."""
    found = []
    if "$ref" in schema:
        target = document.resolve(schema, schema["$ref"])
        if target is None:
            raise _TooManyCasesError
        found.append(_cases(schemas, target, document, depth + 1))
    found.extend(_cases(schemas, part, document, depth + 1) for part in schema.get("allOf") or ())
    for part in [*(schema.get("anyOf") or ()), *(schema.get("oneOf") or ())]:
        atom = schemas.atom(part, document)
        held = [case.with_(_Case((atom,))) for case in _cases(schemas, part, document, depth + 1)]
        found.append([_Case()] if held == [_Case((atom,))] else [*held, _Case((atom.inverse(),))])
    if "if" in schema:
        test = schemas.atom(schema["if"], document)
        yes = product(_cases(schemas, schema["if"], document, depth + 1), _cases(schemas, schema.get("then"), document, depth + 1))
        no = _cases(schemas, schema.get("else"), document, depth + 1)
        found.append([*(_Case((test,)).with_(a).with_(b) for a, b in yes), *(_Case((test.inverse(),)).with_(case) for case in no)])
    for name, part in (schema.get("dependentSchemas") or {}).items():
        there = [_Case((Required(name),)).with_(case) for case in _cases(schemas, part, document, depth + 1)]
        found.append([*there, _Case((Required(name, positive=False),))])
    return found
