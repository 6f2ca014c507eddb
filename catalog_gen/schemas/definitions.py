"""What the references inside one self-contained schema mean."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

MISSING: Any = object()
"""Stands for the target of a reference that leads nowhere."""

_INDEX_LIMIT = 100_000
"""Values looked at for anchors and ids."""


class Definitions:
    """Finds the target of a `$ref` by JSON Pointer (RFC 6901), by `$anchor`, or by the `$id` of a part (JSON Schema core, section 8)."""

    def __init__(self, root: Any) -> None:
        """Look into `root`, the whole schema."""
        self._root = root
        self._known: dict[str, Any] = {}
        self._ids: dict[str, Any] | None = None

    def find(self, reference: str) -> Any:
        """The referenced schema, or `MISSING`. The same reference gives the same object each time."""
        if reference not in self._known:
            self._known[reference] = self._look_up(reference)
        return self._known[reference]

    def _look_up(self, reference: str) -> Any:
        if reference in {"", "#"}:
            return self._root
        if reference.startswith("#/"):
            return _follow(self._root, reference[1:])
        if self._ids is None:
            self._ids = _index(self._root)
        if reference in self._ids:
            return self._ids[reference]
        base, hash_sign, fragment = reference.partition("#")
        document = self._ids.get(base, MISSING)
        if document is MISSING or not hash_sign:
            return document
        return _follow(document, fragment) if fragment.startswith("/") else document if not fragment else MISSING


def name_of(reference: str) -> str:
    """What a reader would call the target: the last part of the pointer, or the file's stem; "" for the whole schema."""
    path, _, fragment = reference.partition("#")
    last = fragment.rpartition("/")[2]
    if not last:
        last = path.rstrip("/").rpartition("/")[2]
        return unquote(last.removesuffix(".json").removesuffix(".yaml"))
    return unquote(last).replace("~1", "/").replace("~0", "~")


def _follow(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        key = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(step.replace("~1", "/").replace("~0", "~"), value.get(key, MISSING))
        elif isinstance(value, list):
            value = value[int(key)] if key.isascii() and key.isdigit() and len(key) < 7 and int(key) < len(value) else MISSING  # noqa: PLR2004 - an index
        else:
            return MISSING
    return value


def _index(root: Any) -> dict[str, Any]:
    """`$id`, `id` and `#anchor` of every part, the first of each name; breadth first, so that the order is the text's."""
    found: dict[str, Any] = {}
    waiting = [root]
    for value in waiting:
        if isinstance(value, dict):
            for keyword, mark in (("$id", ""), ("id", ""), ("$anchor", "#"), ("$dynamicAnchor", "#")):
                name = value.get(keyword)
                if isinstance(name, str):
                    found.setdefault(mark + name, value)
                    found.setdefault((mark + name).removesuffix("#"), value)
            members: Any = value.values()
        else:
            members = value
        if len(waiting) < _INDEX_LIMIT:
            waiting.extend(member for member in members if isinstance(member, dict | list))
    return found
