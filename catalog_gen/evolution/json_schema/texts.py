"""The language of the strings that satisfy a formula: for the names of properties."""

from __future__ import annotations

from catalog_gen.evolution.json_schema.formulas import Schemas
from catalog_gen.evolution.json_schema.languages import ANYTHING, NOTHING, Expression, alternatives, both, exactly, outside, sized
from catalog_gen.evolution.json_schema.names import language_of
from catalog_gen.evolution.json_schema.terms import All, Atom, Either, Formula, Matching, OneOfValues, Size

_DEEPEST = 12


def language_of_formula(schemas: Schemas, formula: Formula, depth: int = 0) -> Expression | None:  # noqa: PLR0911 - one row per term
    """The language of a formula about strings; None where a term is not understood."""
    if depth > _DEEPEST:
        return None
    match formula:
        case bool():
            return ANYTHING if formula else NOTHING
        case Atom():
            return language_of_formula(schemas, schemas.formula(formula, "string"), depth + 1)
        case All(parts) | Either(parts):
            inner = [language_of_formula(schemas, part, depth + 1) for part in parts]
            known = [part for part in inner if part is not None]
            if len(known) < len(inner):
                return None
            return both(known) if isinstance(formula, All) else alternatives(known)
        case Matching(pattern, positive):
            language = language_of(pattern)
            return language if positive or language is None else outside(language)
        case Size(limit, upper):
            return sized(0, limit) if upper else sized(limit, None)
        case OneOfValues(values, positive):
            listed = alternatives([exactly(value) for value in values])
            return listed if positive else outside(listed)
        case _:
            return None
