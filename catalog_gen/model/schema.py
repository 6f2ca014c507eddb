"""Schemas as a catalog keeps them: the text as written, a self-contained text, and a digest of the meaning."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Json, Value


class SchemaPart(Value, kw_only=True):
    """A named schema that another schema refers to, kept under `definitions` (or `$defs`) of the bundled text."""

    key: str
    """The key below `definitions` in the bundled text."""
    name: str
    """The name its author gave it: the key of the reference's target, or the file's stem."""
    digest: str
    """Digest of its canonical form; equal digests mean the same schema, wherever they are written."""
    span: Span


class Schema(Value, kw_only=True):
    """One payload or headers schema.

    `format` is `json-schema`, `avro`, `protobuf`, `openapi`, `raml` or `other`; `schema_format` is what the document
    said word for word. `digest` is the digest of the canonical form: references followed, key order and annotations
    (title, description, examples, comments, extensions) left out, so that two spellings of one contract are equal.
    """

    format: str
    schema_format: str = ""
    name: str = ""
    written: str
    """The text as its author wrote it (a file's text, or the JSON of an inline schema)."""
    extension: str = "json"
    """File name extension of `written`, without the dot: `json`, `avsc`, `proto`, `txt`."""
    bundled: str = ""
    """Self-contained JSON text with every reference inside; empty when `written` is already self-contained."""
    digest: str
    parts: tuple[SchemaPart, ...] = ()
    span: Span

    @property
    def text(self) -> str:
        """The self-contained text."""
        return self.bundled or self.written


class Example(Value, kw_only=True):
    """An example that an author wrote beside a message: its payload, its headers, or both."""

    name: str = ""
    summary: str = ""
    payload: Json = None
    has_payload: bool = False
    headers: Json = None
    span: Span
