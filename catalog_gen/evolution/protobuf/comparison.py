"""The engine of Protobuf: reads both schemas and asks the rules of the dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.protobuf.buf import buf_changes
from catalog_gen.evolution.protobuf.buf_rules import CATEGORIES
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
        yield from _ways(before, after, directions, _registry)
    elif dialect in CATEGORIES:
        yield from _ways(before, after, directions, partial(buf_changes, dialect=dialect))
    else:
        yield _undecided(dialect)


def _semantic(old: FileSet, new: FileSet, directions: frozenset[Direction]) -> Iterator[Change]:
    before, after = Index(old), Index(new)
    prover = Prover(before, after)
    for found in Meaning(before, after).changes():
        yield prover.prove(found, directions)


def _ways(old: FileSet, new: FileSet, directions: frozenset[Direction], judge: Callable[..., Iterator[Change]]) -> Iterator[Change]:
    """A rule that knows one direction, asked in each that matters."""
    if Direction.BACKWARD in directions or not directions:
        yield from judge(old, new, direction=Direction.BACKWARD)
    if Direction.FORWARD in directions:
        yield from judge(new, old, direction=Direction.FORWARD)


def _registry(old: FileSet, new: FileSet, direction: Direction) -> Iterator[Change]:
    yield from Registry(old, new, direction).changes()


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
