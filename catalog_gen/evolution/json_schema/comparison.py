"""The engine: read both schemas, find where they differ, decide what that breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.evolution.json_schema.differences import Walk
from catalog_gen.evolution.json_schema.documents import DRAFTS, Document, Pool, UnreadableSchemaError, read_document
from catalog_gen.evolution.json_schema.kinds import DEFAULT_HINT, HINTS, ChangeKind
from catalog_gen.evolution.json_schema.meaning import judge
from catalog_gen.evolution.json_schema.registries import judge_by_rules
from catalog_gen.model.base import Json

_OLD, _NEW = "old", "new"


def compare(
    old: str | Json,
    new: str | Json,
    *,
    directions: frozenset[Direction],
    dialect: str,
    draft: str | None,
    old_references: Mapping[str, str],
    new_references: Mapping[str, str],
) -> Iterator[Change]:
    """Yield the changes between two JSON Schemas, each with the directions in which it breaks under a dialect.

    A schema that cannot be read is one breaking change that says why. Raises ValueError for a draft that does not exist.
    """
    if draft is not None and draft not in DRAFTS:
        message = f"unknown draft `{draft}`; known are {', '.join(DRAFTS)}"
        raise ValueError(message)
    pool = Pool()
    sides: list[Document] = []
    for name, text, references in ((_OLD, old, old_references), (_NEW, new, new_references)):
        try:
            sides.append(read_document(text, draft, references, pool))
        except UnreadableSchemaError as error:
            yield _unreadable(name, str(error))
            return
    if sides[0].identity == sides[1].identity:
        return
    judge_dialect = judge if dialect == "semantic" else judge_by_rules(dialect)
    yield from judge_dialect(sides[0], sides[1], tuple(Walk(sides[0], sides[1]).differences()), directions)


def _unreadable(name: str, reason: str) -> Change:
    return Change(
        kind=ChangeKind.SCHEMA_UNREADABLE,
        directions=tuple(Direction),
        message=f"the {name} schema cannot be read: {reason}",
        hint=HINTS.get(ChangeKind.SCHEMA_UNREADABLE, DEFAULT_HINT),
        undecided=True,
    )
