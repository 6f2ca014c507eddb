"""Attack strings in every text of a schema, a Markdown file and an example: nothing of them runs, nothing breaks out."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.schemas.json_schema import read_schema
from catalog_gen.site.field_tree import describe_fields, render_fields
from catalog_gen.site.highlight import highlight
from catalog_gen.site.markdown import outline, render_inline, render_markdown, summary_of, wiki_references
from catalog_gen.site.sanitise import BLOCK_TAGS, INLINE_TAGS

OWN = (Path(__file__).parent / "attacks.txt").read_text(encoding="utf-8").splitlines()
FRAMES = (
    *("{}", "a {} b", "# {}\n\ntext", "- {}\n- b", "| a |\n|---|\n| {} |", "[x]({})", "![x]({})", "<a href='{}'>x</a>", "[[{}]]"),
    *("[[A|{}]]", "```{}\nx\n```", "```html\n{}\n```", "`{}`", '!!! note "{}"\n    {}', "[x][1]\n\n[1]: {}", "x[^1]\n\n[^1]: {}"),
    *("<{}>", "> {}"),
)
VOID = frozenset({"br", "hr", "img", "wbr"})
ATTRIBUTES = frozenset(
    {"href", "class", "id", "title", "rel", "tabindex", "open", "start", "colspan", "rowspan", "alt", "src", "loading", "aria-label"}
)
ADDRESS = re.compile(r"(?:https?://|mailto:|#|\x02)", re.IGNORECASE)


class _Balance(HTMLParser):
    """Fails on an element that is not closed, or closed in another order than it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> in the wrong place"


def assert_harmless(html: str) -> None:
    """No element, attribute or address outside the lists, however a browser reads the fragment; well formed; ids unique."""
    balance = _Balance()
    balance.feed(html)
    balance.close()
    assert not balance.open, f"never closed: {balance.open}"
    assert not re.search("[\x00-\x01\x03-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", html)
    ids: set[str] = set()
    for element in _elements(html):
        assert element.tag in INLINE_TAGS | BLOCK_TAGS, element.tag
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES, (element.tag, name, value)
            if name in {"href", "src"}:
                assert ADDRESS.match(value), value
            if name == "src":
                assert value.startswith("\x02"), "an image of another host is loaded"
            if name == "id":
                assert value not in ids, f"id {value} stands twice"
                assert value
                assert not re.search(r"\s", value)
                ids.add(value)


def _elements(html: str) -> list[Any]:
    # A browser replaces the mark by U+FFFD where it is text; where it is an address, it has been replaced by then.
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [element for element in fragment.iter() if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT"]


def visible(html: str) -> str:
    """The text that a browser shows."""
    return "".join(html5lib.parseFragment(html, namespaceHTMLElements=False).itertext())


def schema_of(text: str) -> dict[str, object]:
    """A schema that holds a text in every place where an author can write one."""
    every = {
        "type": text,
        "title": text,
        "description": text,
        "format": text,
        "pattern": text,
        "enum": [text, {text: text}],
        "x-enum-varnames": [text, text],
        "x-enum-descriptions": {text: text},
        "default": text,
        "examples": [text, {text: text}],
        "contentMediaType": text,
        "contentEncoding": text,
        "deprecated": text,
        f"x-{text}": text,
        "minimum": text,
    }
    return {
        "title": text,
        "description": text,
        "discriminator": text,
        "required": [text, text + "2"],
        "properties": {
            text: every,
            "const": {"const": text},
            "reference": {"$ref": f"#/definitions/{text.replace('~', '~0').replace('/', '~1')}"},
            "missing": {"$ref": text},
            "again": {"$ref": "#/definitions/same"},
            "items": {"items": {"title": text, "properties": {text: True}}},
            "broken": text,
        },
        "patternProperties": {text: every},
        "propertyNames": {"pattern": text},
        "dependentRequired": {text: [text, "x"]},
        "oneOf": [{"title": text}, {"$ref": "#/definitions/same"}, {"properties": {text: {"const": text}}}],
        "not": {"const": text},
        "if": {"properties": {text: {"const": text}}},
        "then": {"required": ["const"], "title": text},
        "allOf": [{"title": text, "properties": {"own": {"title": text}}}, {"title": text}],
        "definitions": {text: {"title": text, "properties": {text: {"$ref": "#"}}}, "same": {"title": text, "properties": {"x": True}}},
    }


def check_everywhere(text: str, frames: tuple[str, ...] = FRAMES, languages: tuple[str, ...] = ("json", "yaml", "xml", "proto")) -> None:
    """Put one text through every door."""
    for frame in frames:
        framed = frame.replace("{}", text)
        assert_harmless(render_markdown(framed, {text: "events/a/", "A": "events/b/"}))
        assert_harmless(render_inline(framed))
        outline(framed), wiki_references(framed), summary_of(framed)
    schema = schema_of(text)
    field = read_schema(schema)
    assert_harmless(render_fields(field, links={text: "schemas/a/", "same": 'schemas/"><b/'}, anchor="payload"))
    describe_fields(field)
    for language in (*languages, text):
        for code in (text, json.dumps({text: text}, ensure_ascii=False)):
            assert_harmless(highlight(code, language))


@pytest.mark.parametrize("attack", OWN)
def test_our_own_attacks_do_nothing(attack: str) -> None:
    check_everywhere(attack)


def test_the_attacks_of_the_corpus_do_nothing(corpus: Path) -> None:
    path = corpus / "security" / "xss.jsonl"
    if not path.is_file():
        pytest.skip(f"no attack strings at {path}")
    attacks = [json.loads(line)["payload"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(attacks) >= 500
    for number, attack in enumerate(attacks):
        # Every frame and every language has its turn; all of them for each attack would take minutes and find no more.
        check_everywhere(attack, (FRAMES * 2)[number % len(FRAMES) :][:4], (("json", "yaml", "xml", "proto")[number % 4],))


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_well_formed_html(text: str) -> None:
    check_everywhere(text)


@given(
    st.lists(
        st.sampled_from([*"[]()<>*_`#!|\\&;:\"'= \n\t-+0a", "](", "<a ", "</", "![", "[[", "]]", "```", "<b>", "&lt;", "    ", "\n\n"]),
        max_size=80,
    )
)
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_marks_gives_well_formed_html(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert_harmless(render_markdown(text))
    assert_harmless(render_inline(text))


@given(st.text(max_size=200), st.sampled_from(["json", "text", "nothing-that-exists"]))
def test_highlighting_changes_no_character_that_can_be_seen(text: str, language: str) -> None:
    shown = [character for character in text if character.isprintable() and not "\u202a" <= character <= "\u2069"]
    marked = visible(highlight(text, language))
    assert [character for character in marked if character in shown] == shown or "\\u" in marked or "\ufffd" in marked
