"""The order of version labels, in one place.

Semantic versions stand above ordinals, ordinals above dates, dates above other texts; within a style the usual order holds
(`1.10` after `1.9`, a pre-release before its release, SemVer 2.0.0 section 11). Revision ids, which any characters may make up, stand
among the texts, ordered by time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

UNVERSIONED = "unversioned"
"""The label of a message that nobody gave a version."""

_SEMANTIC = re.compile(r"[vV]?(\d{1,18}(?:\.\d{1,18})+)(?:-([0-9A-Za-z.-]+))?(?:\+(.*))?")
_ORDINAL = re.compile(r"[vV]?(\d{1,18})")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(.*)")
_PARTS = 3


VersionKey = tuple[Any, ...]
"""A sort key: the higher, the newer. Every two compare."""


def version_key(label: str) -> VersionKey:
    """A sort key: the higher, the newer. Every two labels compare; equal keys mean the same label."""
    semantic = _SEMANTIC.fullmatch(label)
    if semantic is not None:
        numbers = [int(number) for number in semantic[1].split(".")]
        numbers += [0] * (_PARTS - len(numbers))
        return (3, tuple(numbers), _pre_release(semantic[2]), semantic[3] or "", label)
    ordinal = _ORDINAL.fullmatch(label)
    if ordinal is not None:
        return (2, (int(ordinal[1]),), (), "", label)
    date = _DATE.fullmatch(label)
    if date is not None:
        return (1, (int(date[1]), int(date[2]), int(date[3])), (), date[4], label)
    return (0, (), (), label.casefold(), label)


def revision_key(label: str, moment: str) -> VersionKey:
    """The sort key of a revision id, which says nothing by itself: by when it was made (ISO 8601 in UTC). Stands among the other texts."""
    return (0, (), (), moment, label)


def is_pre_release(label: str) -> bool:
    """Whether a label is a semantic version before its release, such as `2.0.0-rc.1`."""
    semantic = _SEMANTIC.fullmatch(label)
    return semantic is not None and semantic[2] is not None


def latest(labels: Iterable[str], key: Callable[[str], VersionKey] = version_key) -> str:
    """The highest label that is not a pre-release; the highest of all when there are only pre-releases; "" of nothing."""
    ordered = sorted(labels, key=key)
    released = [label for label in ordered if not is_pre_release(label)]
    return (released or ordered or [""])[-1]


def _pre_release(text: str | None) -> tuple[Any, ...]:
    """A release sorts above its pre-releases; identifiers compare by number, numbers below words."""
    if text is None:
        return (1,)
    return (0, *((0, int(part), "") if part.isdigit() else (1, 0, part) for part in text.split(".")))
