"""The dialects of registries: the same question about the payloads, asked of schemas as the registry reads them, and rules on the text.

A registry compares structures, not sets of payloads: it knows patterns and formats by their text only, takes `oneOf` for "any of", and
looks at parts that no payload ever reaches. What breaks by such a rule alone is marked: no payload can show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import msgspec

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.json_schema.differences import Difference
from catalog_gen.evolution.json_schema.documents import Document, Rules
from catalog_gen.evolution.json_schema.formulas import Schemas
from catalog_gen.evolution.json_schema.kinds import ChangeKind
from catalog_gen.evolution.json_schema.meaning import Verdict, described, described_whole
from catalog_gen.evolution.json_schema.proofs import Prover
from catalog_gen.evolution.json_schema.search import Search
from catalog_gen.evolution.json_schema.terms import EMPTY, UNKNOWN
from catalog_gen.evolution.json_schema.values import freeze

Judge: TypeAlias = Callable[[Document, Document, tuple[Difference, ...], frozenset[Direction]], Iterator[Change]]

_STEPS = 40_000
_STEPS_PER_CHANGE = 4_000
_MOST_BLAMED = 40
_MOST_BRANCHES = 400


class Registry(msgspec.Struct, frozen=True):
    """How a registry reads the writer's and the reader's schema."""

    writer: Rules
    reader: Rules


_CONFLUENT = Rules(exact_patterns=True, loose_unions=True)
_APICURIO = Rules(
    exact_patterns=True,
    loose_unions=True,
    exact_conditions=True,
    texts=("format", "contentEncoding", "contentMediaType"),
)

REGISTRIES: dict[str, Registry] = {
    "confluent": Registry(_CONFLUENT, msgspec.structs.replace(_CONFLUENT, defaults_fill=True)),
    "confluent-lenient": Registry(
        msgspec.structs.replace(_CONFLUENT, closed=True), msgspec.structs.replace(_CONFLUENT, defaults_fill=True)
    ),
    "apicurio": Registry(_APICURIO, _APICURIO),
}


def judge_by_rules(dialect: str) -> Judge:
    """The judge of a registry's dialect."""
    registry = REGISTRIES[dialect]

    def judge(old: Document, new: Document, differences: tuple[Difference, ...], directions: frozenset[Direction]) -> Iterator[Change]:
        found: dict[int, list[tuple[Direction, Verdict]]] = {}
        rest: list[tuple[Direction, Verdict]] = []
        schemas = Schemas()
        search = Search(schemas)
        for direction in sorted(directions):
            writer, reader = (old, new) if direction is Direction.BACKWARD else (new, old)
            prover = Prover(search, schemas, writer.under(registry.writer), reader.under(registry.reader))
            blamed, whole = _direction(prover, differences, backward=direction is Direction.BACKWARD)
            for index, verdict in blamed:
                found.setdefault(index, []).append((direction, verdict))
            if whole is not None:
                rest.append((direction, whole))
        for index, difference in enumerate(differences):
            yield described(difference, found.get(index, []))
        if rest:
            yield described_whole(rest)

    return judge


def _direction(prover: Prover, differences: tuple[Difference, ...], *, backward: bool) -> tuple[list[tuple[int, Verdict]], Verdict | None]:
    """The differences that break, and what breaks without being one of them."""
    blamed: dict[int, Verdict] = {}
    for index, difference in enumerate(differences):
        sides = (difference.old, difference.new) if backward else (difference.new, difference.old)
        if _breaks_by_parts(prover, difference.kind, *sides):
            blamed[index] = Verdict(breaks=True, rule_only=True)
    outcome = prover.verdict(_STEPS)
    if outcome is EMPTY:
        return sorted(blamed.items()), None
    for index, difference in enumerate(differences[:_MOST_BLAMED]):
        steps = difference.steps if difference.base is None else difference.base
        broken = prover.violation(steps, difference.new if backward else difference.old, _STEPS_PER_CHANGE)
        if broken is not EMPTY and broken is not UNKNOWN and difference.kind is not ChangeKind.ANNOTATION_CHANGED:
            proof = prover.check(broken)
            blamed[index] = Verdict(breaks=True, proof=proof, rule_only=proof is None)
    if blamed:
        return sorted(blamed.items()), None
    proof = prover.check(outcome)
    return [], Verdict(breaks=True, proof=proof, undecided=outcome is UNKNOWN, rule_only=proof is None and outcome is not UNKNOWN)


def _breaks_by_parts(prover: Prover, kind: ChangeKind, writer: Any, reader: Any) -> bool:
    """Whether a part breaks for itself, though no payload may ever show it."""
    if not isinstance(writer, dict) or not isinstance(reader, dict):
        return False
    if kind is ChangeKind.UNION_CHANGED:
        return _breaks_by_branches(prover, writer, reader)
    if kind is ChangeKind.VALUES_CHANGED and "const" in writer and "const" in reader:
        return bool(freeze(writer["const"]) != freeze(reader["const"]))
    if kind is ChangeKind.ITEMS_CHANGED:
        return not prover.accepts(writer.get("additionalItems", True), reader.get("additionalItems", True)) and (
            "items" not in writer and "items" not in reader
        )
    if kind is ChangeKind.DEPENDENCIES_CHANGED:
        return any(
            not prover.accepts(one, other)
            for word in ("dependencies", "dependentSchemas")
            for name, one in writer.get(word, {}).items()
            if isinstance(other := reader.get(word, {}).get(name), dict) and isinstance(one, dict)
        )
    return False


def _breaks_by_branches(prover: Prover, writer: dict[str, Any], reader: dict[str, Any]) -> bool:
    """Whether a union lost a branch, has one that no branch of the reader accepts, or may now hold only once."""
    sides = [[(word, side[word]) for word in ("anyOf", "oneOf") if isinstance(side.get(word), list)] for side in (writer, reader)]
    if any(len(side) != 1 for side in sides):
        return False
    (was, before), (now, after) = sides[0][0], sides[1][0]
    if len(before) > len(after) or (was == "anyOf" and now == "oneOf" and len(before) > 1):
        return True
    if len(before) * len(after) > _MOST_BRANCHES:
        return False
    return any(not any(prover.accepts(one, other) for other in after) for one in before)
