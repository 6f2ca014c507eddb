"""What the page of the codes says is what the documentation says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog_gen.site.explanations import FILES, read_explanations

DOCS = Path(__file__).resolve().parents[2] / "docs"
CODES = sorted(set(re.findall(r"^##+ `?([a-z]+(?:-[a-z0-9]+)+)`?$", "\n".join((DOCS / name).read_text() for name in FILES), re.MULTILINE)))


def test_there_are_codes() -> None:
    assert len(CODES) > 100


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_entry(code: str) -> None:
    entry = read_explanations(DOCS)[code]
    assert len(entry) > 20
    assert "<!--" not in entry
    assert "](#" not in entry
    assert ".md" not in re.sub(r"```.*?```|`[^`]*`", "", entry, flags=re.DOTALL)


def test_without_the_documentation_nothing_is_said(tmp_path: Path) -> None:
    assert read_explanations(tmp_path) == {}
