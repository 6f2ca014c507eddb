"""A schema file that somebody names: its format, its text or value, and the files that it refers to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from catalog_gen.api import ground_of
from catalog_gen.cli.command import UsageError
from catalog_gen.cli.reports.report import json_text
from catalog_gen.cli.schema_places import field_of_avro, field_of_json_schema, field_of_protobuf, resolve
from catalog_gen.diagnostics import Severity, Span
from catalog_gen.files import FolderReader, Reader
from catalog_gen.model.base import Json
from catalog_gen.text.documents import Parsed, parse_text
from catalog_gen.text.places import Lines
from catalog_gen.text.positions import Positions

MOST_REFERENCES = 200
"""Files that one schema may pull in."""

_IMPORT = re.compile(r'^\s*import\s+(?:public\s+|weak\s+|option\s+)?"([^"\n]+)"\s*;', re.MULTILINE)
_PROTOBUF = re.compile(rb"\s*(?://[^\n]*\n\s*|/\*.*?\*/\s*)*(?:syntax|edition|package)\b[^:{]*;", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_AVRO_NAMED = {"record", "error", "enum", "fixed"}


@dataclass(frozen=True, kw_only=True)
class SchemaFile:
    """A schema as a file holds it."""

    path: str
    format: str
    schema: str | Json
    """The text, or for JSON Schema the value that it means (it may be written in YAML)."""

    parsed: Parsed
    references: dict[str, str]
    """Text by name as the schema writes it, of every file beside it that it refers to."""

    @property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.parsed.text.splitlines()

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self.parsed)

    def span(self, pointer: str, path: str = "") -> Span | None:
        """Where a part of the schema is written, by its pointer, else by the path of its field; None where this file has no such part."""
        if self.format == "protobuf":
            start = field_of_protobuf(self.parsed.text, path) if path else -1
            line, column = Lines(self.parsed.text).at(start) if start >= 0 else (0, 0)
            return Span(path=self.path, line=line, column=column) if start >= 0 else None
        if self.format == "avro":
            found = field_of_avro(self.schema, path) if path else resolve(self.schema, pointer)
        else:
            found = resolve(self.schema, pointer) if pointer else None
            found = field_of_json_schema(self.schema, path) if found is None else found
        return self._positions.span(found, key=True) if found else None


def read_schema(file: Path, kind: str) -> SchemaFile:
    """Read a schema; `kind` is its format, or "auto" to tell by what it looks like. Raises UsageError when there is nothing to compare.

    What it refers to is read too, below the folder that bounds a document's references (see `catalog_gen.load`).
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        message = f"`{file}` cannot be read: {error.strerror}."
        raise UsageError(message) from None
    top, name = ground_of(file)
    reader = FolderReader(top)
    if kind == "protobuf" or (kind == "auto" and _looks_like_protobuf(file, raw)):
        parsed = parse_text(name if name.endswith(".proto") else f"{name}.proto", raw)
        imports = _imports(name, parsed.text, reader)
        return SchemaFile(path=str(file), format="protobuf", schema=parsed.text, parsed=parsed, references=imports)
    parsed = parse_text(str(file), raw)
    if not parsed.ok:
        worst = next((found for found in parsed.diagnostics if found.severity is Severity.ERROR), None)
        message = f"`{worst.span if worst else file}` cannot be read: {worst.message if worst else 'it is empty.'}"
        raise UsageError(message)
    found = kind if kind != "auto" else "avro" if _looks_like_avro(file, parsed.value) else "json-schema"
    references = _named_types(name, parsed.value, reader) if found == "avro" else _targets(name, parsed.value, reader)
    return SchemaFile(path=str(file), format=found, schema=parsed.value, parsed=parsed, references=references)


def _looks_like_protobuf(file: Path, raw: bytes) -> bool:
    return file.suffix == ".proto" or _PROTOBUF.match(raw) is not None


def _looks_like_avro(file: Path, value: Json) -> bool:
    """A named type of Avro, or a union or container in a file of Avro's own suffix."""
    if file.suffix == ".avsc":
        return True
    return isinstance(value, dict) and value.get("type") in _AVRO_NAMED and "name" in value and "$schema" not in value


def _imports(file: str, text: str, reader: Reader) -> dict[str, str]:
    """The imported files that stand in the file's folder or in one above it, as protoc finds them with `-I`."""
    found, waiting = dict[str, str](), _IMPORT.findall(text)
    folders = PurePosixPath(file).parents
    while waiting and len(found) < MOST_REFERENCES:
        name = waiting.pop()
        raw = None if name in found else next((raw for folder in folders if (raw := reader.read(f"{folder}/{name}")) is not None), None)
        if raw is not None:
            found[name] = raw.decode("utf-8", "replace")
            waiting += _IMPORT.findall(found[name])
    return found


def _targets(file: str, value: Json, reader: Reader) -> dict[str, str]:
    """The files that `$ref`s name relative to the file that holds them, by the name as the schema itself would write it."""
    folder = PurePosixPath(file).parent
    found, waiting = dict[str, str](), list(_references(value, ""))
    while waiting and len(found) < MOST_REFERENCES:
        name = waiting.pop()
        raw = None if name in found or ":" in name else reader.read(f"{folder}/{name}")
        if raw is not None:
            parsed = parse_text(name, raw)
            found[name] = json_text(parsed.value)
            waiting += _references(parsed.value, posixpath.dirname(name))
    return found


def _named_types(file: str, value: Json, reader: Reader) -> dict[str, str]:
    """The `.avsc` files beside the schema that are called after a type which it names and does not define."""
    folder = PurePosixPath(file).parent
    found, waiting = dict[str, str](), [value]
    while waiting and len(found) < MOST_REFERENCES:
        schema = waiting.pop()
        defined = {str(one.get("name")).rpartition(".")[2] for one in _walk(schema) if isinstance(one, dict) and "type" in one}
        for text in sorted({one for one in _walk(schema) if isinstance(one, str)}):
            name = text.rpartition(".")[2]
            if not _NAME.fullmatch(text) or name in defined or text in found:
                continue
            raw = next((raw for stem in (text, name) if (raw := reader.read(f"{folder}/{stem}.avsc")) is not None), None)
            if raw is not None:
                found[text] = raw.decode("utf-8", "replace")
                waiting.append(parse_text(f"{text}.avsc", raw).value)
    return found


def _references(value: Json, folder: str) -> Iterator[str]:
    for one in _walk(value):
        if isinstance(one, dict) and isinstance(one.get("$ref"), str):
            name = one["$ref"].partition("#")[0]
            if name:
                yield posixpath.normpath(posixpath.join(folder, name))


def _walk(value: Json) -> Iterator[Json]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
