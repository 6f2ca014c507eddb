"""A graph in layers: long edges are chains of points, one in each layer that they cross, so that every edge joins neighbours."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Ranks:
    """Nodes in layers. Numbers below `boxes` are boxes, the others are points of long edges. The rows are reordered in place."""

    boxes: int
    layer: list[int]
    height: list[int]
    before: list[list[int]]
    after: list[list[int]]
    rows: list[list[int]]
    chains: dict[tuple[int, int], tuple[int, ...]]
    """Edge → its nodes from the source to the target."""


def build_ranks(layer: Sequence[int], edges: Sequence[tuple[int, int]], heights: Sequence[int]) -> Ranks:
    """Put nodes and the points of long edges into rows. Every edge must lead into a higher layer."""
    count = len(layer)
    ranks = Ranks(count, list(layer), list(heights), [[] for _ in layer], [[] for _ in layer], [], {})
    for source, target in edges:
        chain = [source]
        for number in range(layer[source] + 1, layer[target]):
            chain.append(len(ranks.layer))
            ranks.layer.append(number)
            ranks.height.append(0)
            ranks.before.append([])
            ranks.after.append([])
        chain.append(target)
        for left, right in itertools.pairwise(chain):
            ranks.after[left].append(right)
            ranks.before[right].append(left)
        ranks.chains[(source, target)] = tuple(chain)
    ranks.rows = [[] for _ in range(max(layer) + 1)]
    for node in _connected_order(ranks):
        ranks.rows[ranks.layer[node]].append(node)
    return ranks


def _connected_order(ranks: Ranks) -> list[int]:
    """All nodes so that what hangs together stands together, larger parts first: a walk along the edges from each node in turn."""
    seen = [False] * len(ranks.layer)
    parts: list[list[int]] = []
    for start in range(ranks.boxes):
        part: list[int] = []
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if not seen[node]:
                seen[node] = True
                part.append(node)
                waiting += [*reversed(ranks.after[node]), *reversed(ranks.before[node])]
        if part:
            parts.append(part)
    parts.sort(key=lambda part: -len(part))
    return [node for part in parts for node in part]
