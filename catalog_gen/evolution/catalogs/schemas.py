"""The schema engine inside a comparison of catalogs: which pairs of schemas to judge, and what their changes mean for a message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from catalog_gen.evolution.changes import Change
from catalog_gen.evolution.comparison import Mode
from catalog_gen.evolution.history import Texts
from catalog_gen.model.governance import Policy
from catalog_gen.model.snapshot import SchemaFacts

Judgement = tuple[tuple[Change, ...], str]
"""Changes with the directions in which each breaks, and why there is no verdict, if there is none."""

Judge = Callable[[Texts], Judgement]
Follow = Callable[[SchemaFacts], "str | None"]
"""The self-contained text of a schema; None where it cannot be had."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a schema under a policy."""

    change: Change
    breaking: bool
    undecided: bool = False
    paths: tuple[str, ...] = ()
    """The fields that it touches; () for all of them."""


class Schemas:
    """Pairs of schemas under a policy."""

    def __init__(self, judge: Judge, old: Follow, new: Follow) -> None:
        self.judge = judge
        self.old = old
        self.new = new

    def verdicts(self, old: SchemaFacts, new: SchemaFacts, policy: Policy) -> Iterator[Verdict]:
        """The changes between two schemas of any formats; nothing where they are the same contract."""
        if same(old, new):
            return
        old_text, new_text = self.old(old), self.new(new)
        if old_text is None or new_text is None:
            side = old if old_text is None else new
            where = f" at `{side.url}`" if side.url else ""
            message = f"The {'old' if old_text is None else 'new'} schema{where} could not be read, so there is no verdict."
            yield Verdict(change=Change(kind="schema-unreadable", message=message), breaking=bool(_wanted(policy)), undecided=True)
            return
        texts = Texts(old_format=old.format, old=old_text, new_format=new.format, new=new_text, dialect=policy.dialect)
        changes, reason = self.judge(texts)
        if reason:
            yield Verdict(change=Change(kind="schema-not-compared", message=reason), breaking=bool(_wanted(policy)), undecided=True)
        for change in changes:
            breaking = not _wanted(policy).isdisjoint(change.directions)
            yield Verdict(
                change=msgspec.structs.replace(change, breaking=breaking),
                breaking=breaking,
                undecided=change.undecided and breaking,
                paths=touched(change, changes),
            )


def touched(change: Change, changes: tuple[Change, ...]) -> tuple[str, ...]:
    """The fields that a change touches. A verdict over the whole schema touches those of all changes beside it; () means every field."""
    own = _fields(change)
    others = [_fields(other) for other in changes if other is not change]
    if own or not others or not all(others):
        return own
    return tuple(sorted({path for paths in others for path in paths}))


_REQUIRED = re.compile(r"required-(?:added|removed)")
_NAME = re.compile(r"`([^`]+)`")


def _fields(change: Change) -> tuple[str, ...]:
    paths = tuple(dict.fromkeys(path for path in (change.path, change.old_path) if path))
    named = _NAME.search(change.message) if _REQUIRED.fullmatch(change.kind) else None
    if named is None:
        return paths
    return tuple(f"{path}.{named[1]}" for path in paths) or (named[1],)  # its own path is that of the object around it


def _wanted(policy: Policy) -> frozenset[str]:
    return frozenset(Mode(policy.mode).directions)


def same(old: SchemaFacts, new: SchemaFacts) -> bool:
    """Whether two schemas are one contract, as far as it can be told without their texts."""
    if old.format != new.format:
        return False
    if old.digest and new.digest:
        return old.digest == new.digest
    if old.sha256 and old.sha256 == new.sha256:
        return True
    return bool(old.text) and old.text == new.text
