"""Pictures of many things: boxes in layers, one group with its neighbours, and groups with what flows between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from catalog_gen.graph.layout import Box, Layout, Link, Placed, Spacing, layout
from catalog_gen.site.drawing_picture import Edge, Group, Node, Picture
from catalog_gen.site.drawing_svg import NAME, NOTE, PAD, anchored, bow, box, box_width, curve, edge, head, svg, words
from catalog_gen.site.drawing_text import fit, text_width

LINE, GAP = 32, 10
LEAST, MOST = 96, 210
TITLE = 34
FRAME = 16
BETWEEN = 56
INNER = Spacing(column=48, box=20, lane=10)
INNER_COLUMNS = 5
MAP = Spacing(column=72, box=46, lane=20)
CHIP, CHIP_GAP = 28, 6
CHIPS_MOST = 8


def draw_layers(picture: Picture) -> str:
    """Boxes in layers."""
    drawing = _arrange(picture.nodes, picture.edges)
    return svg(drawing.width, drawing.height, picture.label, _contents(drawing, picture.nodes, picture.edges, 0, 0), "layers")


def _arrange(nodes: Sequence[Node], edges: Sequence[Edge]) -> Layout:
    """Nodes with edges in layers, those without edges below them in rows."""
    joined = {end for one in edges for end in (one.source, one.target)}
    boxes = [Box(node.id, box_width(node, LEAST, MOST, 1), LINE) for node in nodes if node.id in joined]
    drawing = layout(boxes, [Link(one.source, one.target, one.count) for one in edges], INNER, columns=INNER_COLUMNS)
    return _with_loners(drawing, [node for node in nodes if node.id not in joined])


def _contents(drawing: Layout, nodes: Sequence[Node], edges: Sequence[Edge], x: int, y: int) -> list[str]:
    """Lines and boxes of an arrangement, moved to (x, y)."""
    known = {node.id: node for node in nodes}
    boxes = [box(known[spot.id], (x + spot.x, y + spot.y, spot.width, spot.height)) for spot in drawing.boxes]
    return edge_lines(drawing, edges, x, y) + boxes


def _with_loners(drawing: Layout, nodes: Iterable[Node]) -> Layout:
    """The drawing with rows of unconnected boxes below it."""
    limit = max(drawing.width, 2 * MOST)
    spots = list(drawing.boxes)
    x, y = 0, drawing.height + (2 * GAP if spots else 0)
    right = drawing.width
    bottom = drawing.height
    for node in nodes:
        width = box_width(node, LEAST, MOST, 1)
        if x and x + width > limit:
            x, y = 0, y + LINE + GAP
        spots.append(Placed(node.id, x, y, width, LINE, 0))
        right, bottom = max(right, x + width), y + LINE
        x += width + GAP
    return Layout(right, bottom, tuple(spots), drawing.routes)


def edge_lines(drawing: Layout, edges: Sequence[Edge], x: int, y: int, *, counted: bool = False) -> list[str]:
    """The lines of a layout; two opposite edges are one line with a head at each end. `counted` writes numbers at the heads."""
    wanted = {(one.source, one.target): one for one in edges}
    most = max((one.count for one in edges), default=1)
    content: list[str] = []
    for route in drawing.routes:
        one = wanted[(route.source, route.target)]
        back = wanted.get((route.target, route.source))
        if back is not None and route.source > route.target:
            continue
        points = [(px + x, py + y) for px, py in route.points]
        titles = "; ".join(title for title in (one.title, back.title if back else "") if title)
        line = _line(route.way, points, both=back is not None, weight=_weight(one.count + (back.count if back else 0), most))
        ends = [(points[-1], points[0], one.count), *([(points[0], points[-1], back.count)] if back else [])]
        line += "".join(_end(route.way, end, start, count if counted else 0) for end, start, count in ends)
        title = f"<title>{words(titles)}</title>" if titles else ""
        content.append(f'<g class="flow">{title}{line}</g>')
    return content


HEAD = 6
"""Pixels at the end of a line that its head covers."""


def _line(way: str, points: list[tuple[int, int]], *, both: bool, weight: int) -> str:
    """A line without heads, short of them at its end, or at both."""
    (x, y), (to_x, to_y) = points[0], points[-1]
    first = HEAD if both else 0
    if way == "aside":
        path = bow([(x + first, y), (to_x + HEAD, to_y)], _BOW)
    elif way == "down":
        step = 1 if to_y > y else -1
        path = f"M{x} {y + step * first}V{to_y - step * HEAD}"
    else:
        step = 1 if to_x > x else -1
        path = curve([(x + step * first, y), *points[1:-1], (to_x - step * HEAD, to_y)])
    heavy = f" heavy-{weight}" if weight > 1 else ""
    return f'<path class="edge{heavy}" d="{path}"/>'


_BOW = 70


def _end(way: str, end: tuple[int, int], start: tuple[int, int], count: int) -> str:
    """The head of a line where it ends, and how much arrives there when that is to be said."""
    x, y = end
    if way == "down":
        towards, text = ("down", (x + 8, y - 9)) if start[1] < y else ("up", (x + 8, y + 17))
        classes = "count start"
    elif way == "across" and start[0] < x:
        towards, text, classes = "right", (x - 11, y - 5), "count"
    else:
        towards, text, classes = "left", (x + 11, y - 5), "count start"
    number = f'<text class="{classes}" x="{text[0]}" y="{text[1]}">{count}</text>' if count else ""
    return head(x, y, towards) + number


def _weight(count: int, most: int) -> int:
    """1 to 3: how heavy a line is drawn."""
    return 1 if most < 8 or count * 4 < most else 2 if count * 2 < most else 3  # noqa: PLR2004 - few, quarter, half


def draw_inside(picture: Picture) -> str:
    """One group with its boxes in layers; left of it who sends into it, right of it who receives from it."""
    group = picture.groups[0]
    before = [node for node in picture.nodes if node.side < 0]
    after = [node for node in picture.nodes if node.side > 0]
    inner = [node for node in picture.nodes if node.side == 0]
    widths = [max((box_width(node, LEAST, MOST, 1) for node in nodes), default=-BETWEEN) for nodes in (before, after)]
    left = widths[0] + BETWEEN
    drawing = _arrange(inner, picture.edges)
    wide = max(drawing.width + 2 * FRAME, text_width(group.label, NAME) + text_width(group.note, NOTE) + 3 * FRAME, 220)
    high = drawing.height + TITLE + FRAME
    tall = max(high, *(len(nodes) * (LINE + GAP) - GAP for nodes in (before, after)))
    top = (tall - high) // 2
    content = _contents(drawing, inner, picture.edges, left + (wide - drawing.width) // 2, top + TITLE)
    frame = _frame(group, left, top, wide, high)
    lines: list[str] = []
    lines += _beside(before, 0, widths[0], tall, lambda y: (left, _clamp(y, top, high)))
    lines += _beside(after, left + wide + BETWEEN, widths[1], tall, lambda y: (left + wide, _clamp(y, top, high)))
    width = left + wide + (widths[1] + BETWEEN)
    return svg(width, tall, picture.label, [frame, *lines, *content], "inside")


def _clamp(y: int, top: int, high: int) -> int:
    return max(top + 20, min(top + high - 20, y))


def _beside(nodes: Sequence[Node], x: int, width: int, tall: int, meet: Callable[[int], tuple[int, int]]) -> list[str]:
    """A column of boxes, each joined to the frame in the middle."""
    content: list[str] = []
    top = (tall - len(nodes) * (LINE + GAP) + GAP) // 2
    for number, node in enumerate(nodes):
        y = top + number * (LINE + GAP)
        middle = y + LINE // 2
        meet_x, meet_y = meet(middle)
        if node.side < 0:
            content += [edge([(x + width, middle), (meet_x - 6, meet_y)]), head(meet_x, meet_y)]
        else:
            content += [edge([(meet_x, meet_y), (x - 6, middle)]), head(x, middle)]
        content.append(box(node, (x, y, width, LINE)))
    return content


def _frame(group: Group, x: int, y: int, width: int, height: int) -> str:
    """A group's frame with its name, and its note at the right."""
    note = fit(group.note, width // 2, NOTE)
    label = fit(group.label, width - 2 * PAD - text_width(note, NOTE) - 8, NAME)
    name = f'<text class="name" x="{x + PAD}" y="{y + 22}">{words(label)}</text>'
    notes = f'<text class="note end" x="{x + width - PAD}" y="{y + 22}">{words(note)}</text>' if note else ""
    title = f"<title>{words(group.label)}</title>" if label != group.label else ""
    shape = f'<rect class="frame" x="{x}" y="{y}" width="{width}" height="{height}" rx="10"/>'
    return shape + anchored(group.url, "group", title + name + notes)


def draw_map(picture: Picture) -> str:
    """Groups as frames with their members as rows, and edges between the frames."""
    members: dict[str, list[Node]] = {}
    for node in picture.nodes:
        members.setdefault(node.group, []).append(node)
    boxes = [Box(group.id, *_map_size(group, members.get(group.id, ()))) for group in picture.groups]
    drawing = _balanced(boxes, picture.edges)
    groups = {group.id: group for group in picture.groups}
    content = edge_lines(drawing, picture.edges, 0, 0, counted=True)
    for spot in drawing.boxes:
        content.append(_frame(groups[spot.id], spot.x, spot.y, spot.width, spot.height))
        content += _chips(members.get(spot.id, ()), spot)
    return svg(drawing.width, drawing.height, picture.label, content, "map", margin=4)


_NARROW = 9
"""Frames up to which the map has three columns; above, it has four."""


def _balanced(boxes: Sequence[Box], edges: Sequence[Edge]) -> Layout:
    """Frames in layers; those without an edge stand below, as many in a row as there is room."""
    joined = {end for one in edges for end in (one.source, one.target)}
    drawing = layout(
        [one for one in boxes if one.id in joined],
        [Link(one.source, one.target, one.count) for one in edges],
        MAP,
        columns=3 if len(joined) <= _NARROW else 4,
    )
    spots = list(drawing.boxes)
    x, y, high = 0, drawing.height + (MAP.box if spots else 0), 0
    right = drawing.width
    for one in sorted(one for one in boxes if one.id not in joined):
        if x and x + one.width > max(drawing.width, 900):
            x, y, high = 0, y + high + MAP.box, 0
        spots.append(Placed(one.id, x, y, one.width, one.height, 0))
        right, high = max(right, x + one.width), max(high, one.height)
        x += one.width + MAP.box
    return Layout(right, max(drawing.height, y + high if high else 0), tuple(spots), drawing.routes)


def _map_size(group: Group, nodes: Sequence[Node]) -> tuple[int, int]:
    title = text_width(group.label, NAME) + text_width(group.note, NOTE) + 3 * PAD
    width = max([title, 170, *(box_width(node, LEAST, MOST, 1) + 2 * PAD for node in nodes)])
    return min(width, MOST + 2 * PAD), max(TITLE + len(nodes) * (CHIP + CHIP_GAP) + (PAD - CHIP_GAP if nodes else 0), 56)


def _chips(nodes: Sequence[Node], spot: Placed) -> list[str]:
    top = spot.y + TITLE
    return [box(node, (spot.x + PAD, top + number * (CHIP + CHIP_GAP), spot.width - 2 * PAD, CHIP)) for number, node in enumerate(nodes)]


FORMS: Mapping[str, Callable[[Picture], str]] = {"layers": draw_layers, "inside": draw_inside, "map": draw_map}
