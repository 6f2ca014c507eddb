"""Builds values from shapes: chooses branches, tries candidates, judges them, and says what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from catalog_gen.schemas.examples import arrays, numbers, objects, strings
from catalog_gen.schemas.examples.branches import alternatives
from catalog_gen.schemas.examples.judge import Judge
from catalog_gen.schemas.examples.leaves import freeze, is_type
from catalog_gen.schemas.examples.library import Library, Node
from catalog_gen.schemas.examples.scene import Scene, tokens_of
from catalog_gen.schemas.examples.shapes import ALL_TYPES, Choice, Conflict, Shape, merge
from catalog_gen.schemas.examples.spots import MISSING, Limits, Spot
from catalog_gen.schemas.examples.unsatisfiable import TooMuchWorkError, UnsatisfiableSchema

_LEAVES = 200
_TRIES = 40
_CHOICES = 100
_SECOND_OF_PAIR = {"destination", "to", "target", "arrival", "until", "new", "end", "after"}
_BRANCHES = 20
"""Branches of one choice that are remembered."""


class Maker:
    """Makes candidates for schemas, the best first. One is used for one payload."""

    def __init__(self, library: Library, judge: Judge, scene: Scene, limits: Limits) -> None:
        self.library = library
        self.judge = judge
        self.scene = scene
        self.limits = limits
        self.active: Counter[int] = Counter()
        """How often each schema is being shown on the way from the root to here."""
        self.conflict: Conflict | None = None
        self.values = 0
        self.forced: dict[str, int] = {}
        """The branch to try first, by the place of its `oneOf` or `anyOf`."""
        self.met: dict[str, list[Node]] = {}
        """The branches of every `oneOf` and `anyOf` that was decided, by its place."""
        self._steps = 0

    def first(self, nodes: Sequence[Node], spot: Spot, given: Any = MISSING) -> Any:
        """The best value for all the schemas together, or MISSING."""
        return next(self.candidates(nodes, spot, given), MISSING)

    def blame(self, conflict: Conflict) -> None:
        """Remember the first thing that stood in the way."""
        if self.conflict is None:
            self.conflict = conflict

    def blame_shape(self, shape: Shape, kind: str, message: str) -> None:
        """Remember what stood in the way, by the keyword of a shape that brought it."""
        place = shape.nodes[0].place if shape.nodes else ""
        self.blame(Conflict(message, *shape.blamed.get(kind, (kind, place))))

    def accepts(self, nodes: Sequence[Node], value: Any) -> bool:
        """Whether a value satisfies all of the schemas."""
        return all(self.judge.accepts(node, value) for node in nodes)

    def candidates(self, nodes: Sequence[Node], spot: Spot, given: Any = MISSING) -> Iterator[Any]:
        """Values that satisfy all of the schemas, as far as can be told here. `given` is what an author wrote for this place."""
        shape = self.merge(nodes)
        if shape.conflict is not None:
            self.blame(shape.conflict)
            return
        if self._ends_here(shape, spot):
            return
        last: list[Any] = []
        yield from self._authored(shape, nodes, spot, given, last)
        if shape.enum is not None and shape.choices and not self.forced:
            yield from self._listed(shape, nodes)
            return
        for leaf in islice(self._leaves(nodes, shape, frozenset()), _LEAVES):
            for value in islice(self._plain(leaf, nodes, spot), None if not shape.hard else _TRIES):
                if not shape.hard or self.accepts(nodes, value):
                    yield value
        yield from last

    def settled(self, nodes: Sequence[Node], value: Any) -> Shape:
        """The shape of several schemas with their choices made as a valid value has made them."""
        shape = self.merge(nodes)
        if not shape.choices:
            return shape
        leaves = islice(self._leaves(nodes, shape, frozenset()), _TRIES)
        return next((leaf for leaf in leaves if self.accepts(leaf.nodes, value)), shape)

    def merge(self, nodes: Sequence[Node], made: frozenset[tuple[object, ...]] = frozenset()) -> Shape:
        """The shape of several schemas. Raises TooMuchWorkError when the work is spent."""
        self._steps += 1 + len(nodes) // 4
        if self._steps > self.limits.steps:
            raise TooMuchWorkError
        return merge(self.library, nodes, made)

    def _ends_here(self, shape: Shape, spot: Spot) -> bool:
        """Whether a place stays empty, since it repeats what is shown above it, or the payload is deep or large enough."""
        self.values += 1
        deep, large = len(spot.path) > self.limits.depth, self.values > self.limits.values
        if spot.required:
            too_deep = len(spot.path) > self.limits.depth + 20
            if too_deep or self.values > 2 * self.limits.values:
                place = shape.nodes[0].place if shape.nodes else ""
                size = f"{self.limits.depth + 20} levels" if too_deep else f"{2 * self.limits.values} values"
                self.blame(Conflict(f"the smallest payload has more than {size}", "required", place))
                raise TooMuchWorkError
            return False
        return deep or large or any(self.active[id(node.schema)] >= self.limits.recursion for node in shape.nodes)

    # --- branches

    def _leaves(self, nodes: Sequence[Node], shape: Shape, made: frozenset[tuple[object, ...]]) -> Iterator[Shape]:
        """Every way to decide the open choices that is not in conflict with itself."""
        if not shape.choices:
            yield shape
            return
        if len(made) > _CHOICES:
            return  # denials can go round in circles
        choice = shape.choices[0]
        decided = made | {choice.key}
        for alternative in self._ordered(choice, alternatives(self.library, choice, shape)):
            more = [*nodes, *alternative]
            merged = self.merge(more, decided)
            if merged.conflict is None:
                yield from self._leaves(more, merged, decided)
            else:
                self.blame(merged.conflict)

    def _ordered(self, choice: Choice, branches: Iterator[list[Node]]) -> Iterator[list[Node]]:
        """Branches that repeat what is being shown come after those that end it, and null comes last of the others."""
        if choice.keyword not in {"anyOf", "oneOf"}:
            yield from branches
            return
        place = f"{choice.node.place}/{choice.keyword}"
        count = len(choice.node.schema[choice.keyword])
        if place in self.forced:
            first = list(islice(branches, count))
            yield first[self.forced[place]]
            branches = chain(first, branches)
        elif place not in self.met and count <= _BRANCHES:
            first = list(islice(branches, count))
            self.met[place] = [branch[0] for branch in first if branch]
            branches = chain(first, branches)
        later: list[tuple[int, list[Node]]] = []
        for branch in branches:
            rank = max((self._rank(node) for node in branch), default=0)
            if rank:
                later.append((rank, branch))
            else:
                yield branch
        later.sort(key=lambda pair: pair[0])
        yield from (branch for _, branch in later)

    def _rank(self, node: Node) -> int:
        schema = node.schema
        for _ in range(3):
            if isinstance(schema, dict) and "$ref" in schema:
                try:
                    node = self.library.target(node, "$ref")
                except UnsatisfiableSchema:
                    return 3
                schema = node.schema
        if self.active[id(schema)]:
            return 2
        if isinstance(schema, dict) and (schema.get("type") == "null" or schema.get("enum") == [None] or schema.get("const", 0) is None):
            return 1
        return 0

    # --- values

    def _authored(self, shape: Shape, nodes: Sequence[Node], spot: Spot, given: Any, last: list[Any]) -> Iterator[Any]:
        """What authors wrote for this place, where it validates; containers are filled up with what they left out."""
        seen: set[Any] = set()
        shown = list(_examples(shape))
        if tokens_of(spot.name)[-1:] and tokens_of(spot.name)[-1] in _SECOND_OF_PAIR:
            shown.reverse()  # so that origin and destination differ where an author gave several
        wishes = chain([] if given is MISSING else [given], shown, shape.told("default"))
        for wish in wishes:
            key = freeze(wish)
            if key in seen or (wish is None and shape.types is not None and "null" not in shape.types):
                continue
            seen.add(key)
            if not self.accepts(nodes, wish):
                continue
            if wish is None or wish in ("", [], {}):
                last.append(wish)  # true, but it shows nothing
                continue
            if isinstance(wish, dict | list) and self.limits.optional:
                filled = self._filled(shape, nodes, spot, wish)
                if filled is not MISSING:
                    yield filled
            yield wish

    def _filled(self, shape: Shape, nodes: Sequence[Node], spot: Spot, wish: Any) -> Any:
        build = objects.fill if isinstance(wish, dict) else arrays.fill
        for leaf in islice(self._leaves(nodes, shape, frozenset()), 8):
            filled = build(self, leaf, spot, wish)
            if filled is not MISSING and self.accepts(nodes, filled):
                return filled
        return MISSING

    def _plain(self, shape: Shape, nodes: Sequence[Node], spot: Spot) -> Iterator[Any]:
        """Values of a shape without open choices."""
        if shape.enum is not None:
            yield from self._listed(shape, shape.nodes)
            return
        for kind in _ordered_types(shape, spot):
            yield from _MAKERS[kind](self, shape, nodes, spot)

    def _listed(self, shape: Shape, nodes: Sequence[Node]) -> Iterator[Any]:
        """The values that are listed, as far as they satisfy all of the schemas: no branch need be chosen to try them. Null comes last."""
        good = False
        for one in sorted(shape.enum or (), key=lambda one: one is None):
            if self._fits(shape, one) and self.accepts(nodes, one):
                good = True
                yield one
        if not good:
            self.blame_shape(shape, "enum", "none of the listed values fits the other keywords")

    @staticmethod
    def _fits(shape: Shape, value: Any) -> bool:
        return shape.types is None or any(is_type(value, kind, float_integers=shape.float_integers) for kind in shape.types)


def _examples(shape: Shape) -> Iterator[Any]:
    for node in shape.nodes:
        listed = node.schema.get("examples")
        if isinstance(listed, list):
            yield from listed[:20]
        elif isinstance(listed, dict):  # OpenAPI's named examples
            yield from (one["value"] for one in listed.values() if isinstance(one, dict) and "value" in one)
        if "example" in node.schema:
            yield node.schema["example"]


_TELLING: tuple[tuple[str, Callable[[Shape], object]], ...] = (
    ("object", lambda shape: shape.objects or shape.required or shape.names or "minProperties" in shape.lengths or shape.dependent),
    ("array", lambda shape: shape.arrays or shape.contains or shape.unique or "minItems" in shape.lengths),
    ("string", lambda shape: shape.patterns or shape.formats or "minLength" in shape.lengths or "maxLength" in shape.limits),
    ("number", lambda shape: shape.low is not None or shape.high is not None or shape.multiples),
)
_FALLBACK = ("string", "integer", "number", "boolean", "object", "array", "null")


def _ordered_types(shape: Shape, spot: Spot) -> list[str]:
    """The types of a shape, the most telling first: as written, or as the other keywords and the name suggest; null last."""
    if shape.types is not None and len(shape.types) == 1:
        return [*shape.types]
    allowed = ALL_TYPES if shape.types is None else shape.types
    told = [kind for kind, tells in _TELLING if kind in allowed and tells(shape)]
    wanted = strings.kind_of(spot, shape) if shape.types is None else ()
    written = shape.types if shape.types is not None and len(shape.types) < len(_FALLBACK) - 1 else ()
    order = [*told, *wanted, *written, *_FALLBACK]
    kinds = [kind for kind in dict.fromkeys(order) if kind in allowed]
    return sorted(kinds, key=lambda kind: kind == "null")


def _booleans(maker: Maker, _: Shape, __: Sequence[Node], spot: Spot) -> Iterator[bool]:
    first = maker.scene.flag(spot)
    yield first
    yield not first


def _nulls(_: Maker, __: Shape, ___: Sequence[Node], ____: Spot) -> Iterator[None]:
    yield None


_MAKERS: dict[str, Callable[[Maker, Shape, Sequence[Node], Spot], Iterator[Any]]] = {
    "object": objects.make,
    "array": arrays.make,
    "string": strings.make,
    "number": numbers.make,
    "integer": numbers.make_whole,
    "boolean": _booleans,
    "null": _nulls,
}
