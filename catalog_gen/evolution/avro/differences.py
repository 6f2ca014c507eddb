"""What differs between two Avro schemas, whether it breaks or not."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.evolution.avro.kinds import ChangeKind
from catalog_gen.evolution.changes import Change
from catalog_gen.schemas.avro.types import Field, Type

MOST_PAIRS = 20_000


def differences(old: Type, new: Type) -> Iterator[Change]:
    """Each difference once, as a change that is safe until resolution says otherwise."""
    yield from _Differences().between(old, new, "")


class _Differences:
    def __init__(self) -> None:
        self._met: set[tuple[int, int]] = set()

    def between(self, old: Type, new: Type, path: str) -> Iterator[Change]:
        pair = (id(old), id(new))
        if pair in self._met or len(self._met) > MOST_PAIRS:
            return
        self._met.add(pair)
        if old.kind != new.kind:
            if "union" in {old.kind, new.kind}:
                yield from self._unions(old, new, path)
            else:
                yield Change(
                    kind=ChangeKind.TYPE_CHANGED, path=path, pointer=new.pointer, message=f"It was {old.words} and is {new.words}."
                )
            return
        if old.name != new.name:
            message = f"The {old.kind} was called `{old.name}` and is called `{new.name}`."
            yield Change(kind=ChangeKind.NAME_CHANGED, path=path, pointer=new.pointer, message=message)
        yield from self._logical(old, new, path)
        if old.kind == "record":
            yield from self._records(old, new, path)
        elif old.kind == "enum":
            yield from self._enums(old, new, path)
        elif old.kind == "union":
            yield from self._unions(old, new, path)
        elif old.inner is not None and new.inner is not None:
            yield from self.between(old.inner, new.inner, path + ("[]" if old.kind == "array" else ".*"))

    def _logical(self, old: Type, new: Type, path: str) -> Iterator[Change]:
        """Bytes that are read as another value without anybody noticing: not resolution's business, and worth knowing."""
        before, after = ((side.logical, side.precision, side.scale) for side in (old, new))
        if before != after and (old.logical or new.logical):
            words = [
                f"{logical}({precision}, {scale})" if logical == "decimal" else logical or "a plain " + old.kind
                for logical, precision, scale in (before, after)
            ]
            yield Change(
                kind=ChangeKind.LOGICAL_TYPE_CHANGED,
                path=path,
                pointer=new.pointer,
                message=f"The same bytes were {words[0]} and are {words[1]} now: data is read, with another meaning, and nothing fails.",
                hint="Add a field of the new logical type beside the old one.",
            )

    def _records(self, old: Type, new: Type, path: str) -> Iterator[Change]:
        before = {field.name: field for field in old.fields}
        used: set[str] = set()
        for field in new.fields:
            own = f"{path}.{field.name}".removeprefix(".")
            match = before.get(field.name) or next((before[alias] for alias in sorted(field.aliases) if alias in before), None)
            if match is None:
                kind = ChangeKind.FIELD_ADDED if field.has_default else ChangeKind.FIELD_ADDED_WITHOUT_DEFAULT
                words = "with a default" if field.has_default else "without a default"
                yield Change(kind=kind, path=own, pointer=field.pointer, message=f"`{field.name}` is new, {words}.")
                continue
            used.add(match.name)
            yield from self._field(match, field, own)
            yield from self.between(match.type, field.type, own)
        for field in old.fields:
            if field.name not in used and all(field.name != other.name for other in new.fields):
                kind = ChangeKind.FIELD_REMOVED if field.has_default else ChangeKind.FIELD_REMOVED_WITHOUT_DEFAULT
                own = f"{path}.{field.name}".removeprefix(".")
                yield Change(kind=kind, path=own, pointer=field.pointer, message=f"`{field.name}` is gone.")

    def _field(self, old: Field, new: Field, path: str) -> Iterator[Change]:
        if old.name != new.name:
            message = f"`{old.name}` is called `{new.name}`, with the old name as an alias."
            yield Change(kind=ChangeKind.FIELD_RENAMED, path=path, pointer=new.pointer, message=message)
        if (old.has_default, old.default) != (new.has_default, new.default):
            before, after = (f"`{side.default}`" if side.has_default else "none" for side in (old, new))
            message = f"The default was {before} and is {after}."
            yield Change(kind=ChangeKind.DEFAULT_CHANGED, path=path, pointer=new.pointer, message=message)

    def _enums(self, old: Type, new: Type, path: str) -> Iterator[Change]:
        for symbol in new.symbols:
            if symbol not in old.symbols:
                yield Change(kind=ChangeKind.SYMBOL_ADDED, path=path, pointer=new.pointer, message=f"The symbol `{symbol}` is new.")
        for symbol in old.symbols:
            if symbol not in new.symbols:
                yield Change(kind=ChangeKind.SYMBOL_REMOVED, path=path, pointer=new.pointer, message=f"The symbol `{symbol}` is gone.")

    def _unions(self, old: Type, new: Type, path: str) -> Iterator[Change]:
        before = {_key(branch): branch for branch in (old.branches if old.kind == "union" else [old])}
        after = {_key(branch): branch for branch in (new.branches if new.kind == "union" else [new])}
        for key, branch in after.items():
            if key not in before:
                yield Change(
                    kind=ChangeKind.BRANCH_ADDED, path=path, pointer=branch.pointer, message=f"A {branch.words} may stand here now."
                )
            else:
                yield from self.between(before[key], branch, path)
        for key, branch in before.items():
            if key not in after:
                message = f"A {branch.words} may no longer stand here."
                yield Change(kind=ChangeKind.BRANCH_REMOVED, path=path, pointer=new.pointer, message=message)


def _key(branch: Type) -> tuple[str, str]:
    return (branch.kind, branch.short)
