"""The reference of addresses: the demo has every page and file that it names, and the fields of its `catalog.json` are those."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "urls.md").read_text(encoding="utf-8")
DEPTH = 3


def table(after: str, number: int = 0) -> list[list[str]]:
    """The rows of a table below a heading; `number` counts the tables of the section."""
    section = PAGE.partition(f"\n## {after}\n")[2].partition("\n## ")[0]
    tables = [part for part in section.strip().split("\n\n") if part.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in tables[number].splitlines()[2:]]


def addresses() -> set[str]:
    cells = (cell for heading in ("Pages", "Files for programs") for row in table(heading) for cell in [row[0]])
    return {address for cell in cells for address in re.findall(r"`/([^`]*)`", cell)}


def first_folders(site: Path) -> set[str]:
    return {path.name for path in site.iterdir() if path.is_dir()} - {"assets"}


def test_every_part_of_a_site_is_in_the_reference(demo_site: Path) -> None:
    named = {address.partition("/")[0] for address in addresses()}
    assert first_folders(demo_site) - named == set()
    assert {path.name for path in demo_site.iterdir() if path.is_file()} - named == {".catalog-gen", "index.html", "index.md"}


def test_every_page_without_a_name_of_the_example_is_on_a_site(demo_site: Path) -> None:
    plain = {address for address in addresses() if address.count("/") <= 1 and address}
    assert len(plain) > DEPTH
    assert [address for address in plain if not (demo_site / address).exists()] == []


def fields(value: Any, path: str = "") -> dict[str, set[str]]:
    """Path of every object in a JSON value → the keys that objects at this path have."""
    found: dict[str, set[str]] = {}
    if isinstance(value, dict):
        found[path] = set(value)
        members = [(f"{path}.{key}" if path else key, member) for key, member in value.items()]
    elif isinstance(value, list):
        members = [(f"{path}[]", member) for member in value]
    else:
        members = []
    for name, member in members:
        for key, names in fields(member, name).items():
            found.setdefault(key, set()).update(names)
    return found


@pytest.fixture(scope="module")
def documented() -> dict[str, set[str]]:
    """The same as `fields`, as the reference has it."""
    rows = table("catalog.json")
    found = {"": {name for row in rows for name in re.findall(r"`([^`]+)`", row[0])}}
    for row in rows:
        name = row[0].strip("`")
        if "," not in row[0] and not row[1].startswith("`1`"):
            found[f"{name}[]"] = names_in(row[1])
    found.pop("facts[]")
    for row in table("catalog.json", 1):
        for name in re.findall(r"`([^`]+)`", row[0]):
            found[name] = names_in(row[1])
    return found


def names_in(cell: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", cell.replace("`null`", "")))


FREE = ("messages[].versions[].registrations[].labels", "messages[].versions[].registrations[].tags")
"""Objects whose members have names of their own: labels, and places in a schema."""


def test_every_field_of_the_catalog_is_in_the_reference_and_no_other(demo_site: Path, documented: dict[str, set[str]]) -> None:
    real = fields({**json.loads((demo_site / "api/v1/catalog.json").read_text(encoding="utf-8")), "facts": []})
    for path in FREE:
        assert real.pop(path)
    assert real[""] == documented[""]
    assert {path: names - documented.get(path, set()) for path, names in real.items()} == {path: set() for path in real}
    assert {path: names - real.get(path, names) for path, names in documented.items()} == {path: set() for path in documented}
