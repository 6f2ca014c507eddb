"""Choices that look random and are the same in every build: a small generator, seeded by texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Dice:
    """A stream of choices that depends on its seed alone: not on the clock, the hash seed or the version of Python.

    SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014); nothing here is a secret.
    """

    __slots__ = ("_state",)

    def __init__(self, *seeds: str) -> None:
        state = 0
        for seed in seeds:
            text = seed.encode("utf-8", "surrogatepass")
            state = (state * 0x100000001B3 ^ crc32(text) ^ crc32(text[::-1]) << 32) & _MASK
        self._state = state

    def draw(self) -> int:
        """The next 64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, `limit`."""
        return self.draw() % limit

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.draw() % (high - low + 1)

    def pick(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.draw() % len(values)]

    def text(self, length: int, alphabet: str = "0123456789abcdef") -> str:
        """A text of characters of the alphabet."""
        return "".join(alphabet[self.draw() % len(alphabet)] for _ in range(length))
