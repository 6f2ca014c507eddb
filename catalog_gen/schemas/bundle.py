"""Bundling: one self-contained schema out of one that refers to other places and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from catalog_gen.schemas import keywords
from catalog_gen.text.references import Linked, Reference


@dataclass(frozen=True)
class Bundle:
    """A self-contained schema and, for each of its definitions, its name and the place where it is written."""

    schema: Any
    places: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Key below `definitions` → (name, path, pointer)."""


def bundle(value: Any, place: tuple[str, str], linked: Linked) -> Bundle:
    """Copy `value`, found at `place`, so that each reference points into the copy's own `definitions`.

    Nothing is expanded: every target is copied once, a reference to an enclosing schema becomes a reference to it. What
    could not be resolved stays as it was written. What holds no reference is shared with the document: do not change it.
    """
    if _stands_alone(value) and (not isinstance(value, dict) or keywords.DEFINITIONS.isdisjoint(value)):
        return Bundle(value)
    builder = _Builder(linked, place)
    schema = builder.copy(value, at_root=True)
    definitions: dict[str, Any] = {}
    while builder.waiting:
        key, target = builder.waiting.pop(0)
        definitions[key] = builder.copy(target)
    if definitions and isinstance(schema, dict):
        schema["definitions"] = {key: definitions[key] for key in sorted(definitions)}
    return Bundle(schema, builder.places)


class _Builder:
    def __init__(self, linked: Linked, place: tuple[str, str]) -> None:
        self.linked = linked
        self.keys: dict[tuple[str, str], str] = {place: ""}
        self.places: dict[str, tuple[str, str, str]] = {}
        self.waiting: list[tuple[str, Any]] = []

    def copy(self, value: Any, *, at_root: bool = False) -> Any:
        if not at_root and _stands_alone(value):
            return value
        if isinstance(value, list):
            return [self.copy(member) for member in value]
        if not isinstance(value, dict):
            return value
        reference = self.linked.is_reference(value)
        if reference is not None and not reference.broken:
            return self.refer(value, reference)
        dropped = keywords.DEFINITIONS if at_root else frozenset()
        return {key: self.copy(member) for key, member in value.items() if key not in dropped or not isinstance(member, dict)}

    def refer(self, value: dict[str, Any], reference: Reference) -> Any:
        place = (reference.path, reference.pointer)
        key = self.keys.get(place)
        if key is None:
            target = self.linked.node(*place)
            if target is None or target.broken:
                return dict(value)
            key = self._free_key(reference.name)
            self.keys[place] = key
            self.places[key] = (reference.name, *place)
            self.waiting.append((key, target.value))
        siblings = {name: self.copy(member) for name, member in value.items() if name != "$ref"}
        escaped = key.replace("~", "~0").replace("/", "~1")
        return {"$ref": f"#/definitions/{escaped}" if key else "#", **siblings}

    def _free_key(self, name: str) -> str:
        name = name or "schema"
        key, number = name, 2
        while key in self.places:
            key, number = f"{name}-{number}", number + 1
        return key


def _stands_alone(value: Any) -> bool:
    """Whether a value holds no reference, so that it may be used as it is."""
    if not isinstance(value, (dict, list)):
        return True
    waiting: list[Any] = [value]
    while waiting:
        held = waiting.pop()
        if type(held) is dict:
            if "$ref" in held:
                return False
            held = held.values()
        waiting += [member for member in held if type(member) is dict or type(member) is list]
    return True
