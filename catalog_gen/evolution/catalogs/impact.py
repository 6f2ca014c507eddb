"""Whom a change touches: consumers by the version and the fields that they read, producers, and the owners of both."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

from catalog_gen.evolution.catalogs.changes import Affected
from catalog_gen.model.snapshot import MessageFacts, PartyFacts, Snapshot, VersionFacts


class Impact:
    """Questions about the parties of two catalogs. Answers are sorted, each service version once, and about what is live.

    A consumer of the old catalog that reads a message no longer in the new one has moved on its own, and is not affected, unless its
    document has errors now: then what it reads may only be unreadable.
    """

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self.old = old
        self.new = new

    @cached_property
    def _broken(self) -> frozenset[str]:
        """Services whose documents have errors in the new catalog."""
        return frozenset(one.id for one in self.new.services if any(version.broken and version.live for version in one.versions))

    def consumers(self, message: str, label: str = "", paths: Collection[str] = (), but: str = "") -> tuple[Affected, ...]:
        """Who reads a version of a message (every version when none is named), and one of the fields at `paths` (when there are any)."""
        return self._parties("consumer", message, label, paths, but)

    def producers(self, message: str, label: str = "", but: str = "") -> tuple[Affected, ...]:
        """Who sends a version of a message, or any of its versions."""
        return self._parties("producer", message, label, (), but)

    def everyone(self, messages: Iterable[str], but: str = "") -> tuple[Affected, ...]:
        """Who sends or reads any of some messages, without one service."""
        found = {one for message in messages for one in (*self.consumers(message, but=but), *self.producers(message, but=but))}
        return _sorted(found)

    def over(self, channel: str, messages: Iterable[str], but: str = "") -> tuple[Affected, ...]:
        """Who sends or reads some messages over a channel (id)."""
        users = self._users.get(channel, frozenset())
        return tuple(one for one in self.everyone(messages, but=but) if one.service in users)

    @cached_property
    def _users(self) -> dict[str, frozenset[str]]:
        """Channel id → services that declare it in a contract that ran."""
        found: dict[str, set[str]] = {}
        for service in self.old.services:
            for version in service.versions:
                for key, thing in version.channels.items() if version.live else ():
                    found.setdefault(thing.facts.get("address") or f"{service.id}/{key}", set()).add(service.id)
        return {channel: frozenset(users) for channel, users in found.items()}

    def peers(self, service: str) -> tuple[Affected, ...]:
        """Who reads what a service sends, and who sends what it reads, before the change."""
        exchanged = self._exchanged.get(service, {})
        sent = {one for message in exchanged.get("producer", ()) for one in self.consumers(message, but=service)}
        read = {one for message in exchanged.get("consumer", ()) for one in self.producers(message, but=service)}
        return _sorted(sent | read)

    @cached_property
    def _exchanged(self) -> dict[str, dict[str, set[str]]]:
        found: dict[str, dict[str, set[str]]] = {}
        for message in self.old.messages:
            for version in message.versions:
                for role, parties in (("producer", version.producers), ("consumer", version.consumers)):
                    for party in parties:
                        if party.live:
                            found.setdefault(party.service, {}).setdefault(role, set()).add(message.id)
        return found

    def _parties(self, role: str, message: str, label: str, paths: Collection[str], but: str) -> tuple[Affected, ...]:
        before = _of_role(self.old.message_by_id.get(message), role, label)
        after = {party.service for _, party in _of_role(self.new.message_by_id.get(message), role, "")}
        moved = self._moved(message) if label and role == "consumer" else frozenset()
        found = {
            Affected(
                service=party.service,
                version=party.version,
                role=role,
                owners=self.new.owners_of(party.service) or self.old.owners_of(party.service),
                reads=party.reads,
            )
            for _, party in before
            if party.service != but
            and party.service not in moved
            and (party.service in after or party.service in self._broken)
            and reads_any(party.reads, paths)
        }
        return _sorted(found)

    def _moved(self, message: str) -> frozenset[str]:
        """Services that have another version now, which declares a payload that the catalog knows: they changed along.

        A consumer whose version is the same did not: its document may follow the producer's by a reference, its code does not.
        """
        old = {party.service: party.version for _, party in _of_role(self.old.message_by_id.get(message), "consumer", "")}
        return frozenset(
            party.service
            for _, party in _of_role(self.new.message_by_id.get(message), "consumer", "")
            if not party.drifts and party.service in old and party.version != old[party.service]
        )


def _of_role(message: MessageFacts | None, role: str, label: str) -> list[tuple[VersionFacts, PartyFacts]]:
    if message is None:
        return []
    one = message.version(label) if label else None
    versions = message.versions if not label else () if one is None else (one,)
    return [
        (version, party) for version in versions for party in (version.consumers if role == "consumer" else version.producers) if party.live
    ]


def reads_any(reads: Collection[str], paths: Collection[str]) -> bool:
    """Whether what is read touches what changed; whoever does not say what it reads, reads everything."""
    if not reads or not paths:
        return True
    read, changed = [_steps(path) for path in reads], [_steps(path) for path in paths]
    return any(one[: len(other)] == other[: len(one)] for one in read for other in changed)


def _steps(path: str) -> tuple[str, ...]:
    """A path without marks for lists: `order.lines[].price` and `order.lines.price` are one."""
    return tuple(step for part in path.split(".") if (step := part.split("[")[0]))


def _sorted(found: Iterable[Affected]) -> tuple[Affected, ...]:
    return tuple(sorted(found, key=lambda one: (one.service, one.version, one.role)))
