"""Payloads that are no schema of the catalog: references to an address, directly or through references on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from catalog_gen.diagnostics import Span
from catalog_gen.model.declaration import RemoteSchema
from catalog_gen.text.pointers import split

if TYPE_CHECKING:
    from catalog_gen.sources.asyncapi.layers import Place
    from catalog_gen.sources.asyncapi.reading import Reading

_ADDRESS = re.compile(r"\s*(?:https?://|//|arn:|projects/)", re.IGNORECASE)
_MOST_STEPS = 50


def remote_of(reading: Reading, message: Place) -> RemoteSchema | None:
    """The address that a message's payload refers to, when the reference leads to no file."""
    place = message.get("payload")
    if place is not None and not place.broken and isinstance(place.value, dict) and isinstance(place.value.get("schemaFormat"), str):
        place = place.get("schema")
    if place is None or not place.broken:
        return None
    path, pointer, text = place.reference.at_path, place.reference.at_pointer, place.reference.text
    passed: list[Span] = []
    while len(passed) < _MOST_STEPS:
        passed.append(Span(path=path, pointer=f"{pointer}/$ref"))
        if _ADDRESS.match(text):
            return RemoteSchema(url=text.strip(), spans=tuple(passed))
        if not text.startswith("#/"):
            return None
        pointer = text.removeprefix("#")
        target = _at(reading, path, pointer)
        text = target.get("$ref", "") if isinstance(target, dict) else ""
        if not isinstance(text, str):
            return None
    return None


def _at(reading: Reading, path: str, pointer: str) -> Any:
    """What is written at a place of a file that was entered, references not followed."""
    file = reading.linked.files.get(path)
    value = file.value if file is not None else None
    for part in split(pointer):
        value = value.get(part) if isinstance(value, dict) else None
    return value
