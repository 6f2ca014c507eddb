"""Who owns what, and where it was said.

For each thing the strongest source that says anything counts, in the order of `people.BASES`; docs/ownership.md explains it. What weaker
sources say about the same thing is kept beside it, and reported where it differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.merge.rows import SETTINGS
from catalog_gen.merge.services import ServiceFamily
from catalog_gen.model.base import Value
from catalog_gen.model.contract import Contract, ContractChannel
from catalog_gen.model.declaration import KindRule, MembershipRule, MessageDeclaration, OwnershipRule
from catalog_gen.model.people import BASES, Domain, Owner, Team, User

Group = tuple[Owner, ...]
"""The owners that one source names together."""

_WORDS = {
    "catalog": "`catalog.yaml`",
    "team-file": "a team file",
    "extension": "the document itself",
    "registry": "a registry",
    "backstage": "Backstage",
    "codeowners": "CODEOWNERS",
}
_SHOWN = 3


class Matcher:
    """Rules by id or glob: exact ids are looked up, globs tried in order."""

    def __init__(self, rules: Iterable[tuple[str, int]]) -> None:
        self.exact: dict[str, list[int]] = defaultdict(list)
        self.globs: list[tuple[str, int]] = []
        for pattern, number in rules:
            if any(sign in pattern for sign in "*?["):
                self.globs.append((pattern, number))
            else:
                self.exact[pattern].append(number)

    def matches(self, identifier: str) -> list[int]:
        """Numbers of the rules that match, those with the exact id first."""
        exact = self.exact.get(identifier, [])
        return exact + [number for pattern, number in self.globs if fnmatchcase(identifier, pattern)]


class People:
    """Teams and users by everything that sources call them."""

    def __init__(self, teams: Iterable[Team], users: Iterable[User]) -> None:
        self._ids: dict[str, str] = {}
        rows: list[Team | User] = [*sorted(teams, key=lambda row: row.id), *sorted(users, key=lambda row: row.id)]
        named = [(row.id, row.id) for row in rows]
        named += [(alias, row.id) for row in rows for alias in row.aliases]
        named += [(row.email, row.id) for row in rows if row.email]
        for name, identifier in named:
            self._ids.setdefault(_plain(name), identifier)

    def id_of(self, name: str) -> str:
        """The id of the team or user that is called so (`@acme/shop`, `group:default/shop`, a mail address); else the name without `@`."""
        plain = _plain(name)
        known = self._ids.get(plain) or self._ids.get(plain.rpartition("/")[2])
        return known or name.strip().removeprefix("@") or name


def _plain(name: str) -> str:
    return name.strip().removeprefix("@").casefold()


class Ownership:
    """The ownership, membership and kind rules of a catalog."""

    def __init__(
        self,
        ownership: Sequence[OwnershipRule],
        membership: Sequence[MembershipRule],
        kinds: Sequence[KindRule],
        domains: Sequence[Domain],
        people: People | None = None,
    ) -> None:
        self.ownership = sorted(ownership, key=lambda rule: (BASES.index(_basis(rule)), rule.source, rule.span))
        self.membership = sorted(membership, key=lambda rule: (rule.span.path != SETTINGS, rule.span))
        self.kinds = list(kinds)
        self.domains = {domain.id: domain for domain in domains}
        self.people = people or People((), ())
        self._owners = {
            kind: Matcher((rule.pattern, number) for number, rule in enumerate(self.ownership) if rule.kind == kind)
            for kind in ("service", "message", "channel", "domain")
        }
        self._documents: dict[str, list[OwnershipRule]] = defaultdict(list)
        for rule in self.ownership:
            if rule.kind == "document":
                self._documents[rule.pattern].append(rule)
        self._domains = {
            kind: Matcher((rule.pattern, number) for number, rule in enumerate(self.membership) if rule.kind == kind)
            for kind in ("service", "message", "channel")
        }
        self._kinds = Matcher((rule.pattern, number) for number, rule in enumerate(self.kinds))

    def stated(self, kind: str, identifier: str) -> list[Group]:
        """What the rules say about one thing: of settings the first that matches, exact ids before globs; of entities all."""
        found: dict[str, list[Group]] = defaultdict(list)
        for number in self._owners[kind].matches(identifier):
            rule = self.ownership[number]
            if rule.basis or not found[_basis(rule)]:
                found[_basis(rule)].append(self._claims(rule.owners, _basis(rule), rule.source, rule.span))
        return [group for basis in BASES for group in found[basis]]

    def domain(self, kind: str, identifier: str) -> str:
        """The domain that the rules put a thing into, or ""."""
        for number in self._domains[kind].matches(identifier):
            return self.membership[number].domain
        return ""

    def kind(self, identifier: str) -> str:
        """The kind that the rules give a message, or ""."""
        for number in self._kinds.matches(identifier):
            return self.kinds[number].kind
        return ""

    def of_domain(self, identifier: str) -> list[Group]:
        """The owners of a domain, as the owners of what is in it and says nothing itself."""
        domain = self.domains.get(identifier)
        owners = self.stated("domain", identifier)
        if domain is not None and domain.owners:
            owners.append(self._claims(domain.owners, "domain", "", domain.span))
        name = identifier if domain is None else domain.name or domain.id
        words = f"owner of the domain {name}"
        return [tuple(msgspec.structs.replace(one, basis="domain", source=words) for one in group) for group in owners[:1]]

    def of_document(self, path: str) -> list[Group]:
        """The owners of a file, as the owners of what it declares."""
        found: dict[str, dict[str, Owner]] = defaultdict(dict)
        for rule in self._documents.get(path, ()):
            for one in self._claims(rule.owners, _basis(rule), rule.source, rule.span):
                found[one.basis].setdefault(one.id, one)
        return [tuple(found[basis].values()) for basis in BASES if basis in found]

    def of_service(self, family: ServiceFamily, domain: str) -> list[Group]:
        """What all sources say about a service; its domain and its files only where nothing is said about it."""
        said = self.stated("service", family.id) + [group for one in family.contracts[:1] for group in self._of_contract(one)]
        said += [group for one in family.contracts[1:] if not said for group in self._of_contract(one)]
        said += self.of_document(family.contracts[0].path)
        return _ordered(said) or self.of_domain(domain)

    def of_message(self, identifier: str, declarations: Sequence[MessageDeclaration]) -> list[Group]:
        """What all sources say about a message itself. Its senders' documents count before others, and those before registries."""
        said = self.stated("message", identifier)
        for one in sorted(declarations, key=lambda one: (one.registration is not None, "send" not in one.roles)):
            place = one.owned_at or one.span
            basis, source = ("extension", _key(place)) if one.registration is None else ("registry", f"metadata of {one.registration.name}")
            said.append(self._claims(one.owners, basis, source, place))
        return _ordered(said)

    def of_channel(self, identifier: str, channels: Sequence[ContractChannel]) -> list[Group]:
        """What all sources say about a channel."""
        said = self.stated("channel", identifier)
        for channel in channels:
            place = channel.owned_at or channel.span
            said.append(self._claims(channel.owners, "extension", _key(place), place))
        return _ordered(said)

    def _of_contract(self, contract: Contract) -> list[Group]:
        place = contract.owned_at or contract.span
        group = self._claims(contract.owners, "extension", _key(place), place)
        return [group] if group else []

    def _claims(self, owners: Iterable[str], basis: str, source: str, span: Span) -> Group:
        known = dict.fromkeys(self.people.id_of(owner) for owner in owners)
        return tuple(Owner(id=owner, basis=basis, source=source, span=span) for owner in known)


def _key(place: Span) -> str:
    """The extension that stands at a place."""
    name = place.pointer.rpartition("/")[2]
    return name if name.startswith("x-") else "x-owner"


def _basis(rule: OwnershipRule) -> str:
    return rule.basis or ("catalog" if rule.span.path == SETTINGS else "team-file")


def _ordered(groups: Iterable[Group]) -> list[Group]:
    """Groups that name somebody, the strongest first."""
    return sorted((group for group in groups if group), key=lambda group: BASES.index(group[0].basis))


# --- what counts, and what does not


class Decision(Value, kw_only=True):
    """Who owns a thing, and who does not although a weaker source says so."""

    owners: Group = ()
    overruled: Group = ()


class Decisions:
    """Takes decisions, and remembers where sources disagree."""

    def __init__(self) -> None:
        self._differing: dict[tuple[Group, Group], list[str]] = defaultdict(list)

    def decide(self, what: str, groups: Sequence[Group]) -> Decision:
        """The first group counts. `what` is the thing in words, for a finding."""
        if not groups:
            return Decision()
        first, *others = groups
        names = {one.id for one in first}
        overruled: dict[tuple[str, Span | None], Owner] = {}
        for group in others:
            if {one.id for one in group} != names:
                self._differing[first, group].append(what)
                overruled |= {(one.id, one.span): one for one in group if one.id not in names}
        return Decision(owners=first, overruled=tuple(overruled.values()))

    def findings(self) -> Iterator[Diagnostic]:
        """One finding for each two statements that differ, whatever number of things they are about."""
        for (first, other), things in self._differing.items():
            shown = ", ".join(things[:_SHOWN]) + (f" and {len(things) - _SHOWN} more" if len(things) > _SHOWN else "")
            yield Diagnostic(
                code="owners-disagree",
                severity=Severity.INFO,
                message=f"{_said(first)} {_listed(first)} as owner of {shown}; {_said(other)} {_listed(other)}. {_reason(first, other)}",
                hint="Make both name the same team, or take one of them out; teams may have `aliases`.",
                span=other[0].span or Span(path=SETTINGS),
                related=(first[0].span,) if first[0].span is not None else (),
            )


def _said(group: Group) -> str:
    words, span = _WORDS.get(group[0].basis, group[0].source), group[0].span
    words = words if span is None or group[0].basis == "catalog" else f"{words} ({span.path})"
    return f"{words[:1].upper()}{words[1:]} names"


def _reason(first: Group, other: Group) -> str:
    if first[0].basis == other[0].basis:
        return "The first counts, because it stands first."
    return f"The first counts: {_WORDS[first[0].basis]} stands above {_WORDS[other[0].basis]}."


def _listed(group: Group) -> str:
    return " and ".join(f"`{one.id}`" for one in group)
