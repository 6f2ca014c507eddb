"""Changes that somebody accepted: by a baseline file, or by an `ignore` with a reason and the day on which that ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.evolution.catalogs.changes import CatalogChange, sign_of
from catalog_gen.model.base import Value
from catalog_gen.model.governance import IgnoreRule, matches

FORMAT = 1
"""The form of a baseline file."""


class Accepted(Value, kw_only=True):
    """Why a change does not count."""

    by: str
    """`baseline` or `ignore`."""
    reason: str = ""
    expires: str = ""


class NotABaseline(ValueError):  # noqa: N818 - it is told to a user, not raised at one
    """The bytes are no baseline; the message says why."""


class _Entry(msgspec.Struct, kw_only=True, frozen=True):
    fingerprint: str
    kind: str = ""
    subject: str = ""
    message: str = ""


class _Baseline(msgspec.Struct, kw_only=True, frozen=True):
    format: int
    changes: tuple[_Entry, ...]


def read_baseline(raw: bytes) -> frozenset[str]:
    """The fingerprints that a baseline file accepts. Raises `NotABaseline`."""
    try:
        baseline = msgspec.json.decode(raw, type=_Baseline)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        message = f"it is no baseline: {error}"
        raise NotABaseline(message) from None
    if baseline.format != FORMAT:
        message = f"its format is {baseline.format}, and this version of catalog-gen understands {FORMAT}."
        raise NotABaseline(message)
    return frozenset(entry.fingerprint for entry in baseline.changes)


def baseline_of(changes: Iterable[CatalogChange]) -> dict[str, Any]:
    """A baseline that accepts the breaking ones of some changes; kind, subject and message are for people."""
    return {
        "format": FORMAT,
        "changes": [
            {"fingerprint": one.fingerprint, "kind": str(one.kind), "subject": one.subject, "message": one.message}
            for one in sorted(changes, key=lambda one: (one.what, one.subject, one.kind, one.fingerprint))
            if one.breaking
        ],
    }


def accepted(changes: Iterable[CatalogChange], baseline: frozenset[str], ignores: Iterable[IgnoreRule], as_of: str) -> dict[str, Accepted]:
    """Fingerprint of each breaking change that does not count → why."""
    valid = [rule for rule in ignores if not is_expired(rule, as_of)]
    return dict(_accepted(changes, baseline, valid))


def _accepted(changes: Iterable[CatalogChange], baseline: frozenset[str], ignores: list[IgnoreRule]) -> Iterator[tuple[str, Accepted]]:
    for one in changes:
        if not one.breaking:
            continue
        rule = next((rule for rule in ignores if means(rule, one)), None)
        if rule is not None:
            yield one.fingerprint, Accepted(by="ignore", reason=rule.reason, expires=rule.expires)
        elif one.fingerprint in baseline:
            yield one.fingerprint, Accepted(by="baseline")


def means(rule: IgnoreRule, one: CatalogChange) -> bool:
    """Whether an ignore is about a change: by its fingerprint, or by its kind (the schema's kind, too) and its subject."""
    kinds = {str(one.kind), one.schema.kind if one.schema is not None else ""}
    if rule.change != one.fingerprint and rule.change not in kinds:
        return False
    return not rule.subject or matches(rule.subject, (one.subject, f"{one.subject}@{one.version}", one.service))


def is_expired(rule: IgnoreRule, as_of: str) -> bool:
    """Whether its last day is over."""
    return bool(rule.expires) and bool(as_of) and rule.expires < as_of


def findings(changes: Iterable[CatalogChange], ignores: Iterable[IgnoreRule], as_of: str) -> Iterator[Diagnostic]:
    """Ignores whose day is over while the change is still there."""
    listed = [one for one in changes if one.breaking]
    for rule in ignores:
        if is_expired(rule, as_of) and (about := [one for one in listed if means(rule, one)]):
            yield expired(rule, f" It was about: {about[0].message}")


def expired(rule: IgnoreRule, what: str = "") -> Diagnostic:
    """The finding about an ignore whose day is over."""
    return Diagnostic(
        code="ignore-expired",
        severity=Severity.WARNING,
        message=f"The change `{rule.change}` was accepted until {rule.expires} ({rule.reason}); that day is over.{what}",
        hint="Undo the change, or accept it again with a new reason and a later `expires`.",
        span=rule.span,
    )


def summary(changes: Iterable[CatalogChange], excused: Mapping[str, Accepted]) -> dict[str, Any]:
    """The numbers above a report, and whom to ask about what still counts."""
    rows = list(changes)
    counted = [one for one in rows if one.breaking and one.fingerprint not in excused]
    signs = [sign_of(one) for one in rows]
    return {
        "added": signs.count("added"),
        "removed": signs.count("removed"),
        "changed": signs.count("changed"),
        "breaking": len(counted),
        "accepted": len(excused),
        "affected": sorted({one.service for change in counted for one in change.affected}),
        "owners": sorted({owner for change in counted for owner in change.owners}),
    }
