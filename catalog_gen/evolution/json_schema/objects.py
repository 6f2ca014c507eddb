"""Objects under constraints: which properties must, may and must not be there, and an example of the smallest kind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from catalog_gen.evolution.json_schema.evaluation import in_names
from catalog_gen.evolution.json_schema.languages import Expression, UndecidedLanguageError, both, exactly, outside, shortest
from catalog_gen.evolution.json_schema.names import language_of
from catalog_gen.evolution.json_schema.terms import (
    EMPTY,
    UNKNOWN,
    Constraint,
    EveryNamed,
    Names,
    Node,
    Outcome,
    Property,
    Required,
    Size,
    SomeNamed,
    Witness,
)
from catalog_gen.evolution.json_schema.values import freeze

if TYPE_CHECKING:
    from catalog_gen.evolution.json_schema.search import Search

_MOST_REGIONS = 5
_MOST_PLANS = 60
_MOST_PROPERTIES = 300


class ObjectShape:
    """The constraints of an object, by what they speak of."""

    __slots__ = ("absent", "everywhere", "high", "low", "properties", "required", "somewhere")

    def __init__(self) -> None:
        self.required: dict[str, None] = {}
        self.absent: set[str] = set()
        self.properties: dict[str, Node] = {}
        self.everywhere: list[EveryNamed] = []
        self.somewhere: list[SomeNamed] = []
        self.low = 0
        self.high: int | None = None

    def copy(self) -> ObjectShape:
        """A copy to try one alternative on."""
        other = ObjectShape.__new__(ObjectShape)
        other.required = dict(self.required)
        other.absent = set(self.absent)
        other.properties = dict(self.properties)
        other.everywhere = list(self.everywhere)
        other.somewhere = list(self.somewhere)
        other.low, other.high = self.low, self.high
        return other

    def add(self, constraint: Constraint) -> bool:
        """Add a constraint; False when it contradicts what is there."""
        match constraint:
            case Required(name, True):
                self.required[name] = None
                return name not in self.absent
            case Required(name, _):
                self.absent.add(name)
                return name not in self.required
            case Property(name, node):
                self.properties[name] = self.properties.get(name, frozenset()) | node
            case EveryNamed():
                self.everywhere.append(constraint)
            case SomeNamed():
                self.somewhere.append(constraint)
            case Size(limit, True):
                self.high = limit if self.high is None else min(self.high, limit)
            case Size(limit, _):
                self.low = max(self.low, limit)
        return self.high is None or self.high >= max(self.low, len(self.required))

    def node_of(self, search: Search, name: str) -> Node:
        """Everything that the value of a property must satisfy; where a pattern is not understood, less than that."""
        node = self.properties.get(name, frozenset())
        for rule in self.everywhere:
            if in_names(search.schemas, rule.names, name):
                node |= rule.node
        return node

    def is_vague(self, search: Search, name: str) -> bool:
        """Whether it cannot be told which rules a property's name falls under."""
        return any(in_names(search.schemas, rule.names, name) is None for rule in self.everywhere)


class _Draft:
    """An object in the making."""

    def __init__(self, search: Search, shape: ObjectShape) -> None:
        self.search = search
        self.shape = shape
        self.value: dict[str, Any] = {}
        self.sure = True
        self.extra: dict[str, Node] = {}

    def put(self, name: str, more: Node = frozenset()) -> Outcome:
        """Give a property a value; what it was asked for before still counts."""
        if name in self.shape.absent:
            return EMPTY
        wanted = self.extra.get(name, frozenset()) | more
        outcome = self.search.solve(self.shape.node_of(self.search, name) | wanted)
        if isinstance(outcome, Witness):
            self.value[name] = outcome.value
            self.extra[name] = wanted
            self.sure = self.sure and outcome.sure and not self.shape.is_vague(self.search, name)
        return outcome


def object_example(search: Search, shape: ObjectShape, excluded: list[Any]) -> Outcome:
    """A small object of a shape that is none of the excluded ones."""
    unknown = False
    for name in shape.required:
        outcome = search.solve(shape.node_of(search, name)) if name not in shape.absent else EMPTY
        if outcome is EMPTY:
            return EMPTY
        unknown = unknown or outcome is UNKNOWN
    if unknown:
        return UNKNOWN
    best: Outcome = EMPTY
    plans = [_places(search, shape, rule) for rule in shape.somewhere]
    if any(not places for places in plans):
        return EMPTY
    for number, plan in enumerate(product(*plans)):
        if number >= _MOST_PLANS:
            return UNKNOWN if best is EMPTY else best
        outcome = _fill(search, shape, plan, excluded)
        if isinstance(outcome, Witness) and outcome.sure:
            return outcome
        best = outcome if best is EMPTY or isinstance(outcome, Witness) else best
    return best


def _fill(search: Search, shape: ObjectShape, plan: tuple[tuple[str | None, Node], ...], excluded: list[Any]) -> Outcome:
    """An object with the required properties, those of a plan, and as many others as it needs."""
    draft = _Draft(search, shape)
    for name, node in (*((name, frozenset()) for name in shape.required), *plan):
        outcome = UNKNOWN if name is None else draft.put(name, node)
        if not isinstance(outcome, Witness):
            return outcome
    if shape.high is not None and len(draft.value) > shape.high:
        # Without alternatives for where the asked-for properties go, too many is too many.
        return UNKNOWN if len(plan) > 1 else EMPTY
    if shape.low > _MOST_PROPERTIES:
        return UNKNOWN
    banned = {freeze(value) for value in excluded if isinstance(value, dict)}
    unknown = False
    for name in _spare(search, shape) if len(draft.value) < shape.low or freeze(draft.value) in banned else ():
        if len(draft.value) >= shape.low and freeze(draft.value) not in banned:
            break
        if name is None:
            unknown = True
        elif name not in draft.value and (shape.high is None or len(draft.value) < shape.high):
            unknown = draft.put(name) is UNKNOWN or unknown
    if len(draft.value) < shape.low or freeze(draft.value) in banned:
        return UNKNOWN if unknown or banned else EMPTY
    return Witness(draft.value, draft.sure)


def _places(search: Search, shape: ObjectShape, rule: SomeNamed) -> list[tuple[str | None, Node]]:
    """The names under which a property that must be somewhere can stand: one of each sort. None stands for a name that was not found."""
    places: list[tuple[str | None, Node]] = []
    known = [*shape.required, *(name for name in shape.properties if name not in shape.required)]
    for name in known:
        inside = in_names(search.schemas, rule.names, name)
        if name in shape.absent or inside is False:
            continue
        if search.solve(shape.node_of(search, name) | rule.node) is not EMPTY:
            places.append((name if inside else None, rule.node))
    fresh = fresh_names(search, shape, rule.names, 1)
    places += [(one, rule.node) for one in fresh if one is None or search.solve(shape.node_of(search, one) | rule.node) is not EMPTY]
    return places


def _spare(search: Search, shape: ObjectShape) -> Iterator[str | None]:
    """Names of properties that may be added."""
    yield from (name for name in shape.properties if name not in shape.absent)
    yield from fresh_names(search, shape, Names(), max(shape.low, 1) + 1)


def fresh_names(search: Search, shape: ObjectShape, names: Names, count: int) -> list[str | None]:
    """For each way to fall under the shape's rules, so many names out of a set that the shape does not mention; None for "perhaps"."""
    base = _language(search, names)
    if base is None:
        return [None]
    mentioned = {*shape.required, *shape.properties, *shape.absent}
    rules = list(dict.fromkeys(rule.names for rule in shape.everywhere))
    if len(rules) > _MOST_REGIONS:
        return [None]
    languages = [_language(search, rule) for rule in rules]
    found: list[str | None] = [None] if any(language is None for language in languages) else []
    known = [language for language in languages if language is not None]
    taken = set(mentioned)
    for signs in product((False, True), repeat=len(known)):
        region = both([base, *(language if sign else outside(language) for language, sign in zip(known, signs, strict=True))])
        for _ in range(count):
            search.steps -= 5
            try:
                name = shortest(both([region, *(outside(exactly(other)) for other in sorted(taken))]))
            except (UndecidedLanguageError, RecursionError):
                found.append(None)
                break
            if name is None:
                break
            taken.add(name)
            found.append(name)
    return found


def _language(search: Search, names: Names) -> Expression | None:
    """The language of a set of names, or None where it is not known."""
    parts = [language_of(pattern) for pattern in ([names.pattern] if names.pattern is not None else [])]
    parts += [outside(found) if (found := language_of(pattern)) is not None else None for pattern in sorted(names.outside)]
    parts += [outside(exactly(name)) for name in sorted(names.without)]
    for atom in names.node:
        parts.append(text_language(search, atom))
    known = [part for part in parts if part is not None]
    return both(known) if len(known) == len(parts) else None


def text_language(search: Search, atom: Any) -> Expression | None:
    """The language of the strings in an atom; None for what is no plain combination of patterns, lengths and lists."""
    from catalog_gen.evolution.json_schema.texts import language_of_formula  # noqa: PLC0415 - the two speak of each other

    return language_of_formula(search.schemas, search.schemas.formula(atom, "string"), 0)
