"""A digest of what a schema means, equal for every way of writing it.

References and inline schemas, key order, the order of sets and every annotation are levelled out; whatever can change a
verdict or a reader's behaviour (`default`, `deprecated`, `readOnly`) stays. A digest is built bottom-up from the digests of
the parts, each looked at once however many schemas share it; what refers to itself is told by `cycles`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

from catalog_gen.schemas import keywords
from catalog_gen.schemas.cycles import Cycles, components
from catalog_gen.schemas.definitions import MISSING, Definitions

Resolve: TypeAlias = Callable[[dict[str, Any]], Any]
"""From the mapping that holds a `$ref` to the schema it leads to, or `MISSING`."""

_DEEPEST = 50
"""Schemas inside each other, references followed, up to which recursion is safe and quickest."""

_SHORT = 120
"""Characters up to which a part stands for itself; hashing every small part costs more than carrying it."""

_EXACT = 1e15
"""Below it a float holds every integer exactly."""

_MOST_ALIASES = 1000


def digest_text(text: str) -> str:
    """A digest of a text in which white space does not count."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=4096)
def digest_schema_text(text: str) -> str:
    """The canonical digest of a self-contained JSON Schema given as JSON text."""
    return digest_schema(json.loads(text))


def digest_schema(schema: Any) -> str:
    """The canonical digest of a self-contained JSON Schema (its references point into itself)."""
    definitions = Definitions(schema)
    return Digests(lambda node: definitions.find(node["$ref"]), modern=is_modern(schema)).of(schema)


def digest_parts(schema: Any, keys: Iterable[str]) -> dict[str, str]:
    """The canonical digests of definitions of a self-contained schema, by key."""
    definitions = Definitions(schema)
    digests = Digests(lambda node: definitions.find(node["$ref"]), modern=is_modern(schema))
    return {key: digests.of({"$ref": f"#/definitions/{key.replace('~', '~0').replace('/', '~1')}"}) for key in keys}


def is_modern(schema: Any) -> bool:
    """Whether a schema says that it is of draft 2019-09 or later, where the members beside a `$ref` count."""
    return isinstance(schema, dict) and bool(re.search(r"20(19-09|20-12)", str(schema.get("$schema", ""))))


@lru_cache(maxsize=4096)
def digest_avro_text(text: str) -> str:
    """The digest of an Avro schema's JSON text without `doc` texts and key order; names, defaults and aliases count."""
    return _digest(json.dumps(_without_docs(json.loads(text)), sort_keys=True, ensure_ascii=True))


def _without_docs(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_docs(member) for key, member in value.items() if key != "doc"}
    if isinstance(value, list):
        return [_without_docs(member) for member in value]
    return value


class _NotPlainError(Exception):
    """The schema refers to itself, or goes deeper than recursion should."""


class Digests:
    """Digests of schemas that share parts: each part, and each cycle of parts, is looked at once."""

    def __init__(self, resolve: Resolve, *, modern: bool) -> None:
        """Follow references with `resolve`; `modern` says whether the members beside a `$ref` count."""
        self._resolve = resolve
        self._modern = modern
        self._known: dict[int, str] = {}
        self._alive: list[Any] = []  # an id means something for as long as its object is there
        self._active: set[int] = set()
        self._cycles = Cycles()

    def of(self, schema: Any) -> str:
        """The digest of one schema."""
        self._alive.append(schema)
        try:
            found = self._quickly(schema)
        except _NotPlainError:
            self._active.clear()
            found = self._thoroughly(schema)
        return _digest(found)

    def _quickly(self, raw: Any) -> str:
        node = self._settle(raw)
        if type(node) is str:
            return node
        key = id(node)
        known = self._known.get(key)
        if known is not None:
            return known
        if key in self._active or len(self._active) > _DEEPEST:
            raise _NotPlainError
        self._active.add(key)
        found = self._cycles.same_as(self._compose(node, self._quickly))
        self._active.remove(key)
        self._known[key] = found
        return found

    def _thoroughly(self, raw: Any) -> str:
        """The digest of a schema in whatever shape: its parts from the innermost out, those that form a cycle at once."""
        start = self._settle(raw)
        if type(start) is str:
            return start
        nodes: dict[int, Any] = {id(start): start}
        below: dict[int, list[int]] = {}
        waiting = [start]
        while waiting:
            node = waiting.pop()
            below[id(node)] = []
            for child in self._children(node):
                if type(child) is str or id(child) in self._known:
                    continue
                below[id(node)].append(id(child))
                if id(child) not in nodes:
                    nodes[id(child)] = child
                    waiting.append(child)
        for component in components(id(start), below):
            if len(component) == 1 and component[0] not in below[component[0]]:
                self._known[component[0]] = self._cycles.same_as(self._compose(nodes[component[0]], self._look_up))
            else:
                self._known.update(self._cycles.digest({key: self._outline(nodes[key]) for key in component}))
                for key in component:
                    self._cycles.unfold(self._compose(nodes[key], self._look_up), self._known[key])
        return self._known[id(start)]

    def _look_up(self, raw: Any) -> str:
        node = self._settle(raw)
        return node if type(node) is str else self._known[id(node)]

    def _children(self, node: dict[str, Any]) -> list[Any]:
        found: list[Any] = []

        def note(raw: Any) -> str:
            found.append(self._settle(raw))
            return "*"

        self._compose(node, note)
        return found

    def _outline(self, node: dict[str, Any]) -> tuple[str, list[str | int]]:
        """What a schema says apart from the schemas in it, and for each of those its digest, or its id where it has none yet."""
        children = [child if type(child) is str else self._known.get(id(child), id(child)) for child in self._children(node)]
        return self._compose(node, lambda _: "*"), children

    def _settle(self, raw: Any) -> Any:
        """The mapping that a schema is after all references; the digest itself of what is no mapping, or leads nowhere."""
        node = raw
        for _ in range(_MOST_ALIASES):
            if node is True:
                return "()"
            if type(node) is not dict:
                return _hash("value", _plain(node))
            target = node.get("$ref")
            if not isinstance(target, str) or (self._modern and _says_more(node)):
                return node
            node = self._resolve(node)
            if node is MISSING:
                return _hash("missing", target)
        return _hash("missing", "loop")

    def _compose(self, node: dict[str, Any], child: Callable[[Any], str]) -> str:
        """The digest of a schema from the digests of the schemas in it."""
        parts: list[str] = []
        for keyword in sorted(node):
            if keyword in keywords.ANNOTATIONS or keyword in keywords.DEFINITIONS or keyword.startswith("x-"):
                continue
            value = node[keyword]
            if keyword == "$ref" and isinstance(value, str):
                target = self._resolve(node)
                digest = _hash("missing", value) if target is MISSING else child(target)
            else:
                digest = _keyword(keyword, value, child)
            if digest:
                parts += (keyword, digest)
        return _hash(*parts)


def _keyword(keyword: str, value: Any, child: Callable[[Any], str]) -> str:
    if keyword in keywords.SCHEMA_MAP and isinstance(value, dict):
        return _hash("map", *(text for name in sorted(value) for text in (name, child(value[name])))) if value else ""
    if keyword in keywords.SCHEMAS or (keyword in keywords.SCHEMA_OR_SCHEMAS and isinstance(value, list)):
        return _hash("list", *map(child, value if isinstance(value, list) else [value]))
    if keyword in keywords.SCHEMA or keyword in keywords.SCHEMA_OR_SCHEMAS:
        return child(value)
    if keyword in keywords.SETS:
        members = value if isinstance(value, list) else [value]
        return _hash("set", *sorted({_plain(member) for member in members})) if members else ""
    return _plain(value)


def _says_more(node: dict[str, Any]) -> bool:
    """Whether a reference has siblings that validate (they count from draft 2019-09 on)."""
    return any(key != "$ref" and key not in keywords.ANNOTATIONS and not key.startswith("x-") for key in node)


def _plain(value: Any) -> str:
    """A value as an unambiguous text in which `1` and `1.0` are the same number and key order does not count."""
    kind = value.__class__
    if kind is str:
        return f"{len(value)}:{value}"
    if kind is float and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    if kind is dict:
        return "{" + "".join([f"{_plain(key)}{_plain(value[key])}" for key in sorted(value)]) + "}"
    if kind is list:
        return "[" + "".join(map(_plain, value)) + "]"
    return f"={value!r};"


def _hash(*parts: str) -> str:
    """One short text for several: themselves while they are short, else their digest. Lengths tell the parts from each other."""
    text = "".join([f"{len(part)}:{part}" for part in parts])
    if len(text) <= _SHORT:
        return f"({text})"
    return _digest(text)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
