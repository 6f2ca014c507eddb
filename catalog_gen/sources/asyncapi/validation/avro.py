"""Avro schemas as JSON Schemas, for checking examples: what of the JSON encoding (Avro 1.9 to 1.12, "JSON Encoding") matters.

People write the members of a union with and without the name of the branch, so both are accepted.
"""

from __future__ import annotations

from typing import Any

_PRIMITIVES: dict[str, dict[str, Any]] = {
    "null": {"type": "null"},
    "boolean": {"type": "boolean"},
    "int": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "long": {"type": "integer"},
    "float": {"type": "number"},
    "double": {"type": "number"},
    "bytes": {"type": "string"},
    "string": {"type": "string"},
}


def as_json_schema(avro: Any) -> dict[str, Any]:
    """A JSON Schema that accepts the examples of an Avro schema; what is no Avro accepts everything."""
    definitions: dict[str, Any] = {}
    schema = _convert(avro, "", definitions)
    return {"allOf": [schema], "definitions": definitions}


def _convert(avro: Any, namespace: str, definitions: dict[str, Any]) -> dict[str, Any]:
    if isinstance(avro, str):
        return _named(avro, namespace, definitions)
    if isinstance(avro, list):
        choices = [choice for branch in avro for choice in _choices(branch, namespace, definitions)]
        return {"anyOf": choices} if choices else {}
    return _convert_object(avro, namespace, definitions) if isinstance(avro, dict) else {}


def _convert_object(avro: dict[str, Any], namespace: str, definitions: dict[str, Any]) -> dict[str, Any]:
    kind = avro.get("type")
    if kind == "array":
        return {"type": "array", "items": _convert(avro.get("items"), namespace, definitions)}
    if kind == "map":
        return {"type": "object", "additionalProperties": _convert(avro.get("values"), namespace, definitions)}
    if "logicalType" in avro:
        return {}  # dates and decimals are written in every way that people like
    if isinstance(kind, str) and kind in {"record", "error", "enum", "fixed"}:
        return _define(avro, namespace, definitions)
    return _convert(kind, namespace, definitions) if isinstance(kind, (str, list, dict)) else {}


def _named(name: str, namespace: str, definitions: dict[str, Any]) -> dict[str, Any]:
    if name in _PRIMITIVES:
        return dict(_PRIMITIVES[name])
    full = name if "." in name or not namespace else f"{namespace}.{name}"
    return {"$ref": f"#/definitions/{full}"} if full in definitions else {}


def _choices(branch: Any, namespace: str, definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """A branch of a union: bare, and under its name."""
    schema = _convert(branch, namespace, definitions)
    name = branch if isinstance(branch, str) else branch.get("name", branch.get("type")) if isinstance(branch, dict) else ""
    if name == "null" or not isinstance(name, str):
        return [schema]
    wrapped = [
        {"type": "object", "properties": {key: schema}, "required": [key], "maxProperties": 1}
        for key in {name: 0, f"{namespace}.{name}": 0}
    ]
    return [schema, *wrapped]


def _define(avro: dict[str, Any], namespace: str, definitions: dict[str, Any]) -> dict[str, Any]:
    name = avro.get("name")
    own = avro.get("namespace")
    if not isinstance(name, str) or "/" in name or "~" in name or "%" in name:
        return {}
    full = name if "." in name else f"{own if isinstance(own, str) else namespace}.{name}".lstrip(".")
    definitions[full] = {}
    definitions[full] = _body(avro, full.rpartition(".")[0], definitions)
    return {"$ref": f"#/definitions/{full}"}


def _body(avro: dict[str, Any], namespace: str, definitions: dict[str, Any]) -> dict[str, Any]:
    kind = avro["type"]
    if kind == "enum":
        symbols = avro.get("symbols")
        return {"type": "string", "enum": symbols} if isinstance(symbols, list) and symbols else {"type": "string"}
    if kind == "fixed":
        return {"type": "string"}
    fields = [field for field in avro.get("fields") or () if isinstance(field, dict) and isinstance(field.get("name"), str)]
    return {
        "type": "object",
        "properties": {field["name"]: _convert(field.get("type"), namespace, definitions) for field in fields},
        "required": [field["name"] for field in fields if "default" not in field],
    }
