"""Validation of AsyncAPI documents: the official schemas, and the rules of the specification that a schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.reading import Reading
from catalog_gen.sources.asyncapi.validation import bindings, conformance, official
from catalog_gen.sources.asyncapi.validation.rules import RULES
from catalog_gen.sources.asyncapi.validation.subject import Subject

__all__ = ["validate"]

REPLACED = frozenset({"asyncapi-unexpected-type", "asyncapi-action-unknown"})
"""Findings of the reader that the official schema also has, with better words."""


def validate(reading: Reading, root: Place, spec_version: str) -> list[Diagnostic]:
    """All findings about a document that could be read: those of its reader, of the official schemas and of the rules."""
    subject = Subject(reading, root, official.nearest(spec_version))
    found = [*conformance.check(subject), *bindings.check(subject)]
    for rule in RULES:
        found += rule.run(subject)
    return [*_not_replaced(reading.diagnostics, found), *found]


def _not_replaced(before: list[Diagnostic], found: list[Diagnostic]) -> Iterator[Diagnostic]:
    places = {(one.span.path, pointer) for one in found for pointer in (one.span.pointer, one.span.pointer.rpartition("/")[0])}
    exact = {(one.span.path, one.span.pointer) for one in found if one.code == "asyncapi-required-field"}
    for diagnostic in before:
        place = (diagnostic.span.path, diagnostic.span.pointer)
        said = (diagnostic.code in REPLACED and place in places) or (diagnostic.code == "channel-undeclared" and place in exact)
        if not said:
            yield diagnostic
