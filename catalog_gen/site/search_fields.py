"""The names of the fields in a schema, fast: for the search, which needs names and no tree."""

from __future__ import annotations

import re
from typing import Any

from catalog_gen.model.schema import Schema
from catalog_gen.schemas.json_text import parse_json

_MAPS = frozenset({"properties", "patternProperties", "definitions", "$defs", "dependentSchemas"})
_KEYWORDS = _MAPS | {
    "items", "prefixItems", "additionalItems", "contains", "additionalProperties", "unevaluatedProperties",
    "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
}  # fmt: skip
"""Keywords that hold schemas: maps of them, a list of them, or one."""

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
    """Property names; walks keywords that hold schemas, so that a property called `items` is a property.

    Most schemas are leaves, so these are told apart before they are put on the list.
    """
    names: set[str] = set()
    waiting = [root]
    leaf = _KEYWORDS.isdisjoint
    for _ in range(FIELD_LIMIT):
        if not waiting:
            break
        schema = waiting.pop()
        if schema.__class__ is not dict:
            continue
        for keyword, value in schema.items():
            if keyword not in _KEYWORDS:
                continue
            if keyword == "properties" and value.__class__ is dict:
                names.update(value)
            held = value.values() if keyword in _MAPS and value.__class__ is dict else value if value.__class__ is list else (value,)
            waiting += [one for one in held if one.__class__ is dict and not leaf(one)]
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
