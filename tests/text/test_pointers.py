from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.text.pointers import build, escape, from_fragment, join, parent, split, to_fragment, unescape

keys = st.text(st.characters(exclude_categories=["Cs"]))


@given(keys)
def test_a_key_survives_escaping(key: str) -> None:
    assert unescape(escape(key)) == key
    assert "/" not in escape(key)


@given(st.lists(keys))
def test_a_pointer_survives_building_and_splitting(parts: list[str]) -> None:
    assert split(build(parts)) == tuple(parts)


@given(st.lists(keys))
def test_a_pointer_survives_in_a_fragment(parts: list[str]) -> None:
    fragment = to_fragment(build(parts))
    assert fragment.isascii()
    assert "#" not in fragment
    assert from_fragment(fragment) == build(parts)


@pytest.mark.parametrize(
    ("key", "written"), [("a/b", "a~1b"), ("m~n", "m~0n"), ("~1", "~01"), ("/~", "~1~0"), ("", ""), (" ", " "), ('k"l', 'k"l')]
)
def test_escaping_follows_the_specification(key: str, written: str) -> None:
    assert escape(key) == written


def test_going_down_and_up() -> None:
    assert join("/a", "b/c", 0) == "/a/b~1c/0"
    assert parent("/a/b~1c/0") == "/a/b~1c"
    assert parent("/a") == ""
    assert parent("") == ""
