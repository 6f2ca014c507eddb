"""Example payloads of Avro schemas, in Avro's JSON encoding (Apache Avro 1.12, "JSON Encoding")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from catalog_gen.model.slugs import slugify
from catalog_gen.schemas.avro.types import Field, Type, UnreadableSchemaError, read
from catalog_gen.schemas.examples.assortment import Variant
from catalog_gen.schemas.examples.avro_values import value_of
from catalog_gen.schemas.examples.sketch import Part, array_of, fill, leaf, map_of, object_of
from catalog_gen.schemas.examples.unsatisfiable import UnsatisfiableSchema

_ROUNDS = 2
"""How often a type is shown inside itself."""
_MOST = 500
"""Places that are filled; beyond it arrays are empty, and unions take their shortest way out."""
_NEVER = 10**6
_EMPTY: tuple[Any, ...] = (None, "", 0, 0.0, [], {})
"""Defaults that exist for the sake of evolution and show nothing."""


def example(schema: Any, *, draft: str | None = None, references: Mapping[str, str] | None = None, seed: str = "") -> Any:
    """A payload with every field, where unions take their first branch that is not null. Raises UnsatisfiableSchema."""
    del draft
    subject = Subject(schema, references, seed)
    return subject.payload({})


def variants_of(schema: Any, references: Mapping[str, str] | None = None, seed: str = "") -> Iterator[Variant]:
    """The full payload, the least one, and one for each further branch of a union. Raises UnsatisfiableSchema."""
    subject = Subject(schema, references, seed)
    shape = Shape(subject.heights, {})
    yield Variant(name="full", title="Every field", payload=fill(shape.part(subject.type), subject.seed))
    least = Shape(subject.heights, {}, least=True)
    yield Variant(name="minimal", title="As little as can be", payload=fill(least.part(subject.type), subject.seed))
    for place, (_, branches) in shape.met.items():
        for number, branch in enumerate(branches[1:], 1):
            name = branch.short or branch.logical or branch.kind
            title = f"{'.'.join(place)}: {name}" if place else name
            yield Variant(
                name=slugify(f"{place[-1] if place else 'payload'}-{name}"), title=title, payload=subject.payload({place: number})
            )


class Subject:
    """A schema that was read for examples."""

    def __init__(self, schema: Any, references: Mapping[str, str] | None, seed: str) -> None:
        try:
            self.type = read(schema, references or {})
        except UnreadableSchemaError as error:
            raise UnsatisfiableSchema(str(error)) from None
        self.heights = _heights(self.type)
        self.seed = seed or self.type.name
        if self.heights[id(self.type)] >= _NEVER:
            endless = next(found for found in _all(self.type) if found.kind == "record" and self.heights[id(found)] >= _NEVER)
            message = f"the record `{endless.name}` always holds another of itself, so it has no end"
            raise UnsatisfiableSchema(message, "fields", endless.pointer)

    def payload(self, forced: Mapping[tuple[str, ...], int]) -> Any:
        """A payload that takes the given branches of the unions at the given places."""
        return fill(Shape(self.heights, forced).part(self.type), self.seed)


class Shape:
    """Chooses what is shown: which branch of each union, and where a recursion ends."""

    def __init__(self, heights: Mapping[int, int], forced: Mapping[tuple[str, ...], int], *, least: bool = False) -> None:
        self.heights = heights
        self.forced = forced
        self.least = least
        self.met: dict[tuple[str, ...], tuple[Type, list[Type]]] = {}
        """Unions with more than one branch that shows something, each once, with these branches."""
        self.count = 0

    def part(
        self,
        type_: Type,
        told: dict[str, Any] | None = None,
        place: tuple[str, ...] = (),
        above: tuple[Type, ...] = (),
        *,
        out: bool = False,
    ) -> Part:
        """The place of a type. `above` are the records around it; `out` asks for the shortest way to the end."""
        self.count += 1
        told = told or {}
        out = out or self.least or self.count > _MOST
        if type_.kind == "union":
            return self._union(type_, told, place, above, out=out)
        if type_.kind == "record":
            inside = (*above, type_)
            members = {
                member.name: (member.name, self.part(member.type, _told(member), (*place, member.name), inside, out=out))
                for member in type_.fields
            }
            return object_of(members, {"title": type_.short})
        if type_.inner is not None:
            shown = not out and not self._is_over(type_.inner, above) and self.heights[id(type_.inner)] < _NEVER
            inner = self.part(type_.inner, {}, place, above) if shown else None
            return array_of(inner, _described(told)) if type_.kind == "array" else map_of(inner, _described(told))
        return value_of(type_, told)

    def _union(self, type_: Type, told: dict[str, Any], place: tuple[str, ...], above: tuple[Type, ...], *, out: bool) -> Part:
        ended = [branch for branch in type_.branches if self.heights[id(branch)] < _NEVER]
        shown = [branch for branch in ended if branch.kind != "null" and not self._is_over(branch, above)]
        if len(shown) > 1 and not out and not any(known is type_ for known, _ in self.met.values()):
            self.met[place] = (type_, shown)
        if out or not shown:
            chosen = min(ended, key=lambda branch: self.heights[id(branch)])
        else:
            chosen = shown[min(self.forced.get(place, 0), len(shown) - 1)]
        if chosen.kind == "null":
            return leaf({"type": "null"})
        first = type_.branches[0] is chosen  # a default belongs to the first branch ("Complex Types, Records")
        part = self.part(chosen, told if first else _described(told), place, above, out=out)
        tag = chosen.name or chosen.kind
        inner = part.wrap
        part.wrap = lambda value: {tag: inner(value) if inner is not None else value}
        return part

    def _is_over(self, type_: Type, above: tuple[Type, ...]) -> bool:
        """Whether a type was shown inside itself often enough."""
        if type_.kind == "union":
            return all(branch.kind == "null" or self._is_over(branch, above) for branch in type_.branches)
        return type_.kind == "record" and sum(one is type_ for one in above) >= _ROUNDS


def _told(member: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"description": member.doc} if member.doc else {}
    if member.has_default and member.default not in _EMPTY and not isinstance(member.default, (dict, list)):
        told["default"] = member.default
    return told


def _described(told: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key == "description"}


def _all(type_: Type) -> list[Type]:
    """Every type that can be reached, each once."""
    found: dict[int, Type] = {}
    waiting = [type_]
    while waiting:
        one = waiting.pop()
        if id(one) not in found:
            found[id(one)] = one
            waiting += [*one.branches, *([one.inner] if one.inner is not None else []), *(member.type for member in one.fields)]
    return list(found.values())


def _heights(type_: Type) -> dict[int, int]:
    """How many records lie at least between each type and its end; `_NEVER` for one that has none."""
    types = _all(type_)
    heights = {id(one): _NEVER for one in types}
    changed = True
    while changed:
        changed = False
        for one in types:
            height = _height(one, heights)
            if height < heights[id(one)]:
                heights[id(one)], changed = height, True
    return heights


def _height(type_: Type, heights: Mapping[int, int]) -> int:
    if type_.kind == "union":
        return min((heights[id(branch)] for branch in type_.branches), default=_NEVER)
    if type_.kind == "record":
        return min(_NEVER, 1 + max((heights[id(member.type)] for member in type_.fields), default=0))
    return _NEVER if type_.kind == "enum" and not type_.symbols else 0
