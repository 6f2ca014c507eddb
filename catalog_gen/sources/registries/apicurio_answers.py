"""Answers of Apicurio Registry's API, releases 2 and 3, one a file: groups, artifacts, versions, owners, rules, references, contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from catalog_gen.sources.registries.apicurio_archive import say_missing
from catalog_gen.sources.registries.apicurio_rows import (
    RULES,
    add_artifact,
    add_group,
    add_rule,
    add_version,
    artifact_of,
    group_of,
    kind_of,
)
from catalog_gen.sources.registries.reading import text
from catalog_gen.sources.registries.statement import Statement
from catalog_gen.sources.registries.topic_records import decoded
from catalog_gen.text.library import Library

SIGNS = (
    *(b'"globalId"', b'"artifactId"', b'"artifactType"', b'"groupId"', b'"ruleType"', b'"artifacts"', b'"versions"', b'"groups"'),
    *(b'"branches"', b'"owner"', b'"COMPATIBILITY"', b'"INTEGRITY"', b'"VALIDITY"'),
)
"""Texts of which each answer has one."""

_ENTRANCES = frozenset({"groups", "ids", "search", "admin"})
_CONTENT = re.compile(r"(?:^|/)(?:ids/(?:contentIds|globalIds|contentHashes)/[^/]+|groups/.+/artifacts/.+/versions/[^/]+(?:/content)?)$")
_LOOK = 64 * 1024
_EXTENSIONS = {"AVRO": ("", ".json", ".avsc"), "JSON": ("", ".json"), "PROTOBUF": ("", ".proto", ".txt")}
_OTHER = ("", ".json", ".yaml", ".yml", ".xsd", ".xml", ".wsdl", ".graphql", ".txt")
_LARGEST_CONTENT = 4 * 1024 * 1024

Read = Callable[[Statement, Any, Library], None]


def reader_of(value: Any, path: str) -> Read | None:
    """How to read a value of this shape; None for one that is nothing of this registry's."""
    if isinstance(value, list):
        return _read_nothing if _is_list(value, _tokens(path)) else None
    if not isinstance(value, dict):
        return None
    return next((read for fits, read in _SHAPES if fits(value, path)), None)


def is_content(path: str, raw: bytes) -> bool:
    """Whether a file is a version's text, as its address says; what tells about a version has a number that is unique in the registry."""
    if "groups" not in path and "ids" not in path:
        return False  # spares most files the rest
    address = "/".join(_tokens(path))
    return _CONTENT.search(address) is not None and not re.search(rb'"(?:globalId|artifactId)"\s*:', raw[:_LOOK])


# --- what is what


def _is_version(value: Any, path: str = "") -> bool:
    del path
    known = isinstance(value, dict) and isinstance(value.get("version"), str | int) and "globalId" in value
    return known and ("contentId" in value or "state" in value or bool(kind_of(value)))


def _is_artifact(value: Any, path: str = "") -> bool:
    del path
    if not isinstance(value, dict) or "version" in value or not artifact_of(value):
        return False
    return "createdOn" in value and bool(kind_of(value))


def _is_group(value: Any, path: str = "") -> bool:
    del path
    return (
        isinstance(value, dict)
        and bool(text(value.get("groupId")) or text(value.get("id")))
        and "createdOn" in value
        and not kind_of(value)
    )


def _is_rule(value: dict[str, Any], path: str) -> bool:
    del path
    kind = value.get("ruleType", value.get("type"))
    return isinstance(kind, str) and kind in RULES and isinstance(value.get("config"), str) and set(value) <= {"ruleType", "type", "config"}


def _lists(key: str, fits: Callable[[Any], bool]) -> Callable[[dict[str, Any], str], bool]:
    def is_page(value: dict[str, Any], path: str) -> bool:
        del path
        found = value.get(key)
        return isinstance(found, list) and "count" in value and (not found or fits(found[0]))

    return is_page


def _is_branches(value: dict[str, Any], path: str) -> bool:
    return _lists("branches", lambda row: isinstance(row, dict) and "branchId" in row)(value, path)


def _is_owner(value: dict[str, Any], path: str) -> bool:
    return set(value) == {"owner"} and isinstance(value["owner"], str) and _tokens(path)[-1:] == ["owner"]


def _is_list(value: list[Any], tokens: list[str]) -> bool:
    if value and all(isinstance(row, str) and row in RULES for row in value):
        return tokens[-1:] == ["rules"]
    referring = [isinstance(row, dict) and "artifactId" in row and "name" in row for row in value]
    return tokens[-1:] == ["references"] and all(referring) and bool(_ENTRANCES & set(tokens))


# --- reading


def _read_versions(statement: Statement, value: Any, library: Library) -> None:
    base, group, artifact = place(statement.path)
    statement.export = base
    missing = 0
    paged = isinstance(value.get("versions"), list)
    for index, row in enumerate(value["versions"] if paged else [value]):
        if not _is_version(row):
            continue
        where = (group_of(row.get("groupId")) or group, text(row.get("artifactId")) or artifact or text(row.get("id")))
        content = _content(library, base, where, row)
        missing += content is None
        add_version(
            statement,
            row,
            where,
            content,
            kind=kind_of(row),
            references=row.get("references") or _references(library, base, where, row),
            span=statement.span(f"/versions/{index}" if paged else ""),
        )
    if missing:
        say_missing(statement, missing)


def _read_artifacts(statement: Statement, value: Any, library: Library) -> None:
    del library
    statement.export, group, artifact = place(statement.path)
    paged = isinstance(value.get("artifacts"), list)
    for index, row in enumerate(value["artifacts"] if paged else [value]):
        if _is_artifact(row):
            where = (group_of(row.get("groupId")) or group, artifact_of(row, artifact))
            add_artifact(statement, row, where, statement.span(f"/artifacts/{index}" if paged else ""))


def _read_groups(statement: Statement, value: Any, library: Library) -> None:
    del library
    statement.export, _, _ = place(statement.path)
    paged = isinstance(value.get("groups"), list)
    for index, row in enumerate(value["groups"] if paged else [value]):
        if _is_group(row):
            add_group(statement, row, statement.span(f"/groups/{index}" if paged else ""))


def _read_rule(statement: Statement, value: Any, library: Library) -> None:
    del library
    statement.export, group, artifact = place(statement.path)
    add_rule(statement, value, (group, artifact), statement.span())


def _read_owner(statement: Statement, value: Any, library: Library) -> None:
    del library
    statement.export, group, artifact = place(statement.path)
    add_artifact(statement, value, (group, artifact), statement.span())


def _read_nothing(statement: Statement, value: Any, library: Library) -> None:
    """Lists of rules, references and branches: what is in them stands in other files too, or is read with a version."""
    del statement, value, library


_SHAPES: tuple[tuple[Callable[[dict[str, Any], str], bool], Read], ...] = (
    (_is_version, _read_versions),
    (_lists("versions", _is_version), _read_versions),
    (_lists("artifacts", _is_artifact), _read_artifacts),
    (_lists("groups", _is_group), _read_groups),
    (_is_branches, _read_nothing),
    (_is_rule, _read_rule),
    (_is_owner, _read_owner),
    (lambda value, path: _is_artifact(value, path) and "owner" in value | {"createdBy": 0}, _read_artifacts),
    (lambda value, path: _is_group(value, path) and "groupId" in value and "modifiedOn" in value, _read_groups),
)


# --- addresses


def place(path: str) -> tuple[str, str, str]:
    """Export folder, group and artifact of a file whose path follows the API's addresses.

    `prod/groups/orders/artifacts/a%2Fb/versions.json` and `prod/groups__orders__artifacts__a%2Fb__versions.json` are both about the
    artifact `a/b` in the group `orders` of the export `prod`.
    """
    tokens = _tokens(path)
    start = next((index for index, token in enumerate(tokens) if token in _ENTRANCES), None)
    if start is None:
        return str(PurePosixPath(path).parent).removeprefix("."), "", ""
    base, rest = "/".join(tokens[:start]), tokens[start:]
    if rest[0] != "groups" or len(rest) == 1:
        return base, "", ""
    group = group_of(rest[1])
    if len(rest) < 4 or rest[2] != "artifacts":  # noqa: PLR2004 - groups, its id, artifacts, its id
        return base, group, ""
    ends = [index for index, token in enumerate(rest) if index > 3 and token in _PARTS]  # noqa: PLR2004
    return base, group, "/".join(rest[3 : ends[-1] if ends else len(rest)])


_PARTS = frozenset({"versions", "meta", "rules", "owner", "branches"})


def _tokens(path: str) -> list[str]:
    """The parts of the address that a file's path stands for."""
    pure = PurePosixPath(path)
    last = re.sub(r"\.(?:json|avsc|proto|txt|ya?ml|xsd|xml|wsdl|graphql)$", "", pure.name)
    names = last.split("__") if last.split("__", 1)[0] in _ENTRANCES else [last]
    return [unquote(token) for token in (*pure.parts[:-1], *names)]


def _content(library: Library, base: str, where: tuple[str, str], row: dict[str, Any]) -> str | None:
    """The text of a version, from wherever the export keeps it."""
    for address in _addresses(where, row):
        for extension in _EXTENSIONS.get(kind_of(row), _OTHER):
            for separator in ("/", "__"):
                path = separator.join(address) + extension
                raw = library.raw(f"{base}/{path}" if base else path)
                if raw is not None and len(raw) <= _LARGEST_CONTENT and is_content(path, raw):
                    return raw.decode("utf-8-sig", "replace")
    return None


def _references(library: Library, base: str, where: tuple[str, str], row: dict[str, Any]) -> Any:
    for address in _addresses(where, row):
        about = address[:-1] if address[-1] == "content" else address
        for separator in ("/", "__"):
            path = separator.join((*about, "references")) + ".json"
            raw = library.raw(f"{base}/{path}" if base else path)
            if raw is not None and len(raw) <= _LARGEST_CONTENT:
                return decoded(raw)
    return None


def _addresses(where: tuple[str, str], row: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The addresses under which the API gives a version's text."""
    group, artifact = where
    for spelled in dict.fromkeys((quote(artifact, safe=""), artifact)):
        version = ("groups", group or "default", "artifacts", spelled, "versions", text(row.get("version")))
        yield (*version, "content")
        yield version
    for kind, key in (("contentIds", "contentId"), ("globalIds", "globalId")):
        if text(row.get(key)):
            yield ("ids", kind, text(row.get(key)))
