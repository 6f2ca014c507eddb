"""The layers of a schema: everything that holds at one place at once, through references and `allOf`.

A definition is shown with all it holds where it first occurs. Wherever it occurs again, only what the schema says about the
value itself is repeated (type, format, bounds); for the rest the reader is sent to the first place. So a schema that
contains itself ends, and one that uses a definition a million times stays as long as its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalog_gen.schemas.definitions import MISSING, Definitions, name_of
from catalog_gen.schemas.json_text import CUT, value_text

WORK_LIMIT = 50_000
"""Layers looked at in one schema; only hostile schemas have more."""

STRUCTURE = frozenset(
    {
        *("properties", "patternProperties", "additionalProperties", "unevaluatedProperties", "dependentSchemas", "dependencies"),
        *("items", "prefixItems", "additionalItems", "unevaluatedItems", "contains", "allOf", "anyOf", "oneOf", "not", "if"),
    }
)
"""Keywords that make a definition too large to be repeated."""

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")

_LAYERED = frozenset({*REFERENCES, "allOf", "oneOf", "anyOf", CUT})
"""Keywords with which a schema object is more than one layer."""

_COLLECTIONS = (dict, list, str)


class Source(NamedTuple):
    """A schema that holds at a place. `origin` names the part of an `allOf` that brought it."""

    schema: Any
    origin: str = ""
    composed: bool = False
    shallow: bool = False


class Layer(NamedTuple):
    """One schema object at a place. `shallow`: what it holds is shown elsewhere. `consumed`: keywords that are already dealt with."""

    node: dict[str, Any]
    origin: str
    shallow: bool
    consumed: frozenset[str]


@dataclass(slots=True)
class Place:
    """Everything that holds at one place of a payload."""

    layers: list[Layer] = field(default_factory=list)
    reference: str = ""
    same_as: str | None = None
    circular: bool = False
    nullable: bool = False
    never: bool = False
    problem: str = ""


class Layering:
    """Finds the layers of each place of one schema, in reading order."""

    def __init__(self, root: Any) -> None:
        """Start a reading of the whole schema `root`."""
        self.definitions = Definitions(root)
        self.first: dict[int, str] = {}
        """Schema object → the path where it is shown with all it holds."""
        self.open: set[int] = set()
        """The schema objects that enclose the place that is being read."""
        self.work = WORK_LIMIT

    def gather(self, sources: list[Source]) -> Place:
        """The layers of the place where all of `sources` hold."""
        if len(sources) == 1 and self.work > 0 and isinstance(sources[0].schema, dict) and _LAYERED.isdisjoint(sources[0].schema):
            node, origin, _, shallow = sources[0]
            self.work -= 1 + (_weight(node) >> 6)
            return Place(layers=[Layer(node, origin, shallow, frozenset())])
        place = Place()
        seen: set[int] = set()
        waiting = sources[::-1]
        while waiting:
            source = waiting.pop()
            node = source.schema
            if not isinstance(node, dict):
                _note_other(place, node)
            elif id(node) not in seen:
                if self.work <= 0:
                    place.problem = "too large to show in full"
                    break
                seen.add(id(node))
                self.work -= 1 + (_weight(node) >> 6)
                waiting.extend(reversed(self._layer(place, source)))
        if place.same_as is not None and not place.circular and not any(layer.shallow and _is_structured(layer) for layer in place.layers):
            place.same_as = None
        return place

    def enter(self, place: Place, path: str) -> list[int]:
        """Remember that the place's schemas are shown at `path` and enclose what is read next. Gives what `leave` needs."""
        entered = [id(layer.node) for layer in place.layers if not layer.shallow and id(layer.node) not in self.open]
        for identity in entered:
            self.first.setdefault(identity, path)
        self.open.update(entered)
        return entered

    def leave(self, entered: list[int]) -> None:
        """The schemas that `enter` named enclose nothing any more."""
        self.open.difference_update(entered)

    def _layer(self, place: Place, source: Source) -> list[Source]:
        """Add one schema object to the place; gives the schemas that hold because of it, in reading order."""
        node = source.schema
        if CUT in node:
            place.problem = "nested too deeply to show"
            return []
        followers: list[Source] = []
        consumed: set[str] = set()
        reference = next((node[keyword] for keyword in REFERENCES if isinstance(node.get(keyword), str)), None)
        if reference is not None:
            followers += self._follow(place, reference, source)
        members = node.get("allOf")
        if isinstance(members, list) and members:
            composed = source.composed or len(members) > 1 or "properties" in node or reference is not None
            followers += (Source(member, _origin(member, source.origin, composed), composed, source.shallow) for member in members)
        for keyword in ("oneOf", "anyOf"):
            only = _only_branch(node.get(keyword))
            if only:
                consumed.add(keyword)
                place.nullable = place.nullable or only[1]
                followers.append(Source(only[0], source.origin, source.composed, source.shallow))
        place.layers.append(Layer(node, source.origin, source.shallow, frozenset(consumed)))
        return followers

    def _follow(self, place: Place, reference: str, source: Source) -> Iterator[Source]:
        target = self.definitions.find(reference)
        name = name_of(reference)
        if not source.composed and not place.reference:
            place.reference = name
        if target is MISSING:
            place.problem = f"the reference `{reference[:200]}` leads nowhere"
            return
        shallow = source.shallow
        known = self.first.get(id(target))
        if known is not None and (id(target) in self.open or not source.composed):
            shallow = True
            place.same_as = known if place.same_as is None else place.same_as
            place.circular = place.circular or id(target) in self.open
            if source.composed and not place.reference:
                place.reference = name
        yield Source(target, source.origin or (name if source.composed else ""), source.composed, shallow)


def _note_other(place: Place, node: Any) -> None:
    """A schema that is no object: true permits everything, false nothing, and anything else is no schema."""
    if node is False:
        place.never = True
    elif node is not True:
        place.problem = f"not a schema: {value_text(node, 200)}"


def _origin(member: Any, origin: str, composed: bool) -> str:  # noqa: FBT001 - one of two ways to read an allOf
    if origin or not composed or not isinstance(member, dict) or "$ref" in member:
        return origin
    title = member.get("title")
    return title if isinstance(title, str) else ""


def _is_structured(layer: Layer) -> bool:
    return not STRUCTURE.isdisjoint(layer.node)


def _weight(node: dict[str, Any]) -> int:
    """How many members the collections of a schema object have."""
    return sum([len(value) for value in node.values() if isinstance(value, _COLLECTIONS)])


def _is_null(branch: Any) -> bool:
    if not isinstance(branch, dict):
        return False
    return branch.get("type") in ("null", ["null"]) or branch.get("enum") == [None] or branch.get("const", 0) is None


def _only_branch(branches: Any) -> tuple[Any, bool] | None:
    """The one branch that says something and whether `null` is the other; None when there really is a choice."""
    if not isinstance(branches, list) or not branches or len(branches) > 2:  # noqa: PLR2004 - a schema and null
        return None
    others = [branch for branch in branches if not _is_null(branch)]
    return (others[0], len(branches) > 1) if len(others) == 1 else None
