"""What changed about who owns what, and about the groups of the business."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from catalog_gen.evolution.catalogs.changes import CatalogChange
from catalog_gen.evolution.catalogs.drafting import change, listed, shown
from catalog_gen.evolution.catalogs.kinds import CatalogKind
from catalog_gen.model.snapshot import GroupFacts, Snapshot

_GROUPS = (
    ("domain", CatalogKind.DOMAIN_ADDED, CatalogKind.DOMAIN_REMOVED),
    ("team", CatalogKind.TEAM_ADDED, CatalogKind.TEAM_REMOVED),
    ("user", CatalogKind.USER_ADDED, CatalogKind.USER_REMOVED),
)


def people_changes(old: Snapshot, new: Snapshot) -> Iterator[CatalogChange]:
    """Domains, teams and users that came or went, other owners, other domains."""
    for what, added, removed in _GROUPS:
        yield from _groups(what, added, removed, getattr(old, f"{what}s"), getattr(new, f"{what}s"))
    for what, before, after in (
        ("service", old.service_by_id, new.service_by_id),
        ("message", old.message_by_id, new.message_by_id),
        ("channel", old.channel_by_id, new.channel_by_id),
        ("domain", {one.id: one for one in old.domains}, {one.id: one for one in new.domains}),
    ):
        for name in sorted(before.keys() & after.keys()):
            yield from _owned(what, name, before[name], after[name])


def _groups(
    what: str, added: CatalogKind, removed: CatalogKind, old: Sequence[GroupFacts], new: Sequence[GroupFacts]
) -> Iterator[CatalogChange]:
    before, after = {one.id for one in old}, {one.id for one in new}
    for name in sorted(after - before):
        yield change(added, what, name, f"The {what} `{name}` is new.")
    for name in sorted(before - after):
        yield change(removed, what, name, f"The {what} `{name}` is gone.")


def _owned(what: str, name: str, old: Any, new: Any) -> Iterator[CatalogChange]:
    spans = {"old": _span(old), "new": _span(new)}
    if set(old.owners) != set(new.owners):
        text = f"The {what} `{name}` was owned by {listed(old.owners) or 'nobody'} and is owned by {listed(new.owners) or 'nobody'}."
        before, after = sorted(old.owners), sorted(new.owners)
        yield change(CatalogKind.OWNERSHIP_CHANGED, what, name, text, before=before, after=after, **spans)
    if what in {"service", "message"} and old.domain != new.domain:
        text = f"The {what} `{name}` was in the domain {shown(old.domain)} and is in {shown(new.domain)}."
        yield change(CatalogKind.DOMAIN_CHANGED, what, name, text, before=old.domain, after=new.domain, **spans)


def _span(thing: Any) -> Any:
    current = getattr(thing, "current", None)
    return current.span if current is not None else None
