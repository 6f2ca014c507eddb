"""What a picture shows, before it is drawn: plain values that a page's view can hold."""

from __future__ import annotations

from catalog_gen.model.base import Value


class Node(Value, frozen=True, kw_only=True):
    """A box with a name."""

    kind: str
    """`event`, `command`, `query`, `message`, `service`, `domain`; `more` for what was left out, `none` for what is missing."""
    label: str
    note: str = ""
    url: str = ""
    """Relative to the site's root, or `#…` for a place on the same page; empty for a box that leads nowhere."""
    id: str = ""
    side: int = 0
    """-1 for what comes in, 0 for the middle, 1 for what goes out."""
    group: str = ""
    faded: bool = False
    """No longer live."""


class Edge(Value, frozen=True, kw_only=True):
    """What travels from one box to another. Two opposite edges are drawn as one line with two heads."""

    source: str
    target: str
    count: int = 1
    title: str = ""
    """In words, for a pointer that rests on it."""


class Group(Value, frozen=True, kw_only=True):
    """A frame around boxes."""

    id: str
    label: str
    note: str = ""
    url: str = ""


class Picture(Value, frozen=True, kw_only=True):
    """A picture to be drawn.

    `form` says how: `row` (what comes in, the thing, what goes out), `layers` (boxes and edges in layers), `inside` (one group
    in layers, with neighbours left and right), `map` (groups with edges between them), `matrix` (who sends how much to whom).
    """

    form: str
    label: str
    """What it shows, in a sentence, for people who do not see it."""
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()
    caption: str = ""
    """What was left out, to be said below the picture."""
