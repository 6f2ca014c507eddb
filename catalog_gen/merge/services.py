"""Services: the contracts of one service, one row for each version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.base import Value
from catalog_gen.model.contract import Contract
from catalog_gen.model.declaration import LiveRule
from catalog_gen.model.versions import UNVERSIONED, latest, version_key


class ServiceFamily(Value, kw_only=True):
    """One service with its contracts, newest first, and which versions count as live."""

    id: str
    name: str
    latest: str
    live: frozenset[str]
    contracts: tuple[Contract, ...]
    """One for each version; several documents of one version are joined."""


def gather_services(contracts: Iterable[Contract], live: Iterable[LiveRule]) -> tuple[dict[str, ServiceFamily], list[Diagnostic]]:
    """Group contracts by service and version. Several documents of one service version are joined, and reported."""
    by_service: dict[str, dict[str, list[Contract]]] = defaultdict(lambda: defaultdict(list))
    for contract in sorted(contracts, key=lambda contract: contract.path):
        by_service[contract.service][label_of(contract)].append(contract)
    also_live: dict[str, set[str]] = defaultdict(set)
    diagnostics: list[Diagnostic] = []
    for rule in live:
        also_live[rule.service] |= set(rule.versions)
        diagnostics += _check_live(rule, by_service)
    families = {}
    for service in sorted(by_service):
        versions = by_service[service]
        newest = latest(versions)
        diagnostics += (finding for members in versions.values() if len(members) > 1 for finding in [_declared_twice(members)])
        joined = {label: _join(members) for label, members in versions.items()}
        families[service] = ServiceFamily(
            id=service,
            name=joined[newest].name,
            latest=newest,
            live=frozenset({newest} | (also_live[service] & set(versions))),
            contracts=tuple(joined[label] for label in sorted(joined, key=version_key, reverse=True)),
        )
    return families, diagnostics


def label_of(contract: Contract) -> str:
    """The version label of a contract; a document without `info.version` is unversioned."""
    return contract.version or UNVERSIONED


def _check_live(rule: LiveRule, by_service: dict[str, dict[str, list[Contract]]]) -> list[Diagnostic]:
    known = by_service.get(rule.service)
    if known is None:
        missing, hint = f"no service `{rule.service}`", "Use the service's id as the catalog shows it."
    else:
        absent = [version for version in rule.versions if version not in known]
        if not absent:
            return []
        missing = f"no version {', '.join(f'`{version}`' for version in absent)} of `{rule.service}`"
        hint = f"Known are {', '.join(f'`{version}`' for version in sorted(known, key=version_key))}."
    message = f"`live` names what is not in the catalog: {missing}."
    return [Diagnostic(code="config-unknown-target", severity=Severity.WARNING, message=message, hint=hint, span=rule.span)]


def _declared_twice(contracts: list[Contract]) -> Diagnostic:
    first, second, *_ = contracts
    return Diagnostic(
        code="service-declared-twice",
        severity=Severity.WARNING,
        message=f"{len(contracts)} documents describe `{first.service}` {label_of(first)}; they are shown as one.",
        hint="Give each service its own `info.title` (or `x-service-id`), or raise `info.version`.",
        span=second.span,
        related=(first.span,),
    )


def _join(contracts: list[Contract]) -> Contract:
    """The first contract with the servers, channels, operations and components that only the others declare."""
    first, *others = contracts
    for other in others:
        first = msgspec.structs.replace(
            first,
            description=first.description or other.description,
            domain=first.domain or other.domain,
            owners=first.owners or other.owners,
            servers=first.servers + tuple(one for one in other.servers if one.id not in {server.id for server in first.servers}),
            channels=first.channels + tuple(one for one in other.channels if one.key not in {channel.key for channel in first.channels}),
            operations=first.operations + tuple(one for one in other.operations if one.key not in {own.key for own in first.operations}),
            security_schemes=first.security_schemes
            + tuple(one for one in other.security_schemes if one.key not in {own.key for own in first.security_schemes}),
            unused=first.unused
            + tuple(one for one in other.unused if (one.kind, one.key) not in {(own.kind, own.key) for own in first.unused}),
        )
    return first
