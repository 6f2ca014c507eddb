"""Arrays: one item to show what they hold, or as many as tuples, bounds and `contains` want."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from catalog_gen.schemas.examples.leaves import freeze, is_count
from catalog_gen.schemas.examples.library import Node
from catalog_gen.schemas.examples.shapes import Conflict, Shape
from catalog_gen.schemas.examples.spots import MISSING, Spot

if TYPE_CHECKING:
    from catalog_gen.schemas.examples.maker import Maker

_DRAWS = 300
_FILLED = 10
_CROWDED = 5
"""Places whose natural item was taken before the others are drawn from the stream at once."""


def make(maker: Maker, shape: Shape, _: Sequence[Node], spot: Spot) -> Iterator[list[Any]]:
    """Arrays of a shape: of the natural length first, then of others, with what they must contain in different places."""
    low, high = shape.low_of("minItems"), shape.high_of("maxItems")
    if low > maker.limits.items:
        maker.blame_shape(shape, "minItems", f"{low} items are more than are written out")
        return
    ids = [id(node.schema) for node in shape.nodes if node.schema]
    empty = False
    for length, start in _layouts(maker, shape, spot, low, high):
        maker.active.update(ids)
        try:
            built = _build(maker, shape, spot, length, start)
        finally:
            maker.active.subtract(ids)
        if built is not MISSING and (built or high == 0 or spot.required):
            yield built
        empty = empty or built == []
        if built is not MISSING and not shape.hard:
            return
    if empty and not spot.required:
        return
    if low == 0 and spot.required:
        yield []


def fill(maker: Maker, shape: Shape, spot: Spot, given: list[Any]) -> Any:
    """An author's array; what its items leave out is added."""
    items: list[Any] = []
    for number, item in enumerate(given[:_FILLED]):
        if not isinstance(item, dict):
            return MISSING
        value = maker.first(item_nodes(maker, shape, number), spot.item(number, required=True), item)
        if value is MISSING:
            return MISSING
        items.append(value)
    return items + given[_FILLED:]


def _layouts(maker: Maker, shape: Shape, spot: Spot, low: int, high: int | None) -> Iterator[tuple[int, int]]:
    """(length, where the items start that `contains` wants), the most natural first."""
    prefix = max((len(_prefix(node)) for node in shape.arrays), default=0)
    wanted = sum(_contained(node)[0] for node in shape.contains)
    natural = max(low, prefix, wanted, maker.scene.count(spot) if _holds_objects(shape) else 1)
    if not maker.limits.optional:
        natural = max(low, wanted)
    lengths = dict.fromkeys((natural, prefix + wanted, natural + wanted, prefix, wanted, low, *range(min(natural, 6))))
    for length in lengths:
        fitted = length if high is None else min(length, high)
        if fitted < low:
            continue
        yield fitted, 0
        if shape.contains:
            if prefix and fitted > prefix:
                yield fitted, prefix
            yield fitted, max(0, fitted - wanted)


def _holds_objects(shape: Shape) -> bool:
    return any(isinstance(rule := node.schema.get("items"), dict) and ("properties" in rule or "$ref" in rule) for node in shape.arrays)


def _contained(node: Node) -> tuple[int, int | None]:
    """How many items `contains` wants, at least and at most."""
    schema = node.schema
    if not node.resource.draft.bounds_contains:
        return 1, None
    low = int(schema["minContains"]) if is_count(schema.get("minContains")) else 1
    return low, int(schema["maxContains"]) if is_count(schema.get("maxContains")) else None


def _prefix(node: Node) -> list[Any]:
    keyword = _tuple_keyword(node)
    return node.schema[keyword] if keyword else []


def _tuple_keyword(node: Node) -> str:
    if isinstance(node.schema.get("prefixItems"), list):
        return "prefixItems"
    return "items" if isinstance(node.schema.get("items"), list) else ""


def item_nodes(maker: Maker, shape: Shape, number: int) -> list[Node]:
    """The schemas that apply to an item of a shape's arrays."""
    found: list[Node] = []
    spoken = False
    child = maker.library.child
    for node in shape.arrays:
        keyword, prefix = _tuple_keyword(node), _prefix(node)
        rest = "additionalItems" if keyword == "items" else "items"
        if number < len(prefix):
            found.append(child(node, prefix[number], keyword, number))
            spoken = True
        elif rest in node.schema and not isinstance(node.schema[rest], list):
            found.append(child(node, node.schema[rest], rest))
            spoken = True
    if not spoken:
        leftover = [node for node in shape.arrays if "unevaluatedItems" in node.schema]
        found.extend(child(node, node.schema["unevaluatedItems"], "unevaluatedItems") for node in leftover)
    return found


def _build(maker: Maker, shape: Shape, spot: Spot, length: int, start: int) -> Any:
    if length > maker.limits.items:
        maker.blame_shape(shape, "minItems", f"{length} items are more than are written out")
        return MISSING
    low = max(shape.low_of("minItems"), min(length, 1) if shape.contains else 0)
    items: list[Any] = []
    unique = _Unique(maker) if shape.unique else None
    for number in range(length):
        wanted, unwanted = _contains_at(maker, shape, number - start)
        nodes = item_nodes(maker, shape, number)
        place = spot.item(number, required=number < low)
        applying = [*nodes, *wanted, *unwanted]
        value = maker.first(applying, place) if unique is None else unique.draw(applying, place)
        if value is MISSING:
            if number < low:
                maker.blame(Conflict(f"item {number} is wanted, and no value fits it", *_blamed(shape)))
                return MISSING
            break
        items.append(value)
    return items


def _blamed(shape: Shape) -> tuple[str, str]:
    place = shape.nodes[0].place if shape.nodes else ""
    if shape.contains:
        return "contains", shape.contains[0].place
    return shape.blamed.get("minItems", ("items", place))


class _Unique:
    """Draws items that differ from each other: the natural one for its place, else the next of a stream that equal places share."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._seen: set[Any] = set()
        self._crowded = 0
        self._streams: dict[tuple[tuple[int, int], ...], Iterator[Any]] = {}

    def draw(self, nodes: Sequence[Node], spot: Spot) -> Any:
        """An item, or MISSING when no other is found."""
        key = tuple(node.key for node in nodes)
        if key not in self._streams:
            self._streams[key] = self._maker.candidates(nodes, spot)
            natural: Iterator[Any] = iter(())
        elif self._crowded < _CROWDED:
            natural = islice(self._maker.candidates(nodes, spot), 3)
        else:
            natural = iter(())
        for tried, value in enumerate(chain(natural, islice(self._streams[key], _DRAWS))):
            frozen = freeze(value)
            if frozen not in self._seen:
                self._seen.add(frozen)
                self._crowded += tried > 0
                return value
        return MISSING


def _contains_at(maker: Maker, shape: Shape, number: int) -> tuple[list[Node], list[Node]]:
    """What must hold of an item so that `contains` is met, one after the other, and what must not so that it is not exceeded."""
    wanted: list[Node] = []
    unwanted: list[Node] = []
    for node in shape.contains:
        low, high = _contained(node)
        if 0 <= number < low:
            wanted.append(maker.library.child(node, node.schema["contains"], "contains"))
        elif high is not None:
            unwanted.append(maker.library.made(node, {"not": node.schema["contains"]}, "contains"))
        if len(shape.contains) > 1:
            number -= low
    return wanted, unwanted
