"""Two outlines merged into one, each field with its sign and with what changed about it.

`static/compare.js` does the same for versions that are not neighbours; a change here is a change there.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from catalog_gen.evolution.fields.outline import LIST_SEPARATOR, WORDING
from catalog_gen.model.base import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.evolution.fields.outline import Outline

DEPTH_LIMIT = 24
"""Levels that are compared; definitions that are shown elsewhere are followed, so the trees alone set no end."""

MERGE_LIMIT = 4_000
"""Fields that are compared."""


class Difference(Value, frozen=True, kw_only=True):
    """One thing that is said about a field before and after; "" where it was not or is no longer said."""

    label: str
    before: str = ""
    after: str = ""

    @property
    def decides(self) -> bool:
        """Whether it can decide about a payload, and is no matter of wording."""
        return self.label != WORDING


class Merged(Value, frozen=True, kw_only=True):
    """A field of either tree or of both. `sign`: `added`, `removed`, `changed`, `inside` (only something below), `same`."""

    sign: str
    name: str
    path: str
    """In the new tree; in the old one for what was removed."""
    old_path: str = ""
    """In the old tree, where that is another path."""
    is_part: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    """What is said about it now; before, for what was removed."""
    differences: tuple[Difference, ...] = ()
    children: tuple[Merged, ...] = ()
    more: int = 0


def merge_outlines(old: Outline, new: Outline) -> Merged:
    """The two trees as one. Fields are matched by name among their neighbours; removed ones keep their place."""
    return _Merging(old, new).join(old, new, 0)


class _Merging:
    def __init__(self, old: Outline, new: Outline) -> None:
        self.old = old
        self.new = new
        self.left = MERGE_LIMIT

    def join(self, old: Outline, new: Outline, depth: int) -> Merged:
        """A field that both trees have."""
        self.left -= 1
        differences = tuple(differ(old.facts, new.facts))
        children = tuple(self.children(old, new, depth))
        inside = any(child.sign != "same" for child in children)
        return Merged(
            sign="changed" if differences else "inside" if inside else "same",
            name=new.name,
            path=new.path,
            old_path=old.path if old.path != new.path else "",
            is_part=new.is_part,
            facts=new.facts,
            differences=differences,
            children=children,
            more=new.more,
        )

    def children(self, old: Outline, new: Outline, depth: int) -> Iterator[Merged]:
        if depth >= DEPTH_LIMIT or self.left <= 0:
            return
        before, after = self.shown(old, new)
        gone, known = _behind(before, after), dict(_keyed(before))
        yield from (self.alone(one, "removed") for one in gone.get(None, ()))
        for key, one in _keyed(after):
            matched = known.get(key)
            yield self.alone(one, "added") if matched is None else self.join(matched, one, depth + 1)
            yield from (self.alone(other, "removed") for other in gone.get(key, ()))

    def shown(self, old: Outline, new: Outline) -> tuple[tuple[Outline, ...], tuple[Outline, ...]]:
        """What two fields hold. Where only one of them shows its definition, that of the other is looked up where it is shown."""
        before, after = old.children, new.children
        if before and not after and new.shown_at is not None:
            after = _children_at(self.new, new)
        elif after and not before and old.shown_at is not None:
            before = _children_at(self.old, old)
        return before, after

    def alone(self, one: Outline, sign: str) -> Merged:
        """A field that one tree has, with all that it holds."""
        self.left -= 1
        children = tuple(self.alone(child, sign) for child in one.children) if self.left > 0 else ()
        return Merged(sign=sign, name=one.name, path=one.path, is_part=one.is_part, facts=one.facts, children=children, more=one.more)


def _children_at(root: Outline, one: Outline) -> tuple[Outline, ...]:
    found = root.by_path.get(one.shown_at or "")
    return found.children if found is not None else ()


_Key = tuple[bool, str, int]


def _keyed(outlines: Iterable[Outline]) -> Iterator[tuple[_Key, Outline]]:
    """Neighbours with a name each that is theirs alone."""
    seen: Counter[tuple[bool, str]] = Counter()
    for one in outlines:
        name = (one.is_part, one.name)
        yield (*name, seen[name]), one
        seen[name] += 1


def _behind(before: Iterable[Outline], after: Iterable[Outline]) -> dict[_Key | None, list[Outline]]:
    """What is gone, by the neighbour that it stood behind."""
    left = {key for key, _ in _keyed(after)}
    gone: dict[_Key | None, list[Outline]] = {}
    last: _Key | None = None
    for key, one in _keyed(before):
        if key in left:
            last = key
        else:
            gone.setdefault(last, []).append(one)
    return gone


def differ(before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]) -> Iterator[Difference]:
    """What is said differently, in the order of the new facts; what is no longer said comes last."""
    if before == after:
        return
    old, new = dict(before), dict(after)
    for label, words in new.items():
        if old.get(label, "") == words:
            continue
        was, now = _values(old.get(label, ""), words) if label == "values" else (old.get(label, ""), words)
        yield Difference(label=label, before=was, after=now)
    yield from (Difference(label=label, before=words) for label, words in old.items() if label not in new)


def _values(before: str, after: str) -> tuple[str, str]:
    """Permitted values: those that are gone and those that are new, or all of them where one side permits any."""
    if not before or not after:
        return before, after
    old, new = before.split(LIST_SEPARATOR), after.split(LIST_SEPARATOR)
    known, wanted = set(old), set(new)
    gone = [value for value in old if value not in wanted]
    fresh = [value for value in new if value not in known]
    return LIST_SEPARATOR.join(gone), LIST_SEPARATOR.join(fresh)
