"""Conditions of a JSON Schema in words: `if`, `not`, and the dependencies between properties.

Source: JSON Schema core 2020-12 section 10.2 (applicators), validation section 6.5.4 (`dependentRequired`); draft 4 section 5.4.5
(`dependencies`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catalog_gen.schemas.constraints import code, listed
from catalog_gen.schemas.json_text import value_text

_SHOWN = 8
"""Names or values that are listed before the rest is only counted."""

_DESCRIPTIVE = frozenset({"title", "description", "$comment", "type", "examples"})


def names(value: Any) -> list[str]:
    """The texts of a list; other members and other values are passed over."""
    return [member for member in value if isinstance(member, str)] if isinstance(value, list) else []


def condition_words(schema: Any) -> str:
    """A schema as a condition ("`type` is `card`"), or "" when it says more than a sentence can hold."""
    if not isinstance(schema, dict) or schema.keys() - _DESCRIPTIVE - {"properties", "required"}:
        return ""
    properties = schema.get("properties", {})
    if not isinstance(properties, dict) or len(properties) > _SHOWN:
        return ""
    clauses = [_property_words(name, member) for name, member in properties.items()]
    if not all(clauses):
        return ""
    present = [name for name in names(schema.get("required")) if name not in properties]
    if present:
        clauses.append(f"{_codes(present)} {'is' if len(present) == 1 else 'are'} present")
    return listed(clauses) if clauses else ""


def exclusion_words(schema: Any) -> str:
    """A schema under `not` as a constraint ("not `legacy`"), or "" when it says more than a sentence can hold."""
    if not isinstance(schema, dict):
        return ""
    meaning = schema.keys() - _DESCRIPTIVE
    required = names(schema.get("required"))
    if meaning == {"required"} and required:
        return f"without {_codes(required)}" if len(required) == 1 else f"not {_codes(required)} together"
    if meaning in ({"const"}, {"enum"}):
        return f"not {_values(schema)}"
    if not meaning and isinstance(schema.get("type"), str):
        return f"not {schema['type']}"
    return ""


def dependencies(schema: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """(property, names that must be present beside it), from `dependentRequired` and the older `dependencies`."""
    for keyword in ("dependentRequired", "dependencies"):
        rules = schema.get(keyword)
        if isinstance(rules, dict):
            for name, needed in rules.items():
                found = [needed] if isinstance(needed, str) else names(needed)
                if found:
                    yield name, found


def dependent_schemas(schema: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(keyword, property, schema that holds when the property is present)."""
    for keyword in ("dependentSchemas", "dependencies"):
        rules = schema.get(keyword)
        if isinstance(rules, dict):
            for name, rule in rules.items():
                if isinstance(rule, dict):
                    yield keyword, name, rule


def conditional_names(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(property, when it is required), from dependencies and from `if`/`then`/`else`."""
    for name, needed in dependencies(schema):
        for need in needed:
            yield need, f"when {code(name)} is present"
    if "if" not in schema:
        return
    words = condition_words(schema["if"])
    whens = {"then": f"when {words}" if words else "under a condition", "else": f"unless {words}" if words else "otherwise"}
    for keyword, when in whens.items():
        branch = schema.get(keyword)
        if isinstance(branch, dict):
            for name in names(branch.get("required")):
                yield name, when


def _property_words(name: str, schema: Any) -> str:
    if schema is True or schema == {}:
        return f"{code(name)} is present"
    if not isinstance(schema, dict):
        return ""
    words = _predicate(schema)
    if not words and schema.keys() - _DESCRIPTIVE == {"not"} and isinstance(schema["not"], dict):
        inner = _predicate(schema["not"])
        words = f"is not {inner.removeprefix('is ')}" if inner.startswith("is ") else ""
    return f"{code(name)} {words}" if words else ""


def _predicate(schema: dict[str, Any]) -> str:
    """What a schema of one keyword says about a value ("is `card`"), or ""."""
    meaning = schema.keys() - _DESCRIPTIVE
    if meaning in ({"const"}, {"enum"}):
        return f"is {_values(schema)}"
    if meaning == {"pattern"} and isinstance(schema["pattern"], str):
        return f"matches {code(schema['pattern'])}"
    return f"is of type {schema['type']}" if not meaning and isinstance(schema.get("type"), str) else ""


def _values(schema: dict[str, Any]) -> str:
    members = [schema["const"]] if "const" in schema else schema["enum"]
    if not isinstance(members, list):
        members = [members]
    return _some([code(value_text(member, 80)) for member in members[: _SHOWN + 1]], len(members), "or") if members else "nothing"


def _codes(texts: list[str]) -> str:
    return _some([code(text) for text in texts[: _SHOWN + 1]], len(texts), "and")


def _some(texts: list[str], count: int, conjunction: str) -> str:
    return listed(texts, conjunction) if count <= _SHOWN else f"{', '.join(texts[:_SHOWN])} {conjunction} {count - _SHOWN} more"
