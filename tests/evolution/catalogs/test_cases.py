"""Two small catalogs in, changes out: the rows of `cases/`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog_gen.evolution.catalogs.changes import CatalogChange
from catalog_gen.evolution.catalogs.comparison import compare_catalogs
from catalog_gen.evolution.catalogs.kinds import KINDS, CatalogKind
from catalog_gen.evolution.catalogs.published import take_published
from catalog_gen.files import MemoryReader
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.snapshot import SchemaFacts
from catalog_gen.model.taking import take
from catalog_gen.output import Cache
from catalog_gen.pipeline import Options, Timings, load_catalog
from catalog_gen.run import Run

AS_OF = "2026-06-01"


def patched(value: Any, patch: Any) -> Any:
    """A JSON merge patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(value) if isinstance(value, dict) else {}
    for key, member in patch.items():
        if member is None:
            result.pop(key, None)
        else:
            result[key] = patched(result.get(key), member)
    return result


def catalog_of(files: dict[str, Any]) -> Catalog:
    raw = {path: json.dumps(content, default=str).encode() for path, content in files.items()}
    return load_catalog(Run(MemoryReader(raw), Cache(None)), Options(as_of=AS_OF), Timings())


def cases() -> Iterator[Any]:
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        for name, case in document["cases"].items():
            yield pytest.param(document["base"], case, id=f"{file.stem}: {name}")


CASES = list(cases())


def row(change: CatalogChange) -> str:
    """A change as a case writes it: `! kind subject > services that it affects`."""
    affected = ", ".join(sorted({one.service for one in change.affected}))
    return f"{'! ' if change.breaking else ''}{change.kind} {change.subject}{f' > {affected}' if affected else ''}"


@pytest.mark.parametrize(("base", "case"), CASES)
def test_a_case(base: dict[str, Any], case: dict[str, Any]) -> None:
    old, new = (take(catalog_of(patched(base, case.get(side, {})))) for side in ("old", "new"))
    found = {row(change) for change in compare_catalogs(old, new).changes}
    expected = set(case["expect"])
    assert expected <= found, found
    assert case.get("loose") or found == expected


@pytest.mark.parametrize(("base", "case"), CASES)
def test_a_published_catalog_tells_the_same(base: dict[str, Any], case: dict[str, Any]) -> None:
    """The old side as `catalog.json` with its schemas beside it: the same changes, with the same fingerprints."""
    old, new = (catalog_of(patched(base, case.get(side, {}))) for side in ("old", "new"))
    schemas = {version.payload.digest: version.payload.text for message in old.messages for version in message.versions if version.payload}

    def follow(schema: SchemaFacts) -> str | None:
        return schema.text or schemas.get(schema.digest)

    exact = compare_catalogs(take(old), take(new)).changes
    published = compare_catalogs(take_published(old.to_json(), "catalog.json"), take(new), follow_old=follow).changes
    wanted = {(change.fingerprint, row(change)) for change in exact}
    hidden = {"message-removed"} if any(document.path == "catalog.yaml" for document in old.documents) else set()
    assert {(change.fingerprint, row(change)) for change in published if change.kind not in hidden} == {
        one for one in wanted if not hidden & {one[1].split()[-2:][0]}
    }


@pytest.mark.parametrize(("base", "case"), CASES)
def test_nothing_changes_between_equals(base: dict[str, Any], case: dict[str, Any]) -> None:
    snapshot = take(catalog_of(patched(base, case.get("new", {}))))
    assert compare_catalogs(snapshot, snapshot).changes == ()


def test_every_kind_has_a_meaning() -> None:
    assert list(KINDS) == list(CatalogKind)
    assert all(line.meaning.endswith(".") for line in KINDS.values())
    assert all(
        line.hint or not line.breaks
        for kind, line in KINDS.items()
        if kind.rpartition("-")[0] not in {"payload", "headers", "key", "binding-schema"}
    )
