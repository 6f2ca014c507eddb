"""Which ids are one message although they are not equal, by what they have in common besides; and near matches that stay apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from catalog_gen.merge.spelling import Part, spellings
from catalog_gen.model.declaration import MessageDeclaration
from catalog_gen.model.identity import Evidence

Groups = Mapping[str, Sequence[MessageDeclaration]]
"""Id → its declarations."""

Members = Mapping[str, Part]
"""Ids that share a spelling, and the part of each that it stands for."""

HEADS = frozenset({Part.WHOLE, Part.NAME})
"""Parts of an id that mean the message by themselves; the others do so only beside one of these."""


@dataclass(frozen=True)
class Apart:
    """Two ids that might be one message, and are not joined: `spelling` or `topic`, and what they share."""

    first: str
    second: str
    reason: str
    shared: str


class Joins:
    """Ids that belong together, directly or through others, and why."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.above = {identifier: identifier for identifier in ids}
        self.reasons: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
        """Id → the ids that it was joined with, and why."""

    def find(self, identifier: str) -> str:
        """The id that stands for all that this one was joined with, for the time being."""
        while self.above[identifier] != identifier:
            self.above[identifier] = self.above[self.above[identifier]]
            identifier = self.above[identifier]
        return identifier

    def join(self, one: str, other: str, rule: str, shared: str = "") -> None:
        """Let two ids mean the same."""
        first, second = sorted((self.find(one), self.find(other)))
        if first != second:
            self.above[second] = first
            self.reasons[one].append((other, Evidence(rule=rule, shared=shared, other=other)))
            self.reasons[other].append((one, Evidence(rule=rule, shared=shared, other=one)))

    def evidence(self, chosen: str) -> dict[str, Evidence]:
        """For each id that was joined with the chosen one, the evidence that led to it on the way from there."""
        found: dict[str, Evidence] = {}
        waiting = [chosen]
        while waiting:
            one = waiting.pop()
            for other, evidence in self.reasons.get(one, ()):
                if other != chosen and other not in found:
                    found[other] = Evidence(rule=evidence.rule, shared=evidence.shared, other=one)
                    waiting.append(other)
        return found


def join_names(groups: Groups, joins: Joins) -> None:
    """Join ids of which one is also a name that a source gives the other."""
    holders: dict[str, str] = {}
    for identifier in sorted(groups):
        if not is_scoped(groups[identifier]):
            for name in names_of(identifier, groups[identifier]):
                joins.join(holders.setdefault(name, identifier), identifier, "name", name)


def join_spellings(groups: Groups, addresses: Mapping[str, frozenset[str]], joins: Joins) -> list[dict[str, Part]]:
    """Join ids that differ in spelling only and share an address or a canonical payload; gives all that share a spelling."""
    shelves: dict[str, dict[str, Part]] = defaultdict(dict)
    for identifier in sorted(groups):
        if not is_scoped(groups[identifier]):
            registered = is_registered(groups[identifier])
            for name in names_of(identifier, groups[identifier]):
                for spelled, part in spellings(name, subject=registered):
                    known = shelves[spelled].get(identifier)
                    shelves[spelled][identifier] = part if known is None or known not in HEADS else known
    crowded = [shelves[spelled] for spelled in sorted(shelves) if len(shelves[spelled]) > 1]
    seen = _Shared(groups, addresses)
    for members in crowded:
        _join_heads(members, seen, joins)
        _join_words(members, seen, joins)
    return crowded


def _join_heads(members: Members, seen: _Shared, joins: Joins) -> None:
    holders: dict[tuple[str, str], str] = {}
    heads = [identifier for identifier, part in members.items() if part in HEADS]
    for identifier in heads:
        for one in seen.of(identifier):
            joins.join(holders.setdefault(one, identifier), identifier, *one)
    for identifier in members:
        if members[identifier] not in HEADS:
            for one in seen.of(identifier):
                if one in holders:
                    joins.join(holders[one], identifier, *one)


def _join_words(members: Members, seen: _Shared, joins: Joins) -> None:
    """One word behind different namespaces means the same where both the address and the payload are the same."""
    holders: dict[tuple[str, str], str] = {}
    for identifier, part in members.items():
        if part is Part.WORD:
            for digest in seen.values(identifier, "payload"):
                for address in seen.values(identifier, "address"):
                    joins.join(holders.setdefault((digest, address), identifier), identifier, "payload", digest)


class _Shared:
    """What ids can have in common: addresses of channels and digests of payloads."""

    def __init__(self, groups: Groups, addresses: Mapping[str, frozenset[str]]) -> None:
        self.groups = groups
        self.addresses = addresses
        self.known: dict[str, list[tuple[str, str]]] = {}

    def of(self, identifier: str) -> list[tuple[str, str]]:
        """(`address` or `payload`, which one), in order."""
        found = self.known.get(identifier)
        if found is None:
            declared = self.groups[identifier]
            shared = {("address", address) for one in declared for address in self.addresses.get(one.key, ())}
            shared |= {("payload", one.payload.digest) for one in declared if one.payload is not None}
            found = self.known[identifier] = sorted(shared)
        return found

    def values(self, identifier: str, kind: str) -> list[str]:
        """Which ones of one kind."""
        return [value for name, value in self.of(identifier) if name == kind]


def join_references(groups: Groups, joins: Joins) -> None:
    """Join a document's message with the subject that its payload refers to, unless another message refers to it too."""
    holders = {one.id: identifier for identifier in groups for one in groups[identifier]}
    users: dict[str, dict[str, str]] = defaultdict(dict)
    for identifier in sorted(groups):
        for one in groups[identifier]:
            if one.remote is not None and one.remote.target in holders:
                users[joins.find(holders[one.remote.target])].setdefault(joins.find(identifier), one.remote.url)
    for target, found in sorted(users.items()):
        others = sorted(user for user in found if user != target)
        if len(others) == 1 and len(found) == 1:
            joins.join(others[0], target, "reference", found[others[0]])


def join_topics(groups: Groups, addresses: Mapping[str, frozenset[str]], joins: Joins, keyed: AbstractSet[str]) -> list[Apart]:
    """Join a subject without a name of its own with the one message that documents put on its topic.

    A subject that names another message than the document joins only where the document says that its records carry a schema's id
    (`keyed` are the keys of such declarations); else the two are a near match.
    """
    carried = _carried(groups, addresses)
    apart: list[Apart] = []
    for topic, (subject, nameless) in sorted(_subjects(groups, joins).items()):
        ids = carried.get(topic, [])
        message = ids[0] if ids else subject
        if len({joins.find(identifier) for identifier in ids}) != 1 or joins.find(message) == joins.find(subject):
            continue
        if nameless or any(one.key in keyed for identifier in ids for one in groups[identifier]):
            joins.join(message, subject, "topic", topic)
        else:
            apart.append(Apart(message, subject, "topic", topic))
    return apart


def _carried(groups: Groups, addresses: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Address → the ids that documents put on it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for identifier in sorted(groups):
        for one in groups[identifier]:
            if one.registration is None:
                for address in addresses.get(one.key, ()):
                    found[address][identifier] = None
    return {address: list(ids) for address, ids in found.items()}


def _subjects(groups: Groups, joins: Joins) -> dict[str, tuple[str, bool]]:
    """Topic → the id of its one subject, and whether that subject names nothing but its topic."""
    found: dict[str, dict[str, bool]] = defaultdict(dict)
    for identifier in sorted(groups):
        for one in groups[identifier]:
            kept = one.registration
            if kept is not None and kept.subject.removesuffix(f"-{kept.role}") in one.topics:
                for topic in one.topics:
                    found[topic][identifier] = found[topic].get(identifier, True) and one.id_rule == "subject"
    return {topic: (next(iter(ids)), all(ids.values())) for topic, ids in found.items() if len({joins.find(one) for one in ids}) == 1}


def near_spellings(crowded: Iterable[Members], joins: Joins) -> Iterator[Apart]:
    """Ids that share a spelling, and stay apart: the first of each spelling against the others."""
    for members in crowded:
        heads = sorted({joins.find(identifier) for identifier, part in members.items() if part in HEADS})
        words = sorted({joins.find(identifier) for identifier, part in members.items() if part is Part.WORD} - set(heads))
        tails = sorted({joins.find(identifier) for identifier, part in members.items() if part is Part.TAIL} - {*heads, *words})
        candidates = [*heads, *words, *(tails if heads else ())]
        for other in candidates[1:]:
            yield Apart(candidates[0], other, "spelling", "")


def names_of(identifier: str, declarations: Sequence[MessageDeclaration]) -> list[str]:
    """An id with the other names that its sources give it."""
    return list(dict.fromkeys((identifier, *(name for declaration in declarations for name in declaration.also))))


def is_scoped(declarations: Sequence[MessageDeclaration]) -> bool:
    """Whether an id belongs to one service only."""
    return all(declaration.scoped for declaration in declarations)


def is_registered(declarations: Sequence[MessageDeclaration]) -> bool:
    """Whether only registries know an id."""
    return all(declaration.registration is not None for declaration in declarations)
