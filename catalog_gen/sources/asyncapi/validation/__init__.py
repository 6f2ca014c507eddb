"""Validation of AsyncAPI documents: the official schemas, and the rules of the specification that a schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.reading import Reading
from catalog_gen.sources.asyncapi.validation import bindings, conformance, official
from catalog_gen.sources.asyncapi.validation.groups import grouped
from catalog_gen.sources.asyncapi.validation.rules import RULES
from catalog_gen.sources.asyncapi.validation.subject import Subject

__all__ = ["validate"]

REPLACED = {"channel-undeclared": ""}
"""Findings of the reader that the official schema has too, at the same place or at this member of it, and with better words."""


def validate(reading: Reading, root: Place, spec_version: str) -> list[Diagnostic]:
    """All findings about a document that could be read: those of its reader, of the official schemas and of the rules."""
    subject = Subject(reading, root, official.nearest(spec_version))
    misread = {_place(one) for one in reading.diagnostics if one.code.startswith("reference-")}
    by_schema = [one for one in (*conformance.check(subject), *bindings.check(subject)) if _place(one) not in misread]
    said = {_place(one) for one in by_schema}
    by_rules = [one for rule in RULES for one in rule.run(subject) if _place(one) not in said]
    return grouped([*_not_replaced(reading.diagnostics, by_schema), *by_schema, *by_rules])


def _place(diagnostic: Diagnostic) -> tuple[str, str]:
    return (diagnostic.span.path, diagnostic.span.pointer)


def _not_replaced(before: list[Diagnostic], by_schema: list[Diagnostic]) -> Iterator[Diagnostic]:
    places = {_place(one) for one in by_schema}
    for diagnostic in before:
        path, pointer = _place(diagnostic)
        member = REPLACED.get(diagnostic.code)
        if member is None or places.isdisjoint({(path, pointer), (path, f"{pointer}{member}")}):
            yield diagnostic
