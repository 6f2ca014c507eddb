"""The order of nodes within their layers: sweeps from side to side that put each node between its neighbours."""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Sequence

from catalog_gen.graph.ranks import Ranks

_WORK = 400_000
"""Node visits that sweeping may cost; large graphs get fewer sweeps."""

_PATIENCE = 4
"""Sweeps without improvement after which nothing better is expected."""

_SMALL = 300
"""Nodes up to which neighbours are also exchanged one pair at a time."""


def reduce_crossings(ranks: Ranks) -> None:
    """Reorder the rows in place; keeps the best order seen."""
    size = len(ranks.layer)
    best = [row[:] for row in ranks.rows]
    fewest = count_crossings(ranks)
    waited = 0
    for number in range(max(4, min(24, _WORK // (size + 1)))):
        if fewest == 0 or waited == _PATIENCE:
            break
        _sweep(ranks, to_the_right=number % 2 == 0)
        if size <= _SMALL:
            _exchange(ranks)
        crossings = count_crossings(ranks)
        waited += 1
        if crossings < fewest:
            fewest, waited = crossings, 0
            best = [row[:] for row in ranks.rows]
    ranks.rows[:] = best


def count_crossings(ranks: Ranks) -> int:
    """How many pairs of edges cross, over all pairs of neighbouring layers."""
    total = 0
    for left, right in zip(ranks.rows, ranks.rows[1:], strict=False):
        place = {node: number for number, node in enumerate(right)}
        ends: list[int] = []
        for node in left:
            targets = sorted(place[other] for other in ranks.after[node])
            total += sum(len(ends) - bisect_right(ends, target) for target in targets)
            for target in targets:
                insort(ends, target)
    return total


def _sweep(ranks: Ranks, *, to_the_right: bool) -> None:
    """Sort each row by the mean place of its nodes' neighbours in the row just passed; who has none stays about where it was."""
    rows = ranks.rows if to_the_right else ranks.rows[::-1]
    neighbours = ranks.before if to_the_right else ranks.after
    for passed, row in itertools.pairwise(rows):
        place = {node: number for number, node in enumerate(passed)}
        scale = len(passed) / len(row)
        keys = {}
        for number, node in enumerate(row):
            others = neighbours[node]
            keys[node] = sum([place[other] for other in others]) / len(others) if others else number * scale
        row.sort(key=keys.__getitem__)


def _exchange(ranks: Ranks) -> None:
    """Exchange neighbours of a row while that saves crossings."""
    place = {node: number for row in ranks.rows for number, node in enumerate(row)}
    for _ in range(_PATIENCE):
        improved = False
        for row in ranks.rows:
            for number in range(len(row) - 1):
                upper, lower = row[number], row[number + 1]
                if _between(ranks, place, lower, upper) < _between(ranks, place, upper, lower):
                    row[number], row[number + 1] = lower, upper
                    place[lower], place[upper] = number, number + 1
                    improved = True
        if not improved:
            return


def _between(ranks: Ranks, place: dict[int, int], upper: int, lower: int) -> int:
    """Crossings among the edges of two nodes of a row, were they in this order."""
    return sum(
        _inversions([place[node] for node in side[upper]], [place[node] for node in side[lower]]) for side in (ranks.before, ranks.after)
    )


def _inversions(upper: Sequence[int], lower: Sequence[int]) -> int:
    return sum(1 for one in upper for other in lower if one > other)
