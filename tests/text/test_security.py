"""Attacks: none may crash or hang the process, reach outside, or go without a finding; harmless look-alikes must load."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog_gen.text.documents import parse_text
from catalog_gen.text.positions import locate
from catalog_gen.text.references import Library, link

EXPECTED: dict[str, list[str]] = json.loads((Path(__file__).parent / "security_expected.json").read_text(encoding="utf-8"))
LONGEST = 6.0
"""Seconds. Each takes well under two on an idle machine; what is quadratic takes minutes."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read_and_link(path: str, raw: bytes) -> list[tuple[str, int]]:
    """Codes and lines of everything that is found in a file, read as a document with references."""
    asked: list[str] = []
    started = time.perf_counter()
    parsed = parse_text(path, raw)
    linked = link(parsed, Library(asked.append))
    found = locate((*parsed.diagnostics, *linked.diagnostics), linked.files.get)
    assert time.perf_counter() - started < LONGEST
    assert not any(".." in wanted.split("/") or wanted.startswith("/") or "\\" in wanted or ":" in wanted for wanted in asked)
    return [(each.code, each.span.line) for each in found]


@pytest.mark.parametrize("name", EXPECTED)
def test_an_attack_is_found_out(name: str, corpus: Path) -> None:
    found = read_and_link(name, (corpus / "security" / name).read_bytes())
    assert sorted({code for code, _ in found}) == EXPECTED[name]
    assert all(line for _, line in found)


def test_every_attack_of_the_corpus_is_in_the_table(corpus: Path) -> None:
    folder = corpus / "security"
    assert {path.relative_to(folder).as_posix() for path in folder.glob("*/*.yaml")} == set(EXPECTED)


LARGE: dict[str, tuple[str, Callable[[], str], set[str]]] = {
    "brackets": ("a.yaml", lambda: "[" * 1_000_000, {"text-too-deep"}),
    "brackets below a key": ("a.yaml", lambda: "a: " + "[" * 1_000_000, {"text-too-deep"}),
    "a few thousand brackets": ("a.yaml", lambda: "a: " + "[" * 7_000, {"text-too-deep"}),
    "closed brackets": ("a.yaml", lambda: "a: " + "[" * 100_000 + "]" * 100_000, {"text-too-deep"}),
    "braces": ("a.yaml", lambda: "a: " + "{a: " * 300_000, {"text-too-deep"}),
    "dashes": ("a.yaml", lambda: "- " * 300_000 + "x", {"text-too-deep"}),
    "question marks": ("a.yaml", lambda: "? " * 100_000, {"text-too-deep"}),
    "indentation": ("a.yaml", lambda: "".join(" " * level + "a:\n" for level in range(2_000)), {"text-too-deep"}),
    "JSON objects": ("a.json", lambda: '{"a":' * 500_000, {"text-too-deep"}),
    "closed JSON objects": ("a.json", lambda: '{"a":' * 900 + "1" + "}" * 900, {"text-too-deep"}),
    "unclosed comments": ("a.json", lambda: "{" + ",/*" * 500_000, {"json-syntax"}),
    "unclosed quotes": ("a.json", lambda: "{" + '"\\' * 1_000_000, {"json-syntax"}),
    "unclosed long text": ("a.json", lambda: '{"a": "' + "x" * 5_000_000, {"json-syntax"}),
    "trailing commas": ("a.json", lambda: '{"a":1' + ",  " * 200_000, {"json-syntax"}),
    "laughs, wide": ("a.yaml", lambda: "a: &a {x: 1}\nb:\n" + "  - *a\n" * 110_000, {"yaml-alias-bomb"}),
    "laughs, long": (
        "a.yaml",
        lambda: "k0: &a0 [1]\n" + "".join(f"k{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 20_000)),
        {"yaml-alias-bomb"},
    ),
    "merges, long": (
        "a.yaml",
        lambda: "a0: &a0 {k0: 1}\n" + "".join(f"a{i}: &a{i}\n  <<: *a{i - 1}\n  k{i}: 1\n" for i in range(1, 2_000)),
        {"yaml-alias-bomb"},
    ),
    "duplicate keys": ("a.yaml", lambda: "k: v\n" * 100_000, {"yaml-duplicate-key", "text-more-findings"}),
    "duplicate JSON keys": ("a.json", lambda: "{" + '"k": 1, ' * 100_000 + '"k": 1}', {"json-duplicate-key", "text-more-findings"}),
    "many keys": ("a.yaml", lambda: "".join(f"k{i}: v{i}\n" for i in range(100_000)), set()),
    "a long number": ("a.yaml", lambda: "a: " + "9" * 5_000, {"number-out-of-range"}),
    "a longer number": ("a.json", lambda: '{"a": ' + "9" * 1_000_000 + "}", {"number-out-of-range"}),
    "a long time": ("a.yaml", lambda: "t: 59" + ":59" * 100_000, set()),
    "tags": ("a.yaml", lambda: "- !x y\n" * 50_000, {"yaml-unknown-tag", "text-more-findings"}),
    "a chain of references": (
        "a.yaml",
        lambda: "".join(f"a{i}: {{$ref: '#/a{i + 1}'}}\n" for i in range(5_000)) + "a5000: 1\n",
        {"reference-loop"},
    ),
    "references through references": (
        "a.yaml",
        lambda: "".join(f"a{i}: {{$ref: '#/a{(i + 1) % 2_000}/x'}}\n" for i in range(2_000)),
        {"reference-loop"},
    ),
    "a reference that grows": ("a.yaml", lambda: "a: {$ref: '#/a/x'}", {"reference-loop"}),
    "many missing targets": (
        "a.yaml",
        lambda: "components:\n  schemas:\n" + "".join(f"    Schema{i}: {{$ref: '#/components/schemas/Shcema{i}'}}\n" for i in range(2_000)),
        {"reference-missing-pointer"},
    ),
    "one target, many references": ("a.yaml", lambda: "b: {c: 1}\nl:\n" + "- {$ref: '#/b'}\n" * 20_000, set()),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_attack_is_found_out_in_time(name: str) -> None:
    path, make, expected = LARGE[name]
    found = read_and_link(path, make().encode())
    assert {code for code, _ in found} == expected


@pytest.mark.parametrize("digits", [5_000])
def test_a_long_number_does_not_raise(digits: int) -> None:
    parsed = parse_text("a.yaml", b"a: " + b"9" * digits)
    assert parsed.value == {"a": "9" * digits}
