"""Ways into a payload, as people write them, and as a schema that says something about that place only."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Step(msgspec.Struct, frozen=True):
    """One step into a payload."""

    kind: Literal["property", "pattern", "additional", "items"]
    name: str = ""
    names: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


def path_text(steps: tuple[Step, ...]) -> str:
    """Steps as people write them: `order.lines[].price`."""
    text = ""
    for step in steps:
        if step.kind == "items":
            text += "[]"
        else:
            text += ("." if text else "") + {"property": step.name, "pattern": f"/{step.name}/"}.get(step.kind, "*")
    return text


def wrap(steps: tuple[Step, ...], schema: Any) -> Any:
    """A schema that asks something of one place in a payload, and nothing of the rest."""
    for step in reversed(steps):
        if step.kind == "property":
            schema = {"properties": {step.name: schema}}
        elif step.kind == "pattern":
            schema = {"patternProperties": {step.name: schema}}
        elif step.kind == "items":
            schema = {"items": schema}
        else:
            schema = {
                "properties": dict.fromkeys(step.names, True),
                "patternProperties": dict.fromkeys(step.patterns, True),
                "additionalProperties": schema,
            }
    return schema


def escaped(name: str) -> str:
    """A name as a part of an RFC 6901 pointer."""
    return name.replace("~", "~0").replace("/", "~1")
