"""Highlighted code: the classes of tokens, and that unknown or huge texts are only escaped."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pygments.lexers import JsonLexer
from pygments.token import STANDARD_TYPES

from catalog_gen.site.highlight import SIZE_LIMIT, highlight

SPAN = re.compile(r'<span class="([^"]+)">([^<]*)</span>')


def tokens(text: str, language: str) -> list[tuple[str, str]]:
    return [(name, unescape(marked)) for name, marked in SPAN.findall(highlight(text, language))]


def test_json_tokens_have_the_names_that_pygments_gives_them() -> None:
    text = '{"a\\"<b": 1, "x" : "</script>", "list": [true, false, null, -1.5e3, "y"]}'
    expected = [
        (STANDARD_TYPES[kind], value)
        for kind, value in JsonLexer().get_tokens(text)
        if STANDARD_TYPES[kind] in {"nt", "s2", "mi", "mf", "kc"}
    ]
    assert [("mf" if "." in value and name == "mi" else name, value) for name, value in tokens(text, "json")] == expected


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_every_name_and_string_of_a_json_value_is_one_token(value: object) -> None:
    text = json.dumps(value, indent=2)
    marked = tokens(text, "json")
    strings = [member for name, member in marked if name in {"nt", "s2"}]
    assert "".join(SPAN.sub(lambda match: match[2], highlight(text, "json")).split()) == "".join(
        str(Markup.escape(text)).replace("&#34;", '"').replace("&#39;", "'").split()
    )
    assert all(isinstance(json.loads(string), str) for string in strings)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ('syntax = "proto3";', "proto", '<span class="k">syntax</span>'),
        ("a: 1", "yaml", '<span class="nt">a</span>'),
        ("<a b='c'/>", "xml", '<span class="nt">&lt;a</span>'),
        ('{"type": "record"}', "avro", '<span class="s2">"record"</span>'),
        ("a < b", "no-such-language", "a &lt; b"),
        ("a < b", "text", "a &lt; b"),
        ("a < b", "", "a &lt; b"),
        ("{'a': 1} &#39;", "json", "{'a': "),
    ],
)
def test_a_language_is_highlighted_or_only_escaped(text: str, language: str, expected: str) -> None:
    assert expected in highlight(text, language)


def test_a_huge_text_is_only_escaped() -> None:
    assert "<span" not in highlight('"a" ' * SIZE_LIMIT, "json")


def test_lines_stay_as_they_are() -> None:
    for language in ("json", "yaml", "proto", "xml", "python"):
        text = "\n\n  x: 1\n\n"
        assert re.sub(r"<[^>]*>", "", highlight(text, language)) == text
