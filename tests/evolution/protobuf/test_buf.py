"""buf's four categories, as real `buf breaking` judges."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from catalog_gen.evolution import compare
from catalog_gen.evolution.protobuf.buf_rules import CATEGORIES
from tests.evolution.protobuf.buf_breaking import BUF, buf_findings
from tests.evolution.random_protobuf import Maker, render

PAIRS = 150
THREE = 'syntax = "proto3"; '


@pytest.mark.skipif(BUF is None, reason="buf is not installed")
@pytest.mark.parametrize("dialect", CATEGORIES)
def test_mutated_files_are_judged_as_by_buf(dialect: str, tmp_path: Path) -> None:
    maker = Maker(Random(5))  # noqa: S311 - chance, not a secret
    schemas = [maker.schema(f"p{number}") for number in range(PAIRS)]
    pairs = [(render(schema), render(maker.mutate(schema))) for schema in schemas]
    for pair, theirs in zip(pairs, buf_findings(pairs, dialect, tmp_path), strict=True):
        changes = compare(*pair, "protobuf", dialect=dialect).changes
        ours = Counter(found[1] for change in changes if (found := re.search(r"\((\w+)\)$", change.message)))
        assert set(ours) == set(theirs), pair


@pytest.mark.parametrize(
    ("old", "new", "broken"),
    [
        ("int32 a = 1;", "", {"FILE", "PACKAGE", "WIRE_JSON", "WIRE"}),
        ("int32 a = 1;", 'reserved 1; reserved "a";', {"FILE", "PACKAGE"}),
        ("int32 a = 1;", "int32 b = 1;", {"FILE", "PACKAGE", "WIRE_JSON"}),
        ("int32 a = 1;", "int64 a = 1;", {"FILE", "PACKAGE", "WIRE_JSON"}),
        ("int32 a = 1;", "int32 a = 1; int32 b = 2;", set()),
    ],
)
def test_categories(old: str, new: str, broken: set[str]) -> None:
    texts = (f"{THREE} message A {{ {old} }}", f"{THREE} message A {{ {new} }}")
    found = {category for dialect, category in CATEGORIES.items() if not compare(*texts, "protobuf", dialect=dialect).compatible}
    assert found == broken
