"""Digests of schemas that refer to themselves, the same for every way of writing the same endless tree.

A schema that reaches itself unfolds to an endless tree; two such schemas mean the same when their trees are the same. Parts
with the same tree are one (partition refinement, as automata are minimised), what remains is numbered from a beginning that
the trees themselves single out, and its description is the digest. So names, copies and the place of entry do not count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import TypeAlias

Outline: TypeAlias = tuple[str, list[str | int]]
"""What a part says apart from the parts in it, and for each of those its digest, or its key while it has none."""

_ROUNDS = 30
"""Rounds of telling parts apart by what is around them; schemas that people write need two or three."""

_MOST_STEPS = 500_000
"""Parts visited to find the beginning of one cycle; past it, what is around the parts has to do."""


class Cycles:
    """The cycles met so far, so that a schema that says the same as a part of one gets the digest of that part."""

    def __init__(self) -> None:
        """Start with none."""
        self._same: dict[str, str] = {}
        self._parts: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)

    def same_as(self, digest: str) -> str:
        """The digest of the part of a cycle that a schema (by its own digest) is another spelling of; else its own."""
        return self._same.get(digest, digest) if self._same else digest

    def digest(self, outlines: Mapping[int, Outline]) -> dict[int, str]:
        """The digests of all parts of one cycle: parts that reach each other."""
        known = self._repeated(outlines)
        if known is not None:
            return known
        kinds = _minimise(outlines)
        first = {kind: key for key, kind in reversed(kinds.items())}
        parts: dict[int, Outline] = {
            kind: (outlines[key][0], [kinds[child] if isinstance(child, int) else child for child in outlines[key][1]])
            for kind, key in first.items()
        }
        digests = _digests(parts)
        for kind, (text, children) in parts.items():
            below = [digests[child] if isinstance(child, int) else child for child in children]
            self._parts[text].append((digests[kind], below))
        return {key: digests[kind] for key, kind in kinds.items()}

    def unfold(self, composed: str, digest: str) -> None:
        """Note what a schema's own digest would be that says the same as a part of a cycle."""
        self._same[composed] = digest

    def _repeated(self, outlines: Mapping[int, Outline]) -> dict[int, str] | None:
        """The digests when the whole cycle is another spelling of one that is known: each part has one there that agrees with it."""
        candidates = {key: dict(self._parts.get(text, ())) for key, (text, _) in outlines.items()}
        changed = True
        while changed:
            changed = False
            for key, (_, children) in outlines.items():
                fitting = {
                    digest: below
                    for digest, below in candidates[key].items()
                    if all(
                        (there in candidates[child]) if isinstance(child, int) else there == child
                        for child, there in zip(children, below, strict=True)
                    )
                }
                if not fitting:
                    return None
                changed = changed or len(fitting) < len(candidates[key])
                candidates[key] = fitting
        return {key: min(fitting) for key, fitting in candidates.items()}


def _minimise(outlines: Mapping[int, Outline]) -> dict[int, int]:
    """The coarsest division into kinds so that parts of one kind say the same and have parts of the same kinds in them."""
    kinds: dict[int, int] = {}
    members: dict[int, set[int]] = defaultdict(set)
    numbers: dict[object, int] = {}
    above: dict[int, set[int]] = defaultdict(set)
    inner = {key: [child for child in children if isinstance(child, int)] for key, (_, children) in outlines.items()}
    for key, (text, children) in outlines.items():
        label = (text, tuple([child if isinstance(child, str) else "" for child in children]))
        kinds[key] = numbers.setdefault(label, len(numbers))
        members[kinds[key]].add(key)
        for child in inner[key]:
            above[child].add(key)
    changed = set(outlines)
    while changed:
        moved = [(kind, part) for kind, group in _split(changed, kinds, members, inner).items() for part in group]
        changed = set()
        for kind, part in moved:
            members[kind] -= part
            fresh = len(members)
            members[fresh] = part
            kinds.update(dict.fromkeys(part, fresh))
            changed.update(*(above[key] for key in part))
    return kinds


def _split(
    changed: set[int], kinds: dict[int, int], members: dict[int, set[int]], inner: Mapping[int, list[int]]
) -> dict[int, list[set[int]]]:
    """The parts to take out of each kind; the largest keeps its number, so that each part moves seldom."""
    groups: dict[int, dict[tuple[int, ...], set[int]]] = defaultdict(lambda: defaultdict(set))
    for key in changed:
        groups[kinds[key]][tuple([kinds[child] for child in inner[key]])].add(key)
    parts: dict[int, list[set[int]]] = {}
    for kind, group in groups.items():
        rest = members[kind].difference(*group.values())
        if rest:
            example = next(iter(rest))
            rest |= group.pop(tuple([kinds[child] for child in inner[example]]), set())
        parts[kind] = sorted((part for part in (rest, *group.values()) if part), key=len)[:-1]
    return parts


def _digests(parts: Mapping[int, Outline]) -> dict[int, str]:
    """The digest of each part of a cycle in which no two say the same."""
    colours = {
        kind: _hash(text, *(child if isinstance(child, str) else "*" for child in children)) for kind, (text, children) in parts.items()
    }
    for _ in range(_ROUNDS):
        if len(set(colours.values())) == len(parts):
            break
        colours = {
            kind: _hash(colours[kind], *(colours[child] for child in children if isinstance(child, int)))
            for kind, (_, children) in parts.items()
        }
    counts = Counter(colours.values())
    rarest = min((count, colour) for colour, count in counts.items())[1]
    beginnings = [kind for kind, colour in colours.items() if colour == rarest]
    if len(beginnings) * len(parts) > _MOST_STEPS:
        whole = _hash("around", *sorted(colours.values()))
        return {kind: _hash("cycle", whole, colour) for kind, colour in colours.items()}
    whole, order = min((_describe(parts, kind) for kind in beginnings), key=lambda found: found[0])
    return {kind: _hash("cycle", whole, str(number)) for kind, number in order.items()}


def _describe(parts: Mapping[int, Outline], beginning: int) -> tuple[str, dict[int, int]]:
    """All parts as one text, numbered in the order of their first mention, and the numbers."""
    order = {beginning: 0}
    waiting = [beginning]
    texts: list[str] = []
    for kind in waiting:
        text, children = parts[kind]
        texts.append(text)
        for child in children:
            if isinstance(child, str):
                texts.append(child)
                continue
            if child not in order:
                order[child] = len(order)
                waiting.append(child)
            texts.append(f"^{order[child]}")
    return _hash(*texts), order


def components(start: int, below: Mapping[int, list[int]]) -> Iterator[list[int]]:
    """The strongly connected components that `start` reaches, each after all that it reaches itself (Tarjan, without recursion)."""
    order: dict[int, int] = {start: 0}
    low: dict[int, int] = {start: 0}
    path: list[int] = [start]
    on_path: set[int] = {start}
    work = [(start, iter(below[start]))]
    while work:
        node, children = work[-1]
        for child in children:
            if child not in order:
                order[child] = low[child] = len(order)
                path.append(child)
                on_path.add(child)
                work.append((child, iter(below[child])))
                break
            if child in on_path:
                low[node] = min(low[node], order[child])
        else:
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[node])
            if low[node] == order[node]:
                component = [path.pop()]
                while component[-1] != node:
                    component.append(path.pop())
                on_path.difference_update(component)
                yield component


def _hash(*parts: str) -> str:
    text = "".join([f"{len(part)}:{part}" for part in parts])
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
