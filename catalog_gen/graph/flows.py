"""Messages and services as a two-sided graph: services send messages, messages reach services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["upstream", "downstream"]

Ids: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flows:
    """Four maps from an id to sorted ids; what has no edge is in none of them."""

    senders: Mapping[str, Ids]
    """Message → services that send it."""
    receivers: Mapping[str, Ids]
    """Message → services that receive it."""
    sends: Mapping[str, Ids]
    """Service → messages that it sends."""
    receives: Mapping[str, Ids]
    """Service → messages that it receives."""

    def neighbours(self, service: str, direction: Direction) -> Ids:
        """The services one message away, without the service itself."""
        first, second = self._way(direction)
        found = {other for message in first.get(service, ()) for other in second.get(message, ())}
        found.discard(service)
        return tuple(sorted(found))

    def reachable(self, service: str, direction: Direction, depth: int | None = None) -> dict[str, int]:
        """Service → how many messages away, nearest first, without the start; at most `depth` messages away when given.

        Each message is looked at once, so the cost is linear in the edges even where everybody reads everything.
        """
        first, second = self._way(direction)
        distances = {service: 0}
        seen: set[str] = set()
        front = [service]
        distance = 0
        while front and (depth is None or distance < depth):
            distance += 1
            fresh = {message for name in front for message in first.get(name, ())} - seen
            seen |= fresh
            front = sorted({other for message in fresh for other in second.get(message, ())} - distances.keys())
            distances.update(dict.fromkeys(front, distance))
        del distances[service]
        return distances

    def _way(self, direction: Direction) -> tuple[Mapping[str, Ids], Mapping[str, Ids]]:
        return (self.sends, self.receivers) if direction == "downstream" else (self.receives, self.senders)


def flows_of(sent: Iterable[tuple[str, str]], received: Iterable[tuple[str, str]]) -> Flows:
    """Flows from pairs (service, message), in any order and with repetitions."""
    sent, received = set(sent), set(received)
    return Flows(
        senders=_grouped((message, service) for service, message in sent),
        receivers=_grouped((message, service) for service, message in received),
        sends=_grouped(sent),
        receives=_grouped(received),
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, Ids]:
    groups: dict[str, list[str]] = {}
    for key, value in sorted(pairs):
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
