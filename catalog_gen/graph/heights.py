"""How high each node stands in its layer: as near to its neighbours as the order of the layer and the gaps between nodes allow."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from catalog_gen.graph.ranks import Ranks

_WORK = 200_000
_STRAIGHT = 8
_HALF = 2
"""Weights of an edge between two points of a long edge, and between a point and a box: long edges should be straight."""


def choose_heights(ranks: Ranks, box_gap: int, lane_gap: int) -> list[float]:
    """The middle of each node from the top, in pixels, such that the uppermost box begins at 0.

    Layer by layer, each node wants to be at the weighted mean of its neighbours. The nearest heights, in the sense of least
    squares, that keep order and gaps are found by pooling neighbours that would violate them (isotonic regression).
    """
    offsets = [_offsets(row, ranks, box_gap, lane_gap) for row in ranks.rows]
    middle = [0.0] * len(ranks.layer)
    tallest = max(offset[-1] for offset in offsets)
    for row, offset in zip(ranks.rows, offsets, strict=True):
        for node, height in zip(row, offset, strict=True):
            middle[node] = height + (tallest - offset[-1]) / 2
    rounds = max(2, min(16, _WORK // (len(ranks.layer) + 1)))
    for number in range(rounds):
        last = number >= rounds - 2
        ways = [ranks.before, ranks.after] if last else [ranks.before if number % 2 == 0 else ranks.after]
        numbers = range(len(ranks.rows)) if number % 2 == 0 else range(len(ranks.rows) - 1, -1, -1)
        for place in numbers:
            _settle(ranks, ranks.rows[place], offsets[place], middle, ways)
    top = min(middle[node] - ranks.height[node] / 2 for node in range(len(ranks.layer)))
    return [height - top for height in middle]


def _offsets(row: Sequence[int], ranks: Ranks, box_gap: int, lane_gap: int) -> list[float]:
    """The least distance of each node's middle from that of the first."""
    offsets = [0.0]
    for upper, lower in itertools.pairwise(row):
        gap = lane_gap if upper >= ranks.boxes and lower >= ranks.boxes else box_gap
        offsets.append(offsets[-1] + (ranks.height[upper] + ranks.height[lower]) / 2 + gap)
    return offsets


def _settle(ranks: Ranks, row: Sequence[int], offsets: Sequence[float], middle: list[float], ways: Sequence[list[list[int]]]) -> None:
    """Move the nodes of one row as near to where they want to be as they can."""
    sums: list[tuple[float, float, int]] = []
    for node, offset in zip(row, offsets, strict=True):
        weight = total = 0.0
        for way in ways:
            for other in way[node]:
                pull = (_STRAIGHT if other >= ranks.boxes else _HALF) if node >= ranks.boxes else (_HALF if other >= ranks.boxes else 1)
                weight += pull
                total += pull * middle[other]
        if not weight:
            weight, total = 0.1, 0.1 * middle[node]
        sums.append((weight, total - weight * offset, 1))
        while len(sums) > 1 and sums[-2][1] * sums[-1][0] >= sums[-1][1] * sums[-2][0]:
            last = sums.pop()
            sums[-1] = (sums[-1][0] + last[0], sums[-1][1] + last[1], sums[-1][2] + last[2])
    place = 0
    for weight, total, count in sums:
        base = total / weight
        for number in range(place, place + count):
            middle[row[number]] = base + offsets[number]
        place += count
