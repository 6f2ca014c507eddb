"""From what brokers say about programs to services: the targets of rules, subscriptions, producers and endpoints.

A program that a document describes is that service. Any other becomes a service of which nothing more is known: a contract without a
document. What it sends or reads are declarations without a payload, so they never make a version; each carries the way on which the
message comes (`deliveries`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.base import Value
from catalog_gen.model.contract import Contract
from catalog_gen.model.declaration import Declarations, MessageDeclaration
from catalog_gen.model.registry import Attachment, Delivery
from catalog_gen.model.slugs import slugify
from catalog_gen.model.versions import UNVERSIONED, latest
from catalog_gen.sources.registries.event_patterns import UNKNOWN, matches, words
from catalog_gen.sources.registries.schema_text import load

_IDENTITY = ("source", "detail-type")
_RESERVED = ("version", "id", "account", "time", "region", "resources", "detail")
_EVENTBRIDGE = "aws-eventbridge"


def attach(declared: Iterable[Declarations], registered: Sequence[MessageDeclaration]) -> Declarations:
    """Services and what they send and read, by what brokers say; `registered` are the messages of registries, joined already."""
    everything = list(declared)
    stated = sorted((row for one in everything for row in one.attachments), key=lambda row: row.span)
    if not stated:
        return Declarations()
    diagnostics: list[Diagnostic] = []
    connected = _connected(stated, diagnostics)
    known = [*registered, *(one for row in everything for one in row.messages)]
    services = _Services(contract for one in everything for contract in one.contracts)
    index = _Index(known)
    messages: list[MessageDeclaration] = []
    for row in connected:
        found = index.events(row) if row.pattern else index.carried(row)
        if not found and row.pattern:
            diagnostics.append(_unmatched(row))
        if row.service:
            messages += (_declaration(row, one, condition, services) for one, condition in found)
    distinct = {(one.service, one.id, one.roles, one.deliveries): one for one in messages}
    return Declarations(contracts=tuple(services.made), messages=tuple(distinct.values()), diagnostics=_once(diagnostics))


def _once(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple({(one.code, one.message): one for one in diagnostics}.values())


# --- targets and their rules


def _connected(stated: Sequence[Attachment], diagnostics: list[Diagnostic]) -> list[Attachment]:
    """Every program with the pattern of its rule, and every rule that has no program. What describes programs is put in."""
    described = {row.service: row.labels for row in stated if row.action == "describe"}
    rules: dict[str, list[Attachment]] = defaultdict(list)
    for row in stated:
        if not row.service and row.via:
            rules[row.via].append(row)
    used: set[tuple[str, str]] = set()
    out: list[Attachment] = []
    for row in stated:
        if not row.service or row.action == "describe":
            continue
        if row.registry != _EVENTBRIDGE:
            out.append(row)
            continue
        rule = _rule_of(row, rules)
        if rule is None:
            diagnostics.append(_without_rule(row))
            continue
        used.add((rule.context, rule.via))
        if rule.pattern:
            labels = (*row.labels, *described.get(row.service, ()), *rule.labels)
            joined = {"context": rule.context, "via": rule.via, "pattern": rule.pattern, "state": rule.state, "labels": labels}
            out.append(msgspec.structs.replace(row, **joined))
    alone = (row for rows in rules.values() for row in rows if row.pattern and (row.context, row.via) not in used)
    return [*out, *{(row.context, row.via): row for row in alone}.values()]


def _rule_of(row: Attachment, rules: dict[str, list[Attachment]]) -> Attachment | None:
    """The rule that a target belongs to. The service's answer does not name it, so where the export does not either, its path has to."""
    names = [row.via] if row.via in rules else [] if row.via else _names_in(row.span.path, rules)
    found = [rule for name in names for rule in rules[name] if not row.context or rule.context == row.context]
    near = [rule for rule in found if rule.export == row.export] or found
    return min(near, key=lambda rule: (not rule.pattern, rule.context not in PurePosixPath(row.span.path).parts, rule.span), default=None)


def _names_in(path: str, names: Iterable[str]) -> list[str]:
    """The longest of some names with which the file's name, or the folder's, ends."""
    pure = PurePosixPath(path)
    for token in (pure.name.rpartition(".")[0] or pure.name, *reversed(pure.parts[:-1])):
        ending = [name for name in names if token == name or (token.endswith(name) and not token[-len(name) - 1].isalnum())]
        if ending:
            return [max(ending, key=len)]
    return []


def _without_rule(row: Attachment) -> Diagnostic:
    return Diagnostic(
        code="eventbridge-target-without-rule",
        severity=Severity.WARNING,
        message=f"Nothing says which rule the target `{row.service}` belongs to, so it reads nothing here.",
        hint="Export the rules too (`aws events list-rules`), and end the file's name with the rule's, or add `Rule` to the answer.",
        span=row.span,
    )


def _unmatched(row: Attachment) -> Diagnostic:
    asked = words(load(row.pattern)) or "everything"
    return Diagnostic(
        code="eventbridge-rule-unmatched",
        severity=Severity.INFO,
        message=f"The rule `{row.via}` on the bus `{row.context}` fits no known event: {asked}.",
        hint="Export the schemas of the events (`aws schemas describe-schema`), or remove the rule if nothing sends them any more.",
        span=row.span,
    )


# --- messages


class _Event(Value, kw_only=True):
    message: MessageDeclaration
    source: str = ""
    detail_type: str


class _Index:
    """The known messages, by what brokers call them."""

    def __init__(self, known: Sequence[MessageDeclaration]) -> None:
        self.by_subject: dict[tuple[str, str], MessageDeclaration] = {}
        self.by_topic: dict[str, dict[str, MessageDeclaration]] = defaultdict(dict)
        events: dict[tuple[str, str, str], _Event] = {}
        for one in known:
            kept = one.registration
            if kept is not None:
                self.by_subject.setdefault((kept.registry, kept.name), one)
            for topic in one.topics:
                self.by_topic[topic].setdefault(one.id, one)
            if kept is not None and kept.registry == _EVENTBRIDGE:
                source, detail_type = (one.topics or (kept.subject.rpartition("@")[0],))[0], one.name or one.id
                events.setdefault((source, detail_type, one.id), _Event(message=one, source=source, detail_type=detail_type))
        sourced = {one.id for one in (event.message for event in events.values())}
        for one in known:
            if one.registration is None and one.service and not one.scoped and one.id not in sourced:
                events.setdefault(("", one.id, one.id), _Event(message=one, detail_type=one.id))
                if one.name and one.name != one.id:
                    events.setdefault(("", one.name, one.id), _Event(message=one, detail_type=one.name))
        self.known_events = [events[key] for key in sorted(events)]

    def events(self, row: Attachment) -> list[tuple[MessageDeclaration, str]]:
        """The messages whose source and detail type fit a rule's pattern, each with what the pattern asks besides."""
        pattern = load(row.pattern)
        found: dict[str, tuple[MessageDeclaration, str]] = {}
        for event in self.known_events:
            # Nobody knows the source of an event that only documents describe: then the detail type has to be named word for word.
            if not event.source and not _names(pattern, event.detail_type):
                continue
            known = {**dict.fromkeys(_RESERVED, UNKNOWN), "source": event.source or UNKNOWN, "detail-type": event.detail_type}
            if matches(pattern, known):
                left = {key: value for key, value in pattern.items() if key not in _IDENTITY or (key == "source" and not event.source)}
                found.setdefault(event.message.id, (event.message, _without_detail(words(left))))
        return list(found.values())

    def carried(self, row: Attachment) -> list[tuple[MessageDeclaration, str]]:
        """The messages of the subjects and topics that a program is attached to."""
        found: dict[str, MessageDeclaration] = {}
        for subject in row.subjects:
            one = self.by_subject.get((row.registry, subject))
            if one is not None:
                found.setdefault(one.id, one)
        for topic in row.topics:
            found.update({name: one for name, one in self.by_topic.get(topic, {}).items() if name not in found})
        return [(found[name], row.condition) for name in sorted(found)]


def _without_detail(clause: str) -> str:
    """The message is the event's detail, so its fields are named without that prefix."""
    return clause.replace("detail.", "")


def _names(pattern: object, detail_type: str) -> bool:
    if not isinstance(pattern, dict):
        return False
    listed = pattern.get("detail-type")
    if isinstance(listed, list) and detail_type in [one for one in listed if isinstance(one, str)]:
        return True
    choices = pattern.get("$or")
    return isinstance(choices, list) and any(_names(choice, detail_type) for choice in choices)


def _declaration(row: Attachment, one: MessageDeclaration, condition: str, services: _Services) -> MessageDeclaration:
    service, version = services.place(row)
    place = f"{row.span.path}#{row.span.pointer}"
    return MessageDeclaration(
        key=f"{place}:{row.via}:{service}:{one.id}:{row.action}",
        id=one.id,
        id_rule="attachment",
        scoped=False,
        service=service,
        service_version=version,
        roles=(row.action,),
        deliveries=(
            Delivery(
                via=row.via,
                on=row.context,
                registry=row.registry,
                condition=condition,
                labels=row.labels,
                live=row.state != "disabled",
                span=row.span,
            ),
        ),
        span=row.span,
    )


# --- services


class _Services:
    """Services of documents, and those that are made for programs that no document describes."""

    def __init__(self, contracts: Iterable[Contract]) -> None:
        versions: dict[str, dict[str, str]] = defaultdict(dict)
        self.names: dict[str, str] = {}
        for contract in sorted(contracts, key=lambda one: (one.service, one.path)):
            versions[contract.service][contract.version or UNVERSIONED] = contract.version
            for name in self._spellings(contract.service, contract.name):
                self.names.setdefault(name, contract.service)
        self.version_of = {service: known[latest(known)] for service, known in versions.items()}
        self.made: list[Contract] = []

    def place(self, row: Attachment) -> tuple[str, str]:
        """Id and version of the service that a program is; made when there is none."""
        found = row.service if row.service in self.version_of else self.names.get(slugify(row.service))
        if found is None:
            found = row.service
            self.names[slugify(found)] = found
            self.version_of[found] = ""
            self.made.append(
                Contract(service=found, name=found, version="", path=row.span.path, owners=row.owners, extensions=None, span=row.span)
            )
        return found, self.version_of[found]

    @staticmethod
    def _spellings(*names: str) -> Iterator[str]:
        return (slugify(name) for name in names if slugify(name))
