"""Real documents and the conformance kit: what must be accepted is accepted, and what must be rejected is rejected."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import catalog_gen
from catalog_gen.diagnostics import Severity

RULES = "asyncapi__parser-js__ruleset"


@pytest.fixture(scope="module")
def documents(corpus: Path) -> Path:
    folder = corpus / "asyncapi"
    if not (folder / "manifest.tsv").is_file():
        pytest.skip(f"no AsyncAPI documents at {folder}")
    return folder


def kit(documents: Path, expected: str) -> Iterator[Path]:
    with (documents / "manifest.tsv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["kind"] == "conformance" and row["expected"] == expected and not row["path"].startswith(RULES):
                yield documents / row["path"]


def is_rejected(documents: Path, path: Path) -> bool:
    root = documents / path.relative_to(documents).parts[0]
    return any(found.severity is Severity.ERROR for found in catalog_gen.load(path, root=root).diagnostics)


def test_valid_documents_are_accepted(documents: Path) -> None:
    valid = list(kit(documents, "valid"))
    assert valid
    assert not [path.name for path in valid if is_rejected(documents, path)]


def test_invalid_documents_are_rejected(documents: Path) -> None:
    invalid = list(kit(documents, "invalid"))
    missed = [path.name for path in invalid if not is_rejected(documents, path)]
    assert invalid
    assert not missed


def test_findings_of_the_reference_rules_are_reported(documents: Path) -> None:
    cases = json.loads((documents / RULES / "expected.json").read_text(encoding="utf-8"))
    wanted, missed = 0, []
    for name, case in cases.items():
        pointers = {found.span.pointer for found in catalog_gen.load(documents / RULES / name, root=documents / RULES).diagnostics}
        for error in case.get("errors", []):
            wanted += 1
            place = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.get("path") or [])
            if not any(near(pointer, place) for pointer in pointers):
                missed.append((name, place))
    assert wanted
    assert not missed


def near(found: str, wanted: str) -> bool:
    """The same place, one below it, or the object that holds it."""
    if not found or not wanted:
        return found == wanted
    return found == wanted or found.startswith(f"{wanted}/") or wanted.rpartition("/")[0] == found
