"""Near matches: ids that are equal only after levelling case, separators and namespace, and what decides whether they join."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.declaration import MessageDeclaration

_SEPARATORS = re.compile(r"[\W_]+")
_SUBJECT = re.compile(r"-(?:value|key)$")
_SOURCE_FILE = re.compile(r"\.(?:proto|avsc|json)$")

Groups = Mapping[str, Sequence[MessageDeclaration]]
"""Id → its declarations."""


def normalise(name: str) -> str:
    """An id without namespace, case and separators: `com.acme.OrderPlaced` and subject `orders.order-placed-value` are `orderplaced`."""
    bare = _SUBJECT.sub("", _SOURCE_FILE.sub("", name.strip())).rstrip("./:#")
    local = re.split(r"[./:#]", bare)[-1]
    return _SEPARATORS.sub("", local).casefold() or _SEPARATORS.sub("", name).casefold() or name


def join_groups(
    groups: Groups, addresses: Mapping[str, frozenset[str]], settled: set[str]
) -> tuple[dict[str, list[str]], list[Diagnostic]]:
    """The id that stands for each set of ids that are one message, and the near matches that stay apart."""
    sets = _Sets(groups)
    near: dict[str, dict[str, None]] = defaultdict(dict)
    holders: dict[str, str] = {}
    for identifier in sorted(groups):
        if all(declaration.scoped for declaration in groups[identifier]):
            continue
        for name in _names(identifier, groups[identifier]):
            sets.join(holders.setdefault(name, identifier), identifier)
            near[normalise(name)][identifier] = None
    for candidates in near.values():
        if len(candidates) > 1:
            _join_by_evidence(candidates, groups, addresses, sets)
    members: dict[str, list[str]] = defaultdict(list)
    for identifier in sorted(groups):
        members[sets.find(identifier)].append(identifier)
    chosen = {root: _chosen(found, groups, settled) for root, found in members.items()}
    apart = ({chosen[sets.find(identifier)] for identifier in candidates} for candidates in near.values())
    return {chosen[root]: found for root, found in members.items()}, _near_matches(apart, groups)


class _Sets:
    """Ids that belong together, directly or through others."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.above = {identifier: identifier for identifier in ids}

    def find(self, identifier: str) -> str:
        while self.above[identifier] != identifier:
            self.above[identifier] = self.above[self.above[identifier]]
            identifier = self.above[identifier]
        return identifier

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.find(one), self.find(other)))
        self.above[second] = first


def _names(identifier: str, declarations: Sequence[MessageDeclaration]) -> list[str]:
    return list(dict.fromkeys((identifier, *(name for declaration in declarations for name in declaration.also))))


def _join_by_evidence(candidates: Iterable[str], groups: Groups, addresses: Mapping[str, frozenset[str]], sets: _Sets) -> None:
    """Join those of equal spelling that share an address or a canonical payload."""
    holders: dict[str, str] = {}
    for candidate in candidates:
        evidence = {f"address {address}" for declaration in groups[candidate] for address in addresses.get(declaration.key, ())}
        evidence |= {f"payload {declaration.payload.digest}" for declaration in groups[candidate] if declaration.payload is not None}
        for one in evidence:
            sets.join(holders.setdefault(one, candidate), candidate)


def _chosen(members: list[str], groups: Groups, settled: set[str]) -> str:
    """The id that stands for joined ones: one that an alias rule names, else a document's, else a producer's, else the most used."""
    return min(
        members,
        key=lambda member: (
            member not in settled,
            all(declaration.registration is not None for declaration in groups[member]),
            not any("send" in declaration.roles for declaration in groups[member]),
            -len(groups[member]),
            member,
        ),
    )


def _near_matches(apart: Iterable[set[str]], groups: Groups) -> list[Diagnostic]:
    found: dict[tuple[str, str], Diagnostic] = {}
    for identifiers in apart:
        first, *others = sorted(identifiers)
        for other in others:
            found.setdefault((first, other), _near_match(first, other, groups))
    return [found[pair] for pair in sorted(found)]


def _near_match(first: str, other: str, groups: Groups) -> Diagnostic:
    """Names of which a registry keeps both are different on purpose more often than not, so they are only worth a remark."""
    registered = all(one.registration is not None for member in (first, other) for one in groups[member])
    return Diagnostic(
        code="message-near-match",
        severity=Severity.INFO if registered else Severity.WARNING,
        message=f"`{other}` and `{first}` differ only in spelling, but share neither a channel address nor a payload; they stay apart.",
        hint=f"If they are the same message, add `aliases: {{{first}: [{other}]}}` to catalog.yaml.",
        span=groups[other][0].span,
        related=(groups[first][0].span,),
    )
