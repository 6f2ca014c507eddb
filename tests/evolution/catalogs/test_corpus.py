"""Pairs of real AsyncAPI documents with the changes that another tool's authors put into them."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog_gen import load
from catalog_gen.evolution.catalogs.comparison import compare_catalogs
from catalog_gen.model.taking import take

PAIRS = {
    ("asyncapi.yml", "diffSpec.yml"): {
        ("channel-removed", True),
        ("channel-added", False),
        ("operation-added", False),
        ("receive-operation-removed", False),
        ("service-version-added", False),
        ("service-version-removed", False),
    },
    ("asyncapi-v3.yml", "asyncapi-v3-diff.yml"): {
        ("channel-address-changed", True),
        ("server-address-changed", True),
        ("server-protocol-version-changed", True),
    },
}


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_a_pair_of_documents(corpus: Path, pair: tuple[str, str]) -> None:
    old, new = (take(load(corpus / "compat" / "asyncapi-diff" / "spec" / name)) for name in pair)
    assert {(str(change.kind), change.breaking) for change in compare_catalogs(old, new).changes} == PAIRS[pair]


def test_real_documents_are_equal_to_themselves(corpus: Path) -> None:
    for path in sorted((corpus / "asyncapi").rglob("*.y*ml"))[:60]:
        snapshot = take(load(path))
        assert compare_catalogs(snapshot, snapshot).changes == (), path
