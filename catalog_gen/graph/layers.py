"""Which layer each node stands in: cycles broken, edges short and pointing to the right."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]


def order_without_cycles(count: int, weights: Mapping[Pair, int]) -> list[int]:
    """The place of each node in a row in which little weight points backwards.

    The greedy way of Eades, Lin and Smyth (1993): sinks go to the end, sources to the front, and when there are neither, the
    node that gives most more than it takes goes to the front. At least half of the weight points forwards.
    """
    after: list[dict[int, int]] = [{} for _ in range(count)]
    before: list[dict[int, int]] = [{} for _ in range(count)]
    for (source, target), weight in weights.items():
        after[source][target] = weight
        before[target][source] = weight
    gain = [sum(after[node].values()) - sum(before[node].values()) for node in range(count)]
    heap = [(_urgency(gain[node], after[node], before[node]), node) for node in range(count)]
    heapq.heapify(heap)
    front: list[int] = []
    back: list[int] = []
    gone = [False] * count
    while heap:
        urgency, node = heapq.heappop(heap)
        if gone[node] or urgency != _urgency(gain[node], after[node], before[node]):
            continue
        gone[node] = True
        (back if not after[node] and before[node] else front).append(node)
        for other, weight in after[node].items():
            del before[other][node]
            gain[other] += weight
            heapq.heappush(heap, (_urgency(gain[other], after[other], before[other]), other))
        for other, weight in before[node].items():
            del after[other][node]
            gain[other] -= weight
            heapq.heappush(heap, (_urgency(gain[other], after[other], before[other]), other))
    position = [0] * count
    for number, node in enumerate(front + back[::-1]):
        position[node] = number
    return position


def _urgency(gain: int, after: Mapping[int, int], before: Mapping[int, int]) -> Pair:
    """Sinks first, then sources, then the others by what they give more than they take."""
    if not after and before:
        return (0, 0)
    return (1, 0) if not before else (2, -gain)


def assign_layers(position: Sequence[int], edges: Sequence[Pair]) -> list[int]:
    """The layer of each node, 0 at the left, none of them empty; `position` must put every edge's source before its target.

    Longest path first, then nodes move towards the side on which they have more neighbours, until that changes nothing.
    """
    after: list[list[int]] = [[] for _ in position]
    before: list[list[int]] = [[] for _ in position]
    for source, target in edges:
        after[source].append(target)
        before[target].append(source)
    row = sorted(range(len(position)), key=position.__getitem__)
    layer = [0] * len(position)
    for node in row:
        layer[node] = max((layer[other] + 1 for other in before[node]), default=0)
    for _ in range(_ROUNDS):
        if not _tighten(row, layer, before, after):
            break
    used = {number: place for place, number in enumerate(sorted(set(layer)))}
    return [used[number] for number in layer]


_ROUNDS = 8


def _tighten(row: Sequence[int], layer: list[int], before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> bool:
    """Move nodes where their edges become shorter; whether anything moved."""
    moved = False
    for node in reversed(row):
        if len(after[node]) > len(before[node]):
            wanted = min(layer[other] for other in after[node]) - 1
        elif len(before[node]) > len(after[node]):
            wanted = max(layer[other] for other in before[node]) + 1
        else:
            continue
        if wanted != layer[node]:
            layer[node] = wanted
            moved = True
    return moved


def fold_layers(layer: Sequence[int], position: Sequence[int], sizes: Sequence[int], most: int) -> list[int]:
    """At most so many layers: neighbouring ones are joined such that all become about equally full. Unchanged when there are few."""
    if max(layer, default=0) < most:
        return list(layer)
    row = sorted(range(len(layer)), key=lambda node: (layer[node], position[node]))
    share = sum(sizes) / most
    folded = [0] * len(layer)
    filled = 0.0
    for node in row:
        folded[node] = min(most - 1, int((filled + sizes[node] / 2) / share))
        filled += sizes[node]
    used = {number: place for place, number in enumerate(sorted(set(folded)))}
    return [used[number] for number in folded]
