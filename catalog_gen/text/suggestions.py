"""What an author may have meant by a pointer that leads nowhere."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import Any

from catalog_gen.text.pointers import build

_MOST_CANDIDATES = 500


def suggest(root: Any, above: tuple[str, ...], value: Any, missing: tuple[str, ...]) -> str:
    """A pointer near the missing one that exists, or "".

    `above` leads, in the document `root`, to `value`, which has no member `missing[0]`; the rest would have come after it.
    """
    part, *rest = missing
    if isinstance(value, dict):
        near = get_close_matches(part, islice((key for key in value if isinstance(key, str)), _MOST_CANDIDATES), n=3, cutoff=0.6)
        same = [key for key in value if isinstance(key, str) and key.lower() == part.lower()]
        for key in (*same, *near):
            pointer = _extend(value[key], (*above, key), tuple(rest))
            if pointer:
                return pointer
    return _elsewhere(root, missing[-1])


def _extend(value: Any, above: tuple[str, ...], rest: tuple[str, ...]) -> str:
    for part in rest:
        if not isinstance(value, dict) or part not in value:
            return ""
        value = value[part]
    return build((*above, *rest))


def _elsewhere(root: Any, name: str) -> str:
    """The same name in another section of the document: `#/components/messages/X` for `#/components/schemas/X`."""
    if not isinstance(root, dict):
        return ""
    components = root.get("components")
    sections = [("components", key, section) for key, section in components.items()] if isinstance(components, dict) else []
    for key in ("definitions", "$defs", "channels", "operations"):
        section = root.get(key)
        if isinstance(section, dict) and name in section:
            return build((key, name))
    for first, second, section in sections:
        if isinstance(section, dict) and name in section:
            return build((first, second, name))
    return ""
