"""Documents that damage made impossible to read as they stand, kept so that they stay readable."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import catalog_gen

INFO = {"title": "Orders", "version": "1.0.0"}


def version2(message: dict[str, Any], **operation: Any) -> dict[str, Any]:
    return {"asyncapi": "2.6.0", "info": INFO, "channels": {"orders": {"publish": {"message": message, **operation}}}}


AVRO = "application/vnd.apache.avro;version=1.9.0"

CASES: dict[str, dict[str, Any]] = {
    "a trait that holds the operation": version2(
        {},
        bindings={"kafka": {}},
        traits=[{"bindings": {"$ref": "#/channels/orders/publish"}}],
        kafka={"$ref": "#/channels/orders/publish"},
    ),
    "traits that lead back to the document": version2({}, bindings={"$ref": "#"}, traits=[{"bindings": {"$ref": "#/channels"}}]),
    "a type that is a list of mappings": version2(
        {"schemaFormat": AVRO, "payload": {"type": [{"type": []}]}, "examples": [{"payload": 1}]}
    ),
    "a union of nothing": version2({"schemaFormat": AVRO, "payload": [], "examples": [{"payload": 1}]}),
    "a record whose type is a list": version2({"payload": {"name": "A", "type": ["record"], "fields": []}}),
    "a type that is a mapping": version2({"payload": {"name": "A", "type": {"a": 1}}}),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_document_ends_in_findings(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(CASES[name]), encoding="utf-8")
    catalog = catalog_gen.load(tmp_path / "a.json", root=tmp_path)
    assert [row.loaded for row in catalog.documents] == [True]
