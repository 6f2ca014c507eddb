"""Payloads that refer to a registry's address: the schema that an export has under that address takes the reference's place.

Nothing is fetched. This runs once over the rows of all files, like the assembly of registries: the export is another file than the
document.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.model.declaration import Declarations, MessageDeclaration
from catalog_gen.model.schema import Schema
from catalog_gen.model.versions import latest
from catalog_gen.sources.registries.addresses import RegistryAddress, read_address
from catalog_gen.sources.registries.schema_text import with_references

_CODES = frozenset({"reference-remote", "reference-scheme", "reference-missing-file"})
"""What is said about a reference that leads to no file; it is not said where an export holds what it leads to."""

_MOST_NODES = 100_000
"""Values of one schema that are looked at."""

Place = tuple[str, str]
"""File and pointer."""


def lead_to_exports(declared: Sequence[Declarations], registered: Declarations) -> list[Declarations]:
    """What files declare, with the schemas of `registered` in where payloads refer to them by the registry's address."""
    if not registered.messages or not any(_is_remote(finding) for one in declared for finding in one.diagnostics):
        return list(declared)
    register = _Register(registered.messages)
    places: set[Place] = set()
    led = [
        msgspec.structs.replace(one, messages=tuple(_led(message, register, places) for message in one.messages)) if one.messages else one
        for one in declared
    ]
    return [msgspec.structs.replace(one, diagnostics=tuple(_unsaid(one.diagnostics, places))) for one in led]


def _is_remote(finding: Diagnostic) -> bool:
    return finding.code in _CODES


def _unsaid(diagnostics: Iterable[Diagnostic], places: set[Place]) -> Iterator[Diagnostic]:
    return (one for one in diagnostics if not _is_remote(one) or (one.span.path, one.span.pointer) not in places)


def _led(message: MessageDeclaration, register: _Register, places: set[Place]) -> MessageDeclaration:
    if message.remote is not None:
        found = register.find(message.remote.url)
        if found is None:
            return message
        places.update((span.path, span.pointer) for span in message.remote.spans)
        remote = msgspec.structs.replace(message.remote, target=found.id)
        return msgspec.structs.replace(message, payload=found.payload or found.key_schema, remote=remote)
    payload = message.payload
    if payload is None or payload.format != "json-schema" or '"$ref"' not in payload.text:
        return message
    return msgspec.structs.replace(message, payload=_completed(payload, register, places))


def _completed(schema: Schema, register: _Register, places: set[Place]) -> Schema:
    """A schema with the registered ones inside that its parts refer to."""
    try:
        value = json.loads(schema.text)
    except (ValueError, RecursionError):
        return schema
    needed: dict[str, Schema] = {}
    for url, pointer in _references(value):
        found = register.find(url)
        if found is not None and found.payload is not None and found.payload.format == "json-schema":
            needed[url] = found.payload
            places.add(_place_of(schema, pointer))
    if not needed:
        return schema
    whole = with_references(msgspec.structs.replace(schema, written=schema.text, bundled=""), needed)
    return msgspec.structs.replace(whole, written=schema.written)


def _references(value: Any) -> Iterator[tuple[str, str]]:
    """Every reference to an address, and the pointer of its `$ref`."""
    waiting: list[tuple[Any, str]] = [(value, "")]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node, pointer = waiting.pop()
        if isinstance(node, dict):
            target = node.get("$ref")
            if isinstance(target, str) and ":" in target and "#" not in target:
                yield target, f"{pointer}/$ref"
            waiting += ((member, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}") for key, member in node.items())
        elif isinstance(node, list):
            waiting += ((member, f"{pointer}/{number}") for number, member in enumerate(node))


def _place_of(schema: Schema, pointer: str) -> Place:
    """Where a place of the self-contained text is written: below the schema itself, or below the part that was put in."""
    for part in schema.parts:
        inside = f"/definitions/{part.key.replace('~', '~0').replace('/', '~1')}/"
        if pointer.startswith(inside):
            return part.span.path, f"{part.span.pointer}/{pointer.removeprefix(inside)}"
    return schema.span.path, f"{schema.span.pointer}{pointer}"


class _Register:
    """Every registered version, by subject and by id."""

    def __init__(self, declarations: Iterable[MessageDeclaration]) -> None:
        self.subjects: dict[str, list[MessageDeclaration]] = defaultdict(list)
        self.identifiers: dict[str, list[MessageDeclaration]] = defaultdict(list)
        for one in declarations:
            kept = one.registration
            if kept is not None:
                self.subjects[kept.subject].append(one)
                self.identifiers[kept.identifier].append(one)

    def find(self, url: str) -> MessageDeclaration | None:
        """The registered version that an address names; None where it names none, or several that differ."""
        address = read_address(url)
        if address is None:
            return None
        found = self.identifiers.get(address.identifier, []) if address.identifier else self._in_context(address)
        if not address.identifier and not address.version:
            found = _newest(found)
        contents = {one.payload.digest for one in found if one.payload is not None}
        return min(found, key=lambda one: (one.id, one.key)) if found and len(contents) <= 1 else None

    def _in_context(self, address: RegistryAddress) -> list[MessageDeclaration]:
        found = [
            one
            for one in self.subjects.get(address.subject, ())
            if one.registration is not None and (not address.version or one.registration.version == address.version)
        ]
        same = [one for one in found if one.registration is not None and one.registration.context.lstrip(".") == address.context]
        return same or found


def _newest(found: Sequence[MessageDeclaration]) -> list[MessageDeclaration]:
    sound = {one.key: one.registration.order for one in found if one.registration is not None and one.registration.state != "failed"}
    orders = {one.version: sound[one.key] for one in found if one.key in sound}
    newest = latest(orders, orders.__getitem__)
    return [one for one in found if one.key in sound and one.version == newest]
