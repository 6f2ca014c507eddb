"""The language of a pattern, read once."""

from __future__ import annotations

from functools import lru_cache

from catalog_gen.evolution.json_schema.languages import Expression
from catalog_gen.evolution.json_schema.patterns import IrregularPatternError, read_pattern


@lru_cache(maxsize=4096)
def language_of(pattern: str) -> Expression | None:
    """The texts in which a pattern matches somewhere; None where the pattern is not regular."""
    try:
        return read_pattern(pattern)
    except IrregularPatternError:
        return None
