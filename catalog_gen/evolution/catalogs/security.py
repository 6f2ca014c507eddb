"""What changed in security: whether a client that was let in before still is."""

from __future__ import annotations

from typing import Any

from catalog_gen.model.base import Json

Alternatives = list[list[dict[str, Json]]]
"""Ways to be let in; each is a list of needs, all of which must be met. No way at all means that nothing is asked."""


def is_stricter(old: Alternatives, new: Alternatives) -> bool:
    """Whether some way that let a client in before is not enough any more.

    A way is enough when some way of the new list asks for no more: the same schemes, the same scopes or fewer.
    """
    ways = [_needs(way) for way in new] or [frozenset()]
    return any(not any(_covers(_needs(way), other) for other in ways) for way in (old or [[]]))


def _needs(way: Any) -> frozenset[tuple[str, frozenset[str]]]:
    if not isinstance(way, list):
        return frozenset()
    return frozenset(
        (repr(sorted(need.get("scheme", {}).items())) if need.get("scheme") else str(need.get("name")), frozenset(need.get("scopes", ())))
        for need in way
    )


def _covers(had: frozenset[tuple[str, frozenset[str]]], asked: frozenset[tuple[str, frozenset[str]]]) -> bool:
    return all(any(scheme == other and scopes <= given for other, given in had) for scheme, scopes in asked)


def spelt(alternatives: Alternatives) -> str:
    """The ways to be let in, in words."""
    ways = [" with ".join(_named(need) for need in way) or "nothing" for way in alternatives]
    return " or ".join(ways) or "nothing"


def _named(need: dict[str, Json]) -> str:
    scopes = ", ".join(str(scope) for scope in need.get("scopes", ()))
    return f"`{need.get('name', '')}`" + (f" ({scopes})" if scopes else "")
