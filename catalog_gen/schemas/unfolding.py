"""The tree that a schema unfolds to when its references are followed, without end where it is recursive.

Every position of the schema is a node of a graph; a reference is an edge to its target. Two positions unfold to the same tree
when nothing that can be reached from them by the same steps differs. Outside of circles a node's digest is made of its
children's. The nodes of a circle are told apart by what lies within one step, two steps and so on, until a further step tells
no two more apart; the number of steps, all that is in the circle, and the node's own part of it together name the node: the same
in every document, however often parts of the circle are written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from catalog_gen.schemas import keywords

MOST_POSITIONS = 400_000
"""Positions that are looked at; only hostile schemas have more."""

_MOST_STEPS = 2_000_000
"""Nodes times rounds for one circle; beyond it the nodes are told apart by what is known by then."""

_SHORT = 120
"""Characters up to which a part stands for itself; hashing every small part costs more than carrying it."""

_EXACT = 1e15
"""Below it a float holds every integer exactly."""


class TooManyPositionsError(Exception):
    """The schema is larger than a digest by meaning is worth."""


class Positions:
    """The positions of one self-contained schema: what each says by itself, and the positions below it, in order."""

    def __init__(self, schema: Any) -> None:
        """Read all that can be reached from the root. Raises TooManyPositionsError."""
        self.labels: list[str] = []
        self.children: list[tuple[int, ...]] = []
        self._schema = schema
        self._modern = isinstance(schema, dict) and bool(re.search(r"20(19-09|20-12)", str(schema.get("$schema", ""))))
        self._targets: dict[str, int] = {}
        self._waiting: list[tuple[int, Any]] = []
        self.root = self.target("#")
        self.read()

    def read(self) -> None:
        """Look at every position that was found and not yet looked at."""
        while self._waiting:
            position, node = self._waiting.pop()
            parts = ["schema"]
            below: list[int] = []
            for keyword in sorted(node):
                if keyword in keywords.ANNOTATIONS or keyword in keywords.DEFINITIONS or keyword.startswith("x-"):
                    continue
                said = self._keyword(keyword, node[keyword], below)
                if said:
                    parts += (keyword, said)
            self.labels[position] = _hash(*parts)
            self.children[position] = tuple(below)

    def target(self, reference: str) -> int:
        """The position that a reference leads to, through other references."""
        seen: list[str] = []
        while True:
            name = "#" if reference in {"#", ""} else re.sub(r"^#/(definitions|\$defs)/", "", reference)
            if name in self._targets or name in seen:
                break
            seen.append(name)
            node = self._schema if name == "#" else self._definition(name)
            if not self._is_reference(node):
                self._targets[name] = self._add(node) if node is not _MISSING else self._leaf(_hash("missing", reference))
                break
            reference = node["$ref"]
        if name not in self._targets:
            self._targets[name] = self._leaf(_hash("endless"))
        for passed in seen:
            self._targets[passed] = self._targets[name]
        return self._targets[name]

    def _add(self, node: Any) -> int:
        """The position of a schema below another one."""
        if self._is_reference(node):
            return self.target(node["$ref"])
        if node is True:
            node = {}
        if not isinstance(node, dict):
            return self._leaf(_hash("value", _plain(node)))
        position = self._leaf("")
        self._waiting.append((position, node))
        return position

    def _leaf(self, label: str) -> int:
        if len(self.labels) >= MOST_POSITIONS:
            raise TooManyPositionsError
        self.labels.append(label)
        self.children.append(())
        return len(self.labels) - 1

    def _is_reference(self, node: Any) -> bool:
        return isinstance(node, dict) and isinstance(node.get("$ref"), str) and not (self._modern and _says_more(node))

    def _keyword(self, keyword: str, value: Any, below: list[int]) -> str:
        """What a keyword says by itself; schemas below it are added to `below`. Empty when it says nothing."""
        if keyword == "$ref" and isinstance(value, str):
            below.append(self.target(value))
            return "reference"
        if keyword in keywords.SCHEMA_MAP and isinstance(value, dict):
            names = sorted(value)
            below += [self._add(value[name]) for name in names]
            return _hash("map", *names) if names else ""
        if keyword in keywords.SCHEMAS or (keyword in keywords.SCHEMA_OR_SCHEMAS and isinstance(value, list)):
            members = value if isinstance(value, list) else [value]
            below += [self._add(member) for member in members]
            return f"list of {len(members)}"
        if keyword in keywords.SCHEMA or keyword in keywords.SCHEMA_OR_SCHEMAS:
            below.append(self._add(value))
            return "one"
        if keyword in keywords.SETS:
            members = value if isinstance(value, list) else [value]
            return _hash("set", *sorted({_plain(member) for member in members})) if members else ""
        return _plain(value)

    def _definition(self, name: str) -> Any:
        for keyword in ("definitions", "$defs"):
            container = self._schema.get(keyword) if isinstance(self._schema, dict) else None
            if isinstance(container, dict):
                key = name.replace("~1", "/").replace("~0", "~")
                if key in container:
                    return container[key]
        return _MISSING


class _Missing:
    """The answer for a definition that is not there."""


_MISSING = _Missing()


class Unfolding:
    """A digest for each position."""

    def __init__(self, positions: Positions) -> None:
        """Work out all digests; costs time proportional to the number of positions, but for circles of unusual depth."""
        self.digests: list[str] = [""] * len(positions.labels)
        self._labels = positions.labels
        self._children = positions.children
        self._folded: dict[str, str] = {}
        for circle in _circles(positions.children):
            if len(circle) > 1 or circle[0] in positions.children[circle[0]]:
                self._name_circle(circle)
            else:
                (position,) = circle
                own = self._own(position, self.digests)
                self.digests[position] = self._folded.get(own, own)

    def _own(self, position: int, known: list[str]) -> str:
        return _hash(self._labels[position], *(known[child] for child in self._children[position]))

    def _name_circle(self, circle: list[int]) -> None:
        digests = self.digests
        for position in circle:
            digests[position] = self._labels[position]
        told_apart, steps, work = 0, 0, 0
        while True:
            now = [self._own(position, digests) for position in circle]
            work += len(circle)
            apart = len(set(now))
            if apart == told_apart or work > _MOST_STEPS:
                break
            told_apart, steps = apart, steps + 1
            for position, name in zip(circle, now, strict=True):
                digests[position] = name
        whole = _hash("circle", str(steps), *sorted(set(now)))
        names = [_hash(whole, digests[position]) for position in circle]
        for position, name in zip(circle, names, strict=True):
            digests[position] = name
        # A node that only leads into the circle, but says what a node of it says, is that node written out once more.
        self._folded.update({self._own(position, digests): digests[position] for position in circle})


def _circles(children: list[tuple[int, ...]]) -> Iterator[list[int]]:
    """Positions that reach each other, what is below before what is above (Tarjan 1972, without recursion)."""
    order = [0] * len(children)
    low = [0] * len(children)
    open_, is_open = list[int](), [False] * len(children)
    count = 0
    for start in range(len(children)):
        if order[start]:
            continue
        path = [(start, iter(children[start]))]
        count += 1
        order[start] = low[start] = count
        open_.append(start)
        is_open[start] = True
        while path:
            position, rest = path[-1]
            child = next(rest, None)
            if child is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[position])
                if low[position] == order[position]:
                    at = _last(open_, position)
                    circle = open_[at:]
                    del open_[at:]
                    for member in circle:
                        is_open[member] = False
                    yield circle
            elif not order[child]:
                count += 1
                order[child] = low[child] = count
                open_.append(child)
                is_open[child] = True
                path.append((child, iter(children[child])))
            elif is_open[child]:
                low[position] = min(low[position], order[child])


def _last(open_: list[int], position: int) -> int:
    at = len(open_) - 1
    while open_[at] != position:
        at -= 1
    return at


def _says_more(node: dict[str, Any]) -> bool:
    """Whether a reference has siblings that validate (they count from draft 2019-09 on)."""
    return any(key != "$ref" and key not in keywords.ANNOTATIONS and not key.startswith("x-") for key in node)


def _plain(value: Any) -> str:
    """A value as an unambiguous text in which `1` and `1.0` are the same number and key order does not count."""
    kind = value.__class__
    if kind is str:
        return f"{len(value)}:{value}"
    if kind is float and value.is_integer() and abs(value) < _EXACT:
        value = int(value)
    if kind is dict:
        return "{" + "".join(f"{_plain(key)}{_plain(value[key])}" for key in sorted(value)) + "}"
    if kind is list:
        return "[" + "".join(map(_plain, value)) + "]"
    return f"={value!r};"


def _hash(*parts: str) -> str:
    """One short text for several: themselves while they are short, else their digest. Lengths tell the parts from each other."""
    text = "".join(f"{len(part)}:{part}" for part in parts)
    if len(text) <= _SHORT:
        return f"({text})"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
