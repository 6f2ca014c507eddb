"""Names for the branches of a `oneOf` or `anyOf`, and the property that tells them apart."""

from __future__ import annotations

from typing import Any

from catalog_gen.schemas.constraints import code
from catalog_gen.schemas.definitions import MISSING, Definitions, name_of
from catalog_gen.schemas.json_text import value_text

_HOPS = 8
"""References that are followed to find a branch's properties."""


def discriminator_of(node: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The property that a schema names as its discriminator and what each reference is called by it.

    AsyncAPI writes the property's name, OpenAPI 3 an object with a mapping from value to reference.
    """
    value = node.get("discriminator")
    if isinstance(value, str):
        return value, {}
    if not isinstance(value, dict) or not isinstance(value.get("propertyName"), str):
        return "", {}
    mapping = value.get("mapping")
    pairs = mapping.items() if isinstance(mapping, dict) else ()
    return value["propertyName"], {target: name for name, target in pairs if isinstance(target, str)}


def variant_names(definitions: Definitions, branches: list[Any], discriminator: str, mapping: dict[str, str]) -> tuple[list[str], str]:
    """A distinct name for each branch, and in words what tells the branches apart ("`type`"), or ""."""
    properties = [_constants(definitions, branch) for branch in branches]
    teller = discriminator or _common(properties)
    names: list[str] = []
    for number, (branch, constants) in enumerate(zip(branches, properties, strict=True), start=1):
        name = _own_name(branch)
        mapped = mapping.get(branch["$ref"], "") if isinstance(branch, dict) and isinstance(branch.get("$ref"), str) else ""
        value = mapped or constants.get(teller, "")
        if value and name and value.casefold() != name.casefold():
            name = f"{name}, {teller} {value}" if teller else name
        names.append(name or value or _by_type(branch) or f"option {number}")
    return _distinct(names), code(teller) if teller else ""


def _own_name(branch: Any) -> str:
    if not isinstance(branch, dict):
        return ""
    if isinstance(branch.get("title"), str) and branch["title"].strip():
        return str(branch["title"].strip()[:100])
    return name_of(branch["$ref"])[:100] if isinstance(branch.get("$ref"), str) else ""


def _by_type(branch: Any) -> str:
    """A branch that is only a type is called after it."""
    if not isinstance(branch, dict) or not isinstance(branch.get("type"), str):
        return ""
    form = branch.get("format")
    return f"{branch['type']} {form}" if isinstance(form, str) else str(branch["type"])


def _constants(definitions: Definitions, branch: Any) -> dict[str, str]:
    """The properties of a branch that can have one value only, with that value."""
    for _ in range(_HOPS):
        if not isinstance(branch, dict) or not isinstance(branch.get("$ref"), str):
            break
        branch = definitions.find(branch["$ref"])
    if branch is MISSING or not isinstance(branch, dict):
        return {}
    found: dict[str, str] = {}
    members = branch.get("allOf")
    for schema in (branch, *(members[:_HOPS] if isinstance(members, list) else ())):
        properties = schema.get("properties") if isinstance(schema, dict) else None
        for name, member in list(properties.items())[:100] if isinstance(properties, dict) else ():
            if isinstance(member, dict):
                values = [member["const"]] if "const" in member else member.get("enum")
                if isinstance(values, list) and len(values) == 1:
                    found[name] = values[0][:100] if isinstance(values[0], str) else value_text(values[0], 100)
    return found


def _common(properties: list[dict[str, str]]) -> str:
    """The property that has a constant, and each time another, in every branch."""
    if len(properties) > 1:
        for name in properties[0]:
            values = {constants.get(name) for constants in properties}
            if None not in values and len(values) == len(properties):
                return name
    return ""


def _distinct(names: list[str]) -> list[str]:
    counts: dict[str, int] = {}
    found = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        found.append(name if counts[name] == 1 else f"{name} {counts[name]}")
    return found
