"""Whether objects are what the official schema of the document's version says: the document as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.sources.asyncapi.validation import official
from catalog_gen.sources.asyncapi.validation.causes import Cause, reduce
from catalog_gen.sources.asyncapi.validation.grammar import Kind
from catalog_gen.sources.asyncapi.validation.subject import Item, Subject
from catalog_gen.sources.asyncapi.validation.wording import word
from catalog_gen.text.pointers import build


def check(subject: Subject) -> Iterator[Diagnostic]:
    """The findings of the official schema: in the document, in what it refers to, and below fields that it should not have."""
    value = subject.root.place.value
    if any(found.span.pointer == "/asyncapi" for found in subject.reading.diagnostics):  # what is wrong with the version was said
        value = {**value, "asyncapi": subject.version}
    causes = _causes(subject, "", value)
    yield from word(causes, subject.major, subject.root.spot, "document")
    hidden = tuple(f"{build(cause.path)}/" for cause in causes if cause.kind == "unknown")
    for item in (*_below(subject, hidden), *subject.outside):
        if official.has(subject.version, item.kind) and _is_ours(item):
            found = _causes(subject, item.kind, item.place.value)
            yield from word(found, subject.major, item.spot, item.kind)


def _causes(subject: Subject, kind: Kind, value: Any) -> list[Cause]:
    errors = list(official.validator(subject.version, kind).iter_errors(value))
    return reduce(errors, official.tree(subject.version, kind)) if errors else []


def _below(subject: Subject, hidden: tuple[str, ...]) -> Iterator[Item]:
    """The outermost objects below fields that this version does not have; the document's schema says nothing about them."""
    for items in subject.items.values() if hidden else ():
        for item in items:
            owner = item.owner
            written_here = item.spot == item.place.at and item.place.path == subject.root.place.path
            if owner is None or not written_here or owner.place.pointer.startswith(hidden):
                continue
            if item.place.pointer.startswith(hidden):
                yield item


def _is_ours(item: Item) -> bool:
    """Whether an object is a schema of AsyncAPI's own dialect, or no schema at all; files may be in other drafts."""
    value = item.place.value
    dialect = value.get("$schema") if isinstance(value, dict) else None
    return item.kind not in {"schema", "payload"} or not isinstance(dialect, str) or "draft-07" in dialect
