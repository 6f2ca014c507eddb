"""Which declarations mean the same message, and the report that says why.

Equal ids join, and so do the names that a source gives one thing: a subject and the record in it. Ids that differ only in case,
separators and namespace join when the channel address or the canonical payload is the same too; otherwise the near match is reported,
so that one alias can settle it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.merge.near_matches import (
    Apart,
    Groups,
    Joins,
    is_registered,
    join_names,
    join_references,
    join_spellings,
    join_topics,
    near_spellings,
)
from catalog_gen.merge.origins import source_of, version_of, who_says
from catalog_gen.model.base import Value
from catalog_gen.model.declaration import AliasRule, MessageDeclaration
from catalog_gen.model.identity import Appearance, Evidence, Identity, KnownName, NearMatch

__all__ = ["Clues", "Identified", "identify_messages"]


class Identified(Value, kw_only=True):
    """All declarations of one message, with the ids that it is also known under, and why."""

    id: str
    aliases: tuple[str, ...]
    declarations: tuple[MessageDeclaration, ...]
    identity: Identity


class Clues(Value, kw_only=True):
    """What is known about declarations besides what they say themselves, by their keys."""

    addresses: Mapping[str, frozenset[str]] = {}
    """The addresses of the channels that carry each."""
    keyed: AbstractSet[str] = frozenset()
    """Those whose records carry the id of a registered schema."""


def identify_messages(
    declarations: Sequence[MessageDeclaration], aliases: Sequence[AliasRule], clues: Clues
) -> tuple[list[Identified], list[Diagnostic]]:
    """Group declarations by message."""
    settled, known_as = _settle_aliases(aliases)
    groups: dict[str, list[MessageDeclaration]] = defaultdict(list)
    by_alias: dict[str, dict[str, str]] = defaultdict(dict)
    for declaration in sorted(declarations, key=_order):
        alias = next((name for name in (declaration.id, *declaration.also) if name in settled), "")
        identifier = settled[alias] if alias else declaration.id
        groups[identifier].append(declaration)
        if alias and declaration.id != identifier:
            by_alias[identifier][declaration.id] = alias
    joins = Joins(groups)
    join_names(groups, joins)
    crowded = join_spellings(groups, clues.addresses, joins)
    join_references(groups, joins)
    apart = [*join_topics(groups, clues.addresses, joins, clues.keyed), *near_spellings(crowded, joins)]
    members: dict[str, list[str]] = defaultdict(list)
    for identifier in sorted(groups):
        members[joins.find(identifier)].append(identifier)
    chosen = {root: _chosen(found, groups, set(known_as)) for root, found in members.items()}
    distinct = _distinct(apart, joins, chosen)
    near = _near_by_message(distinct)
    identified = [
        _identified(chosen[root], found, groups, known_as, by_alias, joins, near.get(chosen[root], ())) for root, found in members.items()
    ]
    findings = [*_check_aliases(aliases, identified), *(_near_match(pair, groups) for pair in distinct)]
    return sorted(identified, key=lambda one: one.id), findings


def _identified(  # noqa: PLR0917 - one call, with everything that was found out before
    identifier: str,
    members: Sequence[str],
    groups: Groups,
    known_as: Mapping[str, set[str]],
    by_alias: Mapping[str, Mapping[str, str]],
    joins: Joins,
    near: Sequence[NearMatch],
) -> Identified:
    found = tuple(sorted((declaration for member in members for declaration in groups[member]), key=_order))
    names: dict[str, Evidence | None] = dict(joins.evidence(identifier))
    for member in members:
        for name in known_as.get(member, ()):
            names[name] = Evidence(rule="alias", shared=by_alias.get(member, {}).get(name, name), other=member)
    for declaration in found:
        if declaration.id not in names and declaration.id != identifier:
            alias = next((by_alias[member][declaration.id] for member in members if declaration.id in by_alias.get(member, {})), "")
            names[declaration.id] = Evidence(rule="alias", shared=alias, other=identifier)
        for name in declaration.also:
            names.setdefault(name, Evidence(rule="name", shared=declaration.id, other=declaration.id))
    names.pop(identifier, None)
    appearances = tuple(_appearance(declaration) for declaration in found)
    known = (KnownName(name=identifier), *(KnownName(name=name, evidence=names[name]) for name in sorted(names)))
    identity = Identity(names=known, appearances=appearances, near=tuple(near))
    return Identified(id=identifier, aliases=tuple(sorted(names)), declarations=found, identity=identity)


def _appearance(declaration: MessageDeclaration) -> Appearance:
    return Appearance(
        id=declaration.id,
        rule=declaration.id_rule,
        source=source_of(declaration),
        who=who_says(declaration),
        version=version_of(declaration),
        span=declaration.span,
    )


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


def _check_aliases(aliases: Sequence[AliasRule], identified: Iterable[Identified]) -> Iterator[Diagnostic]:
    """Aliases that stand for two messages, and those of which neither side is in the catalog."""
    known = {name for one in identified for name in (one.id, *one.aliases)}
    seen: dict[str, AliasRule] = {}
    for rule in sorted(aliases, key=lambda rule: (rule.alias, rule.message, rule.span)):
        first = seen.setdefault(rule.alias, rule)
        if first.message != rule.message:
            yield Diagnostic(
                code="declared-twice",
                severity=Severity.WARNING,
                message=f"The alias `{rule.alias}` is declared twice, for `{first.message}` and for `{rule.message}`; the first counts.",
                hint="Keep one declaration.",
                span=rule.span,
                related=(first.span,),
            )
        elif rule.message not in known and first is rule:
            yield Diagnostic(
                code="config-unknown-target",
                severity=Severity.WARNING,
                message=f"`aliases` names what is not in the catalog: neither `{rule.message}` nor `{rule.alias}` is a message.",
                hint="Use the message's id as the catalog shows it.",
                span=rule.span,
            )


def _chosen(members: list[str], groups: Groups, settled: set[str]) -> str:
    """The id that stands for joined ones: one that an alias rule names, else a document's, else a producer's, else the most used."""
    return min(
        members,
        key=lambda member: (
            member not in settled,
            is_registered(groups[member]),
            not any("send" in declaration.roles for declaration in groups[member]),
            -len(groups[member]),
            member,
        ),
    )


# --- what stays apart


def _distinct(apart: Iterable[Apart], joins: Joins, chosen: Mapping[str, str]) -> list[Apart]:
    """Each pair of messages once, under the ids that stand for them."""
    found: dict[tuple[str, str], Apart] = {}
    for pair in apart:
        first, second = (chosen[joins.find(identifier)] for identifier in (pair.first, pair.second))
        if first == second:
            continue
        if pair.reason == "spelling":
            first, second = sorted((first, second))
        if (second, first) not in found:
            found.setdefault((first, second), Apart(first, second, pair.reason, pair.shared))
    return [found[pair] for pair in sorted(found)]


def _near_by_message(apart: Iterable[Apart]) -> dict[str, list[NearMatch]]:
    near: dict[str, list[NearMatch]] = defaultdict(list)
    for pair in apart:
        for mine, other in ((pair.first, pair.second), (pair.second, pair.first)):
            near[mine].append(NearMatch(other=other, reason=pair.reason, shared=pair.shared, alias=alias_line(pair.first, pair.second)))
    return {identifier: sorted(found, key=lambda one: (one.other, one.reason)) for identifier, found in near.items()}


def alias_line(message: str, alias: str) -> str:
    """What `aliases` in catalog.yaml says to make two ids one, in YAML's flow style."""
    return f"{{{_scalar(message)}: [{_scalar(alias)}]}}"


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+")

_RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that are no texts in some version of YAML."""


def _scalar(name: str) -> str:
    """A text as YAML reads it back: plain where nothing in it can mean anything else, else as JSON."""
    plain = name[:1].isalpha() and set(name) <= _PLAIN and name.casefold() not in _RESERVED
    return name if plain else msgspec.json.encode(name).decode()


def _near_match(pair: Apart, groups: Groups) -> Diagnostic:
    """Names of which a registry keeps both are different on purpose more often than not, so they are only worth a remark."""
    first, second = pair.first, pair.second
    registered = is_registered(groups[first]) and is_registered(groups[second])
    if pair.reason == "topic":
        message = f"`{second}` is registered for the topic `{pair.shared}`, on which documents put only `{first}`; they stay apart."
    else:
        message = f"`{second}` and `{first}` differ only in spelling, but share neither a channel address nor a payload; they stay apart."
    return Diagnostic(
        code="message-near-match",
        severity=Severity.INFO if registered or pair.reason == "topic" else Severity.WARNING,
        message=message,
        hint=f"If they are the same message, add `aliases: {alias_line(first, second)}` to catalog.yaml.",
        span=groups[second][0].span,
        related=(groups[first][0].span,),
    )
