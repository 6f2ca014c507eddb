"""Lookups over a catalog, made once, so that planning a page costs only what that page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from catalog_gen.evolution.history import Evolution, Recollection
from catalog_gen.merge.channels import channel_id
from catalog_gen.model import addresses
from catalog_gen.schemas.examples.illustration import Illustrations
from catalog_gen.site.markdown import summary_of
from catalog_gen.site.pictures import Pictures
from catalog_gen.site.views.parts import Owner, Ref
from catalog_gen.site.wiki import Wiki

if TYPE_CHECKING:
    from catalog_gen.diagnostics import Diagnostic, Span
    from catalog_gen.graph import Graph
    from catalog_gen.model.catalog import Catalog, Channel, Service, ServiceVersion
    from catalog_gen.model.contract import Contract, ContractChannel, Operation
    from catalog_gen.model.declaration import TextDeclaration
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.model.people import Domain
    from catalog_gen.model.people import Owner as OwnerClaim

KIND_LABELS = {"event": "Event", "command": "Command", "query": "Query", "message": "Message"}


class Owned:
    """What one team or user owns."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.domains: list[Domain] = []
        self.services: list[Service] = []
        self.messages: list[Message] = []
        self.channels: list[Channel] = []
        self.claims: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        """What says so, in words and its place → what it is about, as kind and id. What is inherited is not in it."""

    @property
    def count(self) -> int:
        """How many things, of whatever kind."""
        return len(self.domains) + len(self.services) + len(self.messages) + len(self.channels)


class Lookup:
    """A catalog with the questions that pages ask answered in advance. Make one per catalog; it is never changed."""

    def __init__(
        self,
        catalog: Catalog,
        graph: Graph | None = None,
        evolution: Evolution | None = None,
        illustrations: Illustrations | None = None,
    ) -> None:
        """Index the catalog; costs time proportional to its size."""
        self.catalog = catalog
        self.evolution = evolution or Evolution()
        self.illustrations = illustrations or {}
        self.wiki = Wiki(catalog)
        self.pictures = Pictures(graph)
        self.messages = {message.id: Ref(name=message.name, url=addresses.message_url(message)) for message in catalog.messages}
        self.services = {service.id: Ref(name=service.name, url=addresses.service_url(service)) for service in catalog.services}
        self.channels = {
            channel.id: Ref(name=channel.address or channel.title or channel.id, url=addresses.channel_url(channel))
            for channel in catalog.channels
        }
        self.domains = {domain.id: Ref(name=domain.name or domain.id, url=addresses.domain_url(domain)) for domain in catalog.domains}
        self.teams = {team.id: Ref(name=team.name or team.id, url=addresses.team_url(team)) for team in catalog.teams}
        self.users = {user.id: Ref(name=user.name or user.id, url=addresses.user_url(user)) for user in catalog.users}
        self.schema_by_digest = {
            variant.digest: addresses.schema_url(schema) + (f"#variant-{number}" if len(schema.variants) > 1 else "")
            for schema in catalog.schemas
            for number, variant in enumerate(schema.variants, start=1)
        }
        self.messages_of_kind = _grouped(catalog.messages, lambda message: message.kind)
        self.free_texts = sorted(
            (text for text in catalog.texts if not text.target_kind), key=lambda text: (text.slug.rpartition("/")[0], text.order, text.slug)
        )
        self.notes = _notes(catalog.texts)
        self.contract_channels = _contract_channels(catalog)
        self.message_by_key = _message_keys(catalog.messages)
        self.identity_urls = addresses.identity_urls(catalog)
        self.asking = list(_asking(catalog))
        self.replies = _replies(self.asking)
        self._summaries: dict[str, str] = {}
        self._version_refs: dict[tuple[str, str], Ref] = {}
        self._diagnostics = _diagnostics_by_place(catalog.diagnostics)
        self._diagnostics_by_path = _diagnostics_by_path(catalog.diagnostics)
        self.messages_of_domain = _grouped(catalog.messages, lambda message: message.domain)
        self.services_of_domain = _grouped(catalog.services, lambda service: service.domain)
        self._owned = _owned(catalog)
        self.teams_of_user = _teams_of_user(catalog)

    def message(self, identifier: str) -> Ref:
        """The page of a message; a plain name when no such message exists."""
        return self.messages.get(identifier) or Ref(name=identifier)

    def service(self, identifier: str) -> Ref:
        """The page of a service."""
        return self.services.get(identifier) or Ref(name=identifier)

    def past(self, message: Message) -> Recollection:
        """What happened to the fields of a message's latest version."""
        return self.evolution.past_of.get(message.id) or Recollection(message=message.id)

    def channel(self, identifier: str) -> Ref:
        """The page of a channel."""
        return self.channels.get(identifier) or Ref(name=identifier)

    def domain(self, identifier: str) -> Ref | None:
        """The page of a domain; None for no domain."""
        return (self.domains.get(identifier) or Ref(name=identifier)) if identifier else None

    def person(self, identifier: str) -> Ref:
        """The page of a team or a user."""
        return self.teams.get(identifier) or self.users.get(identifier) or Ref(name=identifier)

    def people(self, claims: Iterable[OwnerClaim]) -> tuple[Ref, ...]:
        """The pages of the owners that some claims name."""
        return tuple(self.person(claim.id) for claim in claims)

    def owners(self, claims: Iterable[OwnerClaim], overruled: Iterable[OwnerClaim] = ()) -> tuple[Owner, ...]:
        """The owners with where each claim was made and the shortest way to reach them, and those who do not count."""
        return (*(self._owner(claim, counts=True) for claim in claims), *(self._owner(claim, counts=False) for claim in overruled))

    def _owner(self, claim: OwnerClaim, *, counts: bool) -> Owner:
        person, contact = self.person(claim.id), self.contact(claim.id) if counts else ""
        return Owner(name=person.name, url=person.url, source=claim.source, place=line_of(claim.span), contact=contact, counts=counts)

    def contact(self, identifier: str) -> str:
        """The shortest way to reach a team or user: their chat, else their mail address."""
        known = self.catalog.team_by_id.get(identifier) or self.catalog.user_by_id.get(identifier)
        return (known.slack or known.email) if known else ""

    def owned_by(self, identifier: str) -> Owned:
        """What a team or user owns."""
        return self._owned.get(identifier) or Owned()

    def owners_of_service(self, identifier: str) -> tuple[Ref, ...]:
        """The owners of a service."""
        service = self.catalog.service_by_id.get(identifier)
        return self.people(service.owners) if service else ()

    def summary(self, summary: str, description: str) -> str:
        """One plain sentence: what the author wrote as a summary, else the first sentence of the description."""
        text = summary.strip() or description.strip()
        if not text:
            return ""
        found = self._summaries.get(text)
        if found is None:
            found = self._summaries[text] = summary_of(text)
        return found

    def message_version(self, identifier: str, label: str) -> Ref:
        """The page of one version of a message, named by the version's label."""
        key = (identifier, label)
        found = self._version_refs.get(key)
        if found is None:
            message = self.catalog.message_by_id.get(identifier)
            version = message.version(label) if message else None
            url = addresses.version_url(message, version) if message and version else ""
            found = self._version_refs[key] = Ref(name=label, url=url)
        return found

    def service_version(self, identifier: str, label: str) -> Ref:
        """The page of one version of a service, named after the service; the label is the remark."""
        service = self.catalog.service_by_id.get(identifier)
        version = next((version for version in service.versions if version.version == label), None) if service else None
        if service is None or version is None:
            return Ref(name=identifier, note=label)
        return Ref(name=service.name, url=addresses.service_url(service, version), note=label)

    def channel_of(self, service: str, channel: ContractChannel) -> str:
        """The id of the merged channel behind a channel of one service's contract; empty when there is none."""
        identifier = channel_id(service, channel)
        return identifier if identifier in self.channels else ""

    def findings_at(self, spans: Iterable[Span]) -> tuple[Diagnostic, ...]:
        """The diagnostics at or below some places, each once, in the catalog's order."""
        found: dict[int, Diagnostic] = {}
        for span in spans:
            found.update(self._diagnostics.get((span.path, span.pointer), ()))
        return tuple(found[number] for number in sorted(found))

    def findings_in(self, path: str) -> tuple[Diagnostic, ...]:
        """The diagnostics in one file, and those elsewhere that are about it too."""
        return tuple(self._diagnostics_by_path.get(path, ()))


Thing = TypeVar("Thing")


def _grouped(things: Iterable[Thing], key: Callable[[Thing], str]) -> dict[str, list[Thing]]:
    groups: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups


def _notes(texts: Iterable[TextDeclaration]) -> dict[tuple[str, str], list[TextDeclaration]]:
    notes: dict[tuple[str, str], list[TextDeclaration]] = defaultdict(list)
    for text in texts:
        if text.target_kind:
            notes[(text.target_kind, text.target)].append(text)
    for attached in notes.values():
        attached.sort(key=lambda text: (text.order, text.path))
    return notes


def _contract_channels(catalog: Catalog) -> dict[str, list[tuple[Service, Contract, ContractChannel]]]:
    """Channel id → every declaration of it in the live contracts, so that a channel's page can show them."""
    found: dict[str, list[tuple[Service, Contract, ContractChannel]]] = defaultdict(list)
    for service in catalog.services:
        for version in service.versions:
            if version.live or version.latest:
                for channel in version.contract.channels:
                    found[channel_id(service.id, channel)].append((service, version.contract, channel))
    return found


def _message_keys(messages: Iterable[Message]) -> dict[str, tuple[str, str]]:
    """Place of a message's declaration (`path#pointer`) → message id and version."""
    keys: dict[str, tuple[str, str]] = {}
    for message in messages:
        for version in message.versions:
            for span in places(version):
                keys.setdefault(f"{span.path}#{span.pointer}", (message.id, version.version))
    return keys


def _asking(catalog: Catalog) -> Iterator[tuple[ServiceVersion, int, Operation]]:
    """The operations of live contracts that name a reply, each with its number in its contract."""
    for service in catalog.services:
        for version in service.versions:
            if version.live or version.latest:
                for number, operation in enumerate(version.contract.operations, start=1):
                    if operation.reply is not None:
                        yield version, number, operation


def _replies(asking: Iterable[tuple[ServiceVersion, int, Operation]]) -> dict[str, list[tuple[ServiceVersion, int, Operation]]]:
    """Place of a message's declaration → the operations that ask or answer with it."""
    found: dict[str, list[tuple[ServiceVersion, int, Operation]]] = defaultdict(list)
    for version, number, operation in asking:
        if operation.reply is not None:
            for key in dict.fromkeys((*operation.messages, *operation.reply.messages)):
                found[key].append((version, number, operation))
    return found


def line_of(span: Span | None) -> str:
    """A place as a reader looks for it: file and line, or the file."""
    return "" if span is None else f"{span.path}:{span.line}" if span.line else span.path


def places(version: MessageVersion) -> Iterator[Span]:
    """Every place where a version of a message is declared."""
    yield version.span
    for party in (*version.producers, *version.consumers):
        yield party.span


def _diagnostics_by_place(diagnostics: Iterable[Diagnostic]) -> dict[tuple[str, str], list[tuple[int, Diagnostic]]]:
    """(path, pointer) → the diagnostics there or anywhere below; a pointer has few ancestors, so this stays small."""
    found: dict[tuple[str, str], list[tuple[int, Diagnostic]]] = defaultdict(list)
    for number, diagnostic in enumerate(diagnostics):
        for span in (diagnostic.span, *diagnostic.related):
            pointer = span.pointer
            while True:
                found[(span.path, pointer)].append((number, diagnostic))
                if "/" not in pointer:
                    break
                pointer = pointer.rpartition("/")[0]
                if not pointer:
                    break
    return found


def _diagnostics_by_path(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        for path in dict.fromkeys((diagnostic.span.path, *(span.path for span in diagnostic.related))):
            found[path].append(diagnostic)
    return found


def _teams_of_user(catalog: Catalog) -> dict[str, list[Ref]]:
    found: dict[str, list[Ref]] = defaultdict(list)
    for team in catalog.teams:
        for member in team.members:
            found[member].append(Ref(name=team.name or team.id, url=addresses.team_url(team)))
    return found


def _owned(catalog: Catalog) -> dict[str, Owned]:
    found: dict[str, Owned] = defaultdict(Owned)
    for domain in catalog.domains:
        for owner in domain.owners:
            found[owner].domains.append(domain)
            found[owner].claims["owner of the domain", line_of(domain.span)].append(("domain", domain.id))
    for service in catalog.services:
        for claim in service.owners:
            found[claim.id].services.append(service)
            _note(found[claim.id], claim, "service", service.id)
    for message in catalog.messages:
        for claim in message.owners:
            found[claim.id].messages.append(message)
            _note(found[claim.id], claim, "message", message.id)
    for channel in catalog.channels:
        for claim in channel.owners:
            found[claim.id].channels.append(channel)
            _note(found[claim.id], claim, "channel", channel.id)
    return found


def _note(owned: Owned, claim: OwnerClaim, kind: str, identifier: str) -> None:
    if claim.basis not in {"", "service"}:
        owned.claims[claim.source, line_of(claim.span)].append((kind, identifier))
