"""One bad line does not cost the document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.text.documents import parse_text

BEFORE, AFTER = "asyncapi: 3.0.0\ninfo:\n  title: Orders\n", "channels:\n  orders: {}\n"
WHOLE: dict[str, Any] = {"asyncapi": "3.0.0", "info": {"title": "Orders"}, "channels": {"orders": {}}}

BAD = [
    ("  description: what: happens\n", {"description": "what: happens"}),
    ("  description: it's what's: right\n", {"description": "it's what's: right"}),
    ("  description: @home\n", {}),
    ("  version: 'unclosed\n", {}),
    (" version: 1\n", {}),
    ("  tags: [a, b\n", {}),
    ("  tags:\n  - name: a\n    - name: b\n", {"tags": [{"name": "a"}]}),
]


@pytest.mark.parametrize(("bad", "info"), BAD, ids=[bad.strip() for bad, _ in BAD])
def test_the_rest_is_read(bad: str, info: dict[str, Any]) -> None:
    parsed = parse_text("a.yaml", (BEFORE + bad + AFTER).encode())
    assert [found.severity.value for found in parsed.diagnostics] == ["error"]
    assert parsed.ok
    assert isinstance(parsed.value, dict)
    assert parsed.value["asyncapi"] == "3.0.0"
    if info or "[" not in bad:
        assert parsed.value == {**WHOLE, "info": {"title": "Orders", **info}}


@given(st.text("abc:-'\"[{ \n\t#&*!|>", max_size=60))
def test_nothing_is_made_up(text: str) -> None:
    parsed = parse_text("a.yaml", text.encode())
    assert parsed.ok or parsed.value is None
    assert parsed.ok or parsed.diagnostics
