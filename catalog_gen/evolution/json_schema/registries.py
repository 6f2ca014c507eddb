"""The dialects of registries: verdicts by their own rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.json_schema.differences import Difference
from catalog_gen.evolution.json_schema.documents import Document
from catalog_gen.evolution.json_schema.meaning import judge

Judge: TypeAlias = Callable[[Document, Document, tuple[Difference, ...], frozenset[Direction]], Iterator[Change]]


def judge_by_rules(dialect: str) -> Judge:
    """The judge of a registry's dialect."""
    del dialect
    return judge
