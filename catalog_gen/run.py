"""What one run has at hand: where it reads, what earlier runs remembered, how many processes, and who watches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog_gen.files import Reader
from catalog_gen.output import Cache

Watcher = Callable[[str, int, int], None]
"""Called with a stage's name, how many of its parts are done, and how many there are."""


def _nobody(stage: str, done: int, total: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True)
class Run:
    """Passed to the stages that read, repeat or remember."""

    reader: Reader
    cache: Cache
    jobs: int = 1
    watch: Watcher = _nobody
