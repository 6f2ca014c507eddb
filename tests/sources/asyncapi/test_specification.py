"""The official schemas: as they were published, complete, and usable for every kind of object."""

from __future__ import annotations

import hashlib
import re

import pytest

from catalog_gen.sources.asyncapi.document import KNOWN
from catalog_gen.sources.asyncapi.validation import official
from catalog_gen.sources.asyncapi.validation.grammar import GRAMMAR

ROW = re.compile(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", re.MULTILINE)
BINDINGS = sorted((file.parent.parent.name, file.parent.name, file.stem) for file in (official.FOLDER / "bindings").glob("*/*/*.json"))


def test_files_are_as_published() -> None:
    rows = dict(ROW.findall((official.FOLDER / "VENDORED.md").read_text(encoding="utf-8")))
    files = {path.relative_to(official.FOLDER).as_posix() for path in official.FOLDER.rglob("*.json")}
    assert files | {"LICENSE", "NOTICE"} == set(rows)
    for name, digest in rows.items():
        assert hashlib.sha256((official.FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_every_version_that_is_read_is_checked() -> None:
    assert official.VERSIONS == KNOWN


@pytest.mark.parametrize("version", official.VERSIONS)
def test_every_kind_of_object_can_be_checked(version: str) -> None:
    kinds = [kind for kind in GRAMMAR[int(version[0])] if kind != "document" and official.has(version, kind)]
    assert {"info", "server", "channel", "operation", "message", "components"} <= set(kinds)
    for kind in kinds:
        assert not official.validator(version, kind).is_valid(17), kind


@pytest.mark.parametrize(("protocol", "version", "kind"), BINDINGS)
def test_every_binding_can_be_checked(protocol: str, version: str, kind: str) -> None:
    assert version in official.binding_versions(protocol, kind)
    for any_version in (False, True):
        validator = official.binding_validator(protocol, version, kind, any_version=any_version)
        assert not validator.is_valid(17)
        assert not validator.is_valid({"bindingVersion": 17})


@pytest.mark.parametrize(
    ("written", "checked"),
    [
        ("2.6.0", "2.6.0"),
        ("2.6.1", "2.6.0"),
        ("2.0.0-rc1", "2.0.0"),
        ("2.9.0", "2.6.0"),
        ("3.0.0-next-major-spec.1", "3.0.0"),
        ("3.7", "3.1.0"),
    ],
)
def test_a_version_that_is_not_published_is_checked_by_the_nearest(written: str, checked: str) -> None:
    assert official.nearest(written) == checked
