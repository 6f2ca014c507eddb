"""Traits as layers: an object and its traits read as one, each member remembering where it is written.

Traits are merged by JSON Merge Patch (RFC 7396). In 2.x they are applied to their target, so the last trait wins over the
others and over the target; in 3.x the target is applied to them and wins (AsyncAPI 2.x and 3.x, "Traits Merge Mechanism").
Reading through layers gives the same members as the merged copy would, without making one, and keeps their places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from typing import Any, Protocol

from catalog_gen.diagnostics import Span
from catalog_gen.model.contract import Trait


class Place(Protocol):
    """A value and where it stands; a plain node of a document, or several laid over each other."""

    @property
    def value(self) -> Any:
        """The plain value; behind a reference, the target's."""

    @property
    def path(self) -> str:
        """File that the value is written in."""

    @property
    def pointer(self) -> str:
        """Pointer of the value in that file."""

    @property
    def at(self) -> tuple[str, str]:
        """File and pointer of where it stands in the document that is read (a reference's own place)."""

    @property
    def broken(self) -> bool:
        """Whether a reference stands here that leads nowhere."""

    @property
    def reference(self) -> Any:
        """The reference that led here, if one did."""

    def get(self, key: str) -> Place | None:
        """A member of a mapping."""

    def items(self) -> Iterator[tuple[str, Place]]:
        """All members of a mapping."""

    def elements(self) -> Iterator[Place]:
        """All members of a list."""


_DEEPEST = 12
"""Mappings inside each other that are laid over each other; where references lead back, there would be no end."""


class Layers:
    """Mappings laid over each other, the winner first. Its place is that of the object the traits were applied to."""

    def __init__(self, layers: Sequence[Place], target: Place, depth: int = 0) -> None:
        self.layers = layers
        self.target = target
        self.depth = depth

    @property
    def path(self) -> str:
        """File of the object itself."""
        return self.target.path

    @property
    def pointer(self) -> str:
        """Pointer of the object itself."""
        return self.target.pointer

    @property
    def at(self) -> tuple[str, str]:
        """Where the object stands in the document that refers to it."""
        return self.target.at

    @property
    def broken(self) -> bool:
        """Whether the object's own reference could not be resolved."""
        return self.target.broken

    @property
    def reference(self) -> Any:
        """The reference that led to the object itself."""
        return self.target.reference

    def get(self, key: str) -> Place | None:
        """The winner's member; mappings in several layers are laid over each other in turn, and null removes."""
        members: list[Place] = []
        for layer in self.layers:
            member = layer.get(key)
            if member is None:
                continue
            if not isinstance(member.value, dict):
                if not members and member.value is not None:
                    return member
                break
            members.append(member)
        if not members:
            return None
        return members[0] if len(members) == 1 or self.depth >= _DEEPEST else Layers(members, members[0], self.depth + 1)

    def items(self) -> Iterator[tuple[str, Place]]:
        """Members of all layers, the object's own order first."""
        keys = dict.fromkeys(self.target.value)
        for layer in self.layers:
            keys.update(dict.fromkeys(layer.value))
        for key in keys:
            member = self.get(key)
            if member is not None:
                yield key, member

    def elements(self) -> Iterator[Place]:
        """Nothing: layers are mappings."""
        return iter(())

    @cached_property
    def value(self) -> dict[str, Any]:
        """The merged mapping, as a copy; what is not merged keeps its identity."""
        return {key: member.value for key, member in self.items()}


def with_traits(target: Place, *, trait_wins: bool) -> Place:
    """An operation or message with its traits applied; the object itself where it has none."""
    member = target.get("traits")
    if member is None or not isinstance(member.value, list):
        return target
    traits = [trait for trait in member.elements() if isinstance(trait.value, dict)]
    if not traits:
        return target
    traits.reverse()
    return Layers([*traits, target] if trait_wins else [target, *traits], target)


def traits_of(target: Place, *, trait_wins: bool) -> tuple[Trait, ...]:
    """An object's traits, each with the members that come from it. A trait is named by its reference's target, or by its number."""
    member = target.get("traits")
    if member is None or not isinstance(member.value, list):
        return ()
    traits = list(enumerate(member.elements(), 1))
    laid: list[tuple[int, Place]] = [(number, trait) for number, trait in reversed(traits) if isinstance(trait.value, dict)]
    fields: dict[int, list[str]] = {}
    for way, number in _origins([*laid, (0, target)] if trait_wins else [(0, target), *laid], ()):
        fields.setdefault(number, []).append(way)
    return tuple(
        Trait(
            name=trait.reference.name if trait.reference is not None else f"trait {number}",
            fields=tuple(fields.get(number, ())),
            span=Span(path=trait.path, pointer=trait.pointer),
        )
        for number, trait in traits
    )


WAY_LIMIT = 4
"""How deep the origin of members is told apart: `headers.properties.traceparent.type` is the deepest."""


def _origins(layers: Sequence[tuple[int, Place]], way: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The dotted way to each member and the number of the layer that gives it; layers that are merged are told apart inside."""
    keys = dict.fromkeys(key for _, layer in layers for key in layer.value)
    for key in keys:
        if key == "traits" and not way:
            continue
        members = [(number, member) for number, layer in layers if (member := layer.get(key)) is not None]
        merged = list(takewhile(lambda one: isinstance(one[1].value, dict), members))
        if len(merged) > 1 and len(way) + 1 < WAY_LIMIT:
            yield from _origins(merged, (*way, key))
        elif members and members[0][1].value is not None:
            yield ".".join((*way, key)), members[0][0]
