"""Avro schemas as values: names resolved, unions flat, each part with its pointer (Apache Avro 1.12, "Schema Declaration")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PRIMITIVES = frozenset({"null", "boolean", "int", "long", "float", "double", "bytes", "string"})
MOST_TYPES = 50_000
"""Parts of one schema that are read; only hostile schemas have more."""
MOST_LEVELS = 200


class UnreadableSchemaError(ValueError):
    """What was given is no Avro schema; the message says why."""


@dataclass(eq=False)
class Type:
    """One part of a schema. Parts that say the same are different values, so that places stay apart; named ones are shared."""

    kind: str
    pointer: str = ""
    name: str = ""
    """The full name of a record, enum or fixed."""
    aliases: frozenset[str] = frozenset()
    fields: list[Field] = field(default_factory=list)
    symbols: tuple[str, ...] = ()
    default: str | None = None
    """The symbol that stands for unknown ones."""
    size: int = 0
    inner: Type | None = None
    """Items of an array, values of a map."""
    branches: list[Type] = field(default_factory=list)
    logical: str = ""
    precision: int = 0
    scale: int = 0

    @property
    def short(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(".")[2]

    @property
    def words(self) -> str:
        """What to call it in a sentence."""
        if self.kind == "union":
            return "union of " + ", ".join(branch.words for branch in self.branches)
        return f"{self.kind} {self.short}" if self.name else f"{self.kind} ({self.logical})" if self.logical else self.kind


@dataclass(eq=False)
class Field:
    """A field of a record."""

    name: str
    type: Type
    pointer: str
    aliases: frozenset[str] = frozenset()
    has_default: bool = False
    default: Any = None
    doc: str = ""


def read(schema: Any, references: Mapping[str, str]) -> Type:
    """The type that a text or value describes. References are texts by name, of types that it only names.

    Raises UnreadableSchemaError.
    """
    reader = _Reader(references)
    return reader.type(reader.value(schema), "", "", 0)


class _Reader:
    def __init__(self, references: Mapping[str, str]) -> None:
        self.references = references
        self.named: dict[str, Type] = {}
        self.count = 0

    def value(self, schema: Any) -> Any:
        if not isinstance(schema, str) or schema in PRIMITIVES:
            return schema
        try:
            return json.loads(schema)
        except (ValueError, RecursionError):
            message = "The text is no JSON, so it is no Avro schema."
            raise UnreadableSchemaError(message) from None

    def type(self, value: Any, namespace: str, pointer: str, level: int) -> Type:
        self.count += 1
        if self.count > MOST_TYPES or level > MOST_LEVELS:
            message = "The schema is too large or too deep to be compared."
            raise UnreadableSchemaError(message)
        if isinstance(value, str):
            return self.reference(value, namespace, pointer, level)
        if isinstance(value, list):
            branches = [self.type(member, namespace, f"{pointer}/{number}", level + 1) for number, member in enumerate(value)]
            return Type("union", pointer, branches=branches)
        if not isinstance(value, dict) or "type" not in value:
            message = f"There is no Avro type at `{pointer or '/'}`."
            raise UnreadableSchemaError(message)
        kind = value["type"]
        if kind in {"record", "error", "enum", "fixed"}:
            return self.declaration(value, namespace, pointer, level)
        if kind in {"array", "map"}:
            key = "items" if kind == "array" else "values"
            return Type(str(kind), pointer, inner=self.type(value.get(key), namespace, f"{pointer}/{key}", level + 1))
        found = self.type(kind, namespace, f"{pointer}/type", level + 1)
        return _with_logical(found, value) if found.kind in PRIMITIVES else found

    def reference(self, name: str, namespace: str, pointer: str, level: int) -> Type:
        if name in PRIMITIVES:
            return Type(name, pointer)
        for full in (name,) if "." in name or not namespace else (f"{namespace}.{name}", name):
            if full in self.named:
                return self.named[full]
        for full in (name,) if "." in name or not namespace else (f"{namespace}.{name}", name):
            if full in self.references:
                return self.type(self.value(self.references[full]), "", pointer, level + 1)
        for text in self.references.values():  # references may be called after files or subjects instead of types
            found = self.type(self.value(text), "", pointer, level + 1) if _declares(self.value(text), name) else None
            if found is not None:
                return found
        message = f"No type is called `{name}`."
        raise UnreadableSchemaError(message)

    def declaration(self, value: dict[str, Any], namespace: str, pointer: str, level: int) -> Type:
        full, within = _full_name(value.get("name"), value.get("namespace"), namespace)
        if not full:
            message = f"A {value['type']} at `{pointer or '/'}` has no name."
            raise UnreadableSchemaError(message)
        kind = "record" if value["type"] == "error" else str(value["type"])
        found = Type(kind, pointer, full, frozenset(_alias(alias, within) for alias in _texts(value.get("aliases"))))
        self.named[full] = found
        if kind == "enum":
            found.symbols = tuple(_texts(value.get("symbols")))
            found.default = value["default"] if isinstance(value.get("default"), str) else None
        elif kind == "fixed":
            found.size = value["size"] if isinstance(value.get("size"), int) else 0
            _with_logical(found, value)
        else:
            members = value.get("fields")
            for number, member in enumerate(members if isinstance(members, list) else []):
                if isinstance(member, dict) and isinstance(member.get("name"), str):
                    found.fields.append(self.field(member, within, f"{pointer}/fields/{number}", level))
        return found

    def field(self, member: dict[str, Any], namespace: str, pointer: str, level: int) -> Field:
        return Field(
            member["name"],
            self.type(member.get("type"), namespace, f"{pointer}/type", level + 1),
            pointer,
            frozenset(_texts(member.get("aliases"))),
            "default" in member,
            member.get("default"),
            member["doc"] if isinstance(member.get("doc"), str) else "",
        )


def _full_name(name: Any, stated: Any, around: str) -> tuple[str, str]:
    """A declaration's full name, and the namespace of what is inside ("Names")."""
    if not isinstance(name, str) or not name:
        return "", around
    if "." in name:
        return name, name.rpartition(".")[0]
    namespace = stated if isinstance(stated, str) else around
    return (f"{namespace}.{name}" if namespace else name), namespace


def _alias(alias: str, namespace: str) -> str:
    return alias if "." in alias or not namespace else f"{namespace}.{alias}"


def _declares(value: Any, name: str) -> bool:
    if not isinstance(value, dict) or "name" not in value:
        return False
    full, _ = _full_name(value.get("name"), value.get("namespace"), "")
    return name in {full, full.rpartition(".")[2]}


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _with_logical(found: Type, value: dict[str, Any]) -> Type:
    logical = value.get("logicalType")
    if isinstance(logical, str):
        found.logical = logical
        found.precision = value["precision"] if isinstance(value.get("precision"), int) else 0
        found.scale = value["scale"] if isinstance(value.get("scale"), int) else 0
    return found
