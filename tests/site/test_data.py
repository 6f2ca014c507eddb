"""JSON without a page of its own, as rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.site.composition.data import ROW_LIMIT, compose_table

MARK = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "

ROWS: list[tuple[Any, list[tuple[str, str, str]]]] = [
    ({"a": 1}, [("a", "1", "literal")]),
    ({"a": {"b": "c"}}, [(f"a{MARK}b", "c", "text")]),
    ({"a": ["x", "y", 3]}, [("a", "x, y, 3", "text")]),
    ([{"sasl": []}], [("sasl", "[]", "literal")]),
    ([{"a": 1}, {"b": 2}], [(f"1{MARK}a", "1", "literal"), (f"2{MARK}b", "2", "literal")]),
    ({"u": "https://example.com/x"}, [("u", "https://example.com/x", "link")]),
    ({"u": "javascript:alert(1)"}, [("u", "javascript:alert(1)", "text")]),
    ({"u": 'https://x/"><script>'}, [("u", 'https://x/"><script>', "text")]),
    ("word", [("", "word", "text")]),
    (False, [("", "false", "literal")]),
]


@pytest.mark.parametrize(("value", "rows"), ROWS)
def test_leaves_become_rows(value: Any, rows: list[tuple[str, str, str]]) -> None:
    (table,) = compose_table("T", "t", value)
    assert [(row.label, row.value, row.kind) for row in table.rows] == rows


@pytest.mark.parametrize("value", [None, {}, []])
def test_nothing_makes_no_table(value: Any) -> None:
    assert compose_table("T", "t", value) == ()


def test_what_nobody_would_read_as_a_table_is_shown_as_json() -> None:
    (table,) = compose_table("T", "t", {f"k{number}": number for number in range(ROW_LIMIT + 1)})
    assert table.rows == ()
    assert '"k40": 40' in table.rest


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(JSON)
def test_every_value_is_shown_within_the_limit(value: Any) -> None:
    tables = compose_table("T", "t", value)
    assert len(tables) == (0 if value is None or value in ({}, []) else 1)
    assert all(len(table.rows) <= ROW_LIMIT and bool(table.rows) != bool(table.rest) for table in tables)
