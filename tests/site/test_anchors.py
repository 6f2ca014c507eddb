"""Names that look alike as ids stand apart on a page."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

import catalog_gen
from catalog_gen.graph import link
from catalog_gen.site.composition.parts import distinct_anchors
from catalog_gen.site.plan import plan

if TYPE_CHECKING:
    from catalog_gen.site.render import Renderer

ALIKE = ["a b", "a-b", "A_B", "\N{GREEK SMALL LETTER ALPHA}", "\N{GREEK SMALL LETTER BETA}", "a b.2"]

DOCUMENT = {
    "asyncapi": "2.6.0",
    "info": {"title": "Alike", "version": "1.0.0"},
    "servers": {
        name: {
            "url": "x",
            "protocol": "x",
            "security": [{name: []}],
            "bindings": {other: {"v": 1} for other in ALIKE},
            "variables": {other: {"default": "x"} for other in ALIKE},
        }
        for name in ALIKE
    },
    "channels": {
        name: {
            "bindings": {other: {"v": 1} for other in ALIKE},
            "subscribe": {
                "operationId": f"o {name}",
                "bindings": {other: {"v": 1} for other in ALIKE},
                "message": {"name": f"M{number}", "bindings": {"ws": {"v": 1}, "WS": {"v": 1}, **{other: {"v": 1} for other in ALIKE}}},
            },
        }
        for number, name in enumerate(ALIKE)
    },
    "components": {
        "securitySchemes": {name: {"type": "userPassword"} for name in ALIKE},
        "schemas": {name: {"type": "object", "properties": {other: {"type": "string"} for other in ALIKE}} for name in ALIKE},
    },
}


def test_no_id_stands_twice_and_every_anchor_is_there(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "asyncapi.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    catalog = catalog_gen.load(tmp_path)
    for page in plan(catalog, link(catalog)):
        html = renderer.render(page)
        ids = Counter(re.findall(r'\bid="([^"]*)"', html))
        assert [name for name, count in ids.items() if count > 1] == [], page.paths[0]
        assert {target for target in re.findall(r'href="#([^"]*)"', html) if target not in ids} == set(), page.paths[0]


@given(st.lists(st.text(), unique=True))
def test_each_key_has_an_id_of_its_own(keys: list[str]) -> None:
    found = distinct_anchors(keys, "x")
    assert list(found) == keys
    assert len(set(found.values())) == len(keys)
