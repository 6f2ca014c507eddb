"""A layered drawing of a directed graph, from left to right, in pure Python and without chance.

The way of Sugiyama, Tagawa and Toda (1981): turn the edges of cycles round, put nodes into layers so that edges point to the
right, order each layer so that few edges cross, then choose heights so that edges are nearly straight. Boxes never overlap, and
the order in which boxes and links are given does not matter. 1,000 boxes with 3,000 links take about a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from catalog_gen.graph.crossings import reduce_crossings
from catalog_gen.graph.heights import choose_heights
from catalog_gen.graph.layers import assign_layers, fold_layers, order_without_cycles
from catalog_gen.graph.ranks import Ranks, build_ranks

Point: TypeAlias = tuple[int, int]


class Box(NamedTuple):
    """Something to place: a size in pixels."""

    id: str
    width: int
    height: int


class Link(NamedTuple):
    """Something that leads from one box to another; of two opposite ways the heavier one points to the right."""

    source: str
    target: str
    weight: int = 1


class Placed(NamedTuple):
    """Where a box stands: its upper left corner, its size, and the number of its layer from the left."""

    id: str
    x: int
    y: int
    width: int
    height: int
    layer: int


class Route(NamedTuple):
    """The points through which a link runs, from the edge of its source to the edge of its target.

    A link that had to be turned round runs from right to left. `way` is `across` from one column to another, `down` between boxes
    that stand one above the other (up or down), `aside` round the boxes between two of one column, at their right.
    """

    source: str
    target: str
    points: tuple[Point, ...]
    way: str = "across"


@dataclass(frozen=True, slots=True)
class Layout:
    """A finished drawing: sorted by id, in pixels, its upper left corner at (0, 0)."""

    width: int
    height: int
    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]


class Spacing(NamedTuple):
    """Pixels between things: columns, boxes of a column, and links that pass between boxes."""

    column: int = 64
    box: int = 18
    lane: int = 12


SPACING = Spacing()


def layout(boxes: Iterable[Box], links: Iterable[Link], spacing: Spacing = SPACING, columns: int = 0) -> Layout:
    """Place boxes and lead links. Links from a box to itself, or to a box that is not there, are left out.

    With `columns`, at most so many are used; then links may also run within a column.
    """
    placed = sorted({box.id: box for box in boxes}.values())
    index = {box.id: number for number, box in enumerate(placed)}
    wanted = _pairs(links, index)
    if not placed:
        return Layout(0, 0, (), ())
    heights = [box.height for box in placed]
    position = order_without_cycles(len(placed), wanted)
    edges = sorted({(u, v) if position[u] < position[v] else (v, u) for u, v in wanted})
    layer = assign_layers(position, edges)
    if columns:
        layer = fold_layers(layer, position, [height + spacing.box for height in heights], columns)
    ranks = build_ranks(layer, [(u, v) for u, v in edges if layer[u] != layer[v]], heights)
    reduce_crossings(ranks)
    middles = choose_heights(ranks, spacing.box, spacing.lane)
    places = _columns(placed, ranks, spacing)
    spots = [_spot(box, number, ranks, places, middles) for number, box in enumerate(placed)]
    ports = _ports(ranks, middles, spacing)
    routes = {edge: _points(chain, ranks, places, spots, ports) for edge, chain in ranks.chains.items()}
    drawn = []
    for u, v in sorted(wanted):
        if layer[u] == layer[v]:
            drawn.append(_within(u, v, ranks.rows[layer[u]], spots))
        else:
            points = routes[(u, v)] if (u, v) in routes else tuple(reversed(routes[(v, u)]))
            drawn.append(Route(placed[u].id, placed[v].id, points))
    right = max(point[0] + (spacing.column if route.way == "aside" else 0) for route in drawn for point in route.points) if drawn else 0
    bottom = max((point[1] for route in drawn for point in route.points), default=0)
    return Layout(max(places[-1][1], right), max(bottom, *(spot.y + spot.height for spot in spots), 0), tuple(spots), tuple(drawn))


def _within(source: int, target: int, row: Sequence[int], spots: Sequence[Placed]) -> Route:
    """A link between two boxes of one column: straight when nothing stands between them, else round what does."""
    one, other = spots[source], spots[target]
    upper, lower = sorted((row.index(source), row.index(target)))
    if lower == upper + 1:
        x = (max(one.x, other.x) + min(one.x + one.width, other.x + other.width)) // 2
        down = one.y < other.y
        points = ((x, one.y + one.height if down else one.y), (x, other.y if down else other.y + other.height))
        return Route(one.id, other.id, points, "down")
    ends = ((one.x + one.width, one.y + one.height // 3), (other.x + other.width, other.y + other.height // 3))
    return Route(one.id, other.id, ends, "aside")


def _pairs(links: Iterable[Link], index: dict[str, int]) -> dict[tuple[int, int], int]:
    """(source, target) → weight, as numbers; opposite and repeated links keep their own weights."""
    pairs: dict[tuple[int, int], int] = {}
    for link in links:
        if link.source in index and link.target in index and link.source != link.target:
            pair = (index[link.source], index[link.target])
            pairs[pair] = pairs.get(pair, 0) + link.weight
    return dict(sorted(pairs.items()))


def _columns(boxes: Sequence[Box], ranks: Ranks, spacing: Spacing) -> list[tuple[int, int]]:
    """Left and right edge of each layer's column; wider gaps where many links bend."""
    columns: list[tuple[int, int]] = []
    left = 0
    for rank in ranks.rows:
        width = max((boxes[node].width for node in rank if node < len(boxes)), default=0)
        columns.append((left, left + width))
        bends = sum(len(ranks.after[node]) for node in rank)
        left += width + spacing.column + min(spacing.column, 2 * bends)
    return columns


def _spot(box: Box, number: int, ranks: Ranks, columns: Sequence[tuple[int, int]], heights: Sequence[float]) -> Placed:
    left, right = columns[ranks.layer[number]]
    x = left + (right - left - box.width) // 2
    return Placed(box.id, x, round(heights[number] - box.height / 2), box.width, box.height, ranks.layer[number])


def _ports(ranks: Ranks, heights: Sequence[float], spacing: Spacing) -> dict[tuple[int, int, int], int]:
    """(node, neighbour, side) → the height at which their link touches the node; side 0 is the left one, 1 the right one."""
    ports: dict[tuple[int, int, int], int] = {}
    for node, height in enumerate(ranks.height):
        for side, neighbours in enumerate((ranks.before[node], ranks.after[node])):
            ordered = sorted(neighbours, key=lambda other: (heights[other], other))
            step = min(spacing.lane, (height - spacing.lane) / len(ordered)) if ordered and height > spacing.lane else 0
            first = heights[node] - step * (len(ordered) - 1) / 2
            for number, other in enumerate(ordered):
                ports[(node, other, side)] = round(first + step * number)
    return ports


def _points(
    chain: Sequence[int],
    ranks: Ranks,
    columns: Sequence[tuple[int, int]],
    spots: Sequence[Placed],
    ports: dict[tuple[int, int, int], int],
) -> tuple[Point, ...]:
    """A chain of nodes, the first and last of them boxes, as points: out of a box, through each column, into a box."""
    points: list[Point] = []
    for number, node in enumerate(chain):
        if node < len(spots):
            left, right = spots[node].x, spots[node].x + spots[node].width
        else:
            left, right = columns[ranks.layer[node]]
        if number:
            points.append((left, ports[(node, chain[number - 1], 0)]))
        if number + 1 < len(chain):
            points.append((right, ports[(node, chain[number + 1], 1)]))
    return tuple(points)
