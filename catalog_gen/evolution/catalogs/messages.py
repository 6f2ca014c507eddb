"""What changed in messages: versions, payloads, headers, keys, senders and readers, lifecycle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from catalog_gen.evolution.catalogs.bindings import binding_changes
from catalog_gen.evolution.catalogs.changes import CatalogChange
from catalog_gen.evolution.catalogs.drafting import change, listed, shown
from catalog_gen.evolution.catalogs.impact import Impact
from catalog_gen.evolution.catalogs.kinds import Breaks, CatalogKind
from catalog_gen.evolution.catalogs.lifecycle import is_over, lifecycle_changes
from catalog_gen.evolution.catalogs.schemas import Schemas, Verdict, same
from catalog_gen.evolution.changes import Direction
from catalog_gen.evolution.comparison import Mode
from catalog_gen.model.governance import Policy
from catalog_gen.model.snapshot import MessageFacts, PartyFacts, SchemaFacts, Snapshot, VersionFacts
from catalog_gen.model.versions import version_key

PARTS = (
    ("payload", CatalogKind.PAYLOAD_CHANGED),
    ("headers", CatalogKind.HEADERS_CHANGED),
    ("key", CatalogKind.KEY_CHANGED),
)


class Meeting(NamedTuple):
    """A version of the old catalog and the one of the new catalog that it is held against."""

    old: VersionFacts
    new: VersionFacts
    direct: bool = True
    """Whether the new one is the same version or follows the old one; False for earlier ones that a transitive mode cares for."""
    parallel: bool = False
    """Whether the old one goes on being sent beside the new one, so that nobody has to read the new one."""


class Messages:
    """The comparison of all messages of two catalogs."""

    def __init__(self, old: Snapshot, new: Snapshot, schemas: Schemas, impact: Impact) -> None:
        self.old = old
        self.new = new
        self.schemas = schemas
        self.impact = impact
        self.as_of = new.as_of

    def changes(self) -> Iterator[CatalogChange]:
        """Every change of every message."""
        renamed = {alias: message.id for message in self.new.messages for alias in message.aliases}
        for message in self.old.messages:
            successor = self.new.message_by_id.get(message.id) or self.new.message_by_id.get(renamed.get(message.id, ""))
            if successor is None:
                yield self._removed(message)
            else:
                yield from self._changed(message, successor)
        known = {name for message in self.old.messages for name in (message.id, *message.aliases)}
        for message in self.new.messages:
            if known.isdisjoint((message.id, *message.aliases)):
                span = message.current.span if message.current else None
                text = f"`{message.id}` is new{_sent_by(message)}."
                yield change(CatalogKind.MESSAGE_ADDED, "message", message.id, text, version=message.latest, new=span)

    def _removed(self, message: MessageFacts) -> CatalogChange:
        readers = {party.service for version in message.versions for party in version.consumers if party.live}
        current = message.current
        affected = self.impact.consumers(message.id)
        policy = message.policy
        over = current is not None and is_over(current.lifecycle, self.as_of, policy.notice)
        safe = not affected and (over or bool(readers) or not policy.lifecycle)
        why = " Its time was over." if over else " Nobody in the catalog reads it any more." if safe else _notice(policy)
        return change(
            CatalogKind.MESSAGE_REMOVED,
            "message",
            message.id,
            f"`{message.id}` is gone from the catalog.{why}",
            breaks=Breaks.NOBODY if safe else None,
            affected=affected,
            version=message.latest,
            old=current.span if current else None,
        )

    def _changed(self, old: MessageFacts, new: MessageFacts) -> Iterator[CatalogChange]:
        yield from _described(old, new)
        yield from self._versions(old, new)
        for meeting in self._meetings(old, new):
            yield from self._met(old, new, meeting)
        yield from self._parties(old, new)

    # --- versions

    def _versions(self, old: MessageFacts, new: MessageFacts) -> Iterator[CatalogChange]:
        for version in new.versions:
            if _counterpart(version, old) is None:
                twin = _twin(version, old)
                kind = CatalogKind.MESSAGE_VERSION_ADDED if twin is None else CatalogKind.MESSAGE_VERSION_RELABELLED
                text = (
                    f"`{new.id}` has a new version, {version.version}."
                    if twin is None
                    else f"`{new.id}` {twin.version} is called {version.version} now; its payload is the same."
                )
                yield change(
                    kind, "message", new.id, text, version=version.version, previous=twin.version if twin else "", new=version.span
                )
        for version in old.versions:
            if _counterpart(version, new) is None and _twin(version, new) is None:
                yield self._version_removed(old, new, version)

    def _version_removed(self, old: MessageFacts, new: MessageFacts, version: VersionFacts) -> CatalogChange:
        successor = _successor(version, new)
        affected = self.impact.consumers(old.id, version.version)
        is_sent = any(party.live for party in version.producers) or version.version == old.latest
        policy = new.policy
        over = is_over(version.lifecycle, self.as_of, policy.notice)
        readable = successor is not None and not any(
            verdict.breaking
            for part, _ in PARTS
            for verdict in self._verdicts(getattr(version, part), getattr(successor, part), new, forward=True)
        )
        safe = readable or (not affected and (over or not is_sent or _read_by_anybody(version) or not policy.lifecycle))
        instead = f"; {successor.version} is sent instead" if successor is not None else ""
        return change(
            CatalogKind.MESSAGE_VERSION_REMOVED,
            "message",
            old.id,
            f"`{old.id}` {version.version} is gone{instead}{', and can be read the same way' if readable else ''}."
            f"{'' if safe else _notice(policy)}",
            breaks=Breaks.NOBODY if safe else None,
            affected=affected,
            version=version.version,
            old=version.span,
            new=successor.span if successor is not None else None,
        )

    def _verdicts(
        self, old: SchemaFacts | None, new: SchemaFacts | None, message: MessageFacts, *, forward: bool = False
    ) -> Iterator[Verdict]:
        if old is None or new is None:
            return
        for verdict in self.schemas.verdicts(old, new, message.policy):
            if not forward or verdict.undecided or Direction.FORWARD in verdict.change.directions:
                yield verdict

    def _meetings(self, old: MessageFacts, new: MessageFacts) -> Iterator[Meeting]:
        """Which versions are held against each other, by the policy's mode."""
        for version in new.versions:
            before = _counterpart(version, old) or _twin(version, old)
            if before is not None:
                yield Meeting(before, version)
                continue
            earlier = sorted(
                (one for one in old.versions if version_key(one.version) < version_key(version.version)),
                key=lambda one: version_key(one.version),
            )
            direct = earlier[-1] if earlier else old.current
            if direct is not None:
                yield Meeting(direct, version, parallel=_goes_on(direct, new) and not version.registered)
            if Mode(new.policy.mode).is_transitive:
                for one in earlier[:-1]:
                    yield Meeting(one, version, direct=False, parallel=_goes_on(one, new) and not version.registered)

    # --- one version against another

    def _met(self, old: MessageFacts, new: MessageFacts, meeting: Meeting) -> Iterator[CatalogChange]:
        before, after = meeting.old, meeting.new
        known = before.known and after.known
        for part, kind in PARTS if known else PARTS[:1]:
            yield from self._part(old, new, meeting, part, kind)
        if not meeting.direct:
            return
        if before.content_type and after.content_type and before.content_type != after.content_type:
            yield change(
                CatalogKind.CONTENT_TYPE_CHANGED,
                "message",
                new.id,
                f"The content type of {_named(new, after)} was {shown(before.content_type)} and is {shown(after.content_type)}.",
                breaks=Breaks.NOBODY if meeting.parallel else None,
                affected=self.impact.consumers(old.id, before.version),
                version=after.version,
                previous=_other(before, after),
                old=before.span,
                new=after.span,
                before=before.content_type,
                after=after.content_type,
            )
        yield from self._correlation(old, new, meeting) if known else ()
        yield from binding_changes(
            before.facts if known else {},
            after.facts if known else {},
            "message",
            new.id,
            affected=self.impact.consumers(old.id, before.version),
            parallel=meeting.parallel,
            version=after.version,
            previous=_other(before, after),
            old=before.span,
            new=after.span,
        )
        if before.version == after.version or before.version in after.aliases:
            yield from lifecycle_changes(new, before, after, self.impact, self.as_of)

    def _part(self, old: MessageFacts, new: MessageFacts, meeting: Meeting, part: str, kind: CatalogKind) -> Iterator[CatalogChange]:
        before, after = getattr(meeting.old, part), getattr(meeting.new, part)
        if before is None or after is None or (before.format != after.format and not same(before, after)):
            if before is not after and meeting.direct:
                yield self._format_changed(old, new, meeting, part)
            return
        for verdict in self.schemas.verdicts(before, after, new.policy):
            breaking = verdict.breaking and not meeting.parallel
            if not breaking and not meeting.direct:
                continue
            detail = verdict.change
            paths = tuple(path if part == "payload" else f"{part}.{path}" for path in verdict.paths or ("",))
            yield change(
                kind,
                "message",
                new.id,
                f"{_named(new, meeting.new)}{_against(meeting)}: {_in_part(part)}{detail.message}",
                breaks=(Breaks.CONSUMERS if breaking else Breaks.NOBODY),
                affected=self.impact.consumers(old.id, meeting.old.version, [path for path in paths if path]),
                version=meeting.new.version,
                previous=meeting.old.version,
                detail=detail.path or detail.old_path,
                undecided=verdict.undecided and breaking,
                hint=detail.hint,
                old=before.place(detail.pointer),
                new=after.place(detail.pointer),
                schema=detail,
                mode=new.policy.mode,
                dialect=new.policy.dialect,
            )

    def _format_changed(self, old: MessageFacts, new: MessageFacts, meeting: Meeting, part: str) -> CatalogChange:
        before, after = getattr(meeting.old, part), getattr(meeting.new, part)
        words = (
            f"has a schema for its {part} now ({after.format})"
            if before is None
            else f"has no schema for its {part} any more (it was {before.format})"
            if after is None
            else f"has a {part} in {after.format}, which was {before.format}"
        )
        return change(
            CatalogKind.SCHEMA_FORMAT_CHANGED,
            "message",
            new.id,
            f"{_named(new, meeting.new)} {words}.",
            breaks=Breaks.NOBODY if meeting.parallel or new.policy.mode == "none" or (before is None and part != "payload") else None,
            affected=self.impact.consumers(old.id, meeting.old.version),
            version=meeting.new.version,
            previous=meeting.old.version,
            detail=part,
            old=before.span if before is not None else meeting.old.span,
            new=after.span if after is not None else meeting.new.span,
            before=before.format if before is not None else "",
            after=after.format if after is not None else "",
        )

    def _correlation(self, old: MessageFacts, new: MessageFacts, meeting: Meeting) -> Iterator[CatalogChange]:
        before, after = (one.facts.get("correlation") for one in meeting[:2])
        if before == after:
            return
        yield change(
            CatalogKind.CORRELATION_CHANGED,
            "message",
            new.id,
            f"The correlation id of {_named(new, meeting.new)} was at {shown(before)} and is at {shown(after)}.",
            breaks=Breaks.NOBODY if meeting.parallel or not before else None,
            affected=self.impact.consumers(old.id, meeting.old.version),
            version=meeting.new.version,
            previous=_other(meeting.old, meeting.new),
            old=meeting.old.span,
            new=meeting.new.span,
            before=before,
            after=after,
        )

    # --- parties

    def _parties(self, old: MessageFacts, new: MessageFacts) -> Iterator[CatalogChange]:
        """Who began or ceased to send or read. Where both contracts tell their operations, those changes carry the verdict."""
        senders, still = _services(old, "producers"), _services(new, "producers")
        for name in sorted(senders.keys() - still.keys()):
            alone = not still
            told = self._told(name)
            yield change(
                CatalogKind.PRODUCER_REMOVED,
                "message",
                new.id,
                f"`{name}` no longer sends `{new.id}`{'' if alone else f'; {listed(still)} still does'}.",
                breaks=Breaks.CONSUMERS if alone and not told else Breaks.NOBODY,
                affected=self.impact.consumers(old.id),
                detail=name,
                old=senders[name].span,
            )
        for name in sorted(still.keys() - senders.keys()):
            yield change(
                CatalogKind.PRODUCER_ADDED, "message", new.id, f"`{name}` sends `{new.id}` now.", detail=name, new=still[name].span
            )
        readers, now = _services(old, "consumers"), _services(new, "consumers")
        for name in sorted(readers.keys() - now.keys()):
            text = f"`{name}` no longer reads `{new.id}`."
            yield change(CatalogKind.CONSUMER_REMOVED, "message", new.id, text, detail=name, old=readers[name].span)
        for name in sorted(now.keys() - readers.keys()):
            yield change(CatalogKind.CONSUMER_ADDED, "message", new.id, f"`{name}` reads `{new.id}` now.", detail=name, new=now[name].span)

    def _told(self, service: str) -> bool:
        """Whether the operations of a service, or its removal, are compared elsewhere."""
        old, new = (side.service_by_id.get(service) for side in (self.old, self.new))
        if old is None:
            return False
        return new is None or all(one.known for side in (old, new) for one in side.versions)


def _services(message: MessageFacts, side: str) -> dict[str, PartyFacts]:
    return {party.service: party for version in message.versions for party in getattr(version, side) if party.live}


def _described(old: MessageFacts, new: MessageFacts) -> Iterator[CatalogChange]:
    """Name and kind."""
    spans: dict[str, Any] = {"old": old.current.span if old.current else None, "new": new.current.span if new.current else None}
    if old.name != new.name or old.id != new.id:
        text = f"`{old.id}` ({old.name}) is called {shown(new.name)} now" + (f", with the id `{new.id}`." if old.id != new.id else ".")
        yield change(CatalogKind.MESSAGE_RENAMED, "message", new.id, text, before=old.name, after=new.name, **spans)
    if old.kind != new.kind:
        text = f"`{new.id}` was of the kind {shown(old.kind)} and is {shown(new.kind)}."
        yield change(CatalogKind.MESSAGE_KIND_CHANGED, "message", new.id, text, before=old.kind, after=new.kind, **spans)


def _sent_by(message: MessageFacts) -> str:
    senders = _services(message, "producers")
    return f", sent by {listed(senders)}" if senders else ""


def _counterpart(version: VersionFacts, message: MessageFacts) -> VersionFacts | None:
    """The version of the other catalog that has the same label."""
    return next((found for label in (version.version, *version.aliases) if (found := message.version(label)) is not None), None)


def _twin(version: VersionFacts, message: MessageFacts) -> VersionFacts | None:
    """A version of the other catalog with the same payload, that goes by another label."""
    payload = version.payload
    if payload is None:
        return None
    return next((one for one in message.versions if one.payload is not None and same(one.payload, payload)), None)


def _successor(version: VersionFacts, message: MessageFacts) -> VersionFacts | None:
    """What is sent instead of a version that is gone: the next one that is left, else the latest."""
    later = [one for one in message.versions if version_key(one.version) > version_key(version.version)]
    return min(later, key=lambda one: version_key(one.version), default=message.current)


def _goes_on(version: VersionFacts, message: MessageFacts) -> bool:
    """Whether a version is still there and sent by something that runs."""
    found = _counterpart(version, message)
    return found is not None and any(party.live for party in found.producers)


def _notice(policy: Policy) -> str:
    return f" The policy asks for {policy.notice} days of notice, which were not given." if policy.notice else ""


def _read_by_anybody(version: VersionFacts) -> bool:
    return any(party.live for party in version.consumers)


def _named(message: MessageFacts, version: VersionFacts) -> str:
    return f"`{message.id}` {version.version}"


def _other(before: VersionFacts, after: VersionFacts) -> str:
    return before.version if before.version != after.version else ""


def _against(meeting: Meeting) -> str:
    return f" (against {meeting.old.version})" if meeting.old.version != meeting.new.version else ""


def _in_part(part: str) -> str:
    return "" if part == "payload" else f"in the {part}: "
