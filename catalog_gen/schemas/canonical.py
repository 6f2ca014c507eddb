"""A digest of what a schema means, equal for every way of writing it.

References and inline schemas, key order, the order of sets and every annotation are levelled out; whatever can change a
verdict or a reader's behaviour (`default`, `deprecated`, `readOnly`) stays. A digest is built bottom-up from the digests of
the parts, so a schema that is shared many times is looked at once, and a recursive one ends at its own name's distance.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from catalog_gen.schemas import keywords

_WORK_LIMIT = 400_000
"""Schema positions looked at before the digest falls back to the plain text; only hostile schemas get there."""

_ENDLESS = 1 << 30

_SHORT = 120
"""Characters up to which a part stands for itself; hashing every small part costs more than carrying it."""

_EXACT = 1e15
"""Below it a float holds every integer exactly."""


def digest_text(text: str) -> str:
    """A digest of a text in which white space does not count."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=4096)
def digest_schema_text(text: str) -> str:
    """The canonical digest of a self-contained JSON Schema given as JSON text."""
    return digest_schema(json.loads(text))


def digest_schema(schema: Any) -> str:
    """The canonical digest of a self-contained JSON Schema (its references point into its own `definitions` or `$defs`)."""
    canon = _Canon(schema)
    try:
        return _digest(canon.schema(schema)[0])
    except _TooMuchWorkError:
        return _digest(json.dumps(schema, sort_keys=True, ensure_ascii=True))


def digest_part(schema: Any, key: str) -> str:
    """The canonical digest of one definition of a self-contained schema."""
    canon = _Canon(schema)
    try:
        return _digest(canon.reference(key)[0])
    except _TooMuchWorkError:
        return _digest(key + json.dumps(schema, sort_keys=True, ensure_ascii=True))


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


class _TooMuchWorkError(Exception):
    """The schema is larger than a digest by meaning is worth."""


class _Canon:
    """Digests of one self-contained schema's positions. Each method gives (digest, lowest stack level it points back to)."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.stack: dict[str, int] = {"#": 0}
        self.known: dict[str, str] = {}
        self.work = 0
        self.modern = isinstance(root, dict) and bool(re.search(r"20(19-09|20-12)", str(root.get("$schema", ""))))

    def schema(self, node: Any) -> tuple[str, int]:
        self.work += 1
        if self.work > _WORK_LIMIT:
            raise _TooMuchWorkError
        if node is True:
            node = {}
        if not isinstance(node, dict):
            return _hash("value", _plain(node)), _ENDLESS
        target = node.get("$ref")
        if isinstance(target, str) and not (self.modern and _says_more(node)):
            return self.reference(target)
        low = _ENDLESS
        parts: list[str] = []
        for keyword in sorted(node):
            value = node[keyword]
            if keyword in keywords.ANNOTATIONS or keyword in keywords.DEFINITIONS or keyword.startswith("x-"):
                continue
            digest, back = self.keyword(keyword, value)
            if digest:
                parts += (keyword, digest)
                low = min(low, back)
        return _hash("schema", *parts), low

    def keyword(self, keyword: str, value: Any) -> tuple[str, int]:  # noqa: PLR0911 - one answer for each arrangement
        if keyword == "$ref" and isinstance(value, str):
            return self.reference(value)
        if keyword in keywords.SCHEMA_MAP and isinstance(value, dict):
            if not value:
                return "", _ENDLESS
            pairs = [(name, self.schema(value[name])) for name in sorted(value)]
            return _hash("map", *(text for name, (digest, _) in pairs for text in (name, digest))), min(low for _, (_, low) in pairs)
        if keyword in keywords.SCHEMAS or (keyword in keywords.SCHEMA_OR_SCHEMAS and isinstance(value, list)):
            members = [self.schema(member) for member in value] if isinstance(value, list) else [self.schema(value)]
            return _hash("list", *(digest for digest, _ in members)), min((low for _, low in members), default=_ENDLESS)
        if keyword in keywords.SCHEMA or keyword in keywords.SCHEMA_OR_SCHEMAS:
            return self.schema(value)
        if keyword in keywords.SETS:
            members_of = value if isinstance(value, list) else [value]
            return (_hash("set", *sorted({_plain(member) for member in members_of})) if members_of else ""), _ENDLESS
        return _plain(value), _ENDLESS

    def reference(self, target: str) -> tuple[str, int]:
        name = "#" if target in {"#", ""} else re.sub(r"^#/(definitions|\$defs)/", "", target)
        if name in self.stack:
            level = self.stack[name]
            return f"^{len(self.stack) - level}", level
        if name in self.known:
            return self.known[name], _ENDLESS
        node = self._definition(name)
        if node is None:
            return _hash("missing", target), _ENDLESS
        level = len(self.stack)
        self.stack[name] = level
        digest, low = self.schema(node)
        del self.stack[name]
        if low >= level:
            self.known[name] = digest
            low = _ENDLESS
        return digest, low

    def _definition(self, name: str) -> Any:
        for keyword in ("definitions", "$defs"):
            container = self.root.get(keyword) if isinstance(self.root, dict) else None
            if isinstance(container, dict):
                key = name.replace("~1", "/").replace("~0", "~")
                if key in container:
                    return container[key]
        return None


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
        return "{" + "".join(f"{_plain(key)}{_plain(value[key])}" for key in sorted(value)) + "}"
    if kind is list:
        return "[" + "".join(map(_plain, value)) + "]"
    return f"={value!r};"


def _hash(*parts: str) -> str:
    """One short text for several: themselves while they are short, else their digest. Lengths tell the parts from each other."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    if len(text) <= _SHORT:
        return f"({text})"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
