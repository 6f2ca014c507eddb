"""The past of each field of a message: since when it is there, in which versions it changed, since when it is deprecated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from catalog_gen.evolution.fields.merging import merge_outlines
from catalog_gen.evolution.fields.outline import read_outline
from catalog_gen.model.base import Value

if TYPE_CHECKING:
    from catalog_gen.evolution.fields.merging import Merged
    from catalog_gen.evolution.fields.outline import Outline

LOST_LIMIT = 200
"""Removed fields that are remembered for one schema, the latest losses first."""

STAGE_LIMIT = 200
"""Versions that are looked back over."""


class Stage(Value, frozen=True, kw_only=True):
    """One version of a schema: its label, its format and its self-contained text; both empty where it had no schema."""

    version: str
    format: str = ""
    text: str = ""


class FieldPast(Value, frozen=True, kw_only=True):
    """What happened to a field of the latest version after its first version; only fields to which something happened have one."""

    path: str
    since: str = ""
    """The version that added it; "" for a field that was always there, and for one that came with the field around it."""
    changed: tuple[str, ...] = ()
    """Versions that changed what it permits, oldest first."""
    deprecated: str = ""
    """The version since which it is deprecated, where it is and that is known."""


class LostField(Value, frozen=True, kw_only=True):
    """A field that an earlier version had."""

    path: str
    kind: str = ""
    """Its last type in words."""
    removed: str
    """The version that removed it."""
    last: str
    """The last version that had it."""


class Past(Value, frozen=True, kw_only=True):
    """The past of one schema's fields, as the latest version names them."""

    fields: tuple[FieldPast, ...] = ()
    lost: tuple[LostField, ...] = ()
    """Latest losses first."""

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.fields or self.lost)


class _Record:
    """What is known about a field so far."""

    __slots__ = ("changed", "deprecated", "since")

    def __init__(self, since: str = "", deprecated: str = "") -> None:
        self.since = since
        self.changed: list[str] = []
        self.deprecated = deprecated


def tell_past(stages: Iterable[Stage]) -> Past:
    """The past of the fields of the last of some versions, which come oldest first. A change of the format starts anew."""
    telling = _Telling()
    for stage in list(stages)[-STAGE_LIMIT:]:
        telling.take(stage)
    return telling.past()


class _Telling:
    def __init__(self) -> None:
        self.records: dict[str, _Record] = {}
        self.lost: dict[str, LostField] = {}
        self.number = 0
        self.order: dict[str, int] = {}
        self.last: tuple[Stage, Outline] | None = None

    def take(self, stage: Stage) -> None:
        """Go one version further."""
        if self.last is not None and (self.last[0].format, self.last[0].text) == (stage.format, stage.text):
            self.last = (stage, self.last[1])
            return
        outline = read_outline(stage.format, stage.text)
        before, self.last = self.last, None if outline is None else (stage, outline)
        if outline is None:
            return
        if before is None or before[0].format != stage.format:
            self.records, self.lost = {path: _Record() for path in outline.by_path}, {}
            return
        old, self.records = self.records, {}
        self.number += 1
        for field, is_within in _fields(merge_outlines(before[1], outline)):
            self._note(field, old, before[0].version, stage.version, is_within=is_within)

    def _note(self, field: Merged, old: dict[str, _Record], last: str, version: str, *, is_within: bool) -> None:
        facts = dict(field.facts)
        if field.sign == "removed":
            self.lost[field.path] = LostField(path=field.path, kind=facts.get("type", ""), removed=version, last=last)
            self.order[field.path] = self.number
            return
        self.lost.pop(field.path, None)
        if field.sign == "added":
            self.records[field.path] = _Record("" if is_within else version, version if "deprecated" in facts else "")
            return
        record = self.records[field.path] = old.get(field.old_path or field.path) or _Record()
        for difference in field.differences:
            if difference.label == "deprecated":
                record.deprecated = version if difference.after else ""
        if any(difference.decides and difference.label != "deprecated" for difference in field.differences):
            record.changed.append(version)

    def past(self) -> Past:
        fields = (
            FieldPast(path=path, since=one.since, changed=tuple(one.changed), deprecated=one.deprecated)
            for path, one in self.records.items()
            if path and (one.since or one.changed or one.deprecated)
        )
        lost = sorted(self.lost.values(), key=lambda one: -self.order[one.path])
        return Past(fields=tuple(fields), lost=tuple(lost[:LOST_LIMIT]))


def _fields(root: Merged) -> Iterator[tuple[Merged, bool]]:
    """Every field of a merged tree in its order, and whether it came with the field around it. Of what was removed, the outermost field."""
    waiting = [(root, False)]
    while waiting:
        one, is_within = waiting.pop()
        if not one.is_part:
            yield one, is_within
        if one.sign != "removed" or one.is_part:
            is_new = is_within if one.is_part else one.sign == "added"
            waiting += [(child, is_new) for child in reversed(one.children)]
