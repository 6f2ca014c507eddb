"""Exports in memory, and the corpus of real ones."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.files import MemoryReader
from catalog_gen.inputs import sniffed
from catalog_gen.merge import merge
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.declaration import Declarations
from catalog_gen.model.message import Message, MessageVersion
from catalog_gen.model.registry import RegisteredVersion
from catalog_gen.parsing import Input, parse
from catalog_gen.sources import asyncapi, team_files
from catalog_gen.sources.registries import SOURCES
from catalog_gen.sources.registries.assembly import assemble
from catalog_gen.sources.source import Source

EVERY: dict[str, Source] = {source.name: source for source in (asyncapi.source, *SOURCES, team_files.source)}
CORPUS = Path(os.environ.get("CATALOG_GEN_CORPUS", Path(__file__).resolve().parents[4] / "shared" / "corpus")) / "registry"

Files = Mapping[str, Any]
"""Path → bytes, text, or a value to be written as JSON."""


def corpus(*parts: str) -> dict[str, bytes]:
    """The files of a folder of the corpus, by their path below it."""
    folder = CORPUS.joinpath(*parts)
    if not folder.is_dir():
        pytest.skip(f"the corpus of registry exports is not at {CORPUS}")
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


CLIENT = {"region_name": "eu-west-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
"""What a client of AWS needs to be made; it reaches nothing."""


def printed(answer: Mapping[str, Any]) -> str:
    """An answer of a client of AWS, as the command line prints it."""
    return json.dumps({key: one for key, one in answer.items() if key != "ResponseMetadata"}, default=str)


def encoded(files: Files) -> dict[str, bytes]:
    """The bytes of files."""
    out = {}
    for path, content in files.items():
        out[path] = content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode()
    return out


def declare(files: Files) -> list[Declarations]:
    """What every file that some source may recognise declares."""
    reader = MemoryReader(encoded(files))
    return [
        parse(Input(path=path), raw, reader, EVERY).declarations for path, raw in sorted(reader.files.items()) if sniffed(path, raw, EVERY)
    ]


def registered(files: Files) -> list[RegisteredVersion]:
    """The versions that files state, before anything is joined."""
    return [row for one in declare(files) for row in one.registered]


def catalog(files: Files, settings: Declarations | None = None) -> Catalog:
    """The catalog of files."""
    declared = [*declare(files), *([settings] if settings is not None else [])]
    return merge([*declared, assemble(declared)])


def message(found: Catalog, identifier: str) -> Message:
    """The message with an id."""
    known = {one.id: one for one in found.messages}
    assert identifier in known, f"{identifier} is none of {sorted(known)}"
    return known[identifier]


def version(found: Catalog, identifier: str, label: str) -> MessageVersion:
    """One version of a message."""
    one = message(found, identifier).version(label)
    assert one is not None
    return one


def errors(found: Catalog) -> list[Diagnostic]:
    """Findings of severity error."""
    return [finding for finding in found.diagnostics if finding.severity is Severity.ERROR]


def codes(found: Catalog) -> list[str]:
    """The codes of all findings, each once."""
    return sorted({finding.code for finding in found.diagnostics})
