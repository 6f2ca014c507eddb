"""What one file of an export states, while it is being read."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.declaration import Counts, Declarations, DocumentRow
from catalog_gen.model.registry import Attachment, RegisteredVersion, Registration, SubjectSetting
from catalog_gen.sources.registries.schema_text import record_name, schema_of


@dataclass
class Statement:
    """Collects rows and findings of one file. `kind` is the source's name, `export` the folder or archive that belongs together."""

    kind: str
    path: str
    export: str = ""
    versions: list[RegisteredVersion] = field(default_factory=list)
    settings: list[SubjectSetting] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    title: str = ""
    version: str = ""

    def __post_init__(self) -> None:
        """An export is its folder, unless the reader knows better."""
        self.export = self.export or posixpath.dirname(self.path)

    def span(self, pointer: str = "", line: int = 0) -> Span:
        """A place in the file."""
        return Span(path=self.path, pointer=pointer, line=line, column=1 if line else 0)

    def add_version(self, registration: Registration, kind: str, text: str, **more: object) -> RegisteredVersion:
        """Add a version with its schema; `more` are further fields of `RegisteredVersion`."""
        schema, readable = schema_of(kind, text, registration.span)
        if not readable:
            self.warn(
                "registry-schema-unreadable",
                f"The {schema.format} schema of `{registration.name}` version {registration.version} is no JSON, or nested too deeply.",
                "It is shown as text. Export the registry again, or register the schema anew.",
                registration.span,
            )
        row = RegisteredVersion(
            export=self.export, registration=registration, schema=schema, record=record_name(schema), span=registration.span
        )
        row = msgspec.structs.replace(row, **more)
        self.versions.append(row)
        return row

    def warn(self, code: str, message: str, hint: str, span: Span | None = None) -> None:
        """Add a warning."""
        self.find(code, Severity.WARNING, message, hint, span)

    def fail(self, code: str, message: str, hint: str, span: Span | None = None) -> None:
        """Add an error: the file, or a part of it, cannot be used."""
        self.find(code, Severity.ERROR, message, hint, span)

    def find(self, code: str, severity: Severity, message: str, hint: str, span: Span | None = None) -> None:
        """Add a finding."""
        self.diagnostics.append(Diagnostic(code=code, severity=severity, message=message, hint=hint, span=span or self.span()))

    def declarations(self) -> Declarations:
        """Everything collected."""
        subjects = {row.registration.name for row in self.versions}
        failed = any(finding.severity is Severity.ERROR for finding in self.diagnostics)
        row = DocumentRow(
            path=self.path,
            type=self.kind,
            spec_version=self.version,
            title=self.title,
            loaded=not failed or bool(self.versions or self.settings or self.attachments),
            counts=Counts(messages=len(subjects)),
        )
        return Declarations(
            documents=(row,),
            registered=tuple(self.versions),
            settings=tuple(self.settings),
            attachments=tuple(self.attachments),
            diagnostics=tuple(self.diagnostics),
        )
