"""The merge itself: declarations in any order → one Catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span, ordered
from catalog_gen.merge.assembly import Assembly
from catalog_gen.merge.channels import channel_id, gather_channels, gather_servers
from catalog_gen.merge.identity import Clues, identify_messages
from catalog_gen.merge.lifecycle import Lifecycles, newest_day
from catalog_gen.merge.messages import Bindings
from catalog_gen.merge.owners import Decision, Decisions, Ownership, People
from catalog_gen.merge.rows import SETTINGS, Named, Rows, gather_rows, keep_first
from catalog_gen.merge.services import ServiceFamily, gather_services, label_of
from catalog_gen.merge.shared import gather_schemas
from catalog_gen.model.base import Value
from catalog_gen.model.catalog import Catalog, Exchange, Service, ServiceVersion
from catalog_gen.model.contract import ContractChannel
from catalog_gen.model.declaration import Declarations
from catalog_gen.model.message import Message
from catalog_gen.model.people import Domain
from catalog_gen.model.slugs import distinct_slugs, version_slug

Edges = Mapping[tuple[str, str], set[tuple[str, str, str]]]
"""(service, its version) → message, message version and channel of each exchange."""


class Naming(Value, kw_only=True):
    """What the catalog itself is called, where it will stand, and which day counts as today ("" = the newest date in the inputs)."""

    title: str = "Event catalog"
    tagline: str = ""
    base_url: str = ""
    logo: str = ""
    as_of: str = ""


def merge(declarations: Iterable[Declarations], naming: Naming = Naming()) -> Catalog:  # noqa: B008 - a frozen value
    """Join everything that was declared. The order of the declarations does not matter."""
    rows = gather_rows(declarations)
    findings: list[Diagnostic] = list(rows.of(lambda one: one.diagnostics))
    rules = rows.of(lambda one: one.lifecycle)
    lifecycles = Lifecycles(rules, naming.as_of or newest_day(rule.deprecated for rule in rules))
    families, found = gather_services(rows.of(lambda one: one.contracts), rows.of(lambda one: one.live))
    findings += found
    domains = _domains(rows, families, findings)
    teams, found = keep_first(rows.of(lambda one: one.teams), "team")
    findings += found
    users, found = keep_first(rows.of(lambda one: one.users), "user")
    findings += found
    rulings = rows.of(lambda one: one.ownership), rows.of(lambda one: one.membership), rows.of(lambda one: one.kinds)
    ownership = Ownership(*rulings, domains, People(teams, users))
    domain_of = {name: _domain_of_service(family, ownership) for name, family in families.items()}
    channel_ids = _channel_ids(families)
    live = {name: family.live for name, family in families.items()}
    decisions = Decisions()
    service_owners = {
        name: decisions.decide(f"the service `{name}`", ownership.of_service(family, domain_of[name])) for name, family in families.items()
    }
    assembly = Assembly(
        families,
        ownership,
        lifecycles,
        Bindings(live, channel_ids),
        domain_of,
        frozenset(channel_ids.values()),
        {name: decision.owners for name, decision in service_owners.items()},
        decisions,
    )
    messages = _messages(rows, assembly, findings)
    findings += lifecycles.unused()
    identifiers = set(channel_ids.values())
    owners = _owners_of_channels(families, ownership, decisions)
    findings += decisions.findings()
    servers = gather_servers(families.values())
    server_slugs = _slugs(servers, "server", findings)
    return Catalog(
        title=naming.title,
        tagline=naming.tagline,
        base_url=naming.base_url,
        logo=naming.logo,
        as_of=lifecycles.as_of,
        documents=rows.of(lambda one: one.documents),
        domains=_with_slugs(_owned_domains(_used_domains(domains, domain_of), ownership), "domain", findings),
        teams=_with_slugs(teams, "team", findings),
        users=_with_slugs(users, "user", findings),
        services=_services(families, messages, service_owners, domain_of, findings),
        messages=messages,
        channels=gather_channels(families.values(), messages, _slugs(identifiers, "channel", findings), owners),
        servers=tuple(msgspec.structs.replace(servers[name], slug=server_slugs[name]) for name in sorted(servers)),
        schemas=gather_schemas(messages),
        texts=tuple(sorted(rows.of(lambda one: one.texts), key=lambda text: (text.target_kind, text.target, text.order, text.path))),
        diagnostics=ordered(findings),
    )


# --- messages


def _channel_ids(families: Mapping[str, ServiceFamily]) -> dict[tuple[str, str, str], str]:
    """(service, service version as declared, channel key) → channel id."""
    return {
        (family.id, contract.version, channel.key): channel_id(family.id, channel)
        for family in families.values()
        for contract in family.contracts
        for channel in contract.channels
    }


def _messages(rows: Rows, assembly: Assembly, findings: list[Diagnostic]) -> tuple[Message, ...]:
    declarations = rows.of(lambda one: one.messages)
    carried = {one.key: frozenset((*assembly.bindings.channels_of(one), *one.topics)) for one in declarations}
    keyed = assembly.keyed(declarations) if any(one.registration is not None for one in declarations) else frozenset()
    clues = Clues(addresses=carried, keyed=keyed)
    identified, found = identify_messages(declarations, rows.of(lambda one: one.aliases), clues)
    findings += found
    slugs = _slugs([one.id for one in identified], "message", findings)
    return tuple(assembly.message(one, slugs[one.id]) for one in identified)


# --- services


def _owners_of_channels(families: Mapping[str, ServiceFamily], ownership: Ownership, decisions: Decisions) -> dict[str, Decision]:
    """Channel id → who owns it. The newest contract of each service is asked."""
    declared: dict[str, list[ContractChannel]] = defaultdict(list)
    for family in families.values():
        for contract in family.contracts:
            for channel in contract.channels:
                declared[channel_id(family.id, channel)] += [channel] if contract is family.contracts[0] else []
    return {name: decisions.decide(f"the channel `{name}`", ownership.of_channel(name, declared[name])) for name in sorted(declared)}


def _services(
    families: Mapping[str, ServiceFamily],
    messages: Sequence[Message],
    owners: Mapping[str, Decision],
    domain_of: Mapping[str, str],
    findings: list[Diagnostic],
) -> tuple[Service, ...]:
    sends, receives = _edges(messages)
    slugs = _slugs(families, "service", findings)
    return tuple(
        Service(
            id=name,
            slug=slugs[name],
            name=family.name,
            domain=domain_of[name],
            owners=owners[name].owners,
            overruled=owners[name].overruled,
            latest=family.latest,
            versions=_service_versions(family, sends, receives),
        )
        for name, family in families.items()
    )


def _service_versions(family: ServiceFamily, sends: Edges, receives: Edges) -> tuple[ServiceVersion, ...]:
    return tuple(
        ServiceVersion(
            version=label_of(contract),
            slug=version_slug(label_of(contract)),
            latest=label_of(contract) == family.latest,
            live=label_of(contract) in family.live,
            contract=contract,
            sends=_exchanges(sends.get((family.id, label_of(contract)), set())),
            receives=_exchanges(receives.get((family.id, label_of(contract)), set())),
        )
        for contract in family.contracts
    )


def _edges(messages: Iterable[Message]) -> tuple[Edges, Edges]:
    sends: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    receives: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for message in messages:
        for version in message.versions:
            for parties, edges in ((version.producers, sends), (version.consumers, receives)):
                for party in parties:
                    found = edges[party.service, party.version]
                    found.update((message.id, version.version, channel) for channel in party.channels or ("",))
    return sends, receives


def _exchanges(edges: set[tuple[str, str, str]]) -> tuple[Exchange, ...]:
    return tuple(Exchange(message=message, version=version, channel=channel) for message, version, channel in sorted(edges))


# --- domains


def _domains(rows: Rows, families: Mapping[str, ServiceFamily], findings: list[Diagnostic]) -> list[Domain]:
    """Declared domains, and those that only a document's `x-domain` names."""
    declared, found = keep_first(rows.of(lambda one: one.domains), "domain")
    findings += found
    known = {domain.id for domain in declared}
    for family in families.values():
        for contract in family.contracts:
            if contract.domain and contract.domain not in known:
                known.add(contract.domain)
                declared.append(Domain(id=contract.domain, declared=False, span=contract.span))
    return declared


def _domain_of_service(family: ServiceFamily, ownership: Ownership) -> str:
    stated = ownership.domain("service", family.id)
    return stated or next((contract.domain for contract in family.contracts if contract.domain), "")


def _used_domains(domains: Iterable[Domain], domain_of: Mapping[str, str]) -> list[Domain]:
    """Without domains that only an overruled document named, so that no page is empty."""
    used = set(domain_of.values())
    return [domain for domain in domains if domain.declared or domain.id in used]


def _owned_domains(domains: Iterable[Domain], ownership: Ownership) -> list[Domain]:
    """With the owners that rules give them, and every owner by the id that the catalog has."""
    return [
        msgspec.structs.replace(domain, owners=tuple(one.id for group in ownership.of_domain(domain.id) for one in group))
        for domain in domains
    ]


# --- slugs


def _with_slugs(rows: Iterable[Named], what: str, findings: list[Diagnostic]) -> tuple[Named, ...]:
    ordered_rows = sorted(rows, key=lambda row: row.id)
    slugs = _slugs([row.id for row in ordered_rows], what, findings)
    return tuple(msgspec.structs.replace(row, slug=slugs[row.id], name=row.name or row.id) for row in ordered_rows)


def _slugs(identifiers: Iterable[str], what: str, findings: list[Diagnostic]) -> dict[str, str]:
    """A slug for each id; where several would share one, a finding."""
    slugs, collisions = distinct_slugs(identifiers)
    findings += (
        Diagnostic(
            code="slug-collision",
            severity=Severity.WARNING,
            message=f"The {what}s {' and '.join(f'`{name}`' for name in members)} would share one address; each gets a hash in its own.",
            hint="Rename one of them, or join them with `aliases` if they are the same.",
            span=Span(path=SETTINGS),
        )
        for members in collisions
    )
    return slugs
