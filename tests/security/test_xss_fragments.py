"""Attack strings in every text of a schema, a Markdown file and an example: nothing of them runs, nothing breaks out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.schemas.json_schema import read_schema
from catalog_gen.site.field_tree import describe_fields, render_fields
from catalog_gen.site.highlight import highlight
from catalog_gen.site.markdown import outline, render_inline, render_markdown, summary_of, wiki_references

sys.path.insert(0, str(Path(__file__).parent))

from html_gate import assert_harmless, visible

OWN = (Path(__file__).parent / "attacks.txt").read_text(encoding="utf-8").splitlines()
FRAMES = (
    *("{}", "a {} b", "# {}\n\ntext", "- {}\n- b", "| a |\n|---|\n| {} |", "[x]({})", "![x]({})", "<a href='{}'>x</a>", "[[{}]]"),
    *("[[A|{}]]", "```{}\nx\n```", "```html\n{}\n```", "`{}`", '!!! note "{}"\n    {}', "[x][1]\n\n[1]: {}", "x[^1]\n\n[^1]: {}"),
    *("<{}>", "> {}"),
)


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
