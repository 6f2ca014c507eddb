"""The engine of Protobuf: reads both schemas and asks the rules of the dialect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.protobuf.index import Index
from catalog_gen.evolution.protobuf.kinds import ProtobufKind as Kind
from catalog_gen.evolution.protobuf.proofs import Prover
from catalog_gen.evolution.protobuf.registry import Registry
from catalog_gen.evolution.protobuf.semantic import Meaning
from catalog_gen.model.base import Json
from catalog_gen.schemas.protobuf import FileSet, read_text

REGISTRIES = frozenset({"confluent"})
"""Dialects that are rules of registries."""


def compare(
    old: str | Json,
    new: str | Json,
    *,
    directions: frozenset[Direction],
    dialect: str,
    draft: str | None,  # noqa: ARG001 - the engines' protocol
    old_references: Mapping[str, str],
    new_references: Mapping[str, str],
) -> Iterable[Change]:
    """Yield every change between two `.proto` texts under the rules of a dialect."""
    before, old_findings = read_text(str(old), old_references)
    after, new_findings = read_text(str(new), new_references)
    if old_findings or new_findings:
        yield _unreadable("old" if old_findings else "new", (old_findings or new_findings)[0])
        return
    if (old, dict(old_references)) == (new, dict(new_references)):
        return
    if dialect == "semantic":
        yield from _semantic(before, after, directions)
    elif dialect in REGISTRIES:
        yield from _registry(before, after, directions)
    else:
        yield _undecided(dialect)


def _semantic(old: FileSet, new: FileSet, directions: frozenset[Direction]) -> Iterator[Change]:
    before, after = Index(old), Index(new)
    prover = Prover(before, after)
    for found in Meaning(before, after).changes():
        yield prover.prove(found, directions)


def _registry(old: FileSet, new: FileSet, directions: frozenset[Direction]) -> Iterator[Change]:
    if Direction.BACKWARD in directions or not directions:
        yield from Registry(old, new, Direction.BACKWARD).changes()
    if Direction.FORWARD in directions:
        yield from Registry(new, old, Direction.FORWARD).changes()


def _unreadable(which: str, finding: Diagnostic) -> Change:
    return Change(
        kind=Kind.SCHEMA_UNREADABLE,
        directions=(Direction.BACKWARD, Direction.FORWARD),
        message=f"the {which} schema cannot be read: {finding.message} ({finding.span.line}:{finding.span.column})",
        hint=finding.hint,
        undecided=True,
    )


def _undecided(dialect: str) -> Change:
    """The honest answer of a dialect whose rules are not known here: not decided, which counts as breaking."""
    return Change(
        kind=Kind.UNDECIDED,
        directions=(Direction.BACKWARD, Direction.FORWARD),
        message=f"the rules of `{dialect}` for Protobuf are not known here, so nothing was decided",
        hint="ask for the dialect `confluent`",
        undecided=True,
    )
