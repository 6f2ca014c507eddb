"""One folder for each family of keywords: a schema, the fields that are read from it, and how they are shown.

`CATALOG_GEN_UPDATE_GOLDENS=1 pytest tests/schemas` writes what is shown now; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from catalog_gen.schemas.fields import Field
from catalog_gen.schemas.json_schema import read_json_schema
from catalog_gen.site.field_tree import describe_fields, render_fields

GOLDENS = Path(__file__).parent / "goldens"
CASES = sorted(path.parent.name for path in GOLDENS.glob("*/schema.json"))
LINKS = {"Money": "schemas/money/"}


def dump(field: Field) -> str:
    """The fields as JSON, without what nothing is said about."""
    return json.dumps(_said(msgspec.to_builtins(field)), indent=1, ensure_ascii=False) + "\n"


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(member) for key, member in value.items() if member not in ("", [], (), 0, None)}
    return [_said(member) for member in value] if isinstance(value, (list, tuple)) else value


def readable(html: str) -> str:
    """The HTML with a line for each block, so that a difference can be read."""
    return re.sub(r"(?=<(?:li|ul|p|details|div class=\"ft)\b)", "\n", html).lstrip("\n").replace("\x02", "{root}") + "\n"


@pytest.mark.parametrize("case", CASES)
def test_fields_are_read_and_shown_as_the_golden_says(case: str) -> None:
    folder = GOLDENS / case
    field = read_json_schema((folder / "schema.json").read_text(encoding="utf-8"))
    shown = {
        "fields.json": dump(field),
        "fields.html": readable(render_fields(field, links=LINKS, anchor="payload")),
        "fields.md": describe_fields(field),
    }
    if os.environ.get("CATALOG_GEN_UPDATE_GOLDENS"):
        for name, text in shown.items():
            (folder / name).write_text(text, encoding="utf-8")
    assert shown == {name: (folder / name).read_text(encoding="utf-8") for name in shown}


def test_there_is_a_golden_for_each_family() -> None:
    assert len(CASES) >= 20
