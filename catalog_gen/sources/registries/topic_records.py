"""The topic in which Confluent-compatible registries keep everything (`_schemas`): records, of which the last with a key counts.

Source: Confluent Schema Registry, `SchemaKey`, `ConfigKey`, `ModeKey` and `DeleteSubjectKey`; Karapace uses the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.sources.registries.confluent_rows import add_config, add_mode, add_version
from catalog_gen.sources.registries.reading import number, text
from catalog_gen.sources.registries.statement import Statement

KEY_TYPES = frozenset({"SCHEMA", "CONFIG", "MODE", "DELETE_SUBJECT", "CLEAR_SUBJECT", "NOOP", "CONTEXT"})

Record = tuple[dict[str, Any], Any, Span]
"""Key, value (None deletes), and where it is written."""

_DECODE = msgspec.json.Decoder().decode


def is_key(value: Any) -> bool:
    """Whether a value is the key of such a record."""
    return isinstance(value, dict) and isinstance(value.get("keytype"), str) and value["keytype"] in KEY_TYPES


def record_of(value: Any) -> tuple[dict[str, Any], Any] | None:
    """Key and value of a record however a tool writes it: a pair, or `key` with `value` or `payload`, each a mapping or its JSON text."""
    if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004 - a pair
        key, content = value
    elif isinstance(value, dict) and "key" in value:
        key, content = value["key"], value.get("value", value.get("payload"))
    else:
        return None
    key, content = decoded(key), decoded(content)
    return (key, content) if is_key(key) else None


def decoded(value: Any) -> Any:
    """A value, or what its JSON text says."""
    if not isinstance(value, (str, bytes)):
        return value
    if not value:
        return None
    try:
        return _DECODE(value)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return value


def records_of_lines(lines: Iterable[str], path: str) -> Iterator[Record | Span]:
    """The record of each line; a place where a line is none."""
    for count, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = Span(path=path, line=count, column=1)
        found = record_of_line(line)
        yield (*found, place) if found is not None else place


def record_of_line(line: str) -> tuple[dict[str, Any], Any] | None:
    """A line of JSON, or key and value with a tab between, maybe after time, partition and offset."""
    found = record_of(decoded(line.strip()))
    if found is not None:
        return found
    parts = line.rstrip("\r\n").split("\t")
    for index, part in enumerate(parts):
        key = decoded(part.strip()) if part.lstrip().startswith("{") else None
        if isinstance(key, dict) and is_key(key):
            return key, decoded("\t".join(parts[index + 1 :]).strip())
    return None


def replay(records: Iterable[Record], statement: Statement) -> None:
    """Add what is left when all records have been written."""
    versions: dict[str, dict[int, tuple[dict[str, Any], Span]]] = {}
    settings: dict[tuple[str, str], tuple[dict[str, Any], Span]] = {}
    for key, value, span in records:
        kind, subject = key["keytype"], text(key.get("subject"))
        if kind == "SCHEMA":
            _write(versions.setdefault(subject, {}), number(key.get("version")) or 0, value, span)
        elif kind in {"CONFIG", "MODE"}:
            _write(settings, (kind, subject), value, span)
        elif kind == "DELETE_SUBJECT" and isinstance(value, dict):
            _delete(versions.get(subject, {}), number(value.get("version")) or 0)
        elif kind == "CLEAR_SUBJECT":
            versions[subject] = {version: row for version, row in versions.get(subject, {}).items() if row[0].get("deleted") is not True}
    for subject, known in versions.items():
        for version, (content, span) in known.items():
            add_version(statement, {"subject": subject, "version": version, **content}, span)
    for (kind, subject), (content, span) in settings.items():
        (add_config if kind == "CONFIG" else add_mode)(statement, content, span, "", subject)


def _write(known: dict[Any, tuple[dict[str, Any], Span]], key: Any, value: Any, span: Span) -> None:
    known.pop(key, None)
    if isinstance(value, dict) and value:
        known[key] = (value, span)


def _delete(versions: dict[int, tuple[dict[str, Any], Span]], last: int) -> None:
    """Mark versions as deleted; only a record without a value removes one for good."""
    for version, (content, span) in versions.items():
        if version <= last and content.get("deleted") is not True:
            versions[version] = ({**content, "deleted": True}, span)
