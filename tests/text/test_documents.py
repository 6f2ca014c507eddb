from __future__ import annotations

import pickle
from typing import Any

import pytest

from catalog_gen.text.documents import Limits, Parsed, parse_text


def codes(parsed: Parsed) -> list[str]:
    return [found.code for found in parsed.diagnostics]


VALUES: list[tuple[str, str, Any]] = [
    ("a.yaml", "a: NO\nb: on\nyes: y\n", {"a": "NO", "b": "on", "yes": "y"}),
    ("a.yaml", "d: 2024-01-01\nt: 12:30\no: 014\n", {"d": "2024-01-01", "t": "12:30", "o": "014"}),
    ("a.yaml", "1: a\ntrue: b\n~: c\n1.10: d\n2024-01-01: e\n", {"1": "a", "true": "b", "~": "c", "1.10": "d", "2024-01-01": "e"}),
    ("a.yaml", "version: 1.10\nn: 1.10\n", {"version": "1.10", "n": 1.1}),
    (
        "a.yaml",
        "asyncapi: 3.0\ninfo: {version: 2}\nx-schema-version: 7\n",
        {"asyncapi": "3.0", "info": {"version": "2"}, "x-schema-version": "7"},
    ),
    ("a.yaml", "version: 1.1\nd: |\n  version: 1.1\n", {"version": "1.1", "d": "version: 1.1\n"}),
    ("a.yaml", "examples:\n  - version: 2\ndefault: {version: 1.10}\n", {"examples": [{"version": 2}], "default": {"version": 1.1}}),
    ("a.yaml", "b: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\n", {"b": {"x": 1, "y": 2}, "c": {"x": 1, "y": 3}}),
    ("a.yaml", "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n", {"a": {"x": 1}, "b": {"x": 2, "y": 2}, "c": {"x": 1, "y": 2}}),
    ("a.yaml", "'<<': 1\n", {"<<": 1}),
    ("a.yaml", "k: &k name\n*k : v\n", {"k": "name", "name": "v"}),
    ("a.yaml", "a: &x 1.10\n*x : v\n", {"a": 1.1, "1.10": "v"}),
    ("a.yaml", "a: !!str 1\nb: !!int '7'\nc: ! 5\nd: !!float 1\n", {"a": "1", "b": 7, "c": "5", "d": 1}),
    ("a.yaml", "%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
    ("a.yaml", "---\n---\na: 1\n---\n", {"a": 1}),
    ("a.yaml", "just text", "just text"),
    ("a.yaml", "- 1\n- two\n", [1, "two"]),
    ("a.yaml", '{"a": "\\ud83d\\ude00", "b": [1, 2]}', {"a": "😀", "b": [1, 2]}),
    ("a.yaml", "{a: 1, /b: [x, ],}", {"a": 1, "/b": ["x"]}),
    ("a.yaml", "# comment\n{a: 1}", {"a": 1}),
    ("a.json", '{"a": 1e3, "b": null, "c": [true, -0.5]}', {"a": 1000.0, "b": None, "c": [True, -0.5]}),
    ("a.json", '{"info": {"version": 1.10}, "n": 1.10}', {"info": {"version": "1.10"}, "n": 1.1}),
    ("a.json", '{"example": {"version": 1}, "x-version": 2}', {"example": {"version": 1}, "x-version": "2"}),
    ("a.json", "asyncapi: 2.6.0\ninfo: {}\n", {"asyncapi": "2.6.0", "info": {}}),
    ("a.json", '"text"', "text"),
    ("a.avsc", '{"type": "record", "name": "A", "fields": []}', {"type": "record", "name": "A", "fields": []}),
    ("a.avsc", '"string"', "string"),
    ("a.schema", '{"type": "object"}', {"type": "object"}),
    ("a.proto", 'syntax = "proto3";', 'syntax = "proto3";'),
    ("a.md", "{not json}", "{not json}"),
    ("a.thing", "[section]\nkey=1", "[section]\nkey=1"),
    ("a.md", "", ""),
]


@pytest.mark.parametrize(("path", "text", "value"), VALUES, ids=[f"{path} {text[:30]!r}" for path, text, _ in VALUES])
def test_a_document_is_read_as_json_types_without_a_finding(path: str, text: str, value: Any) -> None:
    parsed = parse_text(path, text.encode())
    assert parsed.diagnostics == ()
    assert parsed.ok
    assert repr(parsed.value) == repr(value)
    assert parsed.text == text


FINDINGS: list[tuple[str, str | bytes, list[tuple[str, str]], Any]] = [
    ("a.yaml", "a: 1\n\tb: 2\n", [("yaml-tab-indent", "2:1")], {"a": 1}),
    ("a.yaml", "a:\n  b: 1\n \t c: 2\n", [("yaml-tab-indent", "3:2")], {"a": {"b": 1}}),
    ("a.yaml", "a: 1\nb: {x: 1\nc: 2\n", [("yaml-syntax", "3:2")], {"a": 1, "c": 2}),
    ("a.yaml", "a: 'it's'\n", [("yaml-syntax", "1:8")], None),
    ("a.yaml", "a: b: c\n", [("yaml-syntax", "1:5")], {"a": "b: c"}),
    ("a.yaml", "a: 1\nb: @x\n", [("yaml-syntax", "2:4")], {"a": 1}),
    ("a.yaml", 'a: 1\nb: "open\n', [("yaml-syntax", "2:4")], {"a": 1}),
    ("a.yaml", "a: 1\nb: *nowhere\n", [("yaml-unknown-alias", "2:4")], {"a": 1, "b": None}),
    ("a.yaml", "a: 1\nb:\n  c: 1\n  c: 2\n", [("yaml-duplicate-key", "4:3")], {"a": 1, "b": {"c": 2}}),
    ("a.yaml", "1: a\n'1': b\n", [("yaml-duplicate-key", "2:1")], {"1": "b"}),
    ("a.yaml", "a: 1\n---\nb: 2\n", [("yaml-several-documents", "2:1")], {"a": 1}),
    ("a.yaml", "a: &a\n  b: [*a]\n", [("yaml-cycle", "2:7")], {"a": {"b": [None]}}),
    ("a.yaml", "? {x: 1}\n: y\nz: 1\n", [("yaml-key-not-text", "1:3")], {"z": 1}),
    ("a.yaml", "a: 1\n<<: text\n", [("yaml-merge-key", "2:5")], {"a": 1}),
    ("a.yaml", "a: !Ref 'x'\nb: !Ref 1\n", [("yaml-unknown-tag", "1:4"), ("yaml-unknown-tag", "2:4")], {"a": "x", "b": 1}),
    ("a.yaml", "a: !!python/name:os.system x\n", [("yaml-python-tag", "1:4")], {"a": "x"}),
    ("a.yaml", "a: !!int x\n", [("yaml-tag-mismatch", "1:4")], {"a": "x"}),
    ("a.yaml", "a: 1\nb: 1e999\n", [("number-out-of-range", "2:4")], {"a": 1, "b": "1e999"}),
    ("a.yaml", "a: [.inf]\n", [("number-out-of-range", "1:5")], {"a": [".inf"]}),
    ("a.yaml", 'x: 1\na: "\\ud83d\\ude00\\ud83d"\n', [("text-surrogate", "2:5")], {"x": 1, "a": "😀\ufffd"}),
    ("a.yaml", "", [("text-empty", "1:1")], None),
    ("a.yaml", "# nothing\n", [("text-empty", "1:1")], None),
    ("a.json", " \n", [("text-empty", "1:1")], None),
    ("a.json", '{"a": 1,\n "a": 2}', [("json-duplicate-key", "2:2")], {"a": 2}),
    ("a.json", '{"x": [{"a": 1, "b": {}, "a": 2}]}', [("json-duplicate-key", "1:26")], {"x": [{"a": 2, "b": {}}]}),
    (
        "a.json",
        '{"a": NaN, "b": -Infinity}',
        [("number-out-of-range", "1:7"), ("number-out-of-range", "1:17")],
        {"a": "NaN", "b": "-Infinity"},
    ),
    ("a.json", '{"a": 1e999}', [("number-out-of-range", "1:7")], {"a": "1e999"}),
    ("a.json", '{"a": "\\ud83d"}', [("text-surrogate", "1:8")], {"a": "\ufffd"}),
    ("a.json", '{\n  "a": 1, // one\n  "b": "//"\n}', [("json-syntax", "2:11")], {"a": 1, "b": "//"}),
    ("a.json", '{"a": [1, 2,],\n}', [("json-syntax", "1:12")], {"a": [1, 2]}),
    ("a.json", "{'a': 1}", [("json-syntax", "1:2")], None),
    ("a.json", '{"a": 1\n "b": 2}', [("json-syntax", "2:2")], None),
    ("a.json", '{"a": 1}\n{"a": 2}', [("json-several-documents", "2:1")], {"a": 1}),
    ("a.yaml", b"a: 1\nb: caf\xe9\n", [("text-encoding", "2:7")], {"a": 1, "b": "caf\ufffd"}),
    ("a.yaml", "a: 1\n".encode("utf-16"), [("text-encoding", "1:1")], {"a": 1}),
    ("a.yaml", "a: é\n".encode("utf-32"), [("text-encoding", "1:1")], {"a": "é"}),
    ("a.json", '{"a": "é"}'.encode("utf-16-le"), [("text-encoding", "1:1")], {"a": "é"}),
    ("a.yaml", "a: 1\nb: \x07x\n", [("text-control-character", "2:4")], {"a": 1, "b": "\ufffdx"}),
    ("a.yaml", "a: x\u202ey\n", [("text-bidi-control", "1:5")], {"a": "x\u202ey"}),
    ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff", [("text-binary", "1:1")], None),
    ("a.md", b"a\x00b", [("text-binary", "1:1")], None),
]


@pytest.mark.parametrize(("path", "text", "expected", "value"), FINDINGS, ids=[f"{path} {text[:30]!r}" for path, text, *_ in FINDINGS])
def test_a_mistake_is_one_finding_at_its_place_and_costs_no_more(
    path: str, text: str | bytes, expected: list[tuple[str, str]], value: Any
) -> None:
    parsed = parse_text(path, text if isinstance(text, bytes) else text.encode())
    assert [(found.code, f"{found.span.line}:{found.span.column}") for found in parsed.diagnostics] == expected
    assert parsed.value == value
    assert parsed.ok is (value is not None)
    assert all(found.message and found.hint for found in parsed.diagnostics)


def test_a_byte_order_mark_is_not_seen() -> None:
    parsed = parse_text("a.yaml", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert (parsed.value, parsed.diagnostics) == ({"a": 1, "b": 2}, ())


def test_a_duplicate_key_names_both_places() -> None:
    (found,) = parse_text("a.yaml", b"x:\n  k: 1\n  k: 2\n").diagnostics
    assert (found.span.line, found.span.pointer) == (3, "/x/k")
    assert [(span.line, span.pointer) for span in found.related] == [(2, "/x/k")]


def test_the_digest_is_of_the_bytes() -> None:
    first, again, other = (parse_text("a.yaml", raw) for raw in (b"a: 1\n", b"a: 1\n", b"a: 1\r\n"))
    assert first.digest == again.digest != other.digest


def test_a_parsed_file_can_be_stored() -> None:
    parsed = parse_text("a.yaml", b"a: [1, {b: x}]\na: 2\n")
    stored = pickle.loads(pickle.dumps(parsed))  # noqa: S301 - our own bytes
    assert (stored.value, stored.diagnostics, stored.digest) == (parsed.value, parsed.diagnostics, parsed.digest)


@pytest.mark.parametrize(
    ("path", "text", "limits", "code"),
    [
        ("a.yaml", "a: 1234567", Limits(max_bytes=9), "text-too-large"),
        ("a.yaml", "a: {b: {c: 1}}", Limits(max_depth=2), "text-too-deep"),
        ("a.json", '{"a": {"b": {}}}', Limits(max_depth=2), "text-too-deep"),
        ("a.yaml", "a: &a [1, 2]\nb: [*a, *a]", Limits(max_expansion=5), "yaml-alias-bomb"),
    ],
)
def test_limits_are_kept(path: str, text: str, limits: Limits, code: str) -> None:
    assert codes(parse_text(path, text.encode(), limits)) == [code]
    assert codes(parse_text(path, text.encode())) == []


def test_a_flood_of_findings_is_counted() -> None:
    parsed = parse_text("a.yaml", b"k: 1\n" * 50, Limits(max_findings=10))
    assert len(parsed.diagnostics) == 11
    assert parsed.diagnostics[-1].code == "text-more-findings"
    assert parsed.diagnostics[-1].message.startswith("39 more")
