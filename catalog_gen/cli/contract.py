"""What SUBJECT means to `example` and `validate`: the schema of a file, or of one version of a message."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.cli.command import UsageError

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.message import Message

Load = Callable[[], "Catalog"]
_FORMATS = {".avsc": "avro", ".proto": "protobuf"}


@dataclass(frozen=True)
class Contract:
    """A schema to work with: a file's, or that of one version of a message."""

    label: str
    format: str
    text: str
    name: str = ""
    version: str = ""
    source: str = ""
    channel: str = ""


def configure_subject(parser: argparse.ArgumentParser) -> None:
    """SUBJECT, and the catalog that it is looked up in."""
    parser.add_argument("subject", metavar="SUBJECT", help="a schema file, or MESSAGE or MESSAGE@VERSION of the catalog")
    parser.add_argument("--draft", metavar="DRAFT", help="draft-04, draft-06, draft-07, 2019-09 or 2020-12 (default: what $schema says)")
    parser.add_argument("--root", default=".", metavar="ROOT", help="the catalog's folder (default: the current one)")
    parser.add_argument("--config", default="catalog.yaml", metavar="FILE", help="configuration below ROOT (default: catalog.yaml)")
    parser.set_defaults(as_of="", jobs=None, cache=None, no_cache=False, timings=False)


def contracts(subject: str, load: Load) -> list[Contract]:
    """The schemas that SUBJECT names: of a file, or of a message, the named or the latest version first. Raises UsageError."""
    file = Path(subject)
    if file.is_file():
        return [_of_file(file)]
    name, _, version = subject.partition("@")
    catalog = load()
    message = catalog.message_by_id.get(name)
    if message is None:
        near = get_close_matches(name, list(catalog.message_by_id), n=1)
        hint = f"  Did you mean `{near[0]}`?" if near else "  `catalog-gen inspect | jq -r '.messages[].id'` lists the messages."
        message_text = f"there is no file and no message `{name}`.\n{hint}"
        raise UsageError(message_text)
    return _of_message(message, version)


def _of_file(file: Path) -> Contract:
    from catalog_gen.text.documents import parse_text  # noqa: PLC0415

    kind = _FORMATS.get(file.suffix.lower(), "json-schema")
    parsed = parse_text(file.name, file.read_bytes())
    if not parsed.ok:
        message = f"`{file}` cannot be read: {parsed.diagnostics[0].message if parsed.diagnostics else 'it is no text'}"
        raise UsageError(message)
    if isinstance(parsed.value, dict) and not {"asyncapi", "openapi"}.isdisjoint(parsed.value):
        message = f"`{file}` holds many schemas.\n  Name a message: catalog-gen example MESSAGE --root {file.parent}"
        raise UsageError(message)
    text = parsed.text if kind != "json-schema" else json.dumps(parsed.value)
    return Contract(label=str(file), format=kind, text=text)


def _of_message(message: Message, label: str) -> list[Contract]:
    first = message.version(label) if label else message.current
    if first is None:
        text = f"`{message.id}` has no version `{label}`.\n  There are {', '.join(version.version for version in message.versions)}."
        raise UsageError(text)
    found = [first, *(version for version in message.versions if version is not first)]
    rows = [
        Contract(
            label=f"{message.id}@{version.version}",
            format="json-schema" if version.payload.format == "openapi" else version.payload.format,
            text=version.payload.text,
            name=message.id,
            version=version.version,
            source=next((party.service for party in version.producers), ""),
            channel=next(iter(version.channels), ""),
        )
        for version in found
        if version.payload is not None
    ]
    if not rows or rows[0].version != first.version:
        text = f"`{message.id}@{first.version}` has no schema."
        raise UsageError(text)
    return rows
