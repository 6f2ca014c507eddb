"""Rules about who sends, who reads, who owns, and whether what is named is there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from catalog_gen.checks.rule import Finding, Rule
from catalog_gen.diagnostics import Severity, Span
from catalog_gen.graph import Graph
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.people import Owner


def without_consumer(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Messages that are sent, but that no live service in the catalog receives."""
    for name in graph.orphans.unread:
        yield Finding(
            f"`{name}` is sent, but no service in the catalog receives it.",
            catalog.message_by_id[name].current.span,
            "Add the consumer's document, or retire the message if nobody reads it.",
        )


def without_producer(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Messages that are received, but that no live service in the catalog sends."""
    for name in graph.orphans.unsent:
        yield Finding(
            f"`{name}` is received, but no service in the catalog sends it.",
            catalog.message_by_id[name].current.span,
            "Add the producer's document, or say in a note where it comes from.",
        )


def unused(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Messages that no live service sends or receives: declared only, or dropped by the latest version of their service."""
    for name in graph.orphans.unused:
        if catalog.message_by_id[name].current.registrations:
            continue  # A registry does not say who sends and reads, so that nobody is known is no news.
        yield Finding(
            f"`{name}` is declared, but no live service sends or receives it.",
            catalog.message_by_id[name].current.span,
            "Add an operation for its channel, or list the service version that still uses it under `live` in catalog.yaml.",
        )


def deprecated_but_read(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Versions that are deprecated, sunset or retired, and still read by live services."""
    del graph
    for message in catalog.messages:
        for version in message.versions:
            readers = sorted({party.service for party in version.consumers if party.live})
            if version.lifecycle.state in {"deprecated", "sunset", "retired"} and readers:
                until = f" until {version.lifecycle.sunset}" if version.lifecycle.sunset else ""
                target = f" to {version.lifecycle.replacement}" if version.lifecycle.replacement else ""
                yield Finding(
                    f"`{message.id}` {version.version} is {version.lifecycle.state} and still read by {_listed(readers)}.",
                    version.span,
                    f"Ask their owners to move{target}{until}.",
                )


def without_owner(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Messages and services that nobody owns, where the catalog knows any owners at all."""
    del graph
    if not catalog.teams and not catalog.users:
        return
    hint = "Add `x-owner` to the document, or an ownership rule to catalog.yaml."
    for message in catalog.messages:
        if not message.owners:
            yield Finding(f"Nobody owns the message `{message.id}`.", message.current.span, hint)
    for service in catalog.services:
        if not service.owners:
            yield Finding(f"Nobody owns the service `{service.id}`.", service.current.contract.span, hint)


def unknown_owner(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Owners that are neither a team nor a user of the catalog."""
    del graph
    known = {*catalog.team_by_id, *catalog.user_by_id}
    if not known:
        return
    for identifier, what, span in sorted(_claims(catalog), key=lambda claim: (claim[0], claim[2])):
        if identifier not in known:
            near = get_close_matches(identifier, known, n=1)
            hint = f"Did you mean `{near[0]}`?" if near else "Declare the team or user in catalog.yaml or a team file."
            yield Finding(f"`{identifier}` owns {what}, but is neither a team nor a user of the catalog.", span, hint)


def note_without_target(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Notes attached to something that is not there."""
    del graph
    known: dict[str, set[str]] = {
        "message": {name for message in catalog.messages for name in (message.id, *message.aliases)},
        "service": set(catalog.service_by_id),
        "channel": {name for channel in catalog.channels for name in (channel.id, channel.address) if name},
        "domain": set(catalog.domain_by_id),
        "team": set(catalog.team_by_id),
        "user": set(catalog.user_by_id),
    }
    for text in catalog.texts:
        if text.target_kind and text.target not in known[text.target_kind]:
            near = get_close_matches(text.target, known[text.target_kind], n=1)
            yield Finding(
                f"This note is attached to the {text.target_kind} `{text.target}`, which is not in the catalog.",
                text.span,
                f"Did you mean `{near[0]}`?" if near else f"Use the {text.target_kind}'s id as the catalog shows it.",
            )


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(f"`{name}`" for name in names[:-1]), f"`{names[-1]}`")) if len(names) > 1 else f"`{names[0]}`"


def _claims(catalog: Catalog) -> set[tuple[str, str, Span]]:
    """Each owner's id with one thing it owns and where that is written; one claim for each owner."""
    first: dict[str, tuple[str, str, Span]] = {}

    def claim(owners: tuple[Owner, ...], what: str, span: Span) -> None:
        for owner in owners:
            first.setdefault(owner.id, (owner.id, what, span))

    for service in catalog.services:
        claim(service.owners, f"the service `{service.id}`", service.current.contract.span)
    for domain in catalog.domains:
        claim(tuple(Owner(id=owner) for owner in domain.owners), f"the domain `{domain.id}`", domain.span)
    for message in catalog.messages:
        claim(message.owners, f"the message `{message.id}`", message.current.span)
    return set(first.values())


rules = (
    Rule("message-without-consumer", Severity.INFO, without_consumer),
    Rule("message-without-producer", Severity.INFO, without_producer),
    Rule("message-unused", Severity.INFO, unused),
    Rule("deprecated-still-read", Severity.INFO, deprecated_but_read),
    Rule("owner-missing", Severity.INFO, without_owner),
    Rule("owner-unknown", Severity.WARNING, unknown_owner),
    Rule("note-target-unknown", Severity.WARNING, note_without_target),
)
