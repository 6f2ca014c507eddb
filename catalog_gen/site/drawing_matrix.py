"""Who sends how much to whom, as a grid: what stays readable where every domain talks to every other."""

from __future__ import annotations

from collections import defaultdict

from catalog_gen.site.drawing_picture import Picture
from catalog_gen.site.drawing_svg import NAME, anchored, svg, words
from catalog_gen.site.drawing_text import fit, text_width

CELL = 30
LABEL_MOST = 190
NUMBERED_UP_TO = 24
"""Rows up to which each cell says its number."""

LEVELS = 5


def draw_matrix(picture: Picture) -> str:
    """Senders down, receivers across in the same order; the darker a cell, the more messages cross."""
    nodes = picture.nodes
    cell = CELL if len(nodes) <= NUMBERED_UP_TO else CELL // 2
    left = min(LABEL_MOST, max(text_width(node.label, NAME) for node in nodes)) + 12
    top = round(left * 0.72) + 6
    place = {node.id: number for number, node in enumerate(nodes)}
    most = max((edge.count for edge in picture.edges), default=1)
    levels: dict[int, list[str]] = defaultdict(list)
    numbers: list[str] = []
    for edge in picture.edges:
        x, y = left + place[edge.target] * cell, top + place[edge.source] * cell
        levels[-(-edge.count * LEVELS // most)].append(f"M{x + 1} {y + 1}h{cell - 2}v{cell - 2}h{2 - cell}z")
        if cell == CELL:
            numbers.append(f'<text class="cell" x="{x + cell // 2}" y="{y + cell // 2 + 4}">{edge.count}</text>')
    content = [_grid(len(nodes), left, top, cell)]
    content += [f'<path class="level-{level}" d="{"".join(levels[level])}"/>' for level in sorted(levels)]
    content += numbers
    for number, node in enumerate(nodes):
        label = fit(node.label, left - 12, NAME)
        title = f"<title>{words(node.label)}</title>" if label != node.label else ""
        middle = top + number * cell + cell // 2 + 4
        row = f'<text class="name end" x="{left - 8}" y="{middle}">{words(label)}</text>'
        content.append(anchored(node.url, "row", title + row))
        x = left + number * cell + cell // 2 + 4
        content.append(
            f'<text class="name" x="{x}" y="{top - 6}" transform="rotate(-45 {x} {top - 6})" aria-hidden="true">{words(label)}</text>'
        )
    content.append(f'<text class="note end" x="{left - 8}" y="{top - 8}">sends ↓ to →</text>')
    side = len(nodes) * cell
    return svg(left + side + round(left * 0.7), top + side, picture.label, content, "matrix", margin=4)


def _grid(count: int, left: int, top: int, cell: int) -> str:
    """The lines between cells, and the diagonal where nothing can be."""
    side = count * cell
    lines = [f"M{left} {top + number * cell}h{side}M{left + number * cell} {top}v{side}" for number in range(count + 1)]
    blank = [f"M{left + number * cell} {top + number * cell}h{cell}v{cell}h{-cell}z" for number in range(count)]
    return f'<path class="blank" d="{"".join(blank)}"/><path class="grid-line" d="{"".join(lines)}"/>'
