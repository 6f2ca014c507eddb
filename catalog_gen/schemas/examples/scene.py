"""The setting of one payload: who, where and when, the same wherever it is spoken of; chosen by the seed alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache

from catalog_gen.schemas.examples.dice import Dice
from catalog_gen.schemas.examples.spots import Spot
from catalog_gen.schemas.examples.words import COMPANIES, FIRST_NAMES, LAST_NAMES, PLACES, PRODUCTS, STREETS, WORDS

_TOKENS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_EPOCH = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)
"""The first moment that payloads speak of: fixed, as examples know no clock."""

_FALSE_FLAGS = {
    "archived", "blocked", "bot", "cancelled", "canceled", "closed", "deleted", "deprecated", "disabled", "error", "expired", "failed",
    "fatal", "fraud", "ghost", "guest", "invalid", "locked", "removed", "retry", "revoked", "robot", "suspended", "test", "timeout",
    "truncated", "unsubscribed",
}  # fmt: skip
_SEVERAL = {"items", "lines", "line_items", "lineitems", "order_lines", "orderlines", "positions", "entries", "products"}
_SHALLOW = 2
_KEYS = {
    "headers": ("content-type", "trace-id", "source"),
    "metadata": ("source", "channel", "version"),
    "labels": ("team", "environment", "region"),
    "tags": ("team", "environment", "region"),
    "attributes": ("color", "size", "material"),
    "translations": ("en", "de", "fr"),
    "prices": ("EUR", "USD", "GBP"),
    "context": ("source", "channel", "version"),
}


@lru_cache(maxsize=8192)
def tokens_of(name: str) -> tuple[str, ...]:
    """The words that a name is made of, in lower case: `createdAt` and `created_at` are both created, at."""
    return tuple(word.lower() for word in _TOKENS.findall(name[:200]))


class Scene:
    """What stays the same within one payload."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.known: dict[tuple[tuple[str | int, ...], str, str], object] = {}
        """Identifiers that were given, by scope, entity and kind, so that one entity has one identifier."""

    def dice(self, path: tuple[str | int, ...], purpose: str = "") -> Dice:
        """Choices that depend on the seed and the place."""
        return Dice(self.seed, "\x00".join(map(str, path)), purpose)

    @cached_property
    def _own(self) -> Dice:
        return Dice(self.seed, "scene")

    @cached_property
    def moment(self) -> datetime:
        """When it happens: a working hour of the first weeks of 2026."""
        dice = Dice(self.seed, "moment")
        return _EPOCH + timedelta(days=dice.below(60), hours=dice.below(9), minutes=dice.below(60), seconds=dice.below(60))

    @cached_property
    def place(self) -> tuple[str, str, str, str, str, str, float, float, str, str]:
        """Where it happens."""
        return Dice(self.seed, "place").pick(PLACES)

    @cached_property
    def street(self) -> str:
        """A street with a number."""
        dice = Dice(self.seed, "street")
        return f"{dice.between(2, 98)} {dice.pick(STREETS)}"

    @cached_property
    def _people(self) -> dict[str, tuple[str, str]]:
        return {}

    def person(self, role: str) -> tuple[str, str]:
        """First and last name of whoever plays a role; one for each role."""
        if role not in self._people:
            dice = Dice(self.seed, "person", role)
            self._people[role] = (dice.pick(FIRST_NAMES), dice.pick(LAST_NAMES))
        return self._people[role]

    @cached_property
    def company(self) -> str:
        """The firm that acts."""
        return Dice(self.seed, "company").pick(COMPANIES)

    def product(self, scope: tuple[str | int, ...]) -> str:
        """The product that a line is about."""
        return self.dice(scope, "product").pick(PRODUCTS)

    def word(self, path: tuple[str | int, ...]) -> str:
        """A plain word."""
        return self.dice(path, "word").pick(WORDS)

    def flag(self, spot: Spot) -> bool:
        """The value that a boolean's name suggests: what is wrong or over is not so in an example."""
        words = tokens_of(spot.name)
        return not any(word in _FALSE_FLAGS for word in words)

    def count(self, spot: Spot) -> int:
        """How many items an array shows."""
        return 2 if spot.name.lower() in _SEVERAL and len(spot.path) <= _SHALLOW else 1

    def keys(self, spot: Spot) -> Iterator[str]:
        """Names for the members of a map."""
        yield from _KEYS.get(spot.name.lower(), ())
        for number in range(2_000):
            word = WORDS[(self.dice(spot.path, "key").below(len(WORDS)) + number) % len(WORDS)]
            yield word if number < len(WORDS) else f"{word}{number // len(WORDS) + 1}"


def scope_of(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The innermost array item that a place is in: identifiers are the same within it."""
    for length in range(len(path), 0, -1):
        if isinstance(path[length - 1], int):
            return path[:length]
    return ()
