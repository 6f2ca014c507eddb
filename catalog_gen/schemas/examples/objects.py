"""Objects: every declared member that may be shown, in the order in which they are declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from catalog_gen.schemas.examples.leaves import matches
from catalog_gen.schemas.examples.library import Node
from catalog_gen.schemas.examples.pattern_text import write_matching
from catalog_gen.schemas.examples.shapes import Conflict, Shape
from catalog_gen.schemas.examples.spots import MISSING, Spot

if TYPE_CHECKING:
    from catalog_gen.schemas.examples.maker import Maker

_GROWN = 80
_MOST_NEW = 1_000


def make(maker: Maker, shape: Shape, nodes: Sequence[Node], spot: Spot) -> Iterator[dict[str, Any]]:
    """Objects of a shape: with everything; where that fails, with all that can stand together; with the least."""
    full = _build(maker, shape, spot, optional=maker.limits.optional)
    if full is not MISSING:
        yield full
    if full is MISSING or not shape.hard:
        return  # what failed was required, so less would fail, too
    least = _build(maker, shape, spot, optional=False)
    if least is MISSING:
        return
    if maker.accepts(nodes, least):
        yield _grow(maker, nodes, least, full)
    yield least
    for name in list(full)[:_GROWN]:
        if name not in shape.required:
            yield {key: value for key, value in full.items() if key != name}
    for name in list(full)[:_GROWN]:
        yield {**least, name: full[name]}


def fill(maker: Maker, shape: Shape, spot: Spot, given: dict[str, Any]) -> Any:
    """An author's object, with the declared members that it leaves out."""
    return _build(maker, shape, spot, optional=True, given=given)


def _grow(maker: Maker, nodes: Sequence[Node], least: dict[str, Any], full: dict[str, Any]) -> dict[str, Any]:
    """The least object, with each further member that it can stand."""
    grown = least
    for name in list(full)[:_GROWN]:
        if name not in grown:
            trial = {key: full[key] for key in full if key in grown or key == name} | {k: v for k, v in grown.items() if k not in full}
            if maker.accepts(nodes, trial):
                grown = trial
    return grown


def _build(maker: Maker, shape: Shape, spot: Spot, *, optional: bool, given: dict[str, Any] | None = None) -> Any:
    ids = [id(node.schema) for node in shape.nodes if node.schema]
    maker.active.update(ids)
    try:
        return _Builder(maker, shape, spot, given or {}).build(optional=optional)
    finally:
        maker.active.subtract(ids)


class _Builder:
    def __init__(self, maker: Maker, shape: Shape, spot: Spot, given: dict[str, Any]) -> None:
        self._maker = maker
        self._shape = shape
        self._spot = spot
        self._given = given
        self._built: dict[str, Any] = {}

    def build(self, *, optional: bool) -> Any:
        shape = self._shape
        required = self._required()
        names = list(self._given) + (_declared(shape) if optional else []) + list(required)
        for name in dict.fromkeys(names):
            value = self._member(name, required=name in required)
            if value is not MISSING:
                self._built[name] = value
            elif name in required:
                keyword_place = shape.required[name].place if name in shape.required else self._place()
                self._maker.blame(Conflict(f"the member `{name}` is required, and no value fits it", "required", keyword_place))
                return MISSING
        self._follow_dependent(required)
        self._trim(required)
        low = shape.low_of("minProperties")
        if low > _MOST_NEW:
            self._maker.blame_shape(shape, "minProperties", f"{low} members are more than are written out")
            return MISSING
        if len(self._built) < low or (optional and not self._built and self._is_map()):
            self._extend(max(low, 1))
        high = shape.high_of("maxProperties")
        if len(self._built) < low or (high is not None and len(self._built) > high):
            self._maker.blame_shape(shape, "minProperties", "the number of members cannot be met")
            return MISSING
        return self._built

    def _place(self) -> str:
        return self._shape.nodes[0].place if self._shape.nodes else ""

    def _required(self) -> dict[str, None]:
        """The required names, with those that they in turn depend on."""
        names = dict.fromkeys(self._shape.required)
        added = True
        while added:
            added = False
            for name, others in self._shape.dependent:
                if name in names and any(other not in names for other in others):
                    names.update(dict.fromkeys(others))
                    added = True
        return names

    def _member(self, name: str, *, required: bool) -> Any:
        if name in self._built or not self._is_name(name):
            return self._built.get(name, MISSING)
        nodes = member_nodes(self._maker, self._shape, name)
        if any(node.schema is False for node in nodes):
            if required:
                blamed = next(node for node in nodes if node.schema is False)
                self._maker.blame(Conflict(f"the member `{name}` is required, and not allowed", "false", blamed.place))
            return MISSING
        return self._maker.first(nodes, self._spot.member(name, required=required), self._given.get(name, MISSING))

    def _is_name(self, name: str) -> bool:
        rules = self._shape.names
        if not rules:
            return True
        good = all(self._maker.judge.accepts(self._maker.library.child(n, n.schema["propertyNames"], "propertyNames"), name) for n in rules)
        if not good and name in self._shape.required:
            self._maker.blame(Conflict(f"the required name `{name}` is not allowed", "propertyNames", rules[0].place))
        return good

    def _follow_dependent(self, required: dict[str, None]) -> None:
        """Members bring the members that they depend on, or go."""
        for _ in range(len(self._shape.dependent) + 1):
            changed = False
            for name, others in self._shape.dependent:
                for other in others if name in self._built else ():
                    if other not in self._built:
                        value = self._member(other, required=True)
                        if value is not MISSING:
                            self._built[other] = value
                        elif name not in required:
                            self._built.pop(name, None)
                        changed = True
            if not changed:
                return

    def _trim(self, required: dict[str, None]) -> None:
        most = self._shape.high_of("maxProperties")
        if most is None:
            return
        for name in list(self._built)[::-1]:
            if len(self._built) > most and name not in required:
                del self._built[name]

    def _is_map(self) -> bool:
        """Whether a shape speaks of members without naming any: then an empty object would show nothing."""
        most = self._shape.high_of("maxProperties")
        return (most is None or most > 0) and any(
            isinstance(node.schema.get(key), dict) and node.schema[key]
            for node in self._shape.objects
            for key in ("patternProperties", "additionalProperties")
        )

    def _extend(self, low: int) -> None:
        tried = 0
        declared = set(_declared(self._shape))
        required = len(self._built) < self._shape.low_of("minProperties")
        for name in self._new_names():
            tried += 1
            if len(self._built) >= low or tried > 2 * low + 60:
                return
            if name in self._built or not self._is_name(name):
                continue
            nodes = member_nodes(self._maker, self._shape, name)
            if any(node.schema is False for node in nodes):
                continue
            spot = self._spot.member(name, required=required)
            value = self._maker.first(nodes, spot if name in declared else spot._replace(name=""))
            if value is not MISSING:
                self._built[name] = value

    def _new_names(self) -> Iterator[str]:
        """Names that a member could have: declared, of patterns, of `propertyNames`, and such as fit what the object is called."""
        yield from _declared(self._shape)
        maker, dice = self._maker, self._maker.scene.dice(self._spot.path)
        for node in self._shape.objects:
            for pattern in _mapping(node, "patternProperties"):
                yield from islice((text for text in write_matching(pattern, dice) if matches(pattern, text)), 8)
        if self._shape.names:
            rules = [maker.library.child(node, node.schema["propertyNames"], "propertyNames") for node in self._shape.names]
            text = maker.library.made(rules[0], {"type": "string"}, "type")
            yield from islice(maker.candidates([*rules, text], Spot((*self._spot.path, "*"), "key", self._spot.name)), _MOST_NEW)
        yield from maker.scene.keys(self._spot)


def _declared(shape: Shape) -> list[str]:
    return list(dict.fromkeys(name for node in shape.objects for name in _mapping(node, "properties")))


def _mapping(node: Node, keyword: str) -> dict[str, Any]:
    value = node.schema.get(keyword)
    return value if isinstance(value, dict) else {}


def member_nodes(maker: Maker, shape: Shape, name: str) -> list[Node]:
    """The schemas that apply to a member of a shape's objects."""
    found: list[Node] = []
    child = maker.library.child
    leftover: list[Node] = []
    for node in shape.objects:
        before = len(found)
        if name in _mapping(node, "properties"):
            found.append(child(node, node.schema["properties"][name], "properties", name))
        for pattern, rule in _mapping(node, "patternProperties").items():
            if matches(pattern, name):
                found.append(child(node, rule, "patternProperties", pattern))
        if "additionalProperties" in node.schema and len(found) == before:
            found.append(child(node, node.schema["additionalProperties"], "additionalProperties"))
        if "unevaluatedProperties" in node.schema:
            leftover.append(node)
    if not found:
        found.extend(child(node, node.schema["unevaluatedProperties"], "unevaluatedProperties") for node in leftover)
    return found
