"""Archives that Apicurio Registry exports: JSON files of entities, and the contents beside them, in the layouts of releases 2 and 3.

Source: Apicurio Registry, `EntityWriter`: `groups/<group>/artifacts/<id>/versions/<version>.ArtifactVersion.json` and so on. What counts
is the kind at the end of a name and the ids inside; the folders are only for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.sources.registries.apicurio_rows import (
    add_artifact,
    add_group,
    add_rule,
    add_version,
    artifact_of,
    group_of,
    kind_of,
    unreadable,
)
from catalog_gen.sources.registries.archive import is_archive, unpack
from catalog_gen.sources.registries.reading import number, text
from catalog_gen.sources.registries.statement import Statement

_KINDS = ("Manifest", "Content", "Group", "GroupRule", "GlobalRule", "Artifact", "ArtifactRule", "ArtifactVersion")
_NAME = re.compile(rf"\.({'|'.join(_KINDS)})\.(json|data)$")
_SIGN = re.compile(rb"\.(?:" + "|".join(_KINDS).encode() + rb")\.json")
_DECODE = msgspec.json.Decoder().decode

Entity = tuple[str, dict[str, Any]]
"""The entry's name and what is in it."""


def is_export(raw: bytes) -> bool:
    """Whether bytes are an archive with names that this registry gives; names are never packed."""
    return is_archive(raw) and _SIGN.search(raw) is not None


def read_archive(statement: Statement, raw: bytes) -> None:
    """State everything in an archive. An archive is an export of its own."""
    statement.export = statement.path
    entries = unpack(raw, statement, lambda name: _NAME.search(name) is not None)
    entities = _entities(entries, statement)
    for _, manifest in entities["Manifest"]:
        statement.version = text(manifest.get("exportVersion"))
        statement.title = text(manifest.get("systemName"))
    for name, value in entities["Group"]:
        add_group(statement, value, _span(statement, name))
    for name, value in entities["Artifact"]:
        add_artifact(statement, value, _place(value), _span(statement, name))
    for kind in ("GlobalRule", "GroupRule", "ArtifactRule"):
        for name, value in entities[kind]:
            add_rule(statement, value, ("", "") if kind == "GlobalRule" else _place(value), _span(statement, name))
    _add_versions(statement, entries, entities)


def _add_versions(statement: Statement, entries: dict[str, bytes], entities: dict[str, list[Entity]]) -> None:
    contents = {number(value.get("contentId")): (name, value) for name, value in entities["Content"]}
    kinds = {_place(value): kind_of(value) for _, value in entities["Artifact"]}
    missing = 0
    for name, value in entities["ArtifactVersion"]:
        file, about = contents.get(number(value.get("contentId")), ("", {}))
        raw = entries.get(file.removesuffix(".json") + ".data")
        kind = kind_of(value) or kinds.get(_place(value), "") or kind_of(about)
        content = None if raw is None else raw.decode("utf-8-sig", "replace")
        missing += content is None
        add_version(
            statement, value, _place(value), content, kind=kind, references=about.get("serializedReferences"), span=_span(statement, name)
        )
    if missing:
        say_missing(statement, missing)


def say_missing(statement: Statement, count: int) -> None:
    """Say that texts of versions are not in the export."""
    what = "the text of one version" if count == 1 else f"the texts of {count} versions"
    statement.warn(
        "registry-content-missing",
        f"This export names versions whose text it does not have: {what}.",
        "They are shown without a schema. Export the contents, too.",
    )


def _entities(entries: dict[str, bytes], statement: Statement) -> dict[str, list[Entity]]:
    """The entities by kind. What is no mapping is a finding, one for the whole archive."""
    found: dict[str, list[Entity]] = {kind: [] for kind in _KINDS}
    broken = []
    for name, kind, raw in _named(entries):
        try:
            value = _DECODE(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            value = None
        if isinstance(value, dict):
            found[kind].append((name, value))
        else:
            broken.append(name)
    if broken:
        unreadable(statement, f"`{broken[0]:.120}` should be a JSON object, and so should {len(broken) - 1} others", statement.span())
    return found


def _named(entries: dict[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    for name, raw in sorted(entries.items()):
        match = _NAME.search(name)
        if match is not None and match[2] == "json":
            yield name, match[1], raw


def _place(value: dict[str, Any]) -> tuple[str, str]:
    return group_of(value.get("groupId")), artifact_of(value)


def _span(statement: Statement, name: str) -> Span:
    """An entry of the archive: there is no line in it that an editor could show."""
    return statement.span("/" + name.replace("~", "~0").replace("/", "~1"))
