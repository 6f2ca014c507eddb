"""The page on examples: its code prints what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def test_the_page_shows_what_its_code_prints(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (checkout / "docs" / "examples.md").read_text(encoding="utf-8")
    shown = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, flags=re.DOTALL)
    assert len(shown) == 4
    for code, printed in shown:
        exec(code, {})  # noqa: S102 - our own example
        assert capsys.readouterr().out == printed
