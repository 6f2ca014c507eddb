"""The identifiers and anchors that a document gives its parts (JSON Schema 2020-12, sections 8.2.1 and 8.2.2)."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urldefrag, urljoin

from catalog_gen.text.pointers import escape


class Names:
    """What a document calls its parts, as pointers. Read on first use: few documents name anything."""

    def __init__(self, value: Any) -> None:
        self._value = value

    @property
    def identifiers(self) -> dict[str, str]:
        """Each `$id` (and draft 4's `id`), as written and made absolute."""
        return self._all[0]

    @property
    def anchors(self) -> dict[str, str]:
        """Each `$anchor`, and each `$id` that is only a fragment."""
        return self._all[1]

    @property
    def bases(self) -> tuple[str, ...]:
        """The identifiers of the document itself, against which relative ones are read."""
        return tuple(name for name, pointer in self.identifiers.items() if pointer == "")

    @cached_property
    def _all(self) -> tuple[dict[str, str], dict[str, str]]:
        identifiers: dict[str, str] = {}
        anchors: dict[str, str] = {}
        seen: set[int] = set()
        waiting: list[tuple[Any, str, str]] = [(self._value, "", "")]
        while waiting:
            value, pointer, base = waiting.pop()
            if not isinstance(value, (dict, list)) or id(value) in seen:
                continue
            seen.add(id(value))
            members = value.items() if isinstance(value, dict) else ((str(index), item) for index, item in enumerate(value))
            if isinstance(value, dict):
                base = _note(value, pointer, base, identifiers, anchors)
            below = [(item, f"{pointer}/{escape(key)}", base) for key, item in members if isinstance(item, (dict, list))]
            waiting += reversed(below)
        return identifiers, anchors


def _note(value: dict[str, Any], pointer: str, base: str, identifiers: dict[str, str], anchors: dict[str, str]) -> str:
    """Note the names of one mapping; gives the base for what is below."""
    for keyword in ("$anchor", "$dynamicAnchor"):
        name = value.get(keyword)
        if isinstance(name, str):
            anchors.setdefault(name, pointer)
    identifier = value.get("$id", value.get("id"))
    if not isinstance(identifier, str):
        return base
    if identifier.startswith("#"):
        anchors.setdefault(identifier[1:], pointer)
        return base
    try:
        absolute = urldefrag(urljoin(base, identifier)).url
        plain = urldefrag(identifier).url
    except ValueError:
        return base
    if not plain:
        return base
    identifiers.setdefault(plain, pointer)
    identifiers.setdefault(absolute, pointer)
    return absolute
