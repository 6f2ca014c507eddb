"""A progress line on a terminal; nothing anywhere else."""

from __future__ import annotations

import sys
import time
from typing import Self

_EVERY = 0.1
"""Seconds between two drawings."""

_WIDTH = 30


class Progress:
    """Call it with a stage's name, how much is done and how much there is."""

    def __init__(self, *, quiet: bool = False) -> None:
        """Draw only when standard error is a terminal and nobody asked for quiet."""
        self.active = not quiet and sys.stderr.isatty()
        self.drawn = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Draw the line anew, at most ten times a second."""
        now = time.monotonic()
        if not self.active or (now - self.drawn < _EVERY and done < total):
            return
        self.drawn = now
        filled = _WIDTH * done // max(total, 1)
        sys.stderr.write(f"\r{stage:>8} [{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{total}\x1b[K")
        sys.stderr.flush()

    def __enter__(self) -> Self:
        """Nothing is drawn yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave a clean line."""
        if self.active and self.drawn:
            sys.stderr.write("\r\x1b[K")
