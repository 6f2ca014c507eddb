"""AsyncAPI documents that stand as a text inside an entity."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from catalog_gen.diagnostics import Diagnostic, Span
from catalog_gen.model.contract import Contract
from catalog_gen.model.declaration import Declarations, MessageDeclaration
from catalog_gen.sources.asyncapi import source as asyncapi
from catalog_gen.sources.backstage.stream import Part
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed, parse_text
from catalog_gen.text.positions import Positions

Row = TypeVar("Row", Contract, MessageDeclaration)


def declare_definition(entity: dict[str, Any], path: str, outer: Part, at: Span, context: Context) -> Declarations:
    """What the document in `spec.definition`, which stands `at` a place, declares; nothing where that is no AsyncAPI document."""
    spec = entity.get("spec")
    text = spec.get("definition") if isinstance(spec, dict) else None
    if not isinstance(text, str) or "asyncapi" not in text:
        return Declarations()
    inner = parse_text(path, text.encode("utf-8", "replace"))
    if not asyncapi.recognises(inner):
        return Declarations()
    said = asyncapi.declare(inner, context)
    places = _Places(inner, outer, at)
    return msgspec.structs.replace(
        said,
        contracts=tuple(places.move_row(one) for one in said.contracts),
        messages=tuple(places.move_row(one) for one in said.messages),
        diagnostics=tuple(places.move_finding(one) for one in (*inner.diagnostics, *said.diagnostics)),
    )


class _Places:
    """From places in the inner document to places in the file. Exact in a block text (`definition: |`), else the line where it begins."""

    def __init__(self, inner: Parsed, outer: Part, at: Span) -> None:
        self._path = inner.path
        self._at = at
        self._inner = Positions(inner)
        first, below, *_ = (*outer.text_from(at), "", "")
        self._is_block = first.startswith("|")
        self._indent = len(below) - len(below.lstrip(" "))

    def move(self, span: Span | None) -> Any:
        """The place in the file; what is in another file stays where it is."""
        if span is None or span.path != self._path:
            return span
        if not self._is_block:
            return self._at
        inner = span if span.line else self._inner.span(span.pointer)
        return Span(path=self._path, line=self._at.line + inner.line, column=self._indent + inner.column, pointer=span.pointer)

    def move_row(self, row: Row) -> Row:
        """A declaration with its places moved."""
        return msgspec.structs.replace(row, span=self.move(row.span), owned_at=self.move(row.owned_at))

    def move_finding(self, found: Diagnostic) -> Diagnostic:
        """A finding with all its places moved."""
        return msgspec.structs.replace(found, span=self.move(found.span), related=tuple(self.move(span) for span in found.related))
