"""Which paths may be published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.output.names import Claims, fault_of, folders_of

GOOD = [
    "index.html",
    "events/order-placed/1.0.0/index.html",
    "events/order-placed/compare/1.0.0...2.0.0/index.html",
    "docs/größe/index.html",
    "docs/注文/index.html",
    "docs/a b/index.html",
    "api/v1/catalog.json",
    "console/index.html",
    "a" * 255,
]
BAD = {
    "": "empty",
    "/etc/passwd": "empty",
    "../index.html": "`..`",
    "a/../../b": "`..`",
    "a/./b": "`.`",
    "a//b": "empty",
    "a/": "empty",
    "a\\b": "character",
    "C:/x": "character",
    "a\0b": "character",
    "a\nb": "character",
    "a\x7fb": "character",
    "a?b": "character",
    "con": "Windows",
    "docs/AUX/index.html": "Windows",
    "docs/nul.html": "Windows",
    "docs/com1/index.html": "Windows",
    "docs/a./index.html": "ends in a dot",
    "docs/a /index.html": "ends in a dot or a space",
    ".catalog-gen": "marker",
    ".Catalog-Gen-plan": "marker",
    "é" * 128: "255 bytes",
    "a" * 256: "255 bytes",
    "a/" * 500 + "b": "1000 bytes",
    "docs/\ud800/index.html": "surrogate",
}
CLASHES = [
    (["a.html", "a.html"], "twice"),
    (["docs/a.html", "docs/A.html"], "only in case"),
    (["docs/straße", "docs/STRASSE"], "only in case"),
    (["docs/é", "docs/e\u0301"], "accents"),
    (["Docs/a", "docs/A"], "only in case"),
    (["a/b", "a"], "folder of"),
    (["a", "a/b"], "is a file"),
    (["A", "a/b/c"], "is a file"),
    (["x/y/z", "X/Y"], "folder of"),
]


@pytest.mark.parametrize("path", GOOD)
def test_a_good_path_has_no_fault(path: str) -> None:
    assert fault_of(path) == ""


@pytest.mark.parametrize("path", list(BAD), ids=ascii)
def test_a_bad_path_is_named(path: str) -> None:
    assert BAD[path] in fault_of(path)


@pytest.mark.parametrize(("paths", "words"), CLASHES)
def test_paths_that_are_one_on_some_file_system_clash(paths: list[str], words: str) -> None:
    claims = Claims()
    assert claims.claim(paths[0]) == ""
    assert words in claims.claim(paths[1])


def test_folders_may_be_shared() -> None:
    claims = Claims()
    assert [claims.claim(path) for path in ("a/b/c", "a/b/d", "a/e", "f")] == [""] * 4


@given(st.text(max_size=40))
def test_a_path_without_fault_stays_inside(path: str) -> None:
    if not fault_of(path):
        parts = path.split("/")
        assert ".." not in parts
        assert "" not in parts
        assert path.encode().decode() == path


@given(st.lists(st.text("ab/", min_size=1, max_size=6), max_size=8))
def test_claimed_paths_can_all_be_made(paths: list[str]) -> None:
    claims = Claims()
    claimed = [path for path in paths if not claims.claim(path)]
    assert len(set(claimed)) == len(claimed)
    assert set(claimed).isdisjoint(folders_of(claimed))
