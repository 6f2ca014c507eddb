"""Avro schemas as a tree of fields: in Avro's words, bounded, and never failing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.schemas.avro.tree import read_avro
from catalog_gen.schemas.fields import FIELD_LIMIT, Field
from catalog_gen.site.field_markdown import describe_fields

ORDER = """
{"type": "record", "name": "Order", "namespace": "com.harbourline", "doc": "Placed on the web.", "aliases": ["Purchase"], "pii": true,
 "fields": [
  {"name": "id", "type": {"type": "string", "logicalType": "uuid"}, "doc": "Never reused."},
  {"name": "note", "type": ["null", "string"], "default": null, "aliases": ["remark"], "confluent:tags": ["PII"]},
  {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 2}},
  {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"], "default": "NEW", "doc": "Where it stands."}},
  {"name": "digest", "type": {"type": "fixed", "name": "Digest", "size": 16}},
  {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [{"name": "sku", "type": "string"}]}}},
  {"name": "labels", "type": {"type": "map", "values": "long"}},
  {"name": "first", "type": "Line"},
  {"name": "previous", "type": ["null", "Order"], "default": null},
  {"name": "way", "type": [{"type": "record", "name": "Ferry", "fields": []}, {"type": "array", "items": "int"}, "State"]}]}
"""

WORDS = """\
record com.harbourline.Order, tagged PII, also known as `Purchase`: Placed on the web.

- **id** string, uuid, required: Never reused.
- **note** union of null and string, nullable, tagged PII, also known as `remark`, default `null`
- **total** bytes, decimal, required, precision 12, scale 2
- **state** enum State, required, unknown symbols are read as `NEW`: Where it stands.
  - `NEW`
  - `PAID`
- **digest** fixed Digest, required, 16 bytes
- **lines** array of record Line, required
  - **sku** string, required
- **labels** map of long, required
- **first** record Line, required, same as `lines[]`
- **previous** union of null and record Order, nullable, default `null`, contains itself, see the whole
- **way** union of record Ferry, array of int and enum State, required
  - One of the branches:
    - **com.harbourline.Ferry** record Ferry
    - **array** array of int
    - **com.harbourline.State** enum State, unknown symbols are read as `NEW`: Where it stands.
      - `NEW`
      - `PAID`
"""


def all_fields(field: Field) -> list[Field]:
    found, waiting = [], [field]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += [*one.children, *(inner for part in one.parts for inner in part.fields)]
    return found


def test_everything_is_said_in_the_words_of_the_format() -> None:
    assert describe_fields(read_avro(ORDER)).strip() == WORDS.strip()


def test_paths_are_unique() -> None:
    paths = [field.path for field in all_fields(read_avro(ORDER))]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "JSON"),
        ("5", "this is no Avro type: 5"),
        ('{"fields": []}', "this is no Avro type"),
        ('{"type": "record", "fields": []}', "this record has no name"),
        ('"Missing"', "no type is called `Missing`"),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: str) -> None:
    assert problem in read_avro(text).problem


def test_a_primitive_alone_is_a_schema() -> None:
    assert read_avro('"long"').types == read_avro("long").types == ("long",)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "schema",
    [
        [{"type": "record", "name": f"R{number}", "fields": [{"name": "a", "type": "int"}]} for number in range(1000)],
        {"type": "record", "name": "W", "fields": [{"name": f"f{number}", "type": ["null", "W"]} for number in range(50_000)]},
        json.loads('{"type": "array", "items": ' * 90 + '"int"' + "}" * 90),
    ],
    ids=["wide union", "wide record", "deep"],
)
def test_hostile_schemas_give_bounded_trees(schema: Any) -> None:
    assert len(all_fields(read_avro(json.dumps(schema)))) <= FIELD_LIMIT * 2


def test_schemas_that_people_wrote_have_no_problems(corpus: Path) -> None:
    for file in sorted((corpus / "compat").glob("*-avro/cases.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            tree = read_avro(json.dumps(case["new"]))
            assert [field.problem for field in all_fields(tree) if field.problem] == []


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["record", "int", "A", "array", "enum", "map", "fixed", "null"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "name", "fields", "items", "values", "symbols", "size", "logicalType", "doc"]), inner)
    ),
    max_leaves=12,
)


@given(JUNK)
def test_nothing_makes_it_fail(value: Any) -> None:
    describe_fields(read_avro(json.dumps(value)))
