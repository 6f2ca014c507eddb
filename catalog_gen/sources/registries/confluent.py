"""Confluent-compatible registries (Confluent, Redpanda, Karapace, Apicurio's other API): answers of the REST API, topic dumps."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.declaration import Declarations
from catalog_gen.sources.registries.confluent_rows import (
    CONFIG_KEYS,
    REGISTRY,
    add_associations,
    add_config,
    add_mode,
    add_version,
    is_association,
    is_config,
    is_mode,
    is_version,
)
from catalog_gen.sources.registries.reading import LARGEST, number
from catalog_gen.sources.registries.statement import Statement
from catalog_gen.sources.registries.topic_records import Record, record_of, record_of_line, records_of_lines, replay
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed

_SIGNS = re.compile(
    rb'"(?:subject|keytype|alias|normalize|compatibility(?:Level|Group)?|(?:default|override)(?:Metadata|RuleSet)|mode'
    rb'|associationType|associations|error_code)\\?"\s*:|^\s*\[\s*(?:"|\d|\])'
)
_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".txt", ".log", ".dump", ""})
_SEPARATOR = "__"
_ENTRANCES = frozenset({"subjects", "config", "mode", "schemas", "contexts", "associations"})
_LOOK = 64 * 1024
_LARGE = 16 * 1024 * 1024
_LIST = re.compile(rb"\s*\[\s*\{")


class ConfluentSource:
    """The source `confluent`."""

    name = REGISTRY

    def sniff(self, path: str, raw: bytes) -> bool:
        """JSON with a field that the API uses, or a list where the path reads like one of the API's addresses."""
        return posixpath.splitext(path)[1].lower() in _SUFFIXES and _SIGNS.search(raw) is not None

    def recognises(self, parsed: Parsed) -> bool:
        """One of the API's answers, or records of the registry's topic."""
        return _reader(parsed.value, parsed.path) is not None

    def claims(self, path: str, raw: bytes) -> bool:
        """Records of the registry's topic, one a line, or a list of versions that is too large to be read as a document."""
        del path
        if b"keytype" not in raw[:_LOOK]:
            keys = (b'"subject"', b'"version"', b'"schema"')
            return len(raw) > _LARGE and _LIST.match(raw) is not None and all(key in raw[:_LOOK] for key in keys)
        lines = raw[:_LOOK].decode("utf-8", "replace").splitlines()
        found = [record_of_line(line) is not None for line in lines[:3] if line.strip()]
        return any(found)

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """Versions and settings of subjects."""
        del context
        statement = Statement(self.name, parsed.path)
        read = _reader(parsed.value, parsed.path)
        if read is None:
            statement.fail(
                "registry-export-unrecognised",
                "This is no answer of a schema registry's API and no dump of its topic.",
                "Write the answer of `GET /schemas` into one file.",
            )
        else:
            read(statement, parsed.value)
        return statement.declarations()

    def declare_bytes(self, path: str, raw: bytes, context: Context) -> Declarations:
        """What the records of a dump leave, or the versions of a large list."""
        del context
        statement = Statement(self.name, path)
        if len(raw) > LARGEST:
            statement.fail(
                "registry-export-too-large", "This export is larger than 64 MiB. It is not read.", "Export one context at a time."
            )
            return statement.declarations()
        if b"keytype" not in raw[:_LOOK]:
            _read_large(statement, raw)
            return statement.declarations()
        records: list[Record] = []
        for one in records_of_lines(raw.decode("utf-8-sig", "replace").splitlines(), path):
            if isinstance(one, Span):
                statement.warn(
                    "registry-row-unreadable",
                    "This line is no record of a schema registry's topic.",
                    "It is left out. Each line holds a key with a `keytype` and a value.",
                    one,
                )
            else:
                records.append(one)
        replay(records, statement)
        return statement.declarations()


Read = Callable[[Statement, Any], None]


def _reader(value: Any, path: str) -> Read | None:
    """How to read a value of this shape; None for one that is nothing of a registry's."""
    for fits, read in _OBJECTS:
        if fits(value):
            return read
    if isinstance(value, dict) and value and set(value) <= CONFIG_KEYS and "config" in _tokens(path):
        return _read_config
    if isinstance(value, list):
        for fits, read in _LISTS:
            if value and fits(value[0]):
                return read
        return _read_names if _is_list_of_names(value, path) else None
    return None


def _read_versions(statement: Statement, value: Any) -> None:
    statement.export, context, _ = place(statement.path, "subjects", "schemas")
    listed = isinstance(value, list)
    for index, row in enumerate(value if listed else [value]):
        span = statement.span(f"/{index}" if listed else "")
        add_version(statement, row if isinstance(row, dict) else {}, span, context)


def _read_large(statement: Statement, raw: bytes) -> None:
    """Read a list of versions without what a document has besides: no place in it is known but the row's number."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        statement.fail("registry-export-unrecognised", f"This export is no JSON: {error}.", "Export the registry again.")
    else:
        _read_versions(statement, value)


def _read_config(statement: Statement, value: Any) -> None:
    statement.export, context, subject = place(statement.path, "config")
    add_config(statement, value, statement.span(), context, subject)


def _read_mode(statement: Statement, value: Any) -> None:
    statement.export, context, subject = place(statement.path, "mode")
    add_mode(statement, value, statement.span(), context, subject)


def _read_associations(statement: Statement, value: Any) -> None:
    statement.export, context, _ = place(statement.path, "associations", "subjects")
    for row in value if isinstance(value, list) else [value]:
        if is_association(row):
            add_associations(statement, row, statement.span(), context)


def _read_records(statement: Statement, value: Any) -> None:
    listed = isinstance(value, list)
    records: list[Record] = []
    for index, row in enumerate(value if listed else [value]):
        found = record_of(row)
        if found is not None:
            records.append((*found, statement.span(f"/{index}" if listed else "")))
    replay(records, statement)


def _read_names(statement: Statement, value: Any) -> None:
    """Lists of subjects, versions or contexts: what is in them stands in other files too."""
    del statement, value


def _read_refusal(statement: Statement, value: Any) -> None:
    statement.warn(
        "registry-answer-refused",
        f"The registry answered with an error instead of what was asked for: {value['error_code']} {value.get('message', '')!s:.200}",
        "Export it again, with the rights to read it.",
    )


def _is_refusal(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("error_code"), int) and set(value) <= {"error_code", "message"}


_OBJECTS: tuple[tuple[Callable[[Any], bool], Read], ...] = (
    (is_version, _read_versions),
    (is_config, _read_config),
    (is_mode, _read_mode),
    (is_association, _read_associations),
    (lambda value: isinstance(value, dict) and record_of(value) is not None, _read_records),
    (_is_refusal, _read_refusal),
)
_LISTS: tuple[tuple[Callable[[Any], bool], Read], ...] = (
    (is_version, _read_versions),
    (is_association, _read_associations),
    (lambda value: record_of(value) is not None, _read_records),
)


def _is_list_of_names(value: list[Any], path: str) -> bool:
    """A list of texts or numbers is the registry's only where the path reads like the address that it was the answer of."""
    tokens = _tokens(path)
    if not tokens:
        return False
    if all(number(member) is not None for member in value):
        return len(tokens) > 1 and tokens[-1] in {"versions", "referencedby"} and "subjects" in tokens
    if all(isinstance(member, str) for member in value):
        return tokens[-1] in {"subjects", "contexts"} or tokens[-2:] == ["schemas", "types"]
    return False


def place(path: str, *entrances: str) -> tuple[str, str, str]:
    """Export folder, context and subject of a file whose path follows the API's addresses.

    `prod/config/orders-value.json` and `prod/config__orders-value.json` both are `GET /config/orders-value` of the export `prod`.
    """
    tokens = _tokens(path)
    for index in range(len(tokens) - 1, -1, -1):
        if tokens[index] in entrances:
            before, after = tokens[:index], tokens[index + 1 :]
            subject = "/".join(after[: after.index("versions")] if "versions" in after else after)
            if len(before) > 1 and before[-2] == "contexts":
                return "/".join(before[:-2]), before[-1].strip(":").removeprefix("."), subject
            return "/".join(before), "", subject
    return posixpath.dirname(path), "", ""


def _tokens(path: str) -> list[str]:
    """The parts of the address that a file's path stands for. `__` in a file's name stands for a slash, except inside a subject."""
    *folders, name = path.split("/")
    last = name.removesuffix(".json")
    pieces = last.split(_SEPARATOR)
    names = pieces if pieces[0] in _ENTRANCES else [last]
    before = names[:2] if names[0] == "contexts" and len(names) > 2 else []  # noqa: PLR2004 - `contexts` and the name of one
    names = names[len(before) :]
    if "versions" in names[2:]:
        end = len(names) - names[::-1].index("versions") - 1
        names = [names[0], _SEPARATOR.join(names[1:end]), *names[end:]]
    elif len(names) > 1:
        names = [names[0], _SEPARATOR.join(names[1:])]
    return [unquote(token) for token in (*folders, *before, *names)]


source = ConfluentSource()
