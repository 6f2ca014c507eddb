"""An Avro schema as fastavro takes it."""

from __future__ import annotations

from typing import Any

from catalog_gen.schemas.avro.types import Type


def declared(type_: Type, known: set[str] | None = None) -> Any:
    """The schema as the library wants it: logical types left out, each named type declared once."""
    known = set() if known is None else known
    if type_.kind == "union":
        return [declared(branch, known) for branch in type_.branches]
    if type_.kind in {"array", "map"} and type_.inner is not None:
        return {"type": type_.kind, "items" if type_.kind == "array" else "values": declared(type_.inner, known)}
    if not type_.name:
        return type_.kind
    if type_.name in known:
        return type_.name
    known.add(type_.name)
    found: dict[str, Any] = {"type": type_.kind, "name": type_.name, "aliases": sorted(type_.aliases)}
    if type_.kind == "enum":
        found["symbols"] = list(type_.symbols)
        if type_.default is not None:
            found["default"] = type_.default
    elif type_.kind == "fixed":
        found["size"] = type_.size
    else:
        found["fields"] = [
            {
                "name": field.name,
                "type": declared(field.type, known),
                "aliases": sorted(field.aliases),
                **({"default": field.default} if field.has_default else {}),
            }
            for field in type_.fields
        ]
    return found
