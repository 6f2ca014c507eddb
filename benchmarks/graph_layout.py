"""Times the layout of random graphs, and the pictures of a large catalog's domains.

python benchmarks/graph_layout.py
"""

from __future__ import annotations

import random
import time

from catalog_gen.graph.layout import Box, Link, layout
from catalog_gen.site.drawing import Edge, Group, Node, Picture, draw

SIZES = ((10, 15), (40, 80), (100, 300), (300, 900), (1000, 3000))


def graph(nodes: int, links: int) -> tuple[list[Box], list[Link]]:
    """A random graph in which every box is about as well connected as every other: the hardest case for a layered drawing."""
    rng = random.Random(nodes)  # noqa: S311 - the same graph every time
    boxes = [Box(f"n{number:04}", rng.randint(80, 200), 32) for number in range(nodes)]
    return boxes, [Link(rng.choice(boxes).id, rng.choice(boxes).id, rng.randint(1, 9)) for _ in range(links)]


def grid(domains: int) -> Picture:
    """Domains that all talk to each other, as a catalog of ten thousand messages may have them."""
    nodes = tuple(Node(id=f"d{number}", kind="domain", label=f"Domain {number}", url=f"domains/d{number}/") for number in range(domains))
    edges = tuple(Edge(source=one.id, target=other.id, count=7) for one in nodes for other in nodes if one is not other)
    return Picture(form="matrix", label="All", nodes=nodes, edges=edges)


def chart(domains: int) -> Picture:
    """Domains in a ring with a few more edges, as frames on a map."""
    groups = tuple(
        Group(id=f"d{number}", label=f"Domain {number}", note="9 services", url=f"domains/d{number}/") for number in range(domains)
    )
    edges = tuple(Edge(source=f"d{one}", target=f"d{(one * step + 1) % domains}", count=step) for one in range(domains) for step in (1, 2))
    return Picture(form="map", label="All", groups=groups, edges=tuple(edge for edge in edges if edge.source != edge.target))


def main() -> None:
    """Print the figures, in seconds of processor time."""
    for nodes, links in SIZES:
        boxes, wanted = graph(nodes, links)
        started = time.process_time()
        drawing = layout(boxes, wanted)
        spent = time.process_time() - started
        columns = max(box.layer for box in drawing.boxes) + 1
        print(f"{nodes} boxes, {links} links: {spent:.3f} s, {columns} columns, {drawing.width} by {drawing.height} pixels")
    for name, picture in (("map of 14 domains", chart(14)), ("grid of 60 domains", grid(60))):
        started = time.process_time()
        text = draw(picture)
        print(f"{name}: {time.process_time() - started:.4f} s, {len(text) / 1024:.0f} KB")


if __name__ == "__main__":
    main()
