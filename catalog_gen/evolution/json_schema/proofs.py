"""Counterexamples: payloads that the writer's schema accepts and the reader's rejects, checked by a validator before anyone sees them."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from catalog_gen.evolution.json_schema.documents import Document
from catalog_gen.evolution.json_schema.formulas import Schemas
from catalog_gen.evolution.json_schema.paths import Step, wrap
from catalog_gen.evolution.json_schema.search import Search
from catalog_gen.evolution.json_schema.terms import EMPTY, Outcome, Witness
from catalog_gen.schemas.validator import AnyValidator, compile_draft

_LARGEST = 100_000
_MOST_ERROR = 300


class Proof(msgspec.Struct, frozen=True):
    """A payload, and what the reader says to it."""

    payload: Any
    explanation: str


class Prover:
    """Finds and checks counterexamples in one direction."""

    def __init__(self, search: Search, schemas: Schemas, writer: Document, reader: Document) -> None:
        self._search = search
        self._schemas = schemas
        self._writer = writer
        self._reader = reader
        self._accepts = schemas.node(writer.root, writer)
        self._validators: tuple[AnyValidator, AnyValidator] | None = None
        self._compiled = False

    def verdict(self, steps: int) -> Outcome:
        """A payload that breaks, or that there is none, or that neither was found."""
        rejects = self._schemas.atom(self._reader.root, self._reader).inverse()
        return self._search.find(self._accepts | {rejects}, steps)

    def violation(self, steps: tuple[Step, ...], schema: Any, bound: int) -> Outcome:
        """A payload of the writer that breaks what one schema asks for at one place."""
        if schema is True:
            return EMPTY
        wrapped = self._schemas.atom(wrap(steps, schema), self._reader)
        return self._search.find(self._accepts | {wrapped.inverse()}, bound)

    def accepts(self, writer: Any, reader: Any) -> bool:
        """Whether one part is proved to accept all that another one accepts."""
        rejects = self._schemas.atom(reader, self._reader).inverse()
        return self._search.find(self._schemas.node(writer, self._writer) | {rejects}) is EMPTY

    def check(self, outcome: Outcome) -> Proof | None:
        """The proof that an example is, when both validators agree that it is one."""
        validators = self._both()
        if not isinstance(outcome, Witness) or validators is None:
            return None
        writer, reader = validators
        try:
            if not writer.is_valid(outcome.value):
                return None
            error = next(iter(reader.iter_errors(outcome.value)), None)
        except (ValueError, OverflowError, RecursionError):
            return None
        if error is None:
            return None
        place = "/".join(str(part) for part in error.instance_path)
        return Proof(outcome.value, f"{error.message[:_MOST_ERROR]}" + (f" (at `{place}`)" if place else ""))

    def _both(self) -> tuple[AnyValidator, AnyValidator] | None:
        if not self._compiled:
            self._compiled = True
            try:
                self._validators = (_compile(self._writer), _compile(self._reader))
            except (ValueError, RecursionError):
                self._validators = None
        return self._validators


def _compile(document: Document) -> AnyValidator:
    """The validator of a document, which is the same under all rules."""
    known = document.shelf.get("validator")
    if known is None:
        known = document.shelf["validator"] = compile_draft(_readable(document.root, document), document.draft, resources=_named(document))
    return cast("AnyValidator", known)


def _named(document: Document) -> dict[str, Any]:
    return {name: _readable(value, document) for name, value in document.resources.items()}


def _readable(schema: Any, document: Document) -> Any:
    """A schema as the validator wants it: without a `$schema` of its own, and with bounds written as its draft writes them."""
    if not isinstance(schema, dict):
        return schema
    kept = {name: value for name, value in schema.items() if name != "$schema"}
    return kept if document.draft == "draft-04" else _modern_bounds(kept)


def _modern_bounds(value: Any) -> Any:
    """Draft 4's boolean exclusive bounds, written as numbers."""
    if isinstance(value, list):
        return [_modern_bounds(part) for part in value]
    if not isinstance(value, dict):
        return value
    found = {name: part if name in {"enum", "const"} else _modern_bounds(part) for name, part in value.items()}
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        is_old = isinstance(found.get(exclusive), bool) and not isinstance(found.get(bound), dict)
        if is_old and found.pop(exclusive) and bound in found:
            found[exclusive] = found.pop(bound)
    return found
