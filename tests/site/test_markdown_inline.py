"""Our search for inline marks gives what the library's gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from catalog_gen.site import markdown
from catalog_gen.site.markdown_inline import QuickInlineProcessor

MARKS = ["`", "``", "*", "**", "_", "__", "[", "]", "[[", "]]", "|", "(", ")", "!", "<", ">", "&amp;", "&", "\\", "  \n", "\n", "\n\n"]
WORDS = [" ", "word", "a b", "https://x.example/", "me@x.example", "<b>", "</b>", "<!-- c -->", "'t'", "[^1]", "[^1]: ", "[a]: /b"]
TEXTS = st.lists(st.sampled_from(MARKS + WORDS + ["# ", "- ", "> ", "1. "]), max_size=30).map("".join)


def unmodified() -> Markdown:
    """Our converter with the library's own search."""
    made: Markdown = markdown._make_converter()
    made.treeprocessors.register(InlineProcessor(made), "inline", 20)
    return made


OURS, THEIRS = markdown._make_converter(), unmodified()


def test_the_converter_uses_our_search() -> None:
    assert type(OURS.treeprocessors["inline"]) is QuickInlineProcessor
    assert type(THEIRS.treeprocessors["inline"]) is InlineProcessor
    assert hasattr(InlineProcessor, "_InlineProcessor__handleInline"), "the library calls it otherwise: ours never runs"


@given(TEXTS)
def test_any_text_gives_the_same(text: str) -> None:
    assert OURS.reset().convert(text) == THEIRS.reset().convert(text)


MIXED = [
    "a *b _c_ d* `e` [[F|g]] <https://h.example> &copy; i  \nj\\* ![k](l) [m][n] [n]\n\n[n]: o 'p'",
    "x[^1] <me@x.example> <b>y</b>\n\n[^1]: z",
]


@pytest.mark.parametrize("text", MIXED)
def test_every_mark_at_once_gives_the_same(text: str) -> None:
    found = OURS.reset().convert(text)
    assert found == THEIRS.reset().convert(text)
    assert "<" in found.replace("<p>", "").replace("</p>", "")
