"""A payload as a sketch: what may stand at each place, as JSON Schema, and how it is written in the payload's own format.

Formats other than JSON Schema choose the shape (which branch of a union, how deep a recursion goes); what the values look like is decided
where it is decided for JSON Schema, so that one catalog has one style.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from catalog_gen.schemas.examples.json_schema import Subject

Write = Callable[[Any], Any]
"""From a value as JSON Schema knows it to the value as the format writes it."""

DRAFT = "draft-07"


@dataclass(eq=False)
class Part:
    """One place of a payload. `schema` says what may stand there; the parts below say the same of the places below."""

    schema: dict[str, Any]
    write: Write | None = None
    """For a value without parts of its own."""
    members: dict[str, tuple[str, Part]] = field(default_factory=dict)
    """Of an object: name in the sketch → name in the payload, and the member."""
    inner: Part | None = None
    """The items of an array, the values of a map."""
    wrap: Write | None = None
    """What is done to the whole when its parts are written."""


def leaf(schema: dict[str, Any], write: Write | None = None) -> Part:
    """A place that holds a single value."""
    return Part(schema, write)


def object_of(members: dict[str, tuple[str, Part]], told: dict[str, Any]) -> Part:
    """An object with exactly these members."""
    schema = {
        **told,
        "type": "object",
        "properties": {name: member.schema for name, (_, member) in members.items()},
        "required": list(members),
        "additionalProperties": False,
    }
    return Part(schema, members=members)


def array_of(inner: Part | None, told: dict[str, Any]) -> Part:
    """An array; without an inner part an empty one."""
    schema = {**told, "type": "array", **({"maxItems": 0} if inner is None else {"items": inner.schema, "minItems": 1})}
    return Part(schema, inner=inner)


def map_of(inner: Part | None, told: dict[str, Any], keys: dict[str, Any] | None = None) -> Part:
    """An object whose members have names of their own; without an inner part an empty one."""
    schema: dict[str, Any] = {**told, "type": "object"}
    schema |= {"maxProperties": 0} if inner is None else {"additionalProperties": inner.schema, "minProperties": 1}
    if keys is not None:
        schema["propertyNames"] = keys
    return Part(schema, inner=inner)


def fill(part: Part, seed: str) -> Any:
    """The payload. Raises UnsatisfiableSchema."""
    return _written(part, Subject(part.schema, draft=DRAFT, seed=seed).example())


def _written(part: Part, value: Any) -> Any:
    if part.members and isinstance(value, dict):
        value = {name: _written(member, value[key]) for key, (name, member) in part.members.items() if key in value}
    elif part.inner is not None and isinstance(value, list):
        value = [_written(part.inner, item) for item in value]
    elif part.inner is not None and isinstance(value, dict):
        value = {key: _written(part.inner, item) for key, item in value.items()}
    elif part.write is not None:
        value = part.write(value)
    return part.wrap(value) if part.wrap is not None else value
