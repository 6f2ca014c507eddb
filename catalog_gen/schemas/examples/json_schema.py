"""Example payloads of JSON Schema: made from the schema's structure, reconciled, validated, and repaired where that fails."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

import msgspec

from catalog_gen.schemas.examples.drafts import DRAFT_4, DRAFT_7, Draft, draft_by_name, draft_of
from catalog_gen.schemas.examples.effort import is_costly
from catalog_gen.schemas.examples.judge import Judge
from catalog_gen.schemas.examples.library import Library
from catalog_gen.schemas.examples.maker import Maker
from catalog_gen.schemas.examples.metaschemas import metaschema
from catalog_gen.schemas.examples.reconciling import reconcile
from catalog_gen.schemas.examples.scene import Scene
from catalog_gen.schemas.examples.shapes import Conflict
from catalog_gen.schemas.examples.spots import MISSING, Limits, Spot
from catalog_gen.schemas.examples.unsatisfiable import TooMuchWorkError, UnsatisfiableSchema
from catalog_gen.schemas.validator import AnyValidator, compile_draft

_CANDIDATES = 60
_UNCOMPILED = 4
"""Candidates that are tried for a schema that cannot be compiled."""
_LOOKED_AT = 5_000
FULL = Limits()
LEAST = Limits(optional=False, steps=1_000, values=300)


def example(schema: Any, *, draft: str | None = None, references: Mapping[str, Any] | None = None, seed: str = "") -> Any:
    """A payload that validates and shows every declared member that can be shown. Raises UnsatisfiableSchema."""
    return Subject(schema, draft=draft, references=references, seed=seed).example()


class Subject:
    """A schema that examples are made of: read once, compiled once."""

    def __init__(self, schema: Any, *, draft: str | None = None, references: Mapping[str, Any] | None = None, seed: str = "") -> None:
        self.schema = _parsed(schema)
        if not isinstance(self.schema, dict | bool):
            message = "a schema is an object, true or false"
            raise UnsatisfiableSchema(message)
        self.draft = draft_by_name(draft) if draft is not None else draft_of(self.schema, _implied(self.schema))
        self.seed = seed or _titled(self.schema)
        self.library = Library(self.schema, self.draft, references or {}, metaschema)
        self._compiled: AnyValidator | bool | None = None
        self._strict: AnyValidator | bool | None = None
        self.why = ""
        """Why the schema cannot be compiled; "" while it can."""
        self._overworked = False

    def example(self, limits: Limits = FULL) -> Any:
        """The best payload. Raises UnsatisfiableSchema."""
        return self.best_of((limits, LEAST) if limits.optional else (limits,))

    def best_of(self, modes: tuple[Limits, ...]) -> Any:
        """The best payload of the first mode that has one: with asserted formats, else as the draft has it."""
        failures: list[UnsatisfiableSchema] = []
        for limits in modes:
            try:
                return self.run(self.maker(limits))
            except UnsatisfiableSchema as error:
                failures.append(error)
            if self._overworked:
                break  # the schema costs too much to judge, however little is shown
        raise failures[0]

    def maker(self, limits: Limits = FULL) -> Maker:
        """What makes one payload."""
        return Maker(self.library, Judge(self.library, formats=self.draft.asserts_formats), Scene(self.seed), limits)

    def run(self, maker: Maker) -> Any:
        """The first candidate that is valid with formats; or, where the draft only annotates them, the first that is valid without."""
        fallback: Any = MISSING
        tried: Any = MISSING
        try:
            for number, candidate in enumerate(islice(self._candidates(maker), _CANDIDATES)):
                tried = candidate
                if self.why and number > _UNCOMPILED:
                    break
                if self.is_valid(candidate, formats=True):
                    return candidate
                if not self.draft.asserts_formats and fallback is MISSING and self.is_valid(candidate, formats=False):
                    fallback = candidate
                    break
        except (TooMuchWorkError, RecursionError):
            if fallback is MISSING:
                raise UnsatisfiableSchema(*_words(maker, "no payload was found within the work that an example may cost")) from None
        if fallback is not MISSING:
            return fallback
        if tried is MISSING:
            raise UnsatisfiableSchema(*_words(maker, "no value can satisfy the schema"))
        raise self._refused(tried)

    def _candidates(self, maker: Maker) -> Iterator[Any]:
        for candidate in maker.candidates([self.library.start()], Spot()):
            reconciled = reconcile(candidate)
            if reconciled is not candidate:
                yield reconciled
            yield candidate

    def _refused(self, candidate: Any) -> UnsatisfiableSchema:
        validator = self.validator(formats=self.draft.asserts_formats)
        if validator is None:
            return UnsatisfiableSchema(f"the schema cannot be compiled: {self.why}")
        for error in validator.iter_errors(candidate):
            place = "/" + "/".join(map(str, error.schema_path[:-1])) if len(error.schema_path) > 1 else ""
            return UnsatisfiableSchema(error.message[:300], str(error.schema_path[-1]) if error.schema_path else "", place)
        return UnsatisfiableSchema("no value that satisfies the schema was found")

    def is_valid(self, value: Any, *, formats: bool | None = None) -> bool:
        """What jsonschema-rs says of a payload; the judge's word where the schema cannot be compiled."""
        formats = self.draft.asserts_formats if formats is None else formats
        validator = self.validator(formats=formats)
        if self.library.referring or validator is None:
            # References can multiply the work of a validator without bound; the judge counts, and gives up.
            try:
                judged = Judge(self.library, formats=formats).accepts(self.library.start(), value)
            except TooMuchWorkError:
                self._overworked = True
                raise
            if validator is None:
                return judged
        try:
            return validator.is_valid(value)
        except ValueError:  # nested deeper than the library reads
            return Judge(self.library, formats=formats).accepts(self.library.start(), value)

    @cached_property
    def is_costly(self) -> bool:
        """Whether no validator should be let loose on the schema."""
        return is_costly(self.library)

    def validator(self, *, formats: bool) -> AnyValidator | None:
        """The compiled schema; None when it cannot be compiled."""
        name = "_strict" if formats else "_compiled"
        known: AnyValidator | bool | None = getattr(self, name)
        if known is None:
            known = self._compile(formats=formats) or False
            setattr(self, name, known)
        return None if isinstance(known, bool) else known

    def _compile(self, *, formats: bool) -> AnyValidator | None:
        try:
            return compile_draft(self.schema, self.draft.name, formats=formats, resources=self.library.used)
        except ValueError as error:
            self.why = str(error).partition("\n")[0][:200]
            return None


def _words(maker: Maker, otherwise: str) -> Conflict:
    return maker.conflict or Conflict(otherwise, "", "")


def _parsed(schema: Any) -> Any:
    if not isinstance(schema, str):
        return schema
    try:
        return msgspec.json.decode(schema)
    except (msgspec.DecodeError, RecursionError):
        pass
    try:
        return json.loads(schema)
    except RecursionError:
        message = "the schema is nested too deep"
        raise UnsatisfiableSchema(message) from None
    except ValueError as error:
        message = f"the schema is no JSON: {error}"
        raise UnsatisfiableSchema(message) from None


def _implied(schema: Any) -> Draft:
    """Draft 7 where nothing is declared, but draft 4 where its boolean bounds are used."""
    pending, count = [schema], 0
    while pending and count < _LOOKED_AT:
        value = pending.pop()
        count += 1
        if isinstance(value, dict):
            if isinstance(value.get("exclusiveMinimum"), bool) or isinstance(value.get("exclusiveMaximum"), bool):
                return DRAFT_4
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
    return DRAFT_7


def _titled(schema: Any) -> str:
    for key in ("title", "$id", "id"):
        if isinstance(schema, dict) and isinstance(schema.get(key), str):
            return str(schema[key])
    declared = schema.get("properties") if isinstance(schema, dict) else None
    return " ".join(list(declared)[:50]) if isinstance(declared, dict) else ""
