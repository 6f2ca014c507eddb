"""Which declarations mean the same message.

Equal ids join. Ids that are equal only after levelling case, separators and namespace join when the channel address or the
canonical payload is the same too; otherwise the near match is reported, so that one alias can settle it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.merge.near_matches import join_groups, normalise
from catalog_gen.model.base import Value
from catalog_gen.model.declaration import AliasRule, MessageDeclaration

__all__ = ["Identified", "identify_messages", "normalise", "renamed"]


class Identified(Value, kw_only=True):
    """All declarations of one message, with the ids that it is also known under."""

    id: str
    aliases: tuple[str, ...]
    declarations: tuple[MessageDeclaration, ...]


def identify_messages(
    declarations: Sequence[MessageDeclaration], aliases: Sequence[AliasRule], addresses: dict[str, frozenset[str]]
) -> tuple[list[Identified], list[Diagnostic]]:
    """Group declarations by message. `addresses` maps a declaration's key to the addresses of the channels that carry it."""
    settled, known_as = _settle_aliases(aliases)
    groups: dict[str, list[MessageDeclaration]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    for declaration in declarations:
        named = (declaration.id, *declaration.also)
        identifier = next((settled[name] for name in named if name in settled), declaration.id)
        groups[identifier].append(declaration)
        names[identifier].update(named)
    for identifier in groups:
        names[identifier] |= known_as.get(identifier, set())
    joined, diagnostics = join_groups(groups, addresses, set(known_as))
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


def renamed(declaration: MessageDeclaration, identifier: str) -> MessageDeclaration:
    """The declaration under its message's id."""
    return declaration if declaration.id == identifier else msgspec.structs.replace(declaration, id=identifier)
