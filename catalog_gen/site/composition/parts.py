"""The pieces that several page types share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalog_gen.site.views.parts import Finding, LabelView, LifecycleView, Note, Prose, Ref, SchemaView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.diagnostics import Diagnostic, Span
    from catalog_gen.model.contract import ExternalDocs, Tag
    from catalog_gen.model.message import Lifecycle
    from catalog_gen.model.schema import Schema
    from catalog_gen.site.lookup import Lookup

FINDING_LIMIT = 20
"""How many findings a page about something else shows; the problems page shows all."""

SCHEMA_LIMIT = 60_000
"""Characters of a written schema that a page shows; the file beside the page holds all of it."""

_FORMATS = {
    "json-schema": "JSON Schema",
    "avro": "Avro",
    "protobuf": "Protobuf",
    "openapi": "OpenAPI schema object",
    "raml": "RAML data type",
    "other": "Schema",
}
_LANGUAGES = {"json": "json", "avsc": "json", "proto": "proto", "xsd": "xml", "yaml": "yaml", "raml": "yaml"}
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def anchor(*words: str) -> str:
    """An id for a place on a page, from words that an author wrote."""
    return _NOT_A_WORD.sub("-", "-".join(words).lower()).strip("-") or "part"


def distinct_anchors(keys: Iterable[str], before: str) -> dict[str, str]:
    """Key → its id on a page, which begins with `before`; keys that look alike as ids get a number."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for key in keys:
        name, number = f"{before}-{anchor(key)}", 2
        while name in used:
            name, number = f"{before}-{anchor(key)}.{number}", number + 1
        used.add(name)
        found[key] = name
    return found


def compose_prose(lookup: Lookup, text: str) -> Prose | None:
    """A Markdown text, or None when there is none."""
    return lookup.wiki.prose(text) if text.strip() else None


def compose_rest(lookup: Lookup, description: str, summary: str) -> Prose | None:
    """A description without the sentence that already stands above it as the summary."""
    text = description.lstrip()
    return compose_prose(lookup, text[len(summary) :].lstrip() if summary and text.startswith(summary) else text)


def compose_notes(lookup: Lookup, kind: str, identifier: str, version: str | None = None) -> tuple[Note, ...]:
    """The notes attached to a thing; a note for one version is left out on the others."""
    return tuple(
        Note(title=text.title, anchor=f"note-{number}", place=text.path, prose=lookup.wiki.prose(text.body))
        for number, text in enumerate(lookup.notes.get((kind, identifier), ()), start=1)
        if version is None or not text.version or text.version == version
    )


def compose_findings(diagnostics: Iterable[Diagnostic]) -> tuple[Finding, ...]:
    """Diagnostics as a page shows them, gravest first."""
    return tuple(compose_finding(diagnostic) for diagnostic in sorted(diagnostics, key=lambda diagnostic: diagnostic.severity.rank))


def compose_finding(diagnostic: Diagnostic) -> Finding:
    """One diagnostic as a page shows it."""
    return Finding(
        code=diagnostic.code,
        severity=str(diagnostic.severity),
        message=diagnostic.message,
        hint=diagnostic.hint,
        place=str(diagnostic.span),
        pointer=diagnostic.span.pointer,
        related=tuple(place(span) for span in diagnostic.related),
    )


def place(span: Span) -> str:
    """Where something is written: with a line where one is known, else with the way into the file."""
    if span.line or not span.pointer:
        return str(span)
    return f"{span.path}#{span.pointer}"


def compose_tags(tags: Iterable[Tag]) -> tuple[LabelView, ...]:
    """Tags with their remarks and links."""
    return tuple(
        LabelView(
            name=tag.name,
            description=tag.description,
            url=safe_url(tag.docs.url) if tag.docs else "",
            note=tag.docs.description if tag.docs else "",
        )
        for tag in tags
        if tag.name
    )


def compose_docs(docs: ExternalDocs | None) -> LabelView | None:
    """A link to further documentation."""
    return LabelView(name=docs.description or docs.url, description=docs.url, url=safe_url(docs.url)) if docs else None


def safe_url(url: str) -> str:
    """An address that an author wrote, if a browser may follow it: https, http or mailto, nothing else."""
    return url.strip() if url.strip().lower().startswith(("https://", "http://", "mailto:")) else ""


def compose_lifecycle(lookup: Lookup, lifecycle: Lifecycle) -> LifecycleView:
    """A lifecycle with its replacement resolved to a page."""
    replacement = None
    if lifecycle.replacement:
        url = lookup.wiki.resolve(lifecycle.replacement)
        replacement = Ref(name=lifecycle.replacement, url=url)
    return LifecycleView(
        state=lifecycle.state,
        deprecated=lifecycle.deprecated,
        sunset=lifecycle.sunset,
        retired=lifecycle.retired,
        replacement=replacement,
        note=lifecycle.note,
    )


def compose_schema(lookup: Lookup, schema: Schema | None, files: tuple[Ref, ...] = ()) -> SchemaView | None:
    """A schema with its raw files and the pages of the shared schemas inside it."""
    if schema is None:
        return None
    links = ((part.key, lookup.schema_by_digest.get(part.digest, "")) for part in schema.parts)
    return SchemaView(
        format=schema.format,
        label=schema.schema_format or _FORMATS.get(schema.format, schema.format),
        name=schema.name,
        text=schema.text,
        written=schema.written[:SCHEMA_LIMIT],
        language=_LANGUAGES.get(schema.extension, "text"),
        digest=schema.digest,
        place=place(schema.span),
        files=files,
        links=tuple((key, url) for key, url in links if url),
        cut=max(0, len(schema.written) - SCHEMA_LIMIT),
    )
