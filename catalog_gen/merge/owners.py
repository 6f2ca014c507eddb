"""Who owns what, and where it was said.

For each thing the first of these that says anything counts: an ownership rule of `catalog.yaml` or a team file; `x-owner` of the
thing itself; the owners of the service that produces it; the owners of its domain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from catalog_gen.merge.services import ServiceFamily
from catalog_gen.model.declaration import KindRule, MembershipRule, OwnershipRule
from catalog_gen.model.people import Domain, Owner


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


class Ownership:
    """The ownership, membership and kind rules of a catalog."""

    def __init__(
        self, ownership: Sequence[OwnershipRule], membership: Sequence[MembershipRule], kinds: Sequence[KindRule], domains: Sequence[Domain]
    ) -> None:
        self.ownership = sorted(ownership, key=lambda rule: (rule.span.path != "catalog.yaml", rule.span))
        self.membership = sorted(membership, key=lambda rule: (rule.span.path != "catalog.yaml", rule.span))
        self.kinds = list(kinds)
        self.domains = {domain.id: domain for domain in domains}
        self._owners = {
            kind: Matcher((rule.pattern, number) for number, rule in enumerate(self.ownership) if rule.kind == kind)
            for kind in ("service", "message", "channel", "domain")
        }
        self._domains = {
            kind: Matcher((rule.pattern, number) for number, rule in enumerate(self.membership) if rule.kind == kind)
            for kind in ("service", "message", "channel")
        }
        self._kinds = Matcher((rule.pattern, number) for number, rule in enumerate(self.kinds))

    def stated(self, kind: str, identifier: str) -> tuple[Owner, ...]:
        """What the rules say about one thing; the first rule that matches, exact ids before globs."""
        for number in self._owners[kind].matches(identifier):
            rule = self.ownership[number]
            return tuple(Owner(id=owner, source=rule.span.path) for owner in rule.owners)
        return ()

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

    def of_domain(self, identifier: str) -> tuple[Owner, ...]:
        """The owners of a domain, as the owners of what is in it and says nothing itself."""
        stated = self.stated("domain", identifier)
        domain = self.domains.get(identifier)
        if stated or domain is None:
            return stated
        return tuple(Owner(id=owner, source=f"owner of the domain {domain.name or domain.id}") for owner in domain.owners)

    def of_service(self, family: ServiceFamily, domain: str) -> tuple[Owner, ...]:
        """The owners of a service."""
        stated = self.stated("service", family.id)
        if stated:
            return stated
        for contract in family.contracts:
            if contract.owners:
                return tuple(Owner(id=owner, source=f"x-owner in {contract.path}") for owner in contract.owners)
        return self.of_domain(domain)
