"""The outline of a JSON Schema: properties and items, references and `allOf` followed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalog_gen.checks.outlines.outline import DEEPEST, MOST_SPOTS, Outline, Spot
from catalog_gen.diagnostics import Span
from catalog_gen.model.schema import Schema
from catalog_gen.schemas.definitions import MISSING, Definitions

_MOST_LAYERS = 64
"""Schemas that are one field: a reference, what it leads to, the members of its `allOf`."""


def read(schema: Schema, *, placed: bool) -> Outline | None:
    """The outline of a schema's self-contained text; None where that is no JSON."""
    try:
        root = json.loads(schema.text)
    except (ValueError, RecursionError):
        return None
    reader = _Reader(root, schema, placed=placed)
    reader.visit([_Layer(root, schema.span)], "", required=True)
    return Outline("json-schema", reader.spots, whole=reader.whole)


@dataclass(frozen=True)
class _Layer:
    """One schema that has a say about a field, and its place."""

    node: Any
    span: Span


class _Reader:
    def __init__(self, root: Any, schema: Schema, *, placed: bool) -> None:
        self.definitions = Definitions(root)
        self.parts = {f"#/definitions/{part.key}": part.span for part in schema.parts}
        self.placed = placed
        self.spots: dict[str, Spot] = {}
        self.whole = True

    def visit(self, given: Iterable[_Layer], path: str, *, required: bool, depth: int = 0) -> None:
        """Note what the given schemas together say about the field at a path, then those of the fields in it."""
        if depth > DEEPEST or len(self.spots) >= MOST_SPOTS:
            self.whole = False
            return
        layers, nullable, unions = self._spread(given)
        spot = _spot(layers, required=required, nullable=nullable, unions=unions)
        self.spots[path] = spot
        if spot.open_ended:
            return
        needed = {name for layer in layers for name in _list(layer.node.get("required")) if isinstance(name, str)}
        needed |= {name for layer in layers for name, one in _map(layer.node.get("properties")).items() if _draft3_required(one)}
        for name, members in self._members(layers).items():
            self.visit(members, f"{path}.{name}" if path else name, required=name in needed, depth=depth + 1)
        items = [self._below(layer, "items") for layer in layers if isinstance(layer.node.get("items"), (dict, bool))]
        if items:
            self.visit(items, f"{path}[]", required=False, depth=depth + 1)

    def _spread(self, given: Iterable[_Layer]) -> tuple[list[_Layer], bool, int]:
        """All schemas that apply at a place; whether null does too; how many variants there are, which are not looked into."""
        layers: list[_Layer] = []
        nullable, unions = False, 0
        waiting = list(given)
        while waiting and len(layers) < _MOST_LAYERS:
            layer = self._resolved(waiting.pop(0))
            if not isinstance(layer.node, dict):
                continue
            layers.append(layer)
            waiting += (self._below(layer, "allOf", index) for index in range(len(_list(layer.node.get("allOf")))))
            for keyword in ("oneOf", "anyOf"):
                variants = [self._below(layer, keyword, index) for index in range(len(_list(layer.node.get(keyword))))]
                others = [one for one in variants if not _is_null(self._resolved(one).node)]
                nullable = nullable or len(others) < len(variants)
                if len(others) == 1:
                    waiting += others
                elif others:
                    unions += 1
        return layers, nullable, unions

    def _resolved(self, layer: _Layer) -> _Layer:
        for _ in range(_MOST_LAYERS):
            node = layer.node
            target = node.get("$ref") if isinstance(node, dict) else None
            if not isinstance(target, str):
                return layer
            found = self.definitions.find(target)
            if found is MISSING:
                return _Layer({}, layer.span)
            layer = _Layer(found, self._place_of(target, layer.span))
        return _Layer({}, layer.span)

    def _place_of(self, target: str, span: Span) -> Span:
        for key, place in self.parts.items():
            if target == key:
                return place
        return span

    def _below(self, layer: _Layer, *keys: str | int) -> _Layer:
        node, pointer = layer.node, layer.span.pointer
        for key in keys:
            node = node[key]
            pointer = f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
        return _Layer(node, Span(path=layer.span.path, pointer=pointer) if self.placed else layer.span)

    def _members(self, layers: Iterable[_Layer]) -> dict[str, list[_Layer]]:
        members: dict[str, list[_Layer]] = {}
        for layer in layers:
            for name in _map(layer.node.get("properties")):
                members.setdefault(name, []).append(self._below(layer, "properties", name))
        return members


def _spot(layers: list[_Layer], *, required: bool, nullable: bool, unions: int) -> Spot:
    types: frozenset[str] | None = None
    enum: tuple[str, ...] | None = None
    form = ""
    for layer in layers:
        node = layer.node
        stated = frozenset(one for one in ([node["type"]] if isinstance(node.get("type"), str) else _list(node.get("type"))) if one)
        nullable = nullable or "null" in stated or node.get("nullable") is True
        stated = stated - {"null"} or _implied(node)
        if stated:
            types = stated if types is None else (types & stated or stated)
        if enum is None and ("enum" in node or "const" in node):
            values = _list(node.get("enum")) if "enum" in node else [node["const"]]
            nullable = nullable or None in values
            enum = tuple(sorted(json.dumps(value, sort_keys=True, ensure_ascii=False) for value in values if value is not None))
        form = form or (node["format"] if isinstance(node.get("format"), str) else "")
    return Spot(
        types=types or frozenset(),
        kinds=types or frozenset(),
        required=required,
        nullable=nullable,
        enum=enum,
        format=form,
        closed=any(layer.node.get("additionalProperties") is False for layer in layers) and len(layers) == 1,
        open_ended=bool(unions),
        span=layers[0].span if layers else Span(path=""),
    )


def _implied(node: dict[str, Any]) -> frozenset[str]:
    """The type that a schema without `type` has in mind."""
    if isinstance(node.get("properties"), dict):
        return frozenset({"object"})
    return frozenset({"array"}) if isinstance(node.get("items"), dict) else frozenset()


def _draft3_required(node: Any) -> bool:
    return isinstance(node, dict) and node.get("required") is True


def _is_null(node: Any) -> bool:
    return isinstance(node, dict) and (node.get("type") == "null" or node.get("const", "") is None or node.get("enum") == [None])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
