"""Payloads that refer to a registry's address: the schema that an export has under that address takes their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.merge.registry_addresses import RegistryAddress, read_address
from catalog_gen.model.declaration import MessageDeclaration
from catalog_gen.model.versions import latest

_CODES = frozenset({"reference-remote", "reference-scheme", "reference-missing-file"})
"""What is said about a reference that leads to no file; it is not said where an export holds what it leads to."""


@dataclass(frozen=True)
class Mapped:
    """Declarations with the schemas that their references lead to."""

    declarations: tuple[MessageDeclaration, ...]
    targets: dict[str, str] = field(default_factory=dict)
    """Key of a declaration → the id of the registry's message that its payload refers to."""
    places: frozenset[tuple[str, str]] = frozenset()
    """File and pointer of the references that lead somewhere."""

    def unsaid(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Diagnostics without those about references that lead to an export."""
        return [one for one in diagnostics if one.code not in _CODES or (one.span.path, one.span.pointer) not in self.places]


def map_remote_schemas(declarations: Sequence[MessageDeclaration]) -> Mapped:
    """Put the schemas of exports in where documents refer to them by the registry's address."""
    if not any(one.remote is not None for one in declarations):
        return Mapped(tuple(declarations))
    register = _Register(declarations)
    targets: dict[str, str] = {}
    places: set[tuple[str, str]] = set()
    mapped: list[MessageDeclaration] = []
    for one in declarations:
        found = register.find(one.remote.url) if one.remote is not None else None
        if found is None or one.remote is None:
            mapped.append(one)
            continue
        targets[one.key] = found.id
        places.update((span.path, span.pointer) for span in one.remote.spans)
        mapped.append(msgspec.structs.replace(one, payload=found.payload or found.key_schema))
    return Mapped(tuple(mapped), targets, frozenset(places))


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
    sound = [one for one in found if one.registration is not None and one.registration.state != "failed"]
    newest = latest(one.version for one in sound)
    return [one for one in sound if one.version == newest]
