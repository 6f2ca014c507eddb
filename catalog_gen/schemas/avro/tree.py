"""An Avro schema as a tree of fields, in Avro's own words (Apache Avro 1.12, "Schema Declaration").

The reading is for people and never fails: what is wrong stands in the tree where it was found, what is too much is counted.
`validity` says what the specification forbids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from catalog_gen.schemas.avro import logical
from catalog_gen.schemas.avro.names import COMPLEX, NAMED, PRIMITIVES, Declaration, candidates, declarations, full_name, short
from catalog_gen.schemas.fields import DEPTH_LIMIT, ENUM_LIMIT, FIELD_LIMIT, EnumValue, Field, Part
from catalog_gen.schemas.json_text import parse_json, value_text
from catalog_gen.schemas.marks import read_tags

BRANCH_LIMIT = 200
"""Branches of one union that are read."""

_NAMED_BRANCHES = 8
"""Branches of a union that its own row names."""

_ALIASES = 20
_STEP = 80
_WORD_DEPTH = 6
_VOLUME = 500

_FIELD_WORDS = frozenset({"name", "type", "doc", "default", "order", "aliases"})
_TYPE_WORDS = {
    "record": frozenset({"type", "name", "namespace", "doc", "aliases", "fields"}),
    "error": frozenset({"type", "name", "namespace", "doc", "aliases", "fields"}),
    "enum": frozenset({"type", "name", "namespace", "doc", "aliases", "symbols", "default"}),
    "fixed": frozenset({"type", "name", "namespace", "doc", "aliases", "size", "logicalType", "precision", "scale"}),
    "array": frozenset({"type", "items"}),
    "map": frozenset({"type", "values"}),
}
_LOGICAL_WORDS = frozenset({"type", "logicalType", "precision", "scale"})
_ORDERS = {"descending": "sorts in descending order", "ignore": "does not count in sorting"}


def read_avro(text: str, references: Mapping[str, str] | None = None) -> Field:
    """The field tree of a schema given as text; `references` are the texts of types that it only names, by any name."""
    root, problem = parse_schema(text)
    if problem:
        return Field(problem=problem)
    return read_avro_value(root, [parse_schema(one)[0] for one in (references or {}).values()])


def parse_schema(text: str) -> tuple[Any, str]:
    """The value of a schema's text, and why there is none. The bare name of a type is a schema too."""
    bare = text.strip()
    if bare in PRIMITIVES:
        return bare, ""
    return parse_json(text)


def read_avro_value(root: Any, references: Iterable[Any] = ()) -> Field:
    """The field tree of a schema given as a JSON value; see `read_avro`."""
    return _Reading(root, references).root(root)


class _Reading:
    """One reading of one schema. Time and result are bounded by the limits of `fields`, whatever the schema."""

    def __init__(self, root: Any, references: Iterable[Any]) -> None:
        self.declared: dict[str, Declaration] = {}
        for schema in (root, *references):
            for one in declarations(schema):
                self.declared.setdefault(one.name, one)
        self.left = FIELD_LIMIT
        self.shown: dict[str, str] = {}
        self.open: set[str] = set()
        self.paths: set[str] = set()

    def root(self, node: Any) -> Field:
        self.paths.add("")
        said = self.describe(node, "", "", 0)
        if said.get("reference") and not isinstance(node, list) and said["types"][0] in NAMED:
            said["words"] = f"{said['types'][0]} {said['reference']}"
        return Field(**said)

    def describe(self, node: Any, namespace: str, path: str, depth: int) -> dict[str, Any]:
        """What a type says, as arguments of `Field`."""
        self.left -= 1
        if isinstance(node, str):
            return self._by_name(node, namespace, path, depth)
        if isinstance(node, list):
            return self._union(node, namespace, path, depth)
        kind = node.get("type") if isinstance(node, dict) else None
        if not isinstance(node, dict) or kind is None:
            return {"problem": f"this is no Avro type: {value_text(node, 80)}"}
        if isinstance(kind, str) and kind in NAMED:
            return self._declaration(node, namespace, path, depth)
        if kind in ("array", "map"):
            return self._container(node, str(kind), namespace, path, depth)
        inside = self.describe(kind, namespace, path, depth + 1) if depth < DEPTH_LIMIT else {"more": 1}
        if isinstance(kind, str) and kind in PRIMITIVES:
            _annotate(inside, node, kind)
        return _with_extras(inside, node, _LOGICAL_WORDS if "logicalType" in node else frozenset({"type"}))

    def _by_name(self, name: str, namespace: str, path: str, depth: int) -> dict[str, Any]:
        if name in PRIMITIVES:
            return {"types": (name,)}
        for full in candidates(name, namespace):
            found = self.declared.get(full)
            if found is not None:
                return self._named(found, path, depth)
        if name in COMPLEX or name == "union":
            return {"types": (name,), "problem": f"`{name}` must say more: it is written as an object"}
        return {"types": (name[:_STEP],), "problem": f"no type is called `{name[:_STEP]}`"}

    def _declaration(self, node: dict[str, Any], namespace: str, path: str, depth: int) -> dict[str, Any]:
        name, inner = full_name(node, namespace)
        return self._named(Declaration(name, node["type"], node, inner, namespace, ""), path, depth)

    def _named(self, declared: Declaration, path: str, depth: int) -> dict[str, Any]:
        """A record, an enum or a fixed: all of it where it is met first, where it was shown elsewhere."""
        name, kind = declared.name, declared.kind
        found: dict[str, Any] = {"types": (kind,), "words": f"{kind} {short(name)}".strip(), "reference": name}
        if not name:
            found["problem"] = f"this {kind} has no name"
        if kind in {"record", "error"} and name in self.shown:
            return {**found, "same_as": self.shown[name], "circular": name in self.open}
        node = declared.value
        if isinstance(node.get("doc"), str):
            found["description"] = node["doc"]
            self.left -= len(node["doc"]) // _VOLUME
        aliases = _texts(node.get("aliases"))[:_ALIASES]
        if aliases:
            found["aliases"] = tuple(aliases)
        if kind == "enum":
            _read_enum(found, node)
        elif kind == "fixed":
            _read_fixed(found, node)
        else:
            self._record(found, declared, path, depth)
        return _with_extras(found, node, _TYPE_WORDS[kind])

    def _record(self, found: dict[str, Any], declared: Declaration, path: str, depth: int) -> None:
        members = declared.value.get("fields")
        if not isinstance(members, list):
            found["problem"] = "a record needs a list of `fields`"
            return
        if depth >= DEPTH_LIMIT:
            found["more"] = len(members)
            return
        if declared.name:
            self.shown[declared.name] = path
            self.open.add(declared.name)
        fields: list[Field] = []
        for member in members:
            if self.left <= 0:
                break
            fields.append(self._field(member, declared.namespace, path, depth))
        self.open.discard(declared.name)
        found["children"] = tuple(fields)
        found["more"] = len(members) - len(fields)

    def _field(self, member: Any, namespace: str, around: str, depth: int) -> Field:
        if not isinstance(member, dict):
            self.left -= 1
            return Field(name="?", path=self.unique(f"{around}.?" if around else "?"), problem=f"no field: {value_text(member, 80)}")
        name = member.get("name")
        shown = name if isinstance(name, str) and name else '""'
        path = self.unique(f"{around}.{shown[:_STEP]}" if around else shown[:_STEP])
        if "type" in member:
            said = self.describe(member["type"], namespace, path, depth + 1)
        else:
            said = {"problem": "this field has no `type`"}
            self.left -= 1
        said = _with_extras(said, member, _FIELD_WORDS)
        self.left -= sum(len(text) for text in (member.get("doc"), member.get("default")) if isinstance(text, str)) // _VOLUME
        _add_texts(said, member)
        if "default" in member:
            said["default"] = value_text(member["default"])
        order = member.get("order")
        if isinstance(order, str) and order != "ascending":
            said["constraints"] = (*said.get("constraints", ()), ("order", _ORDERS.get(order, f"unknown order `{order[:_STEP]}`")))
        return Field(**{**said, "name": shown, "path": path, "required": "default" not in member})

    def _container(self, node: dict[str, Any], kind: str, namespace: str, path: str, depth: int) -> dict[str, Any]:
        key, label, sign = ("items", "Each item", "[]") if kind == "array" else ("values", "Each value", "{}")
        found: dict[str, Any] = {"types": (kind,), "words": self.words(node, namespace)}
        if key not in node:
            found["problem"] = f"this {kind} says nothing about its {key}"
        elif depth >= DEPTH_LIMIT or self.left <= 0:
            found["more"] = 1
        else:
            inner = self.unique(f"{path}{sign}")
            said = self.describe(node[key], namespace, inner, depth + 1)
            found["parts"] = (Part(keyword=key, label=label, fields=(Field(**{"name": "", "path": inner, **said}),)),)
            if "reference" in said:
                found["reference"] = said["reference"]
        return _with_extras(found, node, _TYPE_WORDS[kind])

    def _union(self, branches: list[Any], namespace: str, path: str, depth: int) -> dict[str, Any]:
        others = [branch for branch in branches if not _is_null(branch)]
        nullable = len(others) < len(branches)
        words = self.words(branches, namespace)
        if len(branches) == 2 and len(others) == 1 and not isinstance(others[0], list):  # noqa: PLR2004 - null and something
            said = self.describe(others[0], namespace, path, depth)
            return {**said, "nullable": True, "words": words}
        found: dict[str, Any] = {"types": self._kinds(others, namespace), "words": words, "nullable": nullable and bool(others)}
        if not others:
            found["types"] = ("null",) if nullable else ()
            return found if nullable else {**found, "problem": "a union of nothing has no value"}
        if all(isinstance(branch, str) and branch in PRIMITIVES for branch in branches):
            return found
        if depth >= DEPTH_LIMIT:
            return {**found, "more": len(branches)}
        rows = []
        for branch in islice(branches, BRANCH_LIMIT):
            if self.left <= 0:
                break
            name = self._branch_name(branch, namespace)
            inner = self.unique(f"{path}({name})")
            rows.append(Field(**{"name": name, "path": inner, **self.describe(branch, namespace, inner, depth + 1)}))
        found["parts"] = (Part(keyword="union", label="One of the branches", fields=tuple(rows), more=len(branches) - len(rows)),)
        return found

    def _kinds(self, branches: list[Any], namespace: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._kind(branch, namespace) for branch in branches[:BRANCH_LIMIT]))

    def _kind(self, node: Any, namespace: str) -> str:
        for _ in range(_WORD_DEPTH):
            if not isinstance(node, dict) or (isinstance(node.get("type"), str) and node["type"] in COMPLEX):
                break
            node = node.get("type")
        if isinstance(node, str) and node not in PRIMITIVES:
            found = (self.declared.get(full) for full in candidates(node, namespace))
            return next((one.kind for one in found if one is not None), node[:_STEP])
        return str(node["type"]) if isinstance(node, dict) else node if isinstance(node, str) else "union"

    def _branch_name(self, branch: Any, namespace: str) -> str:
        """How the JSON encoding calls a branch: by its full name, or by its kind."""
        if isinstance(branch, dict) and isinstance(branch.get("type"), str) and branch["type"] in NAMED:
            return full_name(branch, namespace)[0][:_STEP] or str(branch["type"])
        if isinstance(branch, str) and branch not in PRIMITIVES:
            known = [full for full in candidates(branch, namespace) if full in self.declared]
            return (known[0] if known else branch)[:_STEP]
        return self._kind(branch, namespace)

    def words(self, node: Any, namespace: str, depth: int = 0) -> str:
        """A type in words: `array of record Item`, `union of null and string`."""
        if depth > _WORD_DEPTH:
            return "…"
        if isinstance(node, list):
            said = [self.words(branch, namespace, depth + 1) for branch in node[:_NAMED_BRANCHES]]
            if len(node) > len(said):
                said.append(f"{len(node) - len(said)} more")
            listed = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said) or "nothing"
            return f"union of {listed}" if not depth else f"(union of {listed})"
        if isinstance(node, dict):
            kind = node.get("type")
            if isinstance(kind, str) and kind in NAMED:
                return f"{kind} {short(full_name(node, namespace)[0])}".strip()
            inner = self.words(node.get({"array": "items", "map": "values"}.get(str(kind), "type")), namespace, depth + 1)
            return f"{kind} of {inner}" if kind in ("array", "map") else inner
        return self._named_words(node, namespace) if isinstance(node, str) else "?"

    def _named_words(self, name: str, namespace: str) -> str:
        return name if name in PRIMITIVES else f"{self._kind(name, namespace)} {short(name)[:_STEP]}"

    def unique(self, path: str) -> str:
        """The path, numbered where another place already has it."""
        found, number = path, 2
        while found in self.paths:
            found, number = f"{path}~{number}", number + 1
        self.paths.add(found)
        return found


def _is_null(branch: Any) -> bool:
    return branch == "null" or (isinstance(branch, dict) and branch.get("type") == "null")


def _read_enum(found: dict[str, Any], node: dict[str, Any]) -> None:
    symbols = node.get("symbols")
    if not isinstance(symbols, list):
        found["problem"] = "an enum needs a list of `symbols`"
        return
    found["enum"] = tuple(
        EnumValue(text=symbol if isinstance(symbol, str) else value_text(symbol, _STEP)) for symbol in symbols[:ENUM_LIMIT]
    )
    found["enum_more"] = max(0, len(symbols) - ENUM_LIMIT)
    if isinstance(node.get("default"), str):
        found["constraints"] = (("default", f"unknown symbols are read as `{node['default'][:_STEP]}`"),)


def _read_fixed(found: dict[str, Any], node: dict[str, Any]) -> None:
    size = node.get("size")
    if not isinstance(size, int) or isinstance(size, bool):
        found["problem"] = "a fixed needs a `size` in bytes"
    else:
        found["constraints"] = (("size", f"{size} byte{'' if size == 1 else 's'}"),)
    _annotate(found, node, "fixed")


def _annotate(found: dict[str, Any], node: dict[str, Any], base: str) -> None:
    """Add the logical type, or why it does not hold."""
    if "logicalType" not in node:
        return
    name = node["logicalType"]
    found["format"] = name[:_STEP] if isinstance(name, str) else value_text(name, _STEP)
    why = logical.invalid(base, node)
    words = f"read as plain {base}: {why}" if why else logical.words_of(node)
    if words:
        found["constraints"] = (*found.get("constraints", ()), ("logicalType", words))


def _with_extras(said: dict[str, Any], node: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """With what its author added: tags, a mark of deprecation, and every other property as it was found."""
    own = {key: value for key, value in node.items() if key not in known}
    if not own:
        return said
    tags, used = read_tags(own)
    if tags:
        said["tags"] = tuple(dict.fromkeys((*said.get("tags", ()), *tags)))
    old = own.get("deprecated")
    if old is True or (isinstance(old, str) and old):
        said["deprecated"] = True
        if isinstance(old, str):
            said["deprecation"] = old
        used |= {"deprecated"}
    rest = {key: value_text(value) for key, value in own.items() if key not in used}
    if rest:
        said["extensions"] = tuple(sorted({**dict(said.get("extensions", ())), **rest}.items()))
    return said


def _add_texts(said: dict[str, Any], member: dict[str, Any]) -> None:
    """A field's own description, before that of its type; its aliases besides those of its type."""
    doc = member.get("doc")
    if isinstance(doc, str) and doc.strip():
        known = said.get("description", "")
        said["description"] = f"{doc.rstrip()}\n\n{known}" if known and known.strip() != doc.strip() else doc
    aliases = _texts(member.get("aliases"))[:_ALIASES]
    if aliases:
        said["aliases"] = tuple(dict.fromkeys((*aliases, *said.get("aliases", ()))))


def _texts(value: Any) -> list[str]:
    return [one[:200] for one in value if isinstance(one, str)] if isinstance(value, list) else []
