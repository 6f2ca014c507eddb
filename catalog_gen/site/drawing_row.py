"""The picture of one thing: what comes in, the thing, what goes out. Drawn twice, wide and tall; CSS shows what fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog_gen.site.drawing_picture import Node, Picture
from catalog_gen.site.drawing_svg import NAME, box, box_width, edge, head, svg
from catalog_gen.site.drawing_text import text_width

LINE, TWO_LINES, GAP = 32, 44, 8
LEAST, MOST = 120, 250
BETWEEN = 64
TALL_WIDTH = 326
"""Pixels: what is left of a phone of 390 beside its margins and the frame of the picture."""

INDENT = 26
TRUNK = 10


def draw_row(picture: Picture) -> str:
    """Both drawings, the wide one first."""
    sides = [[node for node in picture.nodes if node.side == side] for side in (-1, 0, 1)]
    return _wide(picture, sides) + _tall(picture, sides)


def _lines(nodes: Sequence[Node]) -> int:
    """Two lines where a note would not fit beside its name."""
    return 2 if any(node.note and text_width(node.note, NAME) > MOST // 4 for node in nodes) else 1


def _wide(picture: Picture, sides: Sequence[Sequence[Node]]) -> str:
    """Three columns, middle aligned."""
    lines = [_lines(nodes) for nodes in sides]
    heights = [TWO_LINES if count > 1 else LINE for count in lines]
    heights[1] = TWO_LINES
    widths = [max((box_width(node, LEAST, MOST, count) for node in nodes), default=0) for nodes, count in zip(sides, lines, strict=True)]
    tall = max(len(nodes) * (height + GAP) - GAP for nodes, height in zip(sides, heights, strict=True))
    lefts = [0, widths[0] + BETWEEN, widths[0] + widths[1] + 2 * BETWEEN]
    middle = tall // 2
    content: list[str] = []
    boxes: list[str] = []
    for side, nodes in enumerate(sides):
        top = (tall - len(nodes) * (heights[side] + GAP) + GAP) // 2
        for number, node in enumerate(nodes):
            y = top + number * (heights[side] + GAP)
            boxes.append(box(node, (lefts[side], y, widths[side], heights[side]), lines[side] if side != 1 else 2))
            near = y + heights[side] // 2
            if node.kind == "none" or side == 1:
                continue
            if side == 0:
                content.append(edge([(widths[0], near), (lefts[1] - 6, middle)], faded=node.faded))
            else:
                content += [edge([(lefts[1] + widths[1], middle), (lefts[2] - 6, near)], faded=node.faded), head(lefts[2], near)]
    if any(node.kind != "none" for node in sides[0]):
        content.append(head(lefts[1], middle))
    return svg(lefts[2] + widths[2], tall, picture.label, [*content, *boxes], "wide")


def _tall(picture: Picture, sides: Sequence[Sequence[Node]]) -> str:
    """One below the other, joined by a trunk at the left."""
    content: list[str] = []
    boxes: list[str] = []
    y = 0
    before, centre, after = sides
    y = _stack(before, y, content, boxes, into=False)
    top = y
    for node in centre:
        boxes.append(box(node, (0, y, TALL_WIDTH, TWO_LINES), 2))
        y += TWO_LINES
    if any(node.kind != "none" for node in before):
        content.append(head(TRUNK, top, "down"))
    bottom = _stack(after, y + GAP, content, boxes, into=True)
    content.extend(_trunks(sides, top, y))
    return svg(TALL_WIDTH, bottom - GAP, picture.label, [*content, *boxes], "tall")


def _stack(nodes: Sequence[Node], y: int, content: list[str], boxes: list[str], *, into: bool) -> int:
    """Boxes one below the other, each with a twig to the trunk; the height at which the next thing begins."""
    lines = _lines(nodes)
    height = TWO_LINES if lines > 1 else LINE
    for node in nodes:
        left = 0 if node.kind == "none" else INDENT
        boxes.append(box(node, (left, y, TALL_WIDTH - left, height), lines))
        if left:
            middle = y + height // 2
            content.append(f'<path class="edge" d="M{TRUNK} {middle}H{INDENT - (6 if into else 0)}"/>')
            if into:
                content.append(head(INDENT, middle))
        y += height + GAP
    return y


def _trunks(sides: Sequence[Sequence[Node]], top: int, bottom: int) -> Iterator[str]:
    """The vertical lines: from the first sender down to the thing, and from the thing down to the last receiver."""
    before, _, after = ([node for node in nodes if node.kind != "none"] for nodes in sides)
    if before:
        height = TWO_LINES if _lines(before) > 1 else LINE
        yield f'<path class="edge" d="M{TRUNK} {height // 2}V{top - 6}"/>'
    if after:
        height = TWO_LINES if _lines(after) > 1 else LINE
        last = bottom + GAP + (len(after) - 1) * (height + GAP) + height // 2
        yield f'<path class="edge" d="M{TRUNK} {bottom}V{last}"/>'
