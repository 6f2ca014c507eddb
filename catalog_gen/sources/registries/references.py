"""References between registered schemas: found in the same export, and put in where the format allows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.registry import NEVER_LATEST, RegisteredVersion, SchemaReference
from catalog_gen.model.schema import Schema
from catalog_gen.model.versions import version_key
from catalog_gen.sources.registries.confluent_rows import split_context
from catalog_gen.sources.registries.schema_text import with_references

Place = tuple[str, str, str, str]
"""Registry, export, context, subject."""

_DEEPEST = 50
"""Steps from one schema to the next; real chains have a handful."""


class References:
    """All versions of all exports, by where they are registered."""

    def __init__(self, versions: Iterable[RegisteredVersion]) -> None:
        self.subjects: dict[Place, dict[str, RegisteredVersion]] = {}
        self.joined: dict[tuple[Place, str], Schema | None] = {}
        for row in versions:
            one = row.registration
            self.subjects.setdefault((one.registry, row.export, one.context, one.subject), {})[one.version] = row

    def put_in(self, row: RegisteredVersion, diagnostics: list[Diagnostic]) -> RegisteredVersion:
        """The version with a schema that holds what it refers to; each reference that leads nowhere is a finding."""
        if not row.registration.references or row.schema is None:
            return row
        references = row.registration.references
        diagnostics += (_missing(row, reference) for reference in references if self._target(row, reference) is None)
        schema = self._whole(row, ())
        return row if schema is None else msgspec.structs.replace(row, schema=schema)

    def _whole(self, row: RegisteredVersion, above: tuple[tuple[Place, str], ...]) -> Schema | None:
        one = row.registration
        key = ((one.registry, row.export, one.context, one.subject), one.version)
        if key in self.joined:
            return self.joined[key]
        if row.schema is None or key in above or len(above) > _DEEPEST:
            return row.schema
        needed: dict[str, Schema] = {}
        for reference in one.references:
            target = self._target(row, reference)
            schema = self._whole(target, (*above, key)) if target is not None else None
            if schema is not None:
                needed[reference.name] = schema
        whole = with_references(row.schema, needed) if needed else row.schema
        self.joined[key] = whole
        return whole

    def _target(self, row: RegisteredVersion, reference: SchemaReference) -> RegisteredVersion | None:
        one = row.registration
        context, subject = split_context(reference.subject, one.context if reference.context is None else reference.context)
        versions = self.subjects.get((one.registry, row.export, context, subject), {})
        if not versions:
            return None
        if reference.version in {"", "-1", "latest"}:
            known = [label for label, row in versions.items() if row.registration.state not in NEVER_LATEST] or list(versions)
            return versions[max(known, key=version_key)]
        return versions.get(reference.version)


def _missing(row: RegisteredVersion, reference: SchemaReference) -> Diagnostic:
    one = row.registration
    version = reference.version or "latest"
    return Diagnostic(
        code="registry-reference-missing",
        severity=Severity.WARNING,
        message=f"`{one.name}` version {one.version} needs `{reference.subject}` version {version}, which the export does not have.",
        hint="Export all subjects, those that others refer to included.",
        span=row.span,
    )
