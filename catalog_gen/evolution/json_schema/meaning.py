"""The dialect `semantic`: a change breaks when a payload exists that the writer's schema accepts and the reader's rejects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.json_schema.differences import Difference
from catalog_gen.evolution.json_schema.documents import Document
from catalog_gen.evolution.json_schema.formulas import Schemas
from catalog_gen.evolution.json_schema.kinds import DEFAULT_HINT, HINTS, ChangeKind
from catalog_gen.evolution.json_schema.paths import path_text
from catalog_gen.evolution.json_schema.proofs import Proof, Prover
from catalog_gen.evolution.json_schema.search import Search
from catalog_gen.evolution.json_schema.terms import EMPTY, Outcome

_STEPS = 40_000
_STEPS_PER_CHANGE = 4_000
_MOST_PROOFS = 40


class Verdict(msgspec.Struct, frozen=True):
    """What one direction came to."""

    breaks: bool
    undecided: bool = False
    proof: Proof | None = None
    rule_only: bool = False


def judge(old: Document, new: Document, differences: tuple[Difference, ...], directions: frozenset[Direction]) -> Iterator[Change]:
    """Yield the differences as changes, each with the directions in which payloads break on it."""
    schemas = Schemas()
    search = Search(schemas)
    found: dict[int, list[tuple[Direction, Verdict]]] = {}
    rest: list[tuple[Direction, Verdict]] = []
    for direction in sorted(directions):
        writer, reader = (old, new) if direction is Direction.BACKWARD else (new, old)
        prover = Prover(search, schemas, writer, reader)
        whole = overall(prover)
        if not whole.breaks:
            continue
        blamed = [(index, verdict) for index, verdict in _blame(prover, differences, direction) if verdict.breaks]
        if whole.undecided or not any(verdict.proof for _, verdict in blamed):
            rest.append((direction, whole))
        for index, verdict in blamed:
            if verdict.proof or not rest:
                found.setdefault(index, []).append((direction, verdict))
    for index, difference in enumerate(differences):
        yield described(difference, found.get(index, []))
    if rest:
        yield described_whole(rest)


def overall(prover: Prover) -> Verdict:
    """Whether anything breaks in a direction."""
    outcome = prover.verdict(_STEPS)
    if outcome is EMPTY:
        return Verdict(breaks=False)
    proof = prover.check(outcome)
    return Verdict(breaks=True, undecided=proof is None, proof=proof)


def _blame(prover: Prover, differences: tuple[Difference, ...], direction: Direction) -> Iterator[tuple[int, Verdict]]:
    """For each difference whether a payload breaks on it, with the payload."""
    for index, difference in enumerate(differences[:_MOST_PROOFS]):
        asked: Any = difference.new if direction is Direction.BACKWARD else difference.old
        steps = difference.steps if difference.base is None else difference.base
        if difference.kind in {ChangeKind.ANNOTATION_CHANGED, ChangeKind.FORMAT_CHANGED}:
            continue
        outcome: Outcome = prover.violation(steps, asked, _STEPS_PER_CHANGE)
        proof = prover.check(outcome)
        if proof is not None:
            yield index, Verdict(breaks=True, proof=proof)


def described(difference: Difference, verdicts: list[tuple[Direction, Verdict]]) -> Change:
    """A difference as a change, with what it breaks."""
    path = path_text(difference.steps)
    proof = next((verdict.proof for _, verdict in verdicts if verdict.proof), None)
    return Change(
        kind=difference.kind,
        path=path,
        old_path=path,
        pointer=difference.pointer,
        directions=tuple(direction for direction, _ in verdicts),
        message=difference.message,
        hint=HINTS.get(difference.kind, DEFAULT_HINT) if verdicts else "",
        rule_only=bool(verdicts) and all(verdict.rule_only for _, verdict in verdicts),
        counterexample=proof.payload if proof else None,
        explanation=proof.explanation if proof else "",
    )


def described_whole(verdicts: list[tuple[Direction, Verdict]]) -> Change:
    """What breaks, but could be put down to no single difference."""
    proof = next((verdict.proof for _, verdict in verdicts if verdict.proof), None)
    sure = [direction for direction, verdict in verdicts if not verdict.undecided]
    words = "payloads exist that only the writer's schema accepts" if sure else "whether every payload stays valid could not be decided"
    return Change(
        kind=ChangeKind.SCHEMA_CHANGED,
        directions=tuple(direction for direction, _ in verdicts),
        message=words,
        hint=DEFAULT_HINT,
        undecided=not sure,
        rule_only=all(verdict.rule_only for _, verdict in verdicts),
        counterexample=proof.payload if proof else None,
        explanation=proof.explanation if proof else "",
    )
