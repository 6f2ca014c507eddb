"""The names of the fields in a schema, fast: for the search, which needs names and no tree."""

from __future__ import annotations

import re
from typing import Any

from catalog_gen.model.schema import Schema
from catalog_gen.schemas.json_text import parse_json

_NESTED = (
    "items",
    "additionalProperties",
    "contains",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedProperties",
    "additionalItems",
    "prefixItems",
)
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems", "items")
_MAPS = ("definitions", "$defs", "dependentSchemas", "patternProperties")
_KEYWORDS = frozenset((*_NESTED, *_LISTS, *_MAPS))

FIELD_LIMIT = 5_000
"""Schemas nested in one schema that are looked at."""

_PROTOBUF = re.compile(r"^\s*(?:optional\s+|required\s+|repeated\s+)?(?:map\s*<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*\d+", re.MULTILINE)
_ENUM = re.compile(r"\benum\s+\w+\s*\{[^}]*\}")


def field_names(schema: Schema) -> frozenset[str]:
    """Every field that a payload may hold, at any depth; nothing for what cannot be read."""
    if schema.format == "protobuf":
        return frozenset(_PROTOBUF.findall(_ENUM.sub("", schema.text)))
    if schema.extension in {"proto", "txt"} and not schema.bundled:
        return frozenset()
    value, _ = parse_json(schema.text)
    return frozenset(_avro(value) if schema.format == "avro" else _json_schema(value))


def _json_schema(root: Any) -> set[str]:
    """Property names; walks keywords that hold schemas, so that a property called `items` is a property."""
    names: set[str] = set()
    waiting = [root]
    for _ in range(FIELD_LIMIT):
        if not waiting:
            break
        schema = waiting.pop()
        if schema.__class__ is not dict:
            continue
        properties = schema.get("properties")
        if properties.__class__ is dict:
            names.update(properties)
            waiting += properties.values()
        for keyword in _KEYWORDS & schema.keys():
            value = schema[keyword]
            if value.__class__ is list:
                waiting += value
            elif keyword in _MAPS and value.__class__ is dict:
                waiting += value.values()
            else:
                waiting.append(value)
    return names


def _avro(root: Any) -> set[str]:
    """Names of record fields, in unions, arrays, maps and nested records too."""
    names: set[str] = set()
    waiting = [root]
    for _ in range(FIELD_LIMIT):
        if not waiting:
            break
        schema = waiting.pop()
        if isinstance(schema, list):
            waiting += schema
        elif isinstance(schema, dict):
            for field in schema.get("fields") or ():
                if isinstance(field, dict) and isinstance(field.get("name"), str):
                    names.add(field["name"])
                    waiting.append(field.get("type"))
            waiting += [schema.get(key) for key in ("type", "items", "values")]
    return names
