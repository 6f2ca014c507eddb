"""A schema with what it refers to: its draft, its subschemas as numbered places, and where each reference leads."""

from __future__ import annotations

import json
from collections.abc import Mapping
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


PLAIN = Rules()


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
        self._bases: dict[int, str] = {}
        self._targets: dict[str, Any] = {}
        self.resources = dict(references)
        self.dynamic: dict[str, int] = {}
        for uri, value in (*references.items(), ("", root)):
            self._index(value, uri)
        self.identity = pool.number(
            ("document", draft, rules, self.key(root).number, *sorted((n, self.key(v).number) for n, v in references.items()))
        )

    def under(self, rules: Rules) -> Document:
        """The same document, read by other rules."""
        return self if rules == self.rules else Document(self.root, self.draft, self.resources, self._pool, rules)

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
        if not isinstance(reference, str):
            return None
        joined = _join(self.base(schema), reference)
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
