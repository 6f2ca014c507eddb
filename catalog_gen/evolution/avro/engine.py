"""Every change between two Avro schemas, in words, with the directions in which it breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from catalog_gen.evolution.avro.differences import differences
from catalog_gen.evolution.avro.kinds import ChangeKind
from catalog_gen.evolution.avro.proofs import prove
from catalog_gen.evolution.avro.resolution import Mismatch, Resolution
from catalog_gen.evolution.changes import Change, Direction
from catalog_gen.model.base import Json
from catalog_gen.schemas.avro.types import Type, UnreadableSchemaError, read

MOST_PROOFS = 20
"""Mismatches for which a payload is looked for."""


def compare(
    old: str | Json,
    new: str | Json,
    *,
    directions: frozenset[Direction],
    dialect: str,
    draft: str | None,
    old_references: Mapping[str, str],
    new_references: Mapping[str, str],
) -> Iterable[Change]:
    """See `catalog_gen.evolution.comparison.Engine`. All dialects are schema resolution: registries add nothing to it."""
    del dialect, draft
    try:
        before, after = read(old, old_references), read(new, new_references)
    except UnreadableSchemaError as error:
        return (Change(kind=ChangeKind.UNREADABLE, directions=tuple(Direction), message=str(error), undecided=True),)
    found: dict[tuple[str, str], Change] = {(change.kind, change.path): change for change in differences(before, after)}
    for direction in Direction:
        writer, reader = (before, after) if direction is Direction.BACKWARD else (after, before)
        for number, mismatch in enumerate(Resolution().mismatches(writer, reader)):
            change = _change(mismatch, direction)
            if direction in directions and number < MOST_PROOFS:
                change = prove(change, mismatch, writer, reader)
            key = (change.kind, change.path)
            found[key] = _joined(found[key], change) if key in found else change
    return tuple(sorted(found.values(), key=lambda change: (not change.directions, change.path, change.kind)))


def _joined(one: Change, other: Change) -> Change:
    """One change that breaks in several directions, or that was known as a difference before it was known to break."""
    ways = tuple(direction for direction in Direction if direction in {*one.directions, *other.directions})
    keep = one if one.counterexample is not None else other
    return msgspec.structs.replace(keep, directions=ways)


def _change(mismatch: Mismatch, direction: Direction) -> Change:
    writer, reader = mismatch.writer, mismatch.reader
    path = path_of(mismatch)
    backward = direction is Direction.BACKWARD
    old, new = (writer, reader) if backward else (reader, writer)
    pointer = new.pointer
    if mismatch.reason == "field":
        path = f"{path}.{mismatch.detail}" if path else mismatch.detail
        member = next(field for field in reader.fields if field.name == mismatch.detail)
        kind = ChangeKind.FIELD_ADDED_WITHOUT_DEFAULT if backward else ChangeKind.FIELD_REMOVED_WITHOUT_DEFAULT
        message = (
            f"`{mismatch.detail}` is new and has no default, so data written before has no value for it."
            if backward
            else f"`{mismatch.detail}` is gone and had no default, so readers of the old schema miss it in new data."
        )
        hint = "Give the new field a default." if backward else "Give the field a default first, and remove it when all readers know that."
        return Change(kind=kind, path=path, pointer=member.pointer, directions=(direction,), message=message, hint=hint)
    kind, message, hint = _words(mismatch, old, new, backward=backward)
    undecided = mismatch.reason == "bound"
    return Change(kind=kind, path=path, pointer=pointer, directions=(direction,), message=message, hint=hint, undecided=undecided)


def _words(mismatch: Mismatch, old: Type, new: Type, *, backward: bool) -> tuple[ChangeKind, str, str]:
    if mismatch.reason == "symbol":
        kind = ChangeKind.SYMBOL_REMOVED if backward else ChangeKind.SYMBOL_ADDED
        gone = "is gone" if backward else "is new"
        return (
            kind,
            f"The symbol `{mismatch.detail}` {gone}, and the reader has no default for symbols that it does not know.",
            ("Give the enum a `default` in all readers first."),
        )
    if mismatch.reason == "size":
        return ChangeKind.SIZE_CHANGED, f"The size was {old.size} and is {new.size} bytes.", "Add a field of a new type beside it."
    if mismatch.reason == "name":
        return (
            ChangeKind.NAME_CHANGED,
            f"The {old.kind} was called `{old.name}` and is called `{new.name}`.",
            (f"Add the alias `{old.name}` to the new type."),
        )
    if mismatch.reason == "bound":
        return ChangeKind.TYPE_CHANGED, "The schemas are too large to be compared in full.", ""
    if mismatch.reader.kind == "union" or any(step == "branch" for step, _ in mismatch.way[-1:]):
        kind = ChangeKind.BRANCH_REMOVED if backward else ChangeKind.BRANCH_ADDED
        gone = "may no longer stand here" if backward else "may stand here now"
        return (
            kind,
            f"A {mismatch.writer.words} {gone}; the reader knows {mismatch.reader.words}.",
            ("Keep the branch until no data has it." if backward else "Let all readers know the branch before it is written."),
        )
    return ChangeKind.TYPE_CHANGED, f"It was {old.words} and is {new.words}.", "Add a field of the new type beside the old one."


def path_of(mismatch: Mismatch) -> str:
    """The way to a mismatch as people write it: `lines[].price`."""
    return "".join(_path_parts(mismatch)).removeprefix(".")


def _path_parts(mismatch: Mismatch) -> Iterator[str]:
    for step, name in mismatch.way:
        if step == "field":
            yield f".{name}"
        elif step == "items":
            yield "[]"
        elif step == "values":
            yield ".*"
