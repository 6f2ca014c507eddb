"""Small JSON values as labelled rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.site.bindings import Row
from catalog_gen.site.composition.facts import ROW_LIMIT, compose_facts
from catalog_gen.site.units import in_words

MARK = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "

ROWS: list[tuple[Any, list[tuple[str, str, str, str]]]] = [
    ({"a": 1}, [("", "a", "1", "code")]),
    ({"a": {"b": "c"}}, [("", f"a{MARK}b", "c", "code")]),
    (
        {"a": {"b": 1, "c": 2, "d": 3}, "z": 4},
        [("", "z", "4", "code"), ("a", "b", "1", "code"), ("a", "c", "2", "code"), ("a", "d", "3", "code")],
    ),
    ({"a": ["x", "y", 3]}, [("", "a", "x, y, 3", "code")]),
    ({"a": "two words"}, [("", "a", "two words", "text")]),
    ({"a": [{"b": 1}, {"b": 2}]}, [("", f"a 1{MARK}b", "1", "code"), ("", f"a 2{MARK}b", "2", "code")]),
    ([{"sasl": []}], [("", f"value{MARK}sasl", "none", "word")]),
    ({"u": "https://example.com/x"}, [("", "u", "https://example.com/x", "link")]),
    ({"u": "javascript:alert(1)"}, [("", "u", "javascript:alert(1)", "code")]),
    ({"u": 'https://x/"><script>'}, [("", "u", 'https://x/"><script>', "code")]),
    ({"a": None, "b": "", "c": True}, [("", "a", "none", "word"), ("", "b", "empty", "word"), ("", "c", "yes", "word")]),
    ("word", [("", "value", "word", "code")]),
    (False, [("", "value", "no", "word")]),
]


@pytest.mark.parametrize(("value", "rows"), ROWS)
def test_members_become_rows(value: Any, rows: list[tuple[str, str, str, str]]) -> None:
    table = compose_facts("T", "t", value)
    assert [(group.title, row.label, row.value, row.kind) for group in table.groups for row in group.rows] == rows


def test_what_is_known_about_a_member_is_said() -> None:
    known = {
        "queue": Row("Queue"),
        "queue.wait": Row("Wait", "How long a reader waits.", "s"),
        "queue.mode": Row("Mode", values=(("1", "at least once"),)),
    }
    table = compose_facts("T", "t", {"queue": {"wait": 90, "mode": 1, "own": "x"}}, known.get)
    (group,) = table.groups
    assert group.title == "Queue"
    assert [(row.label, row.key, row.value, row.note, row.words) for row in group.rows] == [
        ("Wait", "", "90", "1 minute 30 seconds", "How long a reader waits."),
        ("Mode", "", "1", "at least once", ""),
        ("own", "", "x", "", ""),
    ]
    assert table.explained


def test_a_name_that_people_say_otherwise_is_shown_as_written() -> None:
    table = compose_facts("T", "t", {"ttl": 1}, {"ttl": Row("Time to live")}.get)
    assert table.groups[0].rows[0].key == "ttl"


def test_a_long_table_says_how_much_it_leaves_out() -> None:
    table = compose_facts("T", "t", {f"k{number}": number for number in range(ROW_LIMIT + 7)})
    assert (len(table.groups[0].rows), table.more) == (ROW_LIMIT, 7)


AMOUNTS = [
    (604_800_000, "ms", "7 days"),
    (90, "s", "1 minute 30 seconds"),
    (1440, "min", "1 day"),
    (1_048_588, "bytes", "1 MB"),
    (10_000, "MB", "10 GB"),
    (500, "bytes", "500 bytes"),
    (-1, "ms", ""),
    (0, "s", ""),
    (True, "ms", ""),
    ("5", "ms", ""),
    (5, "", ""),
]


@pytest.mark.parametrize(("value", "unit", "words"), AMOUNTS)
def test_amounts_are_said_in_words(value: Any, unit: str, words: str) -> None:
    assert in_words(value, unit) == words


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_every_value_is_shown_within_the_limit(value: Any) -> None:
    table = compose_facts("T", "t", value)
    rows = [row for group in table.groups for row in group.rows]
    assert 1 <= len(rows) <= ROW_LIMIT or value == []
    assert all(row.value for row in rows)


@given(st.integers() | st.floats(allow_nan=False), st.sampled_from(["ms", "s", "min", "bytes", "MB"]))
def test_every_amount_can_be_said(value: float, unit: str) -> None:
    assert isinstance(in_words(value, unit), str)
