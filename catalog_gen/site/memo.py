"""Results kept by what they were made from, within a bound on memory."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")

_OVERHEAD = 500


class Memo(Generic[Result]):
    """Keeps results until their sources together hold more than `limit` characters, then lets the oldest go.

    Safe to share between threads; two threads may work out the same result at once, which costs time and nothing else.
    """

    def __init__(self, limit: int) -> None:
        """Keep results of at most `limit` characters of source text, each counted with an overhead."""
        self._limit = limit
        self._size = 0
        self._results: dict[Hashable, tuple[int, Result]] = {}
        self._lock = Lock()

    def get(self, key: Hashable, size: int, make: Callable[[], Result]) -> Result:
        """The result for `key`, made now if it is not known. `size`: characters of the source."""
        known = self._results.get(key)
        if known is not None:
            return known[1]
        result = make()
        size += _OVERHEAD
        if size <= self._limit // 4:
            with self._lock:
                self._keep(key, size, result)
        return result

    def _keep(self, key: Hashable, size: int, result: Result) -> None:
        if key in self._results:
            return
        self._results[key] = (size, result)
        self._size += size
        while self._size > self._limit:
            oldest = next(iter(self._results))
            self._size -= self._results.pop(oldest)[0]
