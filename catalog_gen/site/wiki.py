"""Wiki links: what `[[OrderPlaced]]` in an author's text means in this catalog."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from catalog_gen.model import addresses
from catalog_gen.site.markdown import wiki_references
from catalog_gen.site.views.parts import Prose

if TYPE_CHECKING:
    from catalog_gen.diagnostics import Span
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.contract import ContractChannel, Operation, Server

KINDS = ("event", "command", "query", "message", "service", "channel", "domain", "team", "user", "schema", "doc")
"""Words that may stand before a `:` or `|` to say what kind of thing is meant."""

_MESSAGE_KINDS = frozenset({"event", "command", "query", "message"})


class Wiki:
    """Finds the page that a wiki reference means: by id first, then by name, then by slug; `@version` picks a version."""

    def __init__(self, catalog: Catalog) -> None:
        """Index every thing that has a page under its id, name and slug."""
        self._catalog = catalog
        self._any: dict[str, str] = {}
        self._by_kind: dict[tuple[str, str], str] = {}
        self._message_ids: dict[str, str] = {}
        for rank in range(3):
            for kind, names, url in _things(catalog):
                name = names[rank]
                if name:
                    self._by_kind.setdefault((kind, name.casefold()), url)
                    self._any.setdefault(name.casefold(), url)
        for message in catalog.messages:
            for name in (message.id, message.name, message.slug, *message.aliases):
                self._message_ids.setdefault(name.casefold(), message.id)
                self._any.setdefault(name.casefold(), addresses.message_url(message))

    def resolve(self, reference: str) -> str:
        """The address that a reference means; empty when it means nothing here."""
        kind, name = _split(reference)
        name, _, label = name.partition("@")
        key = name.strip().casefold()
        if not key:
            return ""
        if label.strip() and (kind == "" or kind in _MESSAGE_KINDS):
            found = self._versioned(key, label.strip())
            if found:
                return found
        if not kind:
            return self._any.get(key, "")
        wanted = "message" if kind in _MESSAGE_KINDS else kind
        return self._by_kind.get((wanted, key), "")

    def prose(self, text: str) -> Prose:
        """A text with every wiki link in it that leads somewhere."""
        if "[[" not in text:
            return Prose(text=text)
        found = {reference: self.resolve(reference) for reference in wiki_references(text)}
        return Prose(text=text, links=tuple(sorted((reference, url) for reference, url in found.items() if url)))

    def _versioned(self, key: str, label: str) -> str:
        message = self._catalog.message_by_id.get(self._message_ids.get(key, ""))
        if message is None:
            return ""
        if label == "latest":
            return addresses.message_url(message)
        version = message.version(label)
        return addresses.version_url(message, version) if version else ""


def unresolved_wiki_links(catalog: Catalog) -> Iterator[tuple[str, str, Span]]:
    """Every wiki link that leads nowhere: whose text it stands in (in words), the reference as written, and the place of that text."""
    wiki = Wiki(catalog)
    for owner, text, span in _texts(catalog):
        if "[[" in text:
            for reference in dict.fromkeys(wiki_references(text)):
                if not wiki.resolve(reference):
                    yield owner, reference, span if span.pointer else _place(text, reference, span)


def _place(text: str, reference: str, span: Span) -> Span:
    """Where a link stands in a file that is a text as a whole, from the line on which the text begins."""
    at = text.find(f"[[{reference}")
    if not span.line or at < 0:
        return span
    return msgspec.structs.replace(span, line=span.line + text.count("\n", 0, at), column=at - text.rfind("\n", 0, at))


def _split(reference: str) -> tuple[str, str]:
    """`event:OrderPlaced` → kind and name; a prefix that is no kind belongs to the name."""
    kind, colon, name = reference.partition(":")
    if colon and kind.strip().lower() in KINDS:
        return kind.strip().lower(), name
    return "", reference


def _things(catalog: Catalog) -> Iterator[tuple[str, tuple[str, str, str], str]]:
    for message in catalog.messages:
        yield "message", (message.id, message.name, message.slug), addresses.message_url(message)
    for service in catalog.services:
        yield "service", (service.id, service.name, service.slug), addresses.service_url(service)
    for channel in catalog.channels:
        yield "channel", (channel.id, channel.address or "", channel.slug), addresses.channel_url(channel)
    for domain in catalog.domains:
        yield "domain", (domain.id, domain.name, domain.slug), addresses.domain_url(domain)
    for team in catalog.teams:
        yield "team", (team.id, team.name, team.slug), addresses.team_url(team)
    for user in catalog.users:
        yield "user", (user.id, user.name, user.slug), addresses.user_url(user)
    for schema in catalog.schemas:
        yield "schema", (schema.id, schema.name, schema.slug), addresses.schema_url(schema)
    for text in catalog.texts:
        yield "doc", (text.slug, text.title, text.path), addresses.text_url(text)


def _texts(catalog: Catalog) -> Iterator[tuple[str, str, Span]]:
    """Every Markdown text of the catalog with the thing it belongs to."""
    for text in catalog.texts:
        yield text.path, text.body, text.span
    for domain in catalog.domains:
        yield f"domain {domain.id}", domain.description, domain.span
    for team in catalog.teams:
        yield f"team {team.id}", team.description, team.span
    for service in catalog.services:
        for release in service.versions:
            contract = release.contract
            yield f"service {service.id} {release.version}", contract.description, contract.span
            parts: tuple[Server | ContractChannel | Operation, ...] = (*contract.servers, *contract.channels, *contract.operations)
            for part in parts:
                yield f"service {service.id} {release.version}", part.description, part.span
    for message in catalog.messages:
        for version in message.versions:
            yield f"message {message.id} {version.version}", version.description, version.span
