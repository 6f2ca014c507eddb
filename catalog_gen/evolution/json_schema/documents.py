"""A schema with what it refers to: its draft, its subschemas as numbered places, and where each reference leads."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import msgspec

DRAFTS = ("draft-04", "draft-06", "draft-07", "2019-09", "2020-12")
DEFAULT_DRAFT = "draft-07"
DEEPEST = 120
"""Schemas nested deeper than this are not compared: no contract that people read comes near."""

_INERT = frozenset({"enum", "const", "default", "examples", "example"})
"""Keywords whose value is data, where `$id` and `$anchor` mean nothing."""


_SAID_TO_PEOPLE = frozenset({"title", "description", "$comment", "deprecated", "readOnly", "writeOnly"})
"""Annotations of one text or truth value; where they stand beside keywords they decide nothing."""

_AGAINST_THE_GRAIN = frozenset({"not", "if", "maxContains", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef"})
"""Keywords through which a schema may accept less when a part of it accepts more, or that lead elsewhere."""

_MOST_TARGETS = 500
"""References that are followed to find out whether two documents mean the same by one."""


class UnreadableSchemaError(ValueError):
    """A text that is no JSON Schema: the message says why."""


class Key(msgspec.Struct, frozen=True):
    """Whether two schemas say the same: equal keys, equal meaning."""

    number: int
    refers: bool
    """Whether a reference occurs inside, so that the meaning depends on the document as well."""


class Rules(msgspec.Struct, frozen=True):
    """Where a registry reads a schema otherwise than its specification does. Without any, the schema means what it says."""

    exact_patterns: bool = False
    """A pattern is implied by no other pattern than itself."""

    texts: tuple[str, ...] = ()
    """Annotations that count like constraints: they are implied by themselves only."""

    loose_unions: bool = False
    """`oneOf` counts as `anyOf`."""

    exact_conditions: bool = False
    """An `if` is implied by no other `if` than itself."""

    defaults_fill: bool = False
    """A property with a default, or one that is not described, need not be there."""

    closed: bool = False
    """Nobody writes properties that an object's schema does not describe."""

    def tightens(self, other: Rules) -> bool:
        """Whether a schema without negations accepts under these rules nothing that it rejects under the others."""
        closed, filled = self.closed or not other.closed, other.defaults_fill or not self.defaults_fill
        return closed and filled and msgspec.structs.replace(self, closed=other.closed, defaults_fill=other.defaults_fill) == other


PLAIN = Rules()

Reference = tuple[str, str]
"""A base URI, and what is resolved against it."""


class Sense(msgspec.Struct, frozen=True):
    """What a schema says, annotations left out: equal numbers say the same, as long as equal references lead to the same."""

    number: int
    references: frozenset[Reference] = frozenset()
    movable: bool = True
    """Whether its meaning depends on nothing but itself and its references' targets."""

    with_the_grain: bool = True
    """Whether it accepts more, and nothing less, when a part of it accepts more."""


class Pool:
    """Numbers for equal JSON values, shared by the two schemas of a comparison."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._next = count()

    def number(self, shape: Any) -> int:
        """The number of a hashable shape: the same for equal shapes."""
        found = self._numbers.get(shape)
        if found is None:
            found = self._numbers[shape] = next(self._next)
        return found


class Document:
    """One schema text with its external references: everything that a keyword's meaning may depend on."""

    def __init__(self, root: Any, draft: str, references: Mapping[str, Any], pool: Pool, rules: Rules = PLAIN) -> None:
        self.root = root
        self.draft = draft
        self.rules = rules
        self._pool = pool
        self._keys: dict[int, tuple[Key, Any]] = {}
        self._senses: dict[int, tuple[Sense, Any]] = {}
        self._meant: dict[frozenset[Reference], tuple[Any, bool]] = {}
        self._bases: dict[int, str] = {}
        self._targets: dict[str, Any] = {}
        self.shelf: dict[str, Any] = {}
        """What was made of the document once, whatever its rules."""
        self.resources = dict(references)
        self.dynamic: dict[str, int] = {}
        for uri, value in (*references.items(), ("", root)):
            self._index(value, uri)
        self.identity = self._identity()

    def _identity(self) -> int:
        resources = sorted((name, self.key(value).number) for name, value in self.resources.items())
        return self._pool.number(("document", self.draft, self.rules, self.key(self.root).number, *resources))

    def under(self, rules: Rules) -> Document:
        """The same document, read by other rules."""
        if rules == self.rules:
            return self
        other = copy.copy(self)
        other.rules = rules
        other.identity = other._identity()  # noqa: SLF001 - of this very class
        return other

    @property
    def modern(self) -> bool:
        """Whether keywords beside `$ref` count (2019-09, section 8.2.4.1, and later)."""
        return self.draft in {"2019-09", "2020-12"}

    def key(self, value: Any) -> Key:
        """The key of a value of this document; containers are remembered, as they live as long as the document."""
        if not isinstance(value, dict | list):
            return Key(self._pool.number((type(value).__name__, value)), refers=False)
        found = self._keys.get(id(value))
        if found is None:
            # The value is kept, so that its identity is not given to another one.
            found = self._keys[id(value)] = (self._container(value), value)
        return found[0]

    def _container(self, value: Any) -> Key:
        if isinstance(value, list):
            parts = [self.key(part) for part in value]
            return Key(self._pool.number(("list", *(part.number for part in parts))), refers=any(part.refers for part in parts))
        named = [(name, self.key(value[name])) for name in sorted(value)]
        refers = any(part.refers for _, part in named) or not {"$ref", "$dynamicRef", "$recursiveRef"}.isdisjoint(value)
        return Key(self._pool.number(("object", *((name, part.number) for name, part in named))), refers=refers)

    def sense(self, value: Any) -> Sense:
        """What a schema of this document says; containers are remembered, as they live as long as the document."""
        if not isinstance(value, dict | list):
            return Sense(self._pool.number((type(value).__name__, value)))
        found = self._senses.get(id(value))
        if found is None:
            found = self._senses[id(value)] = (self._sense_of_list(value) if isinstance(value, list) else self._sense_of(value), value)
        return found[0]

    def _sense_of_list(self, value: list[Any]) -> Sense:
        parts = [self.sense(part) for part in value]
        return _joined(self._pool.number(("list", *(part.number for part in parts))), parts)

    def _sense_of(self, value: dict[str, Any]) -> Sense:
        named: list[tuple[str, Sense]] = []
        references: frozenset[Reference] = frozenset()
        for name in sorted(value):
            part = value[name]
            if name in _INERT:
                named.append((name, Sense(self.key(part).number)))
            elif name not in _SAID_TO_PEOPLE or isinstance(part, dict | list):
                named.append((name, self.sense(part)))
        if isinstance(value.get("$ref"), str):
            references = frozenset({(self.base(value), value["$ref"])})
        number = self._pool.number(("sense", *((name, part.number) for name, part in named)))
        return _joined(
            number,
            [part for _, part in named],
            references,
            movable={"$dynamicRef", "$recursiveRef"}.isdisjoint(value),
            with_the_grain=_AGAINST_THE_GRAIN.isdisjoint(value) and not ("oneOf" in value and "anyOf" in value),
        )

    def meaning(self, value: Any) -> tuple[Any, bool]:
        """What a schema means apart from this document's rules, and whether it goes with the grain.

        Equal answers mean the same, in whatever document they stand.
        """
        sense = self.sense(value)
        if not sense.movable:
            return (sense.number, self.draft, self.root_number, self.base(value)), False
        if not sense.references:
            return (sense.number, self.draft), sense.with_the_grain
        found = self._meant.get(sense.references)
        if found is None:
            found = self._meant[sense.references] = self._targets_of(sense)
        return (sense.number, self.draft, found[0]), sense.with_the_grain and found[1]

    @cached_property
    def root_number(self) -> int:
        """What tells this document from others, its rules apart."""
        return self._pool.number(
            (
                "root",
                self.draft,
                self.key(self.root).number,
                *sorted((name, self.key(value).number) for name, value in self.resources.items()),
            )
        )

    def _targets_of(self, sense: Sense) -> tuple[Any, bool]:
        """Where all references lead, directly and through others, and whether all of it goes with the grain."""
        seen: dict[Reference, int] = {}
        waiting = sorted(sense.references)
        with_the_grain = True
        while waiting:
            reference = waiting.pop()
            if reference in seen:
                continue
            found = self.sense(self._target(*reference))
            if not found.movable or len(seen) > _MOST_TARGETS:
                return self.root_number, False
            seen[reference] = found.number
            with_the_grain = with_the_grain and found.with_the_grain
            waiting.extend(sorted(found.references))
        return frozenset(seen.items()), with_the_grain

    def _index(self, value: Any, base: str) -> None:
        """Note the base URI of each subschema and the targets that `$id` and the anchors name."""
        self._targets.setdefault(base, value)
        pending = [(value, base, 0)]
        while pending:
            at, here, depth = pending.pop()
            if depth > DEEPEST:
                message = f"the schema is nested more than {DEEPEST} levels deep"
                raise UnreadableSchemaError(message)
            if isinstance(at, dict):
                here = self._identify(at, here)
                pending.extend((part, here, depth + 1) for name, part in at.items() if name not in _INERT)
            elif isinstance(at, list):
                pending.extend((part, here, depth + 1) for part in at)

    def _identify(self, at: dict[str, Any], base: str) -> str:
        name = at.get("id" if self.draft == "draft-04" else "$id")
        if isinstance(name, str) and ("$ref" not in at or self.modern):
            joined = _join(base, name)
            if joined is not None:
                whole, fragment = urldefrag(joined)
                self._targets.setdefault(whole + (f"#{fragment}" if fragment else ""), at)
                base = base if name.startswith("#") else whole
        for word in ("$anchor", "$dynamicAnchor"):
            if isinstance(at.get(word), str):
                self._targets.setdefault(f"{base}#{at[word]}", at)
        if isinstance(at.get("$dynamicAnchor"), str):
            self.dynamic[at["$dynamicAnchor"]] = self.dynamic.get(at["$dynamicAnchor"], 0) + 1
        if at.get("$recursiveAnchor") is True:
            self.dynamic["$recursive"] = self.dynamic.get("$recursive", 0) + 1
        self._bases[id(at)] = base
        return base

    def base(self, schema: Any) -> str:
        """The base URI that references inside a subschema are resolved against."""
        return self._bases.get(id(schema), "")

    def resolve(self, schema: dict[str, Any], reference: Any) -> Any:
        """The schema that a reference names, or None where there is none."""
        return self._target(self.base(schema), reference) if isinstance(reference, str) else None

    def _target(self, base: str, reference: str) -> Any:
        joined = _join(base, reference)
        for uri in (joined, reference):
            if uri is None:
                continue
            if uri.removesuffix("#") in self._targets:
                return self._targets[uri.removesuffix("#")]
            whole, fragment = urldefrag(uri)
            found = self._targets.get(whole, self._targets.get(whole.rsplit("/", 1)[-1]) if whole else None)
            if found is not None and (not fragment or fragment.startswith("/")):
                return follow(found, fragment)
        return None


def _joined(
    number: int,
    parts: Sequence[Sense],
    references: frozenset[Reference] = frozenset(),
    *,
    movable: bool = True,
    with_the_grain: bool = True,
) -> Sense:
    """The sense of a container from those of its parts."""
    return Sense(
        number=number,
        references=references.union(*(part.references for part in parts)),
        movable=movable and all(part.movable for part in parts),
        with_the_grain=with_the_grain and all(part.with_the_grain for part in parts),
    )


def _join(base: str, reference: str) -> str | None:
    try:
        return urljoin(base, reference)
    except ValueError:
        return None


def follow(value: Any, pointer: str) -> Any:
    """The value that an RFC 6901 pointer names (percent-encoded, as in a fragment), or None."""
    for part in unquote(pointer).split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value


def read_document(text: Any, draft: str | None, references: Mapping[str, Any], pool: Pool) -> Document:
    """A document from a text or a parsed value; raises UnreadableSchemaError for what is no schema."""
    root = parse(text)
    if not isinstance(root, dict | bool):
        message = "a schema is an object, `true` or `false`"
        raise UnreadableSchemaError(message)
    parsed = {name: parse(part) for name, part in references.items()}
    try:
        return Document(root, draft or declared_draft(root), parsed, pool)
    except RecursionError as error:
        message = "the schema is nested too deeply"
        raise UnreadableSchemaError(message) from error


def parse(text: Any) -> Any:
    """The value of a text; a value that was parsed already is itself."""
    if not isinstance(text, str):
        return text
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        message = f"the text is no JSON: {error}"
        raise UnreadableSchemaError(message) from error


def _refuse(word: str) -> Any:
    message = f"{word} is no JSON number"
    raise ValueError(message)


def declared_draft(root: Any) -> str:
    """The draft that `$schema` names; draft 7 without one that is known."""
    uri = root.get("$schema") if isinstance(root, dict) else None
    return next((draft for draft in DRAFTS if isinstance(uri, str) and f"/{draft}/" in uri), DEFAULT_DRAFT)
