"""Deprecation, sunset and removal of versions, held against a policy's notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from catalog_gen.evolution.catalogs.changes import CatalogChange
from catalog_gen.evolution.catalogs.drafting import change, shown
from catalog_gen.evolution.catalogs.impact import Impact
from catalog_gen.evolution.catalogs.kinds import Breaks, CatalogKind
from catalog_gen.model.message import Lifecycle
from catalog_gen.model.snapshot import MessageFacts, VersionFacts

OVER = frozenset({"sunset", "retired"})


def days_between(first: str, second: str) -> int | None:
    """Days from one ISO day to another; None where either is no day."""
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days
    except ValueError:
        return None


def is_over(lifecycle: Lifecycle, as_of: str, notice: int = 0) -> bool:
    """Whether a version may be removed: its sunset has come, after the notice that was asked for."""
    came = bool(as_of) and any(day and day <= as_of for day in (lifecycle.sunset, lifecycle.retired))
    if lifecycle.state not in OVER and not came:
        return False
    return not notice or (given(lifecycle, as_of) or 0) >= notice


def given(lifecycle: Lifecycle, as_of: str) -> int | None:
    """The days of notice that were given up to now; None where nothing says since when it is deprecated."""
    return days_between(lifecycle.deprecated, as_of)


def lifecycle_changes(
    message: MessageFacts, before: VersionFacts, after: VersionFacts, impact: Impact, as_of: str
) -> Iterator[CatalogChange]:
    """Another state, another sunset."""
    old, new = before.lifecycle, after.lifecycle
    named = f"`{message.id}` {after.version}"
    readers = impact.consumers(message.id, after.version)
    spans: dict[str, Any] = {"version": after.version, "old": before.span, "new": after.span}
    if old.state != new.state:
        read = new.state == "retired" and bool(readers) and message.policy.lifecycle
        yield change(
            CatalogKind.LIFECYCLE_CHANGED,
            "message",
            message.id,
            f"{named} was {old.state} and is {new.state}{', and is still read' if read else ''}.",
            breaks=Breaks.CONSUMERS if read else Breaks.NOBODY,
            affected=readers,
            hint="Wait until nobody reads it before it is retired." if read else "",
            before=old.state,
            after=new.state,
            **spans,
        )
    if old.sunset != new.sunset:
        short = _too_soon(new, message.policy.notice, as_of)
        told = f"`{message.id}` {after.version} may stop on {shown(new.sunset)}; before it was {shown(old.sunset)}."
        yield change(
            CatalogKind.SUNSET_TOO_SOON if short else CatalogKind.SUNSET_CHANGED,
            "message",
            message.id,
            f"{told} That is {short}." if short else told,
            affected=readers,
            before=old.sunset,
            after=new.sunset,
            **spans,
        )


def _too_soon(lifecycle: Lifecycle, notice: int, as_of: str) -> str:
    """In words, how a sunset that is announced now falls short of the notice."""
    days = days_between(as_of or lifecycle.deprecated, lifecycle.sunset)
    if not notice or days is None or days >= notice:
        return ""
    return f"{max(days, 0)} days from now, and the policy wants {notice} days of notice"
