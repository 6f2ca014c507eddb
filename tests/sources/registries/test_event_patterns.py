"""The language of event patterns, against the cases of the service's guide and against moto's own matcher."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalog_gen.sources.registries.event_patterns import UNKNOWN, fits_wildcard, matches, words

CASES: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({"source": ["acme.orders"]}, {"source": "acme.orders"}, True),
    ({"source": ["acme.orders"]}, {"source": "acme.Orders"}, False),
    ({"source": ["a", "b"]}, {"source": "b"}, True),
    ({"source": [{"prefix": "acme."}]}, {"source": "acme.orders"}, True),
    ({"source": [{"prefix": {"equals-ignore-case": "ACME."}}]}, {"source": "acme.orders"}, True),
    ({"file": [{"suffix": ".png"}]}, {"file": "a.png"}, True),
    ({"file": [{"suffix": {"equals-ignore-case": ".PNG"}}]}, {"file": "a.png"}, True),
    ({"file": [{"suffix": [".png", ".gif"]}]}, {"file": "a.gif"}, True),
    ({"name": [{"equals-ignore-case": "ALICE"}]}, {"name": "alice"}, True),
    ({"path": [{"wildcard": "a/*/c*"}]}, {"path": "a/b/cd"}, True),
    ({"path": [{"wildcard": "a*a"}]}, {"path": "a"}, False),
    ({"path": [{"wildcard": r"a\*"}]}, {"path": "ab"}, False),
    ({"state": [{"anything-but": "done"}]}, {"state": "open"}, True),
    ({"state": [{"anything-but": ["done", "gone"]}]}, {"state": "gone"}, False),
    ({"state": [{"anything-but": {"prefix": "d"}}]}, {"state": "done"}, False),
    ({"state": [{"anything-but": {"suffix": ["e"]}}]}, {"state": "open"}, True),
    ({"state": [{"anything-but": {"equals-ignore-case": ["DONE"]}}]}, {"state": "done"}, False),
    ({"state": [{"anything-but": {"wildcard": "*o*"}}]}, {"state": "done"}, False),
    ({"state": [{"anything-but": "done"}]}, {}, False),
    ({"amount": [{"numeric": [">", 0, "<=", 5]}]}, {"amount": 5}, True),
    ({"amount": [{"numeric": [">", 0, "<=", 5]}]}, {"amount": 5.5}, False),
    ({"amount": [{"numeric": ["=", 3e2]}]}, {"amount": 300}, True),
    ({"amount": [{"numeric": [">", 1]}]}, {"amount": "2"}, False),
    ({"amount": [{"numeric": [">"]}]}, {"amount": 2}, False),
    ({"amount": [100]}, {"amount": 100.0}, True),
    ({"flag": [True]}, {"flag": 1}, False),
    ({"ip": [{"cidr": "10.0.0.0/24"}]}, {"ip": "10.0.0.255"}, True),
    ({"ip": [{"cidr": "10.0.0.0/24"}]}, {"ip": "10.0.1.1"}, False),
    ({"ip": [{"cidr": "2001:db8::/32"}]}, {"ip": "2001:db8::1"}, True),
    ({"ip": [{"cidr": "nonsense"}]}, {"ip": "10.0.1.1"}, False),
    ({"user": [None]}, {"user": None}, True),
    ({"user": [None]}, {}, False),
    ({"user": [""]}, {"user": ""}, True),
    ({"user": [{"exists": True}]}, {"user": None}, True),
    ({"user": [{"exists": False}]}, {}, True),
    ({"user": [{"exists": True}]}, {}, False),
    ({"detail": {"user": [{"exists": False}]}}, {}, True),
    ({"detail": {"a": {"b": ["x"]}}}, {"detail": {"a": {"b": "x"}}}, True),
    ({"detail": {"items": ["x"]}}, {"detail": {"items": ["y", "x"]}}, True),
    ({"detail": {"items": {"sku": ["x"]}}}, {"detail": {"items": [{"sku": "y"}, {"sku": "x"}]}}, True),
    ({"$or": [{"a": [1]}, {"b": [2]}]}, {"b": 2}, True),
    ({"$or": [{"a": [1]}, {"b": [2]}]}, {"a": 2, "b": 1}, False),
    ({"$or": [{"a": [1]}, {"b": [2]}], "c": [3]}, {"a": 1, "c": 4}, False),
    ({"$or": ["x"]}, {"$or": "x"}, True),
    ({"a": [1], "b": [2]}, {"a": 1}, False),
    ({"a": [{"nonsense": 1}]}, {"a": 1}, False),
    ({"a": "x"}, {"a": "x"}, False),
    ({"a": []}, {"a": "x"}, False),
    ({"detail": {"a": [1]}, "source": ["s"]}, {"detail": UNKNOWN, "source": "s"}, True),
]


@pytest.mark.parametrize(("pattern", "event", "expected"), CASES)
def test_patterns_fit(pattern: dict[str, Any], event: dict[str, Any], *, expected: bool) -> None:
    assert matches(pattern, event) is expected


SAID = [
    ({"detail": {"amount": [{"numeric": [">", 1000]}], "currency": ["EUR"]}}, "detail.amount > 1000 and detail.currency is EUR"),
    ({"a": ["x", "y"]}, "a is x or y"),
    ({"a": ["x", {"prefix": "p"}]}, "(a is x or a begins with p)"),
    ({"a": [{"anything-but": {"prefix": "p"}}]}, "a does not begin with p"),
    ({"a": [{"anything-but": ["x", "y"]}]}, "a is not x or y"),
    ({"a": [{"exists": False}]}, "a is missing"),
    ({"a": [{"numeric": [">=", 1, "<", 5]}]}, "a ≥ 1 and < 5"),
    ({"a": [{"cidr": "10.0.0.0/8"}]}, "a lies in the network 10.0.0.0/8"),
    ({"a": [None, True, ""]}, "a is null, true or “”"),
    ({"a": [{"wildcard": "x*"}]}, "a looks like x*"),
    ({"$or": [{"a": [1]}, {"b": [2]}]}, "(a is 1 or b is 2)"),
    ({"a": [{"suffix": {"equals-ignore-case": ".PNG"}}]}, "a ends with .PNG in any case"),
    ({}, ""),
]


@pytest.mark.parametrize(("pattern", "expected"), SAID)
def test_patterns_in_words(pattern: dict[str, Any], expected: str) -> None:
    assert words(pattern) == expected


TEXTS = st.text("aAb./*", max_size=4)
VALUES = st.one_of(TEXTS, st.integers(-3, 3), st.none(), st.lists(TEXTS, max_size=2))
NUMERIC = st.tuples(st.sampled_from(["=", "<", "<=", ">", ">="]), st.integers(-2, 2)).map(lambda pair: {"numeric": list(pair)})
INSIDE = st.one_of(*(TEXTS.map(lambda one, key=key: {key: one}) for key in ("prefix", "suffix", "equals-ignore-case", "wildcard")))
RULES = st.one_of(
    TEXTS,
    st.integers(-3, 3),
    st.none(),
    NUMERIC,
    INSIDE,
    TEXTS.map(lambda one: {"prefix": {"equals-ignore-case": one}}),
    st.booleans().map(lambda one: {"exists": one}),
    st.one_of(TEXTS, st.lists(TEXTS, min_size=1, max_size=2), INSIDE).map(lambda one: {"anything-but": one}),
)
NAMES = st.sampled_from(["a", "b"])
LEAVES = st.dictionaries(NAMES, st.lists(RULES, min_size=1, max_size=3), min_size=1)
PATTERNS = st.one_of(
    LEAVES,
    st.lists(LEAVES, min_size=2, max_size=3).map(lambda choices: {"$or": choices}),
    LEAVES.map(lambda inside: {"detail": inside}),
)
EVENTS = st.dictionaries(NAMES, VALUES).flatmap(
    lambda flat: st.dictionaries(NAMES, VALUES).map(lambda inside: {**flat, **({"detail": inside} if inside else {})})
)


@given(PATTERNS, EVENTS)
def test_moto_agrees(pattern: dict[str, Any], event: dict[str, Any]) -> None:
    models = pytest.importorskip("moto.events.models", reason="moto is not installed")
    # An empty list is no value to the service, and moto asks its members about `exists` alone.
    assume(json.dumps(event).count("[]") == 0)
    assert matches(pattern, event) is models.EventPattern.load(json.dumps(pattern)).matches_event(event)


@given(st.text("ab", max_size=8), st.lists(st.text("ab", max_size=3), min_size=1, max_size=4))
def test_a_text_fits_the_wildcard_that_it_is_made_of(filling: str, pieces: list[str]) -> None:
    assert fits_wildcard("*".join(pieces), filling.join(pieces))


def test_wildcards_take_bounded_time() -> None:
    assert not fits_wildcard("a*" * 2000 + "b", "a" * 20000)


ANYTHING = st.recursive(
    st.one_of(VALUES, RULES), lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3))
)


@given(ANYTHING)
def test_anything_may_stand_in_a_pattern(pattern: Any) -> None:
    assert matches(pattern, {"a": "a", "detail": UNKNOWN}) in {True, False}
    assert isinstance(words(pattern), str)
