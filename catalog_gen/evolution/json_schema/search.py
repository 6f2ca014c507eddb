"""The search for a value that is in every atom of a node: it ends with an example, with the proof that there is none, or at its bound.

A schema is compatible when no value is in the writer's schema and outside the reader's. The search splits by kind of value, then by
alternatives. A value cannot contain itself, so a node that is met again inside its own search adds no smallest example and counts as
empty there; what rests on that is only remembered once the outer search has ended the same way.
"""

from __future__ import annotations

from typing import Any

from catalog_gen.evolution.json_schema.arrays import array_example
from catalog_gen.evolution.json_schema.evaluation import holds
from catalog_gen.evolution.json_schema.formulas import Schemas
from catalog_gen.evolution.json_schema.objects import ObjectShape, object_example
from catalog_gen.evolution.json_schema.scalars import number_example, string_example
from catalog_gen.evolution.json_schema.terms import (
    EMPTY,
    UNKNOWN,
    All,
    Atom,
    Bound,
    Constraint,
    Either,
    ExactlyOne,
    Formula,
    Kind,
    Node,
    Nothing,
    OneOfValues,
    Opaque,
    Outcome,
    Property,
    Required,
    Size,
    Unique,
    Witness,
    either,
    every,
)
from catalog_gen.evolution.json_schema.values import freeze, kind_of

_STEPS = 40_000
_DEEPEST = 40
_MOST_PAIRS = 12
_FREE = 1 << 30


class OutOfSteps(Exception):  # noqa: N818 - a bound, not an error
    """The search passed its bound."""


class Conjunction:
    """What must hold together for one kind of value: asserted atoms and constraints, without alternatives."""

    __slots__ = ("atoms", "constraints", "excluded", "opaque", "shape", "values")

    def __init__(self, kind: Kind) -> None:
        self.atoms: set[Atom] = set()
        self.constraints: list[Constraint] = []
        self.excluded: list[Any] = []
        self.opaque: dict[Any, bool] = {}
        self.values: dict[Any, Any] | None = None
        self.shape = ObjectShape() if kind == "object" else None

    def copy(self) -> Conjunction:
        """A copy to try one alternative on."""
        other = Conjunction.__new__(Conjunction)
        other.atoms = set(self.atoms)
        other.constraints = list(self.constraints)
        other.excluded = list(self.excluded)
        other.opaque = dict(self.opaque)
        other.values = self.values
        other.shape = self.shape.copy() if self.shape else None
        return other

    def add(self, constraint: Constraint) -> bool:
        """Add a constraint; False when it contradicts what is there."""
        match constraint:
            case OneOfValues(values, True):
                named = {freeze(value): value for value in values}
                self.values = named if self.values is None else {key: value for key, value in self.values.items() if key in named}
                return bool(self.values)
            case OneOfValues(values, _):
                self.excluded.extend(values)
                return True
            case Opaque(key, positive):
                return self.opaque.setdefault(key, positive) is positive
            case Unique(positive):
                self.constraints.append(constraint)
                return not any(isinstance(other, Unique) and other.positive is not positive for other in self.constraints)
            case _:
                if self.shape is not None:
                    return self.shape.add(constraint)
                self.constraints.append(constraint)
                return not isinstance(constraint, Size | Bound) or self._fits(constraint)

    def _fits(self, new: Size | Bound) -> bool:
        return not any(
            isinstance(old, type(new))
            and old.upper is not new.upper
            and ((old.limit < new.limit) if old.upper else (old.limit > new.limit))
            for old in self.constraints
            if isinstance(old, Size | Bound)
        )


class Search:
    """One bounded search with its memory; the memory holds for all nodes of the same schemas."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.steps = _STEPS
        self._known: dict[Node, Outcome] = {}
        self._provisional: dict[Node, int] = {}
        self._active: dict[Node, int] = {}
        self._lowest = _FREE

    def find(self, node: Node, steps: int = _STEPS) -> Outcome:
        """An example of a node, or that there is none; never raises."""
        self.steps = steps
        self._active.clear()
        self._provisional.clear()
        self._lowest = _FREE
        try:
            return self.solve(node)
        except (OutOfSteps, RecursionError):
            return UNKNOWN

    def solve(self, node: Node) -> Outcome:
        """An example of a node that may stand inside another."""
        if self.schemas.contradicts(node):
            return EMPTY
        if node in self._known:
            return self._known[node]
        if node in self._provisional:
            self._lowest = min(self._lowest, self._provisional[node])
            return EMPTY
        if node in self._active:
            self._lowest = min(self._lowest, self._active[node])
            return EMPTY
        depth = len(self._active)
        if depth > _DEEPEST:
            return UNKNOWN
        outer, self._lowest = self._lowest, _FREE
        self._active[node] = depth
        outcome = self._kinds(node)
        del self._active[node]
        self._remember(node, outcome, depth)
        self._lowest = min(outer, self._lowest)
        return outcome

    def solve_other(self, node: Node, values: list[Any]) -> Outcome:
        """An example that is none of the given values."""
        document = next((self.schemas.place(atom)[1] for atom in node), None)
        if document is None:
            fresh = next(number for number in range(len(values) + 1) if number not in values)
            return Witness(fresh)
        listed = self.schemas.atom({"enum": list(values)}, document)
        return self.solve(node | {listed.inverse()})

    def _remember(self, node: Node, outcome: Outcome, depth: int) -> None:
        if self._lowest < depth:
            if outcome is EMPTY:
                self._provisional[node] = self._lowest
            elif isinstance(outcome, Witness):
                self._known[node] = outcome
                self._lowest = _FREE
            return
        self._lowest = _FREE
        self._known[node] = outcome
        settled = [inner for inner, low in self._provisional.items() if low >= depth]
        for inner in settled:
            del self._provisional[inner]
            if outcome is EMPTY:
                self._known[inner] = EMPTY

    def _kinds(self, node: Node) -> Outcome:
        best: Outcome = EMPTY
        for kind in self.schemas.kinds(node):
            best = better(best, self._kind(node, kind))
            if isinstance(best, Witness) and best.sure:
                return best
        return best

    def _kind(self, node: Node, kind: Kind) -> Outcome:
        if any(self.schemas.formula(atom, kind) is False for atom in node):
            return EMPTY
        if kind in {"null", "boolean"}:
            return self._listed(node, [None] if kind == "null" else [True, False])
        return self._explore(node, kind, Conjunction(kind), sorted(node, key=lambda atom: (atom.key, atom.positive)), [])

    def _listed(self, node: Node, values: list[Any]) -> Outcome:
        best: Outcome = EMPTY
        for value in values:
            self._step(5)
            answer = holds(self.schemas, node, value)
            if answer:
                return Witness(value)
            if answer is None:
                best = better(best, Witness(value, sure=False))
        return best

    def _step(self, count: int = 1) -> None:
        self.steps -= count
        if self.steps < 0:
            raise OutOfSteps

    def _explore(self, node: Node, kind: Kind, known: Conjunction, pending: list[Any], choices: list[Formula]) -> Outcome:
        while True:
            if not self._assert(kind, known, pending, choices):
                return EMPTY
            if known.values is not None:
                return self._listed(node, [value for value in known.values.values() if kind_of(value) == kind])
            narrowed = self._narrow(kind, known, choices)
            if narrowed is None:
                return EMPTY
            choices, pending = narrowed
            if not pending:
                break
        if not choices:
            return self._build(node, kind, known)
        chosen = min(choices, key=lambda choice: len(choice.parts) if isinstance(choice, Either) else _FREE)
        rest = [choice for choice in choices if choice is not chosen]
        best: Outcome = EMPTY
        parts = chosen.parts if isinstance(chosen, Either) else ()
        for part in parts:
            self._step()
            best = better(best, self._explore(node, kind, known.copy(), [part], list(rest)))
            if isinstance(best, Witness) and best.sure:
                return best
        return best

    def _assert(self, kind: Kind, known: Conjunction, pending: list[Any], choices: list[Formula]) -> bool:  # noqa: C901 - one branch for each formula
        """Take in everything that must hold; alternatives are put aside. False for a contradiction."""
        later: list[Atom] = []
        while pending or later:
            self._step()
            if not pending:
                pending.extend(self.schemas.formula(atom, kind) for atom in later)
                later.clear()
                continue
            term = pending.pop()
            match term:
                case bool():
                    if not term:
                        return False
                case Atom():
                    if term.inverse() in known.atoms:
                        return False
                    if term not in known.atoms:
                        known.atoms.add(term)
                        later.append(term)
                case All(parts):
                    pending.extend(reversed(parts))
                case Either() | ExactlyOne():
                    choices.append(term)
                case _:
                    if not known.add(term):
                        return False
        return True

    def _narrow(self, kind: Kind, known: Conjunction, choices: list[Formula]) -> tuple[list[Formula], list[Formula]] | None:
        """Drop alternatives that are out of the question: what remains to choose, and what has no alternative left."""
        open_: list[Formula] = []
        certain: list[Formula] = []
        for choice in choices:
            plain = self._exactly_one(choice, kind) if isinstance(choice, ExactlyOne) else choice
            if not isinstance(plain, Either):
                certain.append(plain)
                continue
            parts: list[Formula] | None = []
            for part in plain.parts:
                self._step()
                if isinstance(part, Atom) and (part in known.atoms or self.schemas.formula(part, kind) is True):
                    parts = None
                    break
                if parts is not None and not self._refuted(kind, known, part):
                    parts.append(part)
            if parts is None:
                continue
            if not parts:
                return None
            if len(parts) == 1:
                certain.append(parts[0])
            else:
                open_.append(Either(tuple(parts)))
        return open_, certain

    def _refuted(self, kind: Kind, known: Conjunction, part: Formula) -> bool:  # noqa: PLR0911 - one answer for each formula
        """Whether an alternative contradicts at a glance what is known."""
        match part:
            case bool():
                return not part
            case Atom():
                return part.inverse() in known.atoms or self.schemas.formula(part, kind) is False
            case Required(name, positive) if known.shape is not None:
                return name in (known.shape.absent if positive else known.shape.required)
            case All(parts) if known.shape is not None:
                if any(self._refuted(kind, known, inner) for inner in parts if not isinstance(inner, All)):
                    return True
                match parts:
                    case (Required(name, True), Property(same, node)) if name == same:
                        return self.solve(known.shape.node_of(self, name) | node) is EMPTY
                return False
            case All(parts):
                return any(self._refuted(kind, known, inner) for inner in parts)
            case _:
                return False

    def _exactly_one(self, choice: ExactlyOne, kind: Kind) -> Formula:
        atoms = [atom for atom in choice.atoms if self.schemas.formula(atom, kind) is not False]
        apart = len(atoms) < 2 or (kind == "object" and self._disjoint(atoms))  # noqa: PLR2004
        if choice.positive:
            if apart:
                return either(list(atoms))
            if len(atoms) > _MOST_PAIRS:
                return every([either(list(atoms)), Opaque(("one of", *atoms))])
            return either([every([atom, *(other.inverse() for other in atoms if other is not atom)]) for atom in atoms])
        none = every([atom.inverse() for atom in atoms])
        if apart:
            return none
        if len(atoms) > _MOST_PAIRS:
            return either([none, Opaque(("one of", *atoms), positive=False)])
        return either([none, *(every([a, b]) for index, a in enumerate(atoms) for b in atoms[index + 1 :])])

    def _disjoint(self, atoms: list[Atom]) -> bool:
        """Whether each atom asks for another value of one property: then at most one of them can hold."""
        marks = [self._marks(atom) for atom in atoms]
        for name in marks[0]:
            if all(name in mark for mark in marks):
                values = [value for mark in marks for value in mark[name]]
                if len(values) == len(set(values)):
                    return True
        return False

    def _marks(self, atom: Atom) -> dict[str, tuple[Any, ...]]:
        """The properties that an atom requires with listed values."""
        schema, document = self.schemas.place(atom)
        for _ in range(8):
            if not isinstance(schema, dict) or "$ref" not in schema or document.modern:
                break
            schema = document.resolve(schema, schema["$ref"])
        if not isinstance(schema, dict) or not atom.positive:
            return {}
        if "$ref" in schema and len(schema) == 1:
            schema = document.resolve(schema, schema["$ref"]) or {}
        if not isinstance(schema, dict):
            return {}
        properties = schema.get("properties")
        required = schema.get("required")
        if not isinstance(properties, dict) or not isinstance(required, list) or document.draft == "draft-04":
            return {}
        marks = {}
        for name in required:
            part = properties.get(name) if isinstance(name, str) else None
            if isinstance(part, dict) and ("$ref" not in part or document.modern):
                values = [part["const"]] if "const" in part else part.get("enum")
                if isinstance(values, list):
                    marks[name] = tuple({freeze(value) for value in values})
        return marks

    def _build(self, node: Node, kind: Kind, known: Conjunction) -> Outcome:
        self._step(3)
        if kind == "number":
            outcome = number_example(known.constraints, known.excluded)
        elif kind == "string":
            outcome = string_example(known.constraints, known.excluded)
        elif kind == "array":
            outcome = array_example(self, known.constraints, known.excluded)
        else:
            assert known.shape is not None  # noqa: S101 - objects have a shape
            outcome = object_example(self, known.shape, known.excluded)
        if isinstance(outcome, Witness) and outcome.sure and known.opaque:
            return Witness(outcome.value, sure=bool(holds(self.schemas, node, outcome.value)))
        return outcome


def better(one: Outcome, other: Outcome) -> Outcome:
    """The outcome that says more: a sure example, an example, not known, none."""
    return max(one, other, key=_worth)


def _worth(outcome: Outcome) -> int:
    if isinstance(outcome, Witness):
        return 3 if outcome.sure else 2
    assert isinstance(outcome, Nothing)  # noqa: S101 - there is no third
    return 0 if outcome.proved else 1
