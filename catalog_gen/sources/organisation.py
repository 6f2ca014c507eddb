"""Domains, teams, users and ownership, as team files and `catalog.yaml` both write them."""

from __future__ import annotations

import re

from catalog_gen.diagnostics import Severity
from catalog_gen.model.declaration import Declarations, MembershipRule, OwnershipRule
from catalog_gen.model.people import Domain, Team, User
from catalog_gen.sources.forms import Form

KEYS = frozenset({"domains", "teams", "users", "services", "ownership"})
DOMAIN_KEYS = frozenset({"id", "name", "summary", "description", "owner", "owners", "services", "messages", "channels"})
TEAM_KEYS = frozenset({"id", "name", "summary", "description", "email", "slack", "url", "members", "aliases"})
USER_KEYS = frozenset({"id", "name", "role", "summary", "email", "slack", "url", "aliases"})
SERVICE_KEYS = frozenset({"id", "name", "domain", "owner", "owners"})
OWNERSHIP_KEYS = frozenset({"services", "messages", "channels", "domains", "owner", "owners"})
TARGETS = {"services": "service", "messages": "message", "channels": "channel", "domains": "domain"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_organisation(form: Form) -> Declarations:
    """What the keys `domains`, `teams`, `users`, `services` and `ownership` declare."""
    ownership: list[OwnershipRule] = []
    membership: list[MembershipRule] = []
    domains = tuple(_domain(entry, membership) for entry in form.forms("domains") if _has_id(entry, "domain"))
    for entry in form.forms("services"):
        if _has_id(entry, "service"):
            _service(entry, ownership, membership)
    for entry in form.forms("ownership"):
        _ownership(entry, ownership)
    return Declarations(
        domains=domains,
        teams=tuple(_team(entry) for entry in form.forms("teams") if _has_id(entry, "team")),
        users=tuple(_user(entry) for entry in form.forms("users") if _has_id(entry, "user")),
        ownership=tuple(ownership),
        membership=tuple(membership),
    )


def day_of(form: Form, key: str) -> str:
    """An ISO 8601 day, or "" with a finding."""
    text = form.text(key)
    if text and not _DAY.fullmatch(text[:10]):
        form.report("config-not-a-date", Severity.ERROR, f"`{key}` must be a date such as `2026-03-31`, not `{text}`.", key)
        return ""
    return text[:10]


def _has_id(form: Form, what: str) -> bool:
    if form.text("id"):
        return True
    form.report("config-missing-id", Severity.ERROR, f"A {what} needs an `id`.", hint="Add `id:` with the name that others refer to.")
    return False


def _owners(form: Form) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.texts("owners") + form.texts("owner")))


def _domain(form: Form, membership: list[MembershipRule]) -> Domain:
    form.check_keys(DOMAIN_KEYS, "a domain")
    identifier = form.text("id")
    for key in ("services", "messages", "channels"):
        membership += (MembershipRule(kind=TARGETS[key], pattern=pattern, domain=identifier, span=form.span) for pattern in form.texts(key))
    return Domain(
        id=identifier,
        name=form.text("name"),
        summary=form.text("summary"),
        description=form.text("description"),
        owners=_owners(form),
        span=form.span,
    )


def _service(form: Form, ownership: list[OwnershipRule], membership: list[MembershipRule]) -> None:
    form.check_keys(SERVICE_KEYS, "a service")
    identifier = form.text("id")
    owners = _owners(form)
    if owners:
        ownership.append(OwnershipRule(kind="service", pattern=identifier, owners=owners, span=form.span))
    if form.text("domain"):
        membership.append(MembershipRule(kind="service", pattern=identifier, domain=form.text("domain"), span=form.span))


def _ownership(form: Form, ownership: list[OwnershipRule]) -> None:
    form.check_keys(OWNERSHIP_KEYS, "an ownership rule")
    owners = _owners(form)
    if not owners:
        form.report("config-missing-owners", Severity.ERROR, "An ownership rule needs `owners`.")
        return
    for key, kind in TARGETS.items():
        ownership += (OwnershipRule(kind=kind, pattern=pattern, owners=owners, span=form.span) for pattern in form.texts(key))


def _team(form: Form) -> Team:
    form.check_keys(TEAM_KEYS, "a team")
    return Team(
        id=form.text("id"),
        name=form.text("name"),
        summary=form.text("summary"),
        description=form.text("description"),
        email=form.text("email"),
        slack=form.text("slack"),
        url=form.text("url"),
        members=form.texts("members"),
        aliases=form.texts("aliases"),
        span=form.span,
    )


def _user(form: Form) -> User:
    form.check_keys(USER_KEYS, "a user")
    return User(
        id=form.text("id"),
        name=form.text("name"),
        role=form.text("role"),
        summary=form.text("summary"),
        email=form.text("email"),
        slack=form.text("slack"),
        url=form.text("url"),
        aliases=form.texts("aliases"),
        span=form.span,
    )
