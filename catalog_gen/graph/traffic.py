"""Edges that take more than one message to see: between services, between domains, and from a request to its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from catalog_gen.graph.flows import Flows
from catalog_gen.model.base import Value

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.message import Message


class ServiceEdge(Value, frozen=True, kw_only=True):
    """Everything that one service sends to another."""

    source: str
    target: str
    messages: tuple[str, ...]


class DomainEdge(Value, frozen=True, kw_only=True):
    """How much crosses from one domain into another."""

    source: str
    target: str
    messages: int
    """How many messages at least one service of `source` sends and one of `target` receives."""
    sample: str
    """The id of the first of these messages."""


class Request(Value, frozen=True, kw_only=True):
    """A request and the answer that the service expects or gives. Messages are ids; what no message could be found for is left out."""

    service: str
    version: str
    operation: str
    action: str
    """`send` when the service asks, `receive` when it answers."""
    requests: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    reply_channel: str = ""
    """Key of the contract's channel on which the answer comes."""
    reply_address: str = ""
    """The runtime expression that says where the answer goes, such as `$message.header#/replyTo`."""


def service_edges(flows: Flows) -> tuple[ServiceEdge, ...]:
    """Sender → receiver, sorted; a service that reads its own messages gives no edge."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for message, senders in sorted(flows.senders.items()):
        for source in senders:
            for target in flows.receivers.get(message, ()):
                if source != target:
                    found[(source, target)].append(message)
    return tuple(ServiceEdge(source=source, target=target, messages=tuple(found[(source, target)])) for source, target in sorted(found))


def domain_edges(flows: Flows, domain_of_service: Mapping[str, str]) -> tuple[DomainEdge, ...]:
    """Domain → other domain, sorted. A message counts once for each pair of domains, however many services share it."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    samples: dict[tuple[str, str], str] = {}
    for message, senders in sorted(flows.senders.items()):
        sources = {domain_of_service.get(service, "") for service in senders}
        targets = {domain_of_service.get(service, "") for service in flows.receivers.get(message, ())}
        for source in sources:
            for target in targets - {source}:
                counts[(source, target)] += 1
                samples.setdefault((source, target), message)
    return tuple(
        DomainEdge(source=source, target=target, messages=counts[(source, target)], sample=samples[(source, target)])
        for source, target in sorted(counts)
    )


def requests(catalog: Catalog) -> Iterator[Request]:
    """The operations of live service versions that name a reply, in the catalog's order."""
    asking = [
        (service, version, operation)
        for service in catalog.services
        for version in service.versions
        if version.live or version.latest
        for operation in version.contract.operations
        if operation.reply is not None
    ]
    if not asking:
        return
    messages = message_by_place(catalog.messages)
    for service, version, operation in asking:
        reply = operation.reply
        if reply is not None:
            yield Request(
                service=service.id,
                version=version.version,
                operation=operation.key,
                action=operation.action,
                requests=_known(operation.messages, messages),
                replies=_known(reply.messages, messages),
                reply_channel=reply.channel,
                reply_address=reply.address,
            )


def message_by_place(messages: Iterable[Message]) -> dict[str, str]:
    """Key of a message's declaration (`path#pointer`) → message id: how contracts name the messages of their operations."""
    found: dict[str, str] = {}
    for message in messages:
        for version in message.versions:
            for span in (version.span, *(party.span for party in (*version.producers, *version.consumers))):
                found.setdefault(f"{span.path}#{span.pointer}", message.id)
    return found


def _known(keys: Iterable[str], messages: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(messages[key] for key in keys if key in messages))
