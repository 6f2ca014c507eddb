"""When two ids differ in spelling only: in case, separators, namespace, or in what a registry puts around a subject.

`OrderPlaced`, `order-placed`, `com.acme.OrderPlaced`, the type `acme.order.placed` and the subject `orders.order-placed-value` may all
mean one message. `order.created` and `payment.created` never do, although their last parts are equal: a part counts without what stands
before it only where it could be a name, which one lower-case word is not.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

_SEPARATORS = re.compile(r"[\W_]+")
_DIVIDERS = re.compile(r"[./:#@]+")
_ROLE = re.compile(r"-(?:value|key)$")
_SOURCE_FILE = re.compile(r"\.(?:proto|avsc|json)$")
_VERSION = re.compile(r"[vV]?\d{1,9}")
_WORDS = re.compile(r"[^\W\d_]?[^\WA-Z\d_]+|[A-Z]+|[^\W\d_]+")
_MOST_PARTS = 12
"""Parts of a name that are looked at; a longer one is no name."""


class Part(Enum):
    """How much of an id a spelling stands for."""

    WHOLE = "whole"
    """All of it."""
    NAME = "name"
    """What stands behind the namespace, of more than one word: it means the same wherever it stands."""
    WORD = "word"
    """What stands behind the namespace, one word with a capital: other namespaces may use it for something else."""
    TAIL = "tail"
    """Several parts at the end."""


def level(name: str) -> str:
    """A text without case and separators."""
    return _SEPARATORS.sub("", name).casefold()


@lru_cache(maxsize=8192)
def spellings(name: str, *, subject: bool = False) -> tuple[tuple[str, Part], ...]:
    """The levelled spellings of an id, each with the part of the id that it stands for.

    `subject`: a registry's, whose `-key` or `-value` says nothing about the message; in a document, `-value` may be part of the name.
    """
    bare = _SOURCE_FILE.sub("", name.strip()).strip("./:#@")
    found: dict[str, Part] = {}
    if not subject:
        found[level(bare) or level(name) or name] = Part.WHOLE
    bare = _ROLE.sub("", bare) if subject else bare.removesuffix("-value")
    parts = _parts(bare)
    found.setdefault(level(bare) or level(name) or name, Part.WHOLE)
    for start in range(max(1, len(parts) - _MOST_PARTS), len(parts)):
        kind = _kind_of(parts[start:])
        spelled = level("".join(parts[start:]))
        if kind is not None and spelled:
            found.setdefault(spelled, kind)
    return tuple(found.items())


def _parts(bare: str) -> list[str]:
    """An id at its dividers; a version at the end belongs to the name before it."""
    parts = [part for part in _DIVIDERS.split(bare) if part]
    if len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
        parts[-2:] = ["".join(parts[-2:])]
    return parts


def _kind_of(parts: list[str]) -> Part | None:
    if len(parts) > 1:
        return Part.TAIL
    words = len(_WORDS.findall(parts[0]))
    if words > 1:
        return Part.NAME
    return Part.WORD if words and parts[0][:1].isupper() else None
