"""From entities to teams, users, domains, owners and consumers: what they say about the services that documents declare."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.contract import Contract, ContractChannel
from catalog_gen.model.declaration import Declarations, MembershipRule, MessageDeclaration, OwnershipRule
from catalog_gen.model.entities import Entity, EntityRef
from catalog_gen.model.people import Domain, Team, User
from catalog_gen.model.slugs import slugify

BASIS = "backstage"
_CHANNELS = re.compile(r"topic|queue|channel|stream|bus|exchange", re.IGNORECASE)
"""Types of resources that are channels; the type is free text in Backstage."""


def join_entities(declared: Iterable[Declarations]) -> Declarations:
    """What all entities together say; nothing where there are none."""
    declared = list(declared)
    rows = sorted((one for said in declared for one in said.entities), key=lambda one: (one.ref, one.span))
    entities = {one.ref: one for one in reversed(rows)}
    if not entities:
        return Declarations()
    known = _Known(declared, entities)
    domains = {row.id.lower() for said in declared for row in said.domains}
    teams = {row.id.lower() for said in declared for row in said.teams}
    users = {row.id.lower() for said in declared for row in said.users}
    consumers = list(_consumers(known))
    return Declarations(
        contracts=tuple(contract for contract, _ in consumers),
        messages=tuple(message for _, messages in consumers for message in messages),
        domains=tuple(row for row in _domains(known) if row.id.lower() not in domains),
        teams=tuple(row for row in _teams(known) if row.id.lower() not in teams),
        users=tuple(row for row in _users(known) if row.id.lower() not in users),
        ownership=tuple(_ownership(known)),
        membership=tuple(_membership(known)),
        diagnostics=tuple(_dangling(known)),
    )


class _Known:
    """Entities, and the services that they describe."""

    def __init__(self, declared: Sequence[Declarations], entities: Mapping[EntityRef, Entity]) -> None:
        self.entities = entities
        self.contracts: dict[str, list[Contract]] = defaultdict(list)
        self._at: dict[str, list[str]] = defaultdict(list)
        for contract in (one for said in declared for one in said.contracts):
            self.contracts[contract.service].append(contract)
            self._at[contract.path].append(contract.service)
        self.messages: dict[str, list[MessageDeclaration]] = defaultdict(list)
        for message in (one for said in declared for one in said.messages):
            self.messages[message.service].append(message)
        self.services = {ref: self._services(entity) for ref, entity in entities.items() if ref.kind == "api"}
        self.services |= {ref: self._services(entity) for ref, entity in entities.items() if ref.kind == "component"}

    def of(self, kind: str) -> Iterator[Entity]:
        """The entities of a kind, in the order of their references."""
        return (self.entities[ref] for ref in sorted(self.entities) if ref.kind == kind)

    def _services(self, entity: Entity) -> list[str]:
        """Ids of the services that an API or a component stands for."""
        if entity.ref.kind == "api":
            found = [*entity.services, *(self._at.get(entity.definition, ()) if entity.definition else ())]
        else:
            found = [service for ref in entity.provides for service in self.services.get(ref, ())]
        own = slugify(entity.name)
        return sorted({*found, *([own] if own in self.contracts else [])})

    def id_of(self, ref: EntityRef) -> str:
        """The id of an entity in the catalog: its name as it is written, with its namespace unless that is the usual one."""
        entity = self.entities.get(ref)
        name = entity.name if entity is not None else ref.name
        return name if ref.namespace == "default" else f"{ref.namespace}/{name}"


def _teams(known: _Known) -> Iterator[Team]:
    belonging: dict[EntityRef, list[EntityRef]] = defaultdict(list)
    for user in known.of("user"):
        for ref in user.groups:
            belonging[ref].append(user.ref)
    for group in known.of("group"):
        members = dict.fromkeys(known.id_of(ref) for ref in (*group.members, *belonging[group.ref]))
        yield Team(
            id=known.id_of(group.ref),
            name=group.title,
            description=group.description,
            email=group.email,
            url=group.url,
            members=tuple(members),
            parent=known.id_of(group.parent) if group.parent is not None else "",
            aliases=(str(group.ref), f"{group.ref.kind}:{group.ref.name}"),
            span=group.span,
        )


def _users(known: _Known) -> Iterator[User]:
    for user in known.of("user"):
        yield User(
            id=known.id_of(user.ref),
            name=user.title,
            summary=user.description,
            email=user.email,
            url=user.url,
            aliases=(str(user.ref), f"{user.ref.kind}:{user.ref.name}"),
            span=user.span,
        )


def _domain_of(known: _Known, entity: Entity) -> EntityRef | None:
    """The domain of a system, or of what is in one; a system without a domain is one itself."""
    if entity.ref.kind == "system":
        return entity.domain or entity.ref
    if entity.system is None:
        return None
    system = known.entities.get(entity.system)
    return _domain_of(known, system) if system is not None and system.ref.kind == "system" else entity.system


def _domains(known: _Known) -> Iterator[Domain]:
    """Those that files describe, and those that only something in them names."""
    named: dict[EntityRef, Entity] = {}
    for entity in (*known.of("api"), *known.of("component")):
        domain = _domain_of(known, entity)
        if domain is not None and domain not in known.entities:
            named[domain] = entity
    yield from (Domain(id=known.id_of(ref), declared=False, span=named[ref].span) for ref in sorted(named))
    for entity in (*known.of("domain"), *(system for system in known.of("system") if system.domain is None)):
        yield Domain(
            id=known.id_of(entity.ref),
            name=entity.title or entity.name,
            description=entity.description,
            owners=(known.id_of(entity.owner),) if entity.owner is not None else (),
            span=entity.owner_span or entity.span,
        )


def _ownership(known: _Known) -> Iterator[OwnershipRule]:
    for kind, words in (("api", "API"), ("component", "component")):
        for entity in known.of(kind):
            if entity.owner is not None:
                services = known.services[entity.ref] or ([slugify(entity.name)] if kind == "component" and entity.consumes else [])
                yield from (_rule("service", service, known, entity, words) for service in services)
    for entity in known.of("resource"):
        if entity.owner is not None and _CHANNELS.search(entity.type):
            yield from (_rule("channel", name, known, entity, "resource") for name in dict.fromkeys((entity.name, entity.title)) if name)


def _rule(kind: str, pattern: str, known: _Known, entity: Entity, words: str) -> OwnershipRule:
    owners = (known.id_of(entity.owner),) if entity.owner is not None else ()
    source = f"Backstage {words} {entity.name}"
    return OwnershipRule(kind=kind, pattern=pattern, owners=owners, basis=BASIS, source=source, span=entity.owner_span or entity.span)


def _membership(known: _Known) -> Iterator[MembershipRule]:
    for kind in ("api", "component"):
        for entity in known.of(kind):
            domain = _domain_of(known, entity)
            if domain is not None:
                name = known.id_of(domain)
                yield from (
                    MembershipRule(kind="service", pattern=service, domain=name, span=entity.span) for service in known.services[entity.ref]
                )


def _consumers(known: _Known) -> Iterator[tuple[Contract, list[MessageDeclaration]]]:
    """Components that consume APIs and have no document of their own, as services that read what those APIs send."""
    for entity in known.of("component"):
        service = slugify(entity.name)
        sent = [(api, one) for ref in entity.consumes for api in known.services.get(ref, ()) for one in _newest(known, api)]
        if known.services[entity.ref] or service in known.contracts or not sent:
            continue
        channels: dict[str, ContractChannel] = {}
        messages = []
        for api, message in sent:
            carried = _channels(known, api, message)
            for channel in carried:
                channels[f"{api}/{channel.key}"] = ContractChannel(
                    key=f"{api}/{channel.key}", address=channel.address, title=channel.title, span=entity.span
                )
            messages.append(
                MessageDeclaration(
                    key=f"{entity.span.path}#{entity.ref}/{message.key}",
                    id=message.id,
                    id_rule=message.id_rule,
                    scoped=message.scoped,
                    service=service,
                    service_version="",
                    roles=("receive",),
                    channels=tuple(f"{api}/{channel.key}" for channel in carried),
                    version=message.version,
                    span=entity.span,
                )
            )
        contract = Contract(
            service=service,
            name=entity.title or entity.name,
            version="",
            path=entity.span.path,
            description=entity.description,
            channels=tuple(channels[key] for key in sorted(channels)),
            span=entity.span,
        )
        yield contract, messages


def _newest(known: _Known, service: str) -> list[MessageDeclaration]:
    """What the newest contract of a service sends; a message is taken once."""
    found: dict[str, MessageDeclaration] = {}
    for message in known.messages[service]:
        if "send" in message.roles:
            found.setdefault(message.id, message)
    return [found[name] for name in sorted(found)]


def _channels(known: _Known, service: str, message: MessageDeclaration) -> list[ContractChannel]:
    contracts = [one for one in known.contracts[service] if one.version == message.service_version]
    return [channel for contract in contracts for channel in contract.channels if channel.key in message.channels]


def _dangling(known: _Known) -> Iterator[Diagnostic]:
    """References to APIs that no file describes, where files describe any."""
    kinds = {ref.kind for ref in known.entities}
    for entity in known.entities.values():
        for ref in (*entity.provides, *entity.consumes):
            if ref.kind in kinds and ref not in known.entities:
                yield Diagnostic(
                    code="backstage-reference-missing",
                    severity=Severity.INFO,
                    message=f"`{entity.ref}` refers to `{ref}`, which no file here describes.",
                    hint="Add the file that describes it, or correct the reference.",
                    span=entity.span,
                )
