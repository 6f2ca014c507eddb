"""Putting a message together from its drafts: kind, domain, owners, lifecycle, channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from catalog_gen.merge.channels import channel_id
from catalog_gen.merge.conflicts import gather_conflicts
from catalog_gen.merge.identity import Identified
from catalog_gen.merge.lifecycle import Lifecycles
from catalog_gen.merge.messages import Bindings, Draft, draft_versions, latest_of
from catalog_gen.merge.owners import Decision, Decisions, Ownership
from catalog_gen.merge.services import ServiceFamily, label_of
from catalog_gen.model.contract import Contract
from catalog_gen.model.declaration import MessageDeclaration
from catalog_gen.model.message import Message, MessageVersion, Party
from catalog_gen.model.people import Owner
from catalog_gen.model.registry import Registration
from catalog_gen.model.slugs import version_slug
from catalog_gen.model.versions import UNVERSIONED


@dataclass(frozen=True)
class Assembly:
    """What is known about the rest of the catalog while messages are put together."""

    families: Mapping[str, ServiceFamily]
    ownership: Ownership
    lifecycles: Lifecycles
    bindings: Bindings
    domain_of: Mapping[str, str]
    """Service id → domain id."""
    channels: frozenset[str] = frozenset()
    """Ids of all channels."""
    owners_of_service: Mapping[str, tuple[Owner, ...]] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    """Where it is remembered that sources disagree about owners."""

    def message(self, identified: Identified, slug: str) -> Message:
        """One message with all its versions, and what its declarations disagree about."""
        drafts, conflicts = draft_versions(identified, self.bindings)
        newest = latest_of(drafts)
        leading = next(draft.told for draft in drafts if draft.label == newest)
        domain = self._domain(identified.id, drafts)
        decision = self._decide(identified.id, drafts, domain)
        names = (identified.id, *identified.aliases)
        used: set[str] = set()
        return Message(
            id=identified.id,
            slug=slug,
            name=leading.name or leading.title or identified.id,
            kind=self.ownership.kind(identified.id) or _kind(leading, identified.declarations),
            domain=domain,
            owners=decision.owners,
            overruled=decision.overruled,
            aliases=identified.aliases,
            id_rule=next((one.id_rule for one in identified.declarations if one.id == identified.id), leading.id_rule),
            latest=newest,
            versions=tuple(self._version(draft, names, used) for draft in drafts),
            identity=identified.identity,
            conflicts=(*conflicts, *gather_conflicts(drafts)),
        )

    def keyed(self, declarations: Iterable[MessageDeclaration]) -> frozenset[str]:
        """Keys of the declarations whose records carry a registered schema's id, looked up by topic, as their Kafka bindings say."""
        return frozenset(one.key for one in declarations if one.registration is None and self._has_schema_id(one))

    def _has_schema_id(self, one: MessageDeclaration) -> bool:
        contract = self._contract_of(one)
        servers = contract.servers if contract is not None else ()
        stated = [(binding.fields, "schemaIdLocation") for binding in one.bindings if binding.family == "kafka"]
        stated += [(binding.fields, "schemaRegistryUrl") for server in servers for binding in server.bindings if binding.family == "kafka"]
        named = [fields.get("schemaLookupStrategy") for fields, _ in stated if isinstance(fields, dict)]
        by_record = any("record" in strategy.lower() for strategy in named if isinstance(strategy, str))
        return not by_record and any(isinstance(fields, dict) and bool(fields.get(key)) for fields, key in stated)

    def _version(self, draft: Draft, names: Sequence[str], used: set[str]) -> MessageVersion:
        one = draft.told
        contract = self._contract_of(one)
        payload = draft.declaration.payload
        return MessageVersion(
            version=draft.label,
            slug=_free_slug(draft.label, used),
            aliases=(*draft.aliases, *draft.spellings),
            lifecycle=self.lifecycles.of(names, draft.labels, draft.declaration),
            title=one.title,
            summary=one.summary,
            description=one.description,
            content_type=one.content_type or (contract.default_content_type if contract is not None else ""),
            content_type_default=not one.content_type and contract is not None and bool(contract.default_content_type),
            channels=tuple(sorted(self._channels(draft))),
            payload=payload,
            headers=one.headers,
            examples=one.examples,
            correlation=one.correlation,
            bindings=one.bindings,
            tags=one.tags,
            docs=one.docs,
            extensions=one.extensions,
            traits=one.traits,
            key=next((said.key_schema for said in draft.declarations if said.key_schema is not None), None),
            envelope=next((said.envelope for said in draft.declarations if said.envelope is not None), None),
            registrations=_registrations(draft),
            producers=_distinct(draft.producers),
            consumers=_distinct(draft.consumers),
            span=draft.declaration.span,
        )

    def _channels(self, draft: Draft) -> set[str]:
        """Ids of the channels over which any of its declarations travels."""
        found: set[str] = set()
        for one in draft.declarations:
            contract = self._contract_of(one)
            if contract is not None:
                found.update(channel_id(one.service, channel) for channel in contract.channels if channel.key in one.channels)
            found.update(topic for topic in one.topics if topic in self.channels)
        return found

    def _contract_of(self, declaration: MessageDeclaration) -> Contract | None:
        family = self.families.get(declaration.service)
        label = declaration.service_version or UNVERSIONED
        return next((one for one in family.contracts if label_of(one) == label), None) if family is not None else None

    def _domain(self, identifier: str, drafts: Sequence[Draft]) -> str:
        """The domain that a rule puts the message into, else that of its producers, else of whoever declares it."""
        stated = self.ownership.domain("message", identifier)
        if stated:
            return stated
        senders = {party.service for draft in drafts for party in draft.producers}
        readers = {one.service for draft in drafts for one in draft.declarations}
        services = (*sorted(senders), *sorted(readers - senders))
        return next((self.domain_of[service] for service in services if self.domain_of.get(service)), "")

    def _decide(self, identifier: str, drafts: Sequence[Draft], domain: str) -> Decision:
        """What is said about the message itself; else the owners of its service, of the files that declare it, or of its domain."""
        declarations = [one for draft in drafts for one in draft.declarations]
        said = self.ownership.of_message(identifier, declarations)
        if said:
            return self.decisions.decide(f"the message `{identifier}`", said)
        senders = sorted({party.service for draft in drafts for party in draft.producers})
        for service in senders or sorted({one.service for one in declarations if one.service and not one.roles}):
            family = self.families.get(service)
            owners = self.owners_of_service.get(service)
            if owners and family is not None and owners[0].basis != "domain":
                words = f"owner of its service {family.name}"
                return Decision(owners=tuple(msgspec.structs.replace(one, basis="service", source=words) for one in owners))
        files = dict.fromkeys(one.span.path for one in declarations if not one.service)
        said = [group for path in sorted(files) for group in self.ownership.of_document(path)]
        return Decision(owners=(said or self.ownership.of_domain(domain) or [()])[0])


def _kind(leading: MessageDeclaration, declarations: Iterable[MessageDeclaration]) -> str:
    return leading.kind or next((one.kind for one in declarations if one.kind), "message")


def _free_slug(label: str, used: set[str]) -> str:
    slug = version_slug(label)
    while slug in used:
        slug += "-2"
    used.add(slug)
    return slug


def _registrations(draft: Draft) -> tuple[Registration, ...]:
    """Where registries keep a version; what two exports say alike is said once."""
    found: dict[tuple[str, str, str, str], Registration] = {}
    for one in draft.declarations:
        kept = one.registration
        if kept is not None:
            found.setdefault((kept.registry, kept.context, kept.subject, kept.version), kept)
    return tuple(found[key] for key in sorted(found))


def _distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """One party for each service version, with all its channels."""
    found: dict[tuple[str, str], Party] = {}
    for party in parties:
        key = (party.service, party.version)
        known = found.get(key)
        if known is None:
            found[key] = party
        else:
            channels = tuple(sorted({*known.channels, *party.channels}))
            found[key] = msgspec.structs.replace(
                known,
                live=known.live or party.live,
                channels=channels,
                schema=known.schema or party.schema,
                reads=known.reads or party.reads,
                deliveries=(*known.deliveries, *party.deliveries),
            )
    return tuple(found[key] for key in sorted(found))
