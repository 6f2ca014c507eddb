from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.text.documents import parse_text
from catalog_gen.text.pointers import join
from catalog_gen.text.positions import Positions, locate

TEXT = """\
asyncapi: 3.0.0
info:
  title: A   # comment
  "quoted": [1, {deep: x}]
base: &base
  one: 1
  two: 2
used:
  <<: *base
  two: 3
again: *base
empty:
list:
- a
-
  b: c
"""


@pytest.mark.parametrize(
    ("pointer", "value", "key"),
    [
        ("", (1, 1), (1, 1)),
        ("/asyncapi", (1, 11), (1, 1)),
        ("/info", (3, 3), (2, 1)),
        ("/info/title", (3, 10), (3, 3)),
        ("/info/quoted", (4, 13), (4, 3)),
        ("/info/quoted/0", (4, 14), (4, 14)),
        ("/info/quoted/1", (4, 17), (4, 17)),
        ("/info/quoted/1/deep", (4, 24), (4, 18)),
        ("/used/one", (6, 8), (6, 3)),
        ("/used/two", (10, 8), (10, 3)),
        ("/again", (11, 8), (11, 1)),
        ("/again/one", (6, 8), (6, 3)),
        ("/empty", (12, 1), (12, 1)),
        ("/list/1/b", (16, 6), (16, 3)),
        ("/info/missing/deeper", (3, 3), (3, 3)),
        ("/list/7", (14, 1), (14, 1)),
    ],
)
def test_a_value_and_its_key_are_found_where_they_are_written(pointer: str, value: tuple[int, int], key: tuple[int, int]) -> None:
    positions = Positions(parse_text("a.yaml", TEXT.encode()))
    assert positions.span(pointer) == Span(path="a.yaml", line=value[0], column=value[1], pointer=pointer)
    found = positions.span(pointer, key=True)
    assert (found.line, found.column) == key


def test_text_and_broken_files_have_places_too() -> None:
    assert Positions(parse_text("a.md", b"# x\n")).span("/a").line == 1
    broken = Positions(parse_text("a.yaml", b"a: 1\nb: 2\nc: {\n"))
    assert broken.span("/b").line == 2


def test_crlf_counts_as_one_break() -> None:
    positions = Positions(parse_text("a.yaml", b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: 2\r\n"))
    assert (positions.span("/b/c").line, positions.span("/b/c").column) == (3, 6)


def test_locating_fills_in_what_is_missing() -> None:
    parsed = parse_text("a.yaml", b"a: 1\nb: [x, y]\n")
    unplaced = Diagnostic(
        code="x",
        severity=Severity.INFO,
        message="m",
        span=Span(path="a.yaml", pointer="/b/1"),
        related=(Span(path="gone.yaml", pointer="/a"),),
    )
    placed = Diagnostic(code="x", severity=Severity.INFO, message="m", span=Span(path="a.yaml", line=9, column=9))
    first, second = locate((unplaced, placed), {"a.yaml": Positions(parsed)}.get)
    assert (first.span.line, first.span.column) == (2, 8)
    assert first.related == unplaced.related
    assert second == placed


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"), max_size=12
)
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False) | texts
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=25
).filter(lambda value: isinstance(value, (dict, list)))


def values(value: Any) -> list[tuple[str, Any]]:
    """Every value of a document with its pointer."""
    found: list[tuple[str, Any]] = []
    waiting = [("", value)]
    while waiting:
        pointer, item = waiting.pop()
        found.append((pointer, item))
        members = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
        waiting += [(join(pointer, key), member) for key, member in members]
    return found


def rest_of(text: str, span: Span) -> str:
    return "\n".join([text.split("\n")[span.line - 1][span.column - 1 :], *text.split("\n")[span.line :]])


@given(documents, st.sampled_from([None, 1, "\t"]))
def test_every_value_of_a_json_text_starts_where_it_is_said_to(value: Any, indent: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    positions = Positions(parse_text("a.json", text.encode()))
    for pointer, item in values(value):
        found, _ = json.JSONDecoder().raw_decode(rest_of(text, positions.span(pointer)))
        assert found == item


@given(documents, st.booleans())
def test_every_value_of_a_yaml_text_stands_where_another_parser_sees_it(value: Any, flow: bool) -> None:  # noqa: FBT001 - drawn
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    parsed = parse_text("a.yml", text.encode())
    positions = Positions(parsed)
    waiting: list[tuple[str, Any]] = [("", yaml.compose(parsed.text, yaml.SafeLoader))]
    while waiting:
        pointer, node = waiting.pop()
        assert rest_of(parsed.text, positions.span(pointer)) == parsed.text[node.start_mark.index :]
        if isinstance(node, yaml.SequenceNode):
            waiting += [(join(pointer, index), item) for index, item in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            for key, item in node.value:
                below = join(pointer, key.value)
                assert rest_of(parsed.text, positions.span(below, key=True)) == parsed.text[key.start_mark.index :]
                waiting.append((below, item))
