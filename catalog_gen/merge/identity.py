"""Which declarations mean the same message.

Equal ids join. Ids that are equal only after levelling case, separators and namespace join when the channel address or the
canonical payload is the same too; otherwise the near match is reported, so that one alias can settle it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.base import Value
from catalog_gen.model.declaration import AliasRule, MessageDeclaration

_SEPARATORS = re.compile(r"[\W_]+")
_SUBJECT = re.compile(r"-(?:value|key)$")


class Identified(Value, kw_only=True):
    """All declarations of one message, with the ids that it is also known under."""

    id: str
    aliases: tuple[str, ...]
    declarations: tuple[MessageDeclaration, ...]


def normalise(name: str) -> str:
    """An id without namespace, case and separators: `com.acme.OrderPlaced` and subject `orders.order-placed-value` are `orderplaced`."""
    local = re.split(r"[./:#]", _SUBJECT.sub("", name.strip()).rstrip("./:#"))[-1]
    return _SEPARATORS.sub("", local).casefold() or _SEPARATORS.sub("", name).casefold() or name


def identify_messages(
    declarations: Sequence[MessageDeclaration], aliases: Sequence[AliasRule], addresses: dict[str, frozenset[str]]
) -> tuple[list[Identified], list[Diagnostic]]:
    """Group declarations by message. `addresses` maps a declaration's key to the addresses of the channels that carry it."""
    settled, known_as = _settle_aliases(aliases)
    groups: dict[str, list[MessageDeclaration]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    for declaration in declarations:
        identifier = settled.get(declaration.id, declaration.id)
        groups[identifier].append(declaration)
        names[identifier].add(declaration.id)
    for identifier in groups:
        names[identifier] |= known_as.get(identifier, set())
    joined, diagnostics = _join_near(groups, addresses, set(known_as))
    identified = []
    for identifier, members in joined.items():
        also = set().union(*(names[member] | {member} for member in members)) - {identifier}
        found = [declaration for member in members for declaration in groups[member]]
        identified.append(Identified(id=identifier, aliases=tuple(sorted(also)), declarations=tuple(sorted(found, key=_order))))
    return sorted(identified, key=lambda one: one.id), diagnostics


def _order(declaration: MessageDeclaration) -> tuple[str, str, str]:
    return (declaration.service, declaration.span.path, declaration.key)


def _settle_aliases(aliases: Sequence[AliasRule]) -> tuple[dict[str, str], dict[str, set[str]]]:
    settled = {rule.alias: rule.message for rule in sorted(aliases, key=lambda rule: (rule.alias, rule.message), reverse=True)}
    known_as: dict[str, set[str]] = defaultdict(set)
    for alias, named in list(settled.items()):
        target, seen = named, {alias}
        while target in settled and target not in seen:
            seen.add(target)
            target = settled[target]
        settled[alias] = target
        known_as[target].add(alias)
    return settled, known_as


def _join_near(
    groups: dict[str, list[MessageDeclaration]], addresses: dict[str, frozenset[str]], settled: set[str]
) -> tuple[dict[str, list[str]], list[Diagnostic]]:
    near: dict[str, list[str]] = defaultdict(list)
    joined: dict[str, list[str]] = {}
    diagnostics: list[Diagnostic] = []
    for identifier in sorted(groups):
        if all(declaration.scoped for declaration in groups[identifier]):
            joined[identifier] = [identifier]
        else:
            near[normalise(identifier)].append(identifier)
    for candidates in near.values():
        clusters = _cluster(candidates, groups, addresses)
        for members in clusters:
            joined[_chosen(members, groups, settled)] = members
        if len(clusters) > 1:
            diagnostics += _near_matches([_chosen(members, groups, settled) for members in clusters], groups)
    return joined, diagnostics


def _cluster(candidates: list[str], groups: dict[str, list[MessageDeclaration]], addresses: dict[str, frozenset[str]]) -> list[list[str]]:
    """Candidates that share evidence (an address or a canonical payload), directly or through others."""
    clusters: list[tuple[list[str], set[str]]] = []
    for candidate in candidates:
        evidence = {f"address {address}" for declaration in groups[candidate] for address in addresses.get(declaration.key, ())}
        evidence |= {f"payload {declaration.payload.digest}" for declaration in groups[candidate] if declaration.payload is not None}
        members = [candidate]
        apart = []
        for others, shared in clusters:
            if shared & evidence:
                members += others
                evidence |= shared
            else:
                apart.append((others, shared))
        clusters = [*apart, (members, evidence)]
    return sorted(sorted(members) for members, _ in clusters)


def _chosen(members: list[str], groups: dict[str, list[MessageDeclaration]], settled: set[str]) -> str:
    """The id that stands for joined ones: one that an alias rule names, else a producer's, else the most used, else the first."""
    return min(
        members,
        key=lambda member: (
            member not in settled,
            not any("send" in declaration.roles for declaration in groups[member]),
            -len(groups[member]),
            member,
        ),
    )


def _near_matches(identifiers: list[str], groups: dict[str, list[MessageDeclaration]]) -> list[Diagnostic]:
    first, *others = sorted(identifiers)
    place = groups[first][0].span
    return [
        Diagnostic(
            code="message-near-match",
            severity=Severity.WARNING,
            message=f"`{other}` and `{first}` differ only in spelling, but share neither a channel address nor a payload; they stay apart.",
            hint=f"If they are the same message, add `aliases: {{{first}: [{other}]}}` to catalog.yaml.",
            span=groups[other][0].span,
            related=(place,),
        )
        for other in others
    ]


def renamed(declaration: MessageDeclaration, identifier: str) -> MessageDeclaration:
    """The declaration under its message's id."""
    return declaration if declaration.id == identifier else msgspec.structs.replace(declaration, id=identifier)
