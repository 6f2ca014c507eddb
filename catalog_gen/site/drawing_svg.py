"""The pieces of a picture as SVG text. Every text and address from a source is escaped here and nowhere else.

No style attributes, scripts or ids: classes only, so that a strict content security policy holds, dark mode is a matter of CSS,
and any number of pictures may stand on one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from catalog_gen.site.drawing_picture import Node
from catalog_gen.site.drawing_text import fit, text_width
from catalog_gen.site.links import ROOT, link

NAME = 13
NOTE = 11.5
PAD = 12
"""Font sizes of a box's two texts, and the room at its left and right, in pixels; `graph.css` says the same sizes."""

_UNPRINTABLE: dict[int, str | None] = dict.fromkeys((*range(0x20), 0x7F, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)) | {
    9: " ",
    10: " ",
    13: " ",
}


def words(text: str) -> str:
    """A text from a source as it may stand in XML, as content or in a quoted attribute."""
    return escape(text.translate(_UNPRINTABLE))


def address(url: str) -> str:
    """The value of an `href`: a place on the same page, or ROOT and a file."""
    return words(url) if url.startswith("#") else ROOT + words(link(url).removeprefix(ROOT))


def svg(width: int, height: int, label: str, content: Iterable[str], form: str, *, margin: int = 2) -> str:
    """A whole drawing. It is a group and no image, because an image would hide the links in it from assistive technology."""
    box = f"{-margin} {-margin} {width + 2 * margin} {height + 2 * margin}"
    size = f'width="{width + 2 * margin}" height="{height + 2 * margin}"'
    return f'<svg class="drawing {form}" viewBox="{box}" {size} role="group" aria-label="{words(label)}">{"".join(content)}</svg>'


def anchored(url: str, classes: str, content: str) -> str:
    """Content that leads somewhere, or the same without a link."""
    return f'<a class="{classes}" href="{address(url)}">{content}</a>' if url else f'<g class="{classes}">{content}</g>'


def box_width(node: Node, least: int, most: int, lines: int) -> int:
    """Pixels that a box wants for its texts, between bounds."""
    name, note = text_width(node.label, NAME), text_width(node.note, NOTE)
    wanted = max(name, note) if lines > 1 else name + (note + 8 if note else 0)
    return max(least, min(most, wanted + 2 * PAD))


def box(node: Node, place: tuple[int, int, int, int], lines: int = 1) -> str:
    """A node at x, y, width, height: a rounded rectangle and its name, the note beside (one line) or below it (two)."""
    x, y, width, height = place
    room = width - 2 * PAD
    label = fit(node.label, room, NAME)
    note, notes = "", ""
    middle = y + height // 2
    if not node.note:
        baseline = middle + 5
    elif lines > 1:
        note = fit(node.note, room, NOTE)
        baseline = middle - 2
        notes = f'<text class="note" x="{x + PAD}" y="{middle + 14}">{words(note)}</text>'
    else:
        baseline = middle + 5
        left = room - text_width(label, NAME) - 8
        note = fit(node.note, left, NOTE) if left >= min(2 * NOTE, text_width(node.note, NOTE)) else ""
        notes = f'<text class="note end" x="{x + width - PAD}" y="{baseline}">{words(note)}</text>' if note else ""
    whole = " · ".join(text for text in (node.label, node.note) if text)
    title = "" if (label, note) == (node.label, node.note) else f"<title>{words(whole)}</title>"
    radius = height // 2 if node.kind in _ROUND else 7
    shape = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{min(radius, 18)}"/>'
    name = f'<text class="name" x="{x + PAD}" y="{baseline}">{words(label)}</text>'
    return anchored(node.url, f"node {node.kind}{' faded' if node.faded else ''}", title + shape + name + notes)


_ROUND = frozenset({"event", "command", "query", "message"})


def curve(points: Sequence[tuple[int, int]]) -> str:
    """The path through points that leave and enter sideways; two points at one height are a straight line."""
    x, y = points[0]
    path = [f"M{x} {y}"]
    for to_x, to_y in points[1:]:
        if to_y == y:
            path.append(f"H{to_x}")
        else:
            half = (x + to_x) // 2
            path.append(f"C{half} {y} {half} {to_y} {to_x} {to_y}")
        x, y = to_x, to_y
    return "".join(path)


def bow(points: Sequence[tuple[int, int]], out: int) -> str:
    """The path from one point to another below or above it, round what stands between them at the left of the bow."""
    (x, y), (to_x, to_y) = points
    far = max(x, to_x) + out
    return f"M{x} {y}C{far} {y} {far} {to_y} {to_x} {to_y}"


def edge(points: Sequence[tuple[int, int]], *, faded: bool = False, weight: int = 1) -> str:
    """A line without a head."""
    classes = "edge" + (" faded" if faded else "") + (f" heavy-{weight}" if weight > 1 else "")
    return f'<path class="{classes}" d="{curve(points)}"/>'


def head(x: int, y: int, towards: str = "right") -> str:
    """An arrow's head whose tip is at a point."""
    shape = {"right": "l-7 -4v8z", "left": "l7 -4v8z", "down": "l-4 -7h8z", "up": "l-4 7h8z"}[towards]
    return f'<path class="head" d="M{x} {y}{shape}"/>'
