"""The outline of an Avro schema (Avro 1.12, "Schema Declaration"): records and what they hold."""

from __future__ import annotations

import json
from typing import Any

from catalog_gen.checks.outlines.outline import DEEPEST, MOST_SPOTS, Outline, Spot
from catalog_gen.diagnostics import Span
from catalog_gen.model.schema import Schema

_KINDS = {
    "boolean": "boolean",
    "int": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "string": "string",
    "enum": "string",
    "record": "object",
    "error": "object",
    "map": "object",
    "array": "array",
}
"""Avro's types as JSON's; bytes and fixed have no equal."""

_NAMED = frozenset({"record", "error", "enum", "fixed"})


def read(schema: Schema, *, placed: bool) -> Outline | None:
    """The outline of a schema's text; None where that is no JSON."""
    try:
        root = json.loads(schema.text)
    except (ValueError, RecursionError):
        return None
    reader = _Reader(placed=placed and not schema.bundled)
    reader.visit(root, "", "", schema.span, required=True)
    return Outline("avro", reader.spots, whole=reader.whole)


class _Reader:
    def __init__(self, *, placed: bool) -> None:
        self.placed = placed
        self.named: dict[str, tuple[Any, Span]] = {}
        self.spots: dict[str, Spot] = {}
        self.whole = True

    def visit(self, node: Any, namespace: str, path: str, span: Span, *, required: bool, depth: int = 0) -> None:
        """Note what a schema says about the field at a path, then what those say that are in it."""
        if depth > DEEPEST or len(self.spots) >= MOST_SPOTS:
            self.whole = False
            return
        variants = [(member, self._below(span, index)) for index, member in enumerate(node)] if isinstance(node, list) else [(node, span)]
        others = [variant for variant in variants if _type_of(variant[0]) != "null"]
        resolved = [(self._resolved(member, namespace, place), place) for member, place in others]
        words = [_words(member) for member, _ in resolved]
        single = resolved[0][0] if len(resolved) == 1 else None
        logical = next((one["logicalType"] for one, _ in resolved if isinstance(one, dict) and isinstance(one.get("logicalType"), str)), "")
        kinds = frozenset(_KINDS.get(_type_of(one), "") for one, _ in resolved)
        self.spots[path] = Spot(
            types=frozenset(words),
            kinds=frozenset() if logical or "" in kinds else kinds,
            required=required,
            nullable=len(others) < len(variants),
            enum=_symbols(single),
            format=logical,
            open_ended=len(resolved) != 1 or _type_of(single) == "map",
            span=span,
        )
        if isinstance(single, dict):
            self._inside(single, namespace, path, resolved[0][1], depth)

    def _inside(self, node: dict[str, Any], namespace: str, path: str, span: Span, depth: int) -> None:
        kind = _type_of(node)
        if kind == "array":
            self.visit(node.get("items"), namespace, f"{path}[]", self._below(span, "items"), required=False, depth=depth + 1)
        if kind not in {"record", "error"}:
            return
        inner = _namespace(node, namespace)
        fields = node.get("fields")
        for index, field in enumerate(fields if isinstance(fields, list) else []):
            if isinstance(field, dict) and isinstance(field.get("name"), str):
                name = f"{path}.{field['name']}" if path else field["name"]
                below = self._below(span, "fields", index, "type")
                self.visit(field.get("type"), inner, name, below, required="default" not in field, depth=depth + 1)

    def _resolved(self, node: Any, namespace: str, span: Span) -> Any:
        """A type by its definition; a name is looked up, a definition is remembered."""
        if isinstance(node, str):
            found = self.named.get(f"{namespace}.{node}" if namespace and "." not in node else node) or self.named.get(node)
            return found[0] if found is not None else node
        if isinstance(node, dict):
            if isinstance(node.get("type"), (dict, list)):
                return self._resolved(node["type"], namespace, span) if isinstance(node["type"], dict) else node
            if node.get("type") in _NAMED and isinstance(node.get("name"), str):
                inner = _namespace(node, namespace)
                local = node["name"].rpartition(".")[2]
                self.named[f"{inner}.{local}" if inner else local] = (node, span)
        return node

    def _below(self, span: Span, *keys: str | int) -> Span:
        if not self.placed:
            return span
        return Span(path=span.path, pointer="/".join((span.pointer, *map(str, keys))))


def _namespace(node: dict[str, Any], outer: str) -> str:
    name = node.get("name")
    if isinstance(name, str) and "." in name:
        return name.rpartition(".")[0]
    stated = node.get("namespace", outer)
    return stated if isinstance(stated, str) else outer


def _type_of(node: Any) -> str:
    kind = node.get("type") if isinstance(node, dict) else node
    return kind if isinstance(kind, str) else ""


def _words(node: Any) -> str:
    kind = _type_of(node)
    return f"fixed({node['size']})" if kind == "fixed" and isinstance(node, dict) and isinstance(node.get("size"), int) else kind


def _symbols(node: Any) -> tuple[str, ...] | None:
    symbols = node.get("symbols") if isinstance(node, dict) and node.get("type") == "enum" else None
    return tuple(sorted(json.dumps(one, ensure_ascii=False) for one in symbols)) if isinstance(symbols, list) else None
