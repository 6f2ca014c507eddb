"""What the picture of a message, a service, a domain or the whole catalog shows: chosen, sorted and capped, not yet drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from catalog_gen.model import addresses
from catalog_gen.site.drawing_picture import Edge, Group, Node, Picture

if TYPE_CHECKING:
    from catalog_gen.graph import Graph
    from catalog_gen.model.catalog import Exchange, Service, ServiceVersion
    from catalog_gen.model.message import Message, MessageVersion, Party
    from catalog_gen.model.people import Domain

SIDE_MOST = 8
"""Boxes on one side of a small picture; the others are counted."""

DOMAIN_MOST = 24
"""Services of a domain that its picture shows."""

EDGES_MOST = 48
"""Edges between services of one picture; the heaviest are kept."""

MAP_SERVICES_MOST = 40
MAP_DOMAINS_MOST = 14
"""Up to here the picture of a catalog names every service, and draws domains as frames."""

MATRIX_MOST = 60
FRAME_MOST = 7
"""Services that a domain's frame on the map names."""

_FEW = 16
_DENSE = 2.2
"""Pairs of domains, in all or for each domain, above which lines can no longer be followed."""


def picture_of_message(graph: Graph, message: Message, version: MessageVersion, anchor: str = "parties") -> Picture:
    """Producers → message → consumers of one version. Capped at eight on a side; the rest leads to `#anchor` on the page."""
    before = _parties(graph, version.producers, -1, anchor)
    after = _parties(graph, version.consumers, 1, anchor)
    channels = [graph.catalog.channel_by_id[name] for name in version.channels if name in graph.catalog.channel_by_id]
    note = f"{version.version} · {channels[0].address or channels[0].title or channels[0].id}" if len(channels) == 1 else version.version
    centre = Node(kind=message.kind, label=message.name, note=note)
    return Picture(
        form="row",
        label=f"{message.name} {version.version}: {_told(before, 'producer')}, {_told(after, 'consumer')}.",
        nodes=(*(before or (Node(kind="none", label="No known producer", side=-1),)), centre)
        + (after or (Node(kind="none", label="No known consumer", side=1),)),
    )


def _parties(graph: Graph, parties: Iterable[Party], side: int, anchor: str) -> tuple[Node, ...]:
    """One box a service, what is live first; its versions are the note."""
    versions: dict[str, list[Party]] = {}
    for party in parties:
        versions.setdefault(party.service, []).append(party)
    services = graph.catalog.service_by_id
    nodes = []
    for name, found in versions.items():
        service = services.get(name)
        nodes.append(
            Node(
                kind="service",
                label=service.name if service else name,
                note=", ".join(dict.fromkeys(party.version for party in found if party.live)) or found[0].version,
                url=addresses.service_url(service) if service else "",
                side=side,
                faded=not any(party.live for party in found),
            )
        )
    nodes.sort(key=lambda node: (node.faded, node.label.casefold(), node.label, node.url))
    return _capped(nodes, f"#{anchor}", side)


def _capped(nodes: Sequence[Node], url: str, side: int, most: int = SIDE_MOST) -> tuple[Node, ...]:
    if len(nodes) <= most:
        return tuple(nodes)
    return (*nodes[: most - 1], Node(kind="more", label=f"+{len(nodes) - most + 1} more", url=url, side=side))


def _told(nodes: Sequence[Node], word: str) -> str:
    """How many, in words, with the first names."""
    if not nodes:
        return f"no known {word}"
    names = ", ".join(node.label for node in nodes)
    return f"{word}{'' if len(nodes) == 1 else 's'} {names}"


def picture_of_service(graph: Graph, service: Service, version: ServiceVersion | None = None) -> Picture:
    """What a service receives, with the senders; the service; what it sends, with the receivers. The latest version by default."""
    version = version or service.current
    before = _messages(graph, service, version.receives, -1)
    after = _messages(graph, service, version.sends, 1)
    domain = graph.catalog.domain_by_id.get(service.domain)
    note = " · ".join(text for text in (version.version, domain.name or domain.id if domain else service.domain) if text)
    centre = Node(kind="service", label=service.name, note=note)
    return Picture(
        form="row",
        label=f"{service.name} {version.version} receives {_listed(before)} and sends {_listed(after)}.",
        nodes=(*(before or (Node(kind="none", label="Receives nothing", side=-1),)), centre)
        + (after or (Node(kind="none", label="Sends nothing", side=1),)),
    )


def _messages(graph: Graph, service: Service, exchanges: Iterable[Exchange], side: int) -> tuple[Node, ...]:
    """One box a message, with the services at its other end as the note."""
    nodes = []
    for name in dict.fromkeys(exchange.message for exchange in exchanges):
        message = graph.catalog.message_by_id.get(name)
        others = [other for other in (graph.senders(name) if side < 0 else graph.receivers(name)) if other != service.id]
        nodes.append(
            Node(
                kind=message.kind if message else "message",
                label=message.name if message else name,
                note=_others(graph, others, side),
                url=addresses.message_url(message) if message else "",
                side=side,
            )
        )
    nodes.sort(key=lambda node: (node.label.casefold(), node.label, node.url))
    return _capped(nodes, "#receives" if side < 0 else "#sends", side)


def _others(graph: Graph, others: Sequence[str], side: int) -> str:
    if not others:
        return "nobody known sends it" if side < 0 else "nobody known reads it"
    word = "from" if side < 0 else "to"
    if len(others) > 1:
        return f"{word} {len(others)} services"
    known = graph.catalog.service_by_id.get(others[0])
    return f"{word} {known.name if known else others[0]}"


def _listed(nodes: Sequence[Node]) -> str:
    return ", ".join(node.label for node in nodes) or "nothing"


def picture_of_domain(graph: Graph, domain: Domain) -> Picture | None:
    """A domain's services with what flows between them; left the domains that it reads from, right those that read from it."""
    services = graph.services_of_domain.get(domain.id, ())
    if not services:
        return None
    nodes, edges, left_out = _services(graph, services, DOMAIN_MOST)
    before = [_domain_node(graph, edge.source, edge.messages, -1) for edge in graph.domain_edges if edge.target == domain.id]
    after = [_domain_node(graph, edge.target, edge.messages, 1) for edge in graph.domain_edges if edge.source == domain.id]
    name = domain.name or domain.id
    return Picture(
        form="inside",
        label=f"{name}: {_many(len(services), 'service')}; reads from {_listed(before)}; read by {_listed(after)}.",
        nodes=(*_capped(_by_note(before), "graph/", -1), *nodes, *_capped(_by_note(after), "graph/", 1)),
        edges=edges,
        groups=(Group(id=domain.id, label=name, note=_many(len(services), "service")),),
        caption=left_out,
    )


def _domain_node(graph: Graph, name: str, count: int, side: int) -> Node:
    domain = graph.catalog.domain_by_id.get(name)
    return Node(
        kind="domain",
        label=(domain.name or domain.id) if domain else name or "No domain",
        note=str(count),
        url=addresses.domain_url(domain) if domain else "",
        side=side,
    )


def _by_note(nodes: Iterable[Node]) -> list[Node]:
    """The heaviest traffic first."""
    return sorted(nodes, key=lambda node: (-int(node.note), node.label, node.url))


def _services(graph: Graph, services: Sequence[Service], most: int) -> tuple[tuple[Node, ...], tuple[Edge, ...], str]:
    """Services as boxes and the edges between them, the most connected ones when there are too many; and what was left out."""
    counts: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], list[str]] = {}
    wanted = {service.id for service in services}
    for service in services:
        for message in graph.sends(service.id):
            for other in graph.receivers(message):
                if other in wanted and other != service.id:
                    counts[(service.id, other)] += 1
                    samples.setdefault((service.id, other), []).append(message)
    traffic: Counter[str] = Counter()
    for (source, target), count in counts.items():
        traffic[source] += count
        traffic[target] += count
    shown = sorted(services, key=lambda service: (-traffic[service.id], service.id))[:most]
    names = {service.id: service.name for service in shown}
    pairs = sorted((pair for pair in counts if pair[0] in names and pair[1] in names), key=lambda pair: (-counts[pair], pair))
    edges = tuple(
        Edge(
            source=source,
            target=target,
            count=counts[(source, target)],
            title=f"{names[source]} → {names[target]}: {_sampled(graph, samples[(source, target)])}",
        )
        for source, target in pairs[:EDGES_MOST]
    )
    shown.sort(key=lambda service: service.id)
    nodes = tuple(Node(id=one.id, kind="service", label=one.name, url=addresses.service_url(one)) for one in shown)
    return nodes, edges, _left_out(len(services), len(shown), len(pairs), len(edges))


def _sampled(graph: Graph, messages: Sequence[str], most: int = 3) -> str:
    known = graph.catalog.message_by_id
    names = ", ".join(known[name].name for name in messages[:most])
    return names + (f" and {len(messages) - most} more" if len(messages) > most else "")


def _left_out(services: int, shown: int, pairs: int, edges: int) -> str:
    parts = []
    if shown < services:
        parts.append(f"the {shown} of {services} services with the most traffic")
    if edges < pairs:
        parts.append(f"the {edges} strongest of {pairs} connections")
    return f"Shown: {', '.join(parts)}." if parts else ""


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def picture_of_catalog(graph: Graph) -> Picture | None:
    """The whole catalog: domains as frames with services; services alone where there are no domains; a grid where lines would tangle."""
    catalog = graph.catalog
    if not catalog.services:
        return None
    groups = graph.services_of_domain
    about = f"{_many(len(catalog.services), 'service')}, {_many(len(catalog.messages), 'message')}"
    if len(groups) == 1:
        nodes, edges, left_out = _services(graph, catalog.services, MAP_SERVICES_MOST)
        return Picture(form="layers", label=f"{about}.", nodes=nodes, edges=edges, caption=left_out)
    pairs = {frozenset((edge.source, edge.target)) for edge in graph.domain_edges}
    if len(groups) > MAP_DOMAINS_MOST or len(pairs) > max(_FEW, _DENSE * len(groups)):
        return _matrix(graph, about)
    named = len(catalog.services) <= MAP_SERVICES_MOST
    return Picture(
        form="map",
        label=f"{about} in {_many(len(groups), 'domain')}.",
        nodes=tuple(node for domain in sorted(groups) for node in (_members(groups[domain], domain) if named else ())),
        edges=tuple(_domain_edge(graph, edge.source, edge.target, edge.messages) for edge in graph.domain_edges),
        groups=tuple(_domain_group(graph, domain, groups[domain]) for domain in sorted(groups)),
    )


def _members(services: Sequence[Service], domain: str) -> tuple[Node, ...]:
    nodes = [Node(kind="service", label=service.name, url=addresses.service_url(service), group=domain) for service in services]
    if len(nodes) <= FRAME_MOST:
        return tuple(nodes)
    return (*nodes[: FRAME_MOST - 1], Node(kind="more", label=f"+{len(nodes) - FRAME_MOST + 1} more", group=domain))


def _domain_name(graph: Graph, name: str) -> str:
    domain = graph.catalog.domain_by_id.get(name)
    return (domain.name or domain.id) if domain else name or "No domain"


def _domain_group(graph: Graph, name: str, services: Sequence[Service]) -> Group:
    domain = graph.catalog.domain_by_id.get(name)
    return Group(
        id=name,
        label=_domain_name(graph, name),
        note=_many(len(services), "service"),
        url=addresses.domain_url(domain) if domain else "",
    )


def _domain_edge(graph: Graph, source: str, target: str, count: int) -> Edge:
    title = f"{_domain_name(graph, source)} → {_domain_name(graph, target)}: {_many(count, 'message')}"
    return Edge(source=source, target=target, count=count, title=title)


def _matrix(graph: Graph, about: str) -> Picture:
    """Domains against domains; the busiest ones when there are too many."""
    traffic: Counter[str] = Counter()
    for edge in graph.domain_edges:
        traffic[edge.source] += edge.messages
        traffic[edge.target] += edge.messages
    names = sorted(graph.services_of_domain, key=lambda name: (-traffic[name], name))
    shown = sorted(names[:MATRIX_MOST], key=lambda name: (_domain_name(graph, name).casefold(), name))
    kept = set(shown)
    nodes = tuple(msgspec.structs.replace(_domain_node(graph, name, 0, 0), id=name, note="") for name in shown)
    edges = tuple(
        Edge(source=edge.source, target=edge.target, count=edge.messages)
        for edge in graph.domain_edges
        if edge.source in kept and edge.target in kept
    )
    caption = f"Shown: the {len(shown)} of {len(names)} domains with the most traffic." if len(shown) < len(names) else ""
    label = f"{about} in {_many(len(names), 'domain')}: how many messages each domain sends to each other one."
    return Picture(form="matrix", label=label, nodes=nodes, edges=edges, caption=caption)
