"""What is checked: every object of a document by its kind, each once, in the document and in what it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.payloads import format_of
from catalog_gen.sources.asyncapi.reading import Reading
from catalog_gen.sources.asyncapi.validation.data import Checker, schemas_below
from catalog_gen.sources.asyncapi.validation.grammar import GRAMMAR, Kind
from catalog_gen.text.pointers import join

SCHEMAS = frozenset({"schema", "payload", "foreign"})
"""Kinds that are all schemas."""

_VALUES = frozenset({"default", "const", "examples", "example"})
_TELLING = _VALUES | {"exclusiveMinimum", "exclusiveMaximum", "id", "nullable", "divisibleBy", "extends", "disallow"}

Spot: TypeAlias = tuple[str, str]
"""A file and a pointer into it."""


@dataclass(frozen=True, eq=False)
class Item:
    """One object: what it is, where it stands, under which key, and in which object it was met first."""

    kind: Kind
    place: Place
    key: str
    owner: Item | None

    @property
    def spot(self) -> Spot:
        """Where the object is written."""
        return (self.place.path, self.place.pointer)

    def below(self, *keys: str | int) -> Spot:
        """Where a member of the object is written."""
        return (self.place.path, join(self.place.pointer, *keys))

    def mapping(self, field: str = "") -> dict[str, Any]:
        """The object, or its member, as a mapping; an empty one where it is something else. References are not followed."""
        value = self.place.value
        if field:
            value = value.get(field) if isinstance(value, dict) else None
        return value if isinstance(value, dict) else {}

    def list(self, field: str) -> list[Any]:
        """A member that is a list; an empty one where it is something else."""
        value = self.mapping().get(field)
        return value if isinstance(value, list) else []

    def text(self, field: str) -> str:
        """A member that is a text, else an empty one."""
        value = self.mapping().get(field)
        return value if isinstance(value, str) else ""


class Subject:
    """A document with its objects.

    `outside` are the objects that the document only refers to; the document's own schema does not reach them. `mistaken` are
    those that a reference leads to and that are of another kind than the place of the reference asks for, with that kind.
    """

    def __init__(self, reading: Reading, root: Place, version: str) -> None:
        """Find all objects."""
        self.reading = reading
        self.linked = reading.linked
        self.version = version
        self.major = int(version[0])
        self.root = Item("document", root, "", None)
        self.items: dict[Kind, list[Item]] = {}
        self.outside: list[Item] = []
        self.mistaken: list[tuple[Item, Kind]] = []
        self.by_spot: dict[tuple[Kind, Spot], Item] = {}
        self._referred: list[Item] = []
        self._walk(self.root)
        written = {spot: kind for kind, spot in self.by_spot}
        while self._referred:
            item = self._referred.pop(0)
            if (item.kind, item.spot) in self.by_spot:
                continue
            other = written.get(item.spot, "")
            if other and {item.kind, other} - SCHEMAS:
                self.mistaken.append((item, other))
                continue
            self.outside.append(item)
            self._walk(item)

    def of(self, *kinds: Kind) -> Iterator[Item]:
        """All objects of the kinds."""
        for kind in kinds:
            yield from self.items.get(kind, ())

    def at(self, kind: Kind, place: Place | None) -> Item | None:
        """The object of a kind that a reference or a member leads to."""
        return None if place is None or place.broken else self.by_spot.get((kind, (place.path, place.pointer)))

    def named(self, field: str) -> dict[str, Place]:
        """The members of a mapping at the document's root, such as `servers`."""
        member = self.root.place.get(field)
        return dict(member.items()) if member is not None else {}

    def components(self, section: str) -> dict[str, Place]:
        """The members of a section of `components`."""
        components = self.root.place.get("components")
        member = components.get(section) if components is not None else None
        return dict(member.items()) if member is not None else {}

    @cached_property
    def checker(self) -> Checker:
        """Checks values against the document's schemas."""
        return Checker(self.linked)

    @cached_property
    def telling(self) -> list[tuple[dict[str, Any], Spot]]:
        """The schemas of AsyncAPI's own dialect that some rule has something to say about, those inside others too, each once."""
        seen: set[int] = set()
        found = []
        for item in self.of("schema", "payload"):
            value, pointer = _unwrapped(item)
            for schema, at in schemas_below(value, pointer):
                if not _TELLING.isdisjoint(schema) and id(schema) not in seen:
                    seen.add(id(schema))
                    found.append((schema, (item.place.path, at)))
        return found

    @cached_property
    def schemas(self) -> list[tuple[dict[str, Any], Spot]]:
        """Those of the schemas that say `default`, `const` or `examples`."""
        return [found for found in self.telling if not _VALUES.isdisjoint(found[0])]

    def _walk(self, start: Item) -> None:
        waiting = [start]
        while waiting:
            item = waiting.pop()
            if (item.kind, item.spot) in self.by_spot:
                continue
            self.by_spot[item.kind, item.spot] = item
            self.items.setdefault(item.kind, []).append(item)
            below: list[Item] = []
            for held in self._members(item):
                (self._referred if held.place.reference is not None else below).append(held)
            below.reverse()
            waiting += below

    def _members(self, item: Item) -> Iterator[Item]:
        for field, held in GRAMMAR[self.major].get(item.kind, {}).items():
            member = item.place.get(field)
            if member is None or member.broken:
                continue
            kind = held.rstrip("{}[]")
            if kind in {"schema", "payload"} and field == "payload" and not _is_json(item, member):
                kind = "foreign"
            named: Iterable[tuple[str, Place]]
            if held.endswith("{}"):
                named = ((key, one) for key, one in member.items() if not key.startswith("x-"))
            elif held.endswith("[]"):
                named = ((str(index), one) for index, one in enumerate(member.elements()))
            else:
                named = ((field, member),)
            for key, one in named:
                if not one.broken:
                    yield Item(kind, one, key, item)


def _unwrapped(item: Item) -> tuple[Any, str]:
    """A schema and its pointer, without the object of 3.x that names its format; None where the format is another."""
    value = item.place.value
    if isinstance(value, dict) and isinstance(value.get("schemaFormat"), str) and "schema" in value:
        is_json = format_of(value["schemaFormat"], value["schema"]) == "json-schema"
        return (value["schema"] if is_json else None), join(item.place.pointer, "schema")
    return value, item.place.pointer


def _is_json(message: Item, payload: Place) -> bool:
    """Whether a payload's schema is written in AsyncAPI's own format or in plain JSON Schema."""
    written = message.text("schemaFormat")
    value = payload.value
    if isinstance(value, dict) and isinstance(value.get("schemaFormat"), str) and "schema" in value:
        written, value = value["schemaFormat"], value["schema"]
    return format_of(written.strip(), value) == "json-schema"
