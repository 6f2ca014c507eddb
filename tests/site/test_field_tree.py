"""The field tree as HTML: ids, links, weight."""

from __future__ import annotations

import re

from catalog_gen.schemas.json_schema import read_schema
from catalog_gen.site.field_tree import field_id, render_fields
from catalog_gen.site.links import ROOT

WIDE = {
    "type": "object",
    "required": [f"field{n}" for n in range(0, 30, 2)],
    "properties": {
        f"field{n}": {"type": "string", "format": "uuid", "minLength": 1, "description": "The number that the customer sees."}
        for n in range(30)
    },
}


def test_every_link_within_the_tree_leads_to_an_id_and_every_id_stands_once() -> None:
    schema = {
        "properties": {"a.b": {}, "a": {"properties": {"b": {}}}, "a-b": {}, "a b": {}, "é": {}, "": {}, "self": {"$ref": "#"}},
        "patternProperties": {"[": {}, "]": {}},
    }
    html = render_fields(read_schema(schema), links={}, anchor="payload")
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= set(ids)
    assert ids[0] == "payload"


def test_the_id_of_a_field_is_known_from_its_path() -> None:
    html = render_fields(read_schema({"properties": {"a": {"properties": {"b": {}}}}}), links={}, anchor="payload")
    assert f'id="{field_id("payload", "a.b")}"' in html
    assert field_id("payload", "") == "payload"


def test_a_definition_leads_to_its_own_page() -> None:
    schema = {"properties": {"total": {"$ref": "#/definitions/Money"}}, "definitions": {"Money": {"type": "number"}}}
    html = render_fields(read_schema(schema), links={"Money": "schemas/money/"}, anchor="p")
    assert f'<a href="{ROOT}schemas/money/index.html">Money</a>' in html


def test_a_plain_field_weighs_little() -> None:
    assert len(render_fields(read_schema(WIDE), links={}, anchor="payload").encode()) / 30 <= 350


def test_deep_levels_are_folded_but_there() -> None:
    schema: dict[str, object] = {"type": "string"}
    for name in "fedcba":
        schema = {"properties": {name: schema}}
    html = render_fields(read_schema(schema), links={}, anchor="p")
    assert html.count("<details open>") == 2
    assert html.count("<details>") == 3
    assert 'id="p-a.b.c.d.e.f"' in html
