"""Ranges of numbers: what is reserved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog_gen.schemas.protobuf.model import Range


def uncovered(old: Iterable[Range], new: Iterable[Range]) -> Iterator[Range]:
    """Ranges that are not covered by the new ones, neighbours taken together."""
    merged: list[list[int]] = []
    for low, high in sorted(new):
        if merged and low <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    for low, high in old:
        if not any(start <= low and high <= end for start, end in merged):
            yield low, high
