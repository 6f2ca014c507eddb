"""One finding for one cause: what is wrong in the same way at many places is told once, with the places."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from catalog_gen.diagnostics import Diagnostic

FEW = 5
"""Equal findings of one file up to which each is told by itself, at its own place."""
MOST_PLACES = 50
"""Places that one finding lists; the number says how many there are."""


def grouped(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings in order; more than a few that say the same of one file are one, which stands at the first place."""
    groups: dict[tuple[str, str, str, str], list[Diagnostic]] = {}
    for found in diagnostics:
        groups.setdefault((found.code, found.message, found.hint, found.span.path), []).append(found)
    return [one for group in groups.values() for one in (group if len(group) <= FEW else [_joined(group)])]


def _joined(group: list[Diagnostic]) -> Diagnostic:
    first, *others = group
    places = dict.fromkeys(one.span for one in others)
    return msgspec.structs.replace(
        first,
        message=f"{first.message} The same is true of {len(places)} other places in this file.",
        related=tuple(places)[:MOST_PLACES],
    )
