"""Which pages a catalog has. Planning makes view models; nothing is rendered here."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from catalog_gen.model import addresses
from catalog_gen.site.composition import reports, rows
from catalog_gen.site.composition.comparison import compose_comparison, compose_comparisons
from catalog_gen.site.composition.home import compose_home
from catalog_gen.site.composition.identity import compose_identity
from catalog_gen.site.composition.message import compose_message
from catalog_gen.site.composition.migrations import compose_matrices
from catalog_gen.site.composition.news import compose_changes
from catalog_gen.site.composition.pager import page_address, spread
from catalog_gen.site.composition.service import compose_service
from catalog_gen.site.composition.things import (
    compose_channel_page,
    compose_domain,
    compose_schema_page,
    compose_team,
    compose_text,
    compose_user,
)
from catalog_gen.site.lookup import Lookup
from catalog_gen.site.page import Page, frame_of, page_at
from catalog_gen.site.views.identity import IdentityView
from catalog_gen.site.views.lists import Choice, ListView, Row
from catalog_gen.site.views.news import MigrationsView
from catalog_gen.site.views.parts import Head, Pager, Ref
from catalog_gen.site.views.reports import (
    CodesView,
    GraphView,
    MissingView,
    ProblemsView,
    SearchView,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from catalog_gen.evolution.history import Evolution
    from catalog_gen.graph import Graph
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.schemas.examples.illustration import Illustrations
    from catalog_gen.site.page import Frame

Thing = TypeVar("Thing")

MATRIX_SIZE = 60
PROBLEM_SIZE = 300

_KINDS = (("event", "events", "Events"), ("command", "commands", "Commands"), ("query", "queries", "Queries"))


def plan(
    catalog: Catalog, graph: Graph | None = None, evolution: Evolution | None = None, illustrations: Illustrations | None = None
) -> Iterator[Page]:
    """Every page of the site, in a fixed order. Without a graph the pages have no pictures, without an evolution no changes.

    Without illustrations they show authored examples only.
    """
    lookup = Lookup(catalog, graph, evolution, illustrations)
    frame = frame_of(catalog)
    yield page_at(("",), "home", frame, compose_home(lookup))
    yield from _messages(lookup, frame)
    yield from _services(lookup, frame)
    yield from _things(lookup, frame)
    yield from _lists(lookup, frame)
    yield from _reports(lookup, frame)
    yield from _doors(lookup, frame)


def _messages(lookup: Lookup, frame: Frame) -> Iterator[Page]:
    for message in lookup.catalog.messages:
        for version in message.versions:
            own = addresses.version_url(message, version)
            urls = (addresses.message_url(message), own) if version is message.current else (own,)
            yield page_at(urls, "message", frame, compose_message(lookup, message, version))
        for number in range(len(message.versions) - 1):
            comparison = compose_comparison(lookup, message, number)
            yield page_at((comparison.head.url,), "comparison", frame, comparison)
        comparisons = compose_comparisons(lookup, message)
        if comparisons is not None:
            yield page_at((comparisons.head.url,), "comparisons", frame, comparisons)


def _services(lookup: Lookup, frame: Frame) -> Iterator[Page]:
    for service in lookup.catalog.services:
        for version in service.versions:
            own = addresses.service_url(service, version)
            urls = tuple(dict.fromkeys((addresses.service_url(service), own))) if version is service.current else (own,)
            yield page_at(urls, "service", frame, compose_service(lookup, service, version))


def _things(lookup: Lookup, frame: Frame) -> Iterator[Page]:
    catalog = lookup.catalog
    for channel in catalog.channels:
        yield page_at((addresses.channel_url(channel),), "channel", frame, compose_channel_page(lookup, channel))
    for domain in catalog.domains:
        yield page_at((addresses.domain_url(domain),), "domain", frame, compose_domain(lookup, domain))
    for team in catalog.teams:
        yield page_at((addresses.team_url(team),), "owner", frame, compose_team(lookup, team))
    for user in catalog.users:
        yield page_at((addresses.user_url(user),), "owner", frame, compose_user(lookup, user))
    for schema in catalog.schemas:
        yield page_at((addresses.schema_url(schema),), "schema", frame, compose_schema_page(lookup, schema))
    texts = lookup.free_texts
    near = [None, *(Ref(name=text.title, url=addresses.text_url(text)) for text in texts), None]
    for number, text in enumerate(texts):
        view = compose_text(lookup, text, near[number], near[number + 2])
        yield page_at((addresses.text_url(text),), "text", frame, view)


def _lists(lookup: Lookup, frame: Frame) -> Iterator[Page]:
    catalog = lookup.catalog
    kinds = lookup.messages_of_kind
    choices = [("All", "messages/", len(catalog.messages))]
    choices += [(name, f"{folder}/", len(kinds[kind])) for kind, folder, name in _KINDS if kinds[kind]]
    message_rows = {message.id: rows.message_row(lookup, message) for message in catalog.messages}
    yield from _list(frame, "message", "Messages", "messages/", tuple(message_rows.values()), choices)
    for kind, folder, name in _KINDS:
        yield from _list(frame, "message", name, f"{folder}/", tuple(message_rows[message.id] for message in kinds[kind]), choices)
    people = [("Teams", "teams/", len(catalog.teams)), ("People", "users/", len(catalog.users))]
    places = [("Channels", "channels/", len(catalog.channels)), ("Servers", "servers/", len(catalog.servers))]
    yield from _list(frame, "service", "Services", "services/", _rows(lookup, rows.service_row, catalog.services))
    yield from _list(frame, "channel", "Channels", "channels/", _rows(lookup, rows.channel_row, catalog.channels), places)
    yield from _list(frame, "server", "Servers", "servers/", _rows(lookup, rows.server_row, catalog.servers), places, section="channels")
    yield from _list(frame, "domain", "Domains", "domains/", _rows(lookup, rows.domain_row, catalog.domains))
    yield from _list(frame, "team", "Teams", "teams/", _rows(lookup, rows.team_row, catalog.teams), people)
    yield from _list(frame, "user", "People", "users/", _rows(lookup, rows.user_row, catalog.users), people, section="teams")
    yield from _list(frame, "schema", "Schemas", "schemas/", _rows(lookup, rows.schema_row, catalog.schemas))
    yield from _list(frame, "text", "Docs", "docs/", _rows(lookup, rows.text_row, lookup.free_texts))


def _rows(lookup: Lookup, row: Callable[[Lookup, Thing], Row], things: Sequence[Thing]) -> tuple[Row, ...]:
    return tuple(row(lookup, thing) for thing in things)


def _list(  # noqa: PLR0917 - one call a list, read as a table
    frame: Frame,
    kind: str,
    heading: str,
    url: str,
    entries: tuple[Row, ...],
    choices: Sequence[tuple[str, str, int]] = (),
    section: str = "",
) -> Iterator[Page]:
    offered = tuple(Choice(name=name, url=to, count=count, shown=to == url) for name, to, count in choices)
    section = section or ("messages" if kind == "message" else url.rstrip("/"))
    for shown, pager in spread(entries, url):
        address = page_address(url, pager.page)
        head = Head(title=_numbered(heading, pager), summary=f"{heading} of {frame.title}.", url=address, section=section)
        view = ListView(head=head, kind=kind, heading=heading, rows=tuple(shown), choices=offered, pager=pager)
        yield page_at((address,), "list", frame, view)


def _numbered(heading: str, pager: Pager) -> str:
    return heading if pager.page == 1 else f"{heading}, page {pager.page}"


def _reports(lookup: Lookup, frame: Frame) -> Iterator[Page]:
    catalog = lookup.catalog
    for edges, pager in spread(reports.compose_edges(lookup), "graph/"):
        graph = GraphView(
            head=_report_head("Graph", "graph/", pager, "Which service sends what to whom.", "graph"),
            picture=lookup.pictures.whole() if pager.page == 1 else None,
            edges=tuple(edges),
            requests=tuple(reports.compose_requests(lookup)) if pager.page == 1 else (),
            services=len(catalog.services),
            messages=len(catalog.messages),
            pager=pager,
        )
        yield page_at((graph.head.url,), "graph", frame, graph)
    for changes in compose_changes(lookup):
        yield page_at((changes.head.url,), "changes", frame, changes)
    for found, pager in spread(compose_matrices(lookup), "migrations/", MATRIX_SIZE):
        head = _report_head(
            "Migrations", "migrations/", pager, "Who still reads which version, until when, and who has to move.", "migrations"
        )
        view = MigrationsView(head=head, matrices=tuple(found), as_of=catalog.as_of, pager=pager)
        yield page_at((head.url,), "migrations", frame, view)
    yield from _problems(lookup, frame)
    joined = sum(1 for message in catalog.messages if message.aliases)
    near = sum(1 for message in catalog.messages if message.identity.near)
    for messages, pager in spread(catalog.messages, "identity/", addresses.IDENTITY_SIZE):
        head = _report_head("Identity", "identity/", pager, "How each message got its id, and why its declarations are one.", "identity")
        rows_shown = tuple(compose_identity(lookup, message) for message in messages)
        yield page_at((head.url,), "identity", frame, IdentityView(head=head, rows=rows_shown, joined=joined, near=near, pager=pager))


def _problems(lookup: Lookup, frame: Frame) -> Iterator[Page]:
    diagnostics = lookup.catalog.diagnostics
    counts: dict[str, int] = {}
    for diagnostic in diagnostics:
        counts[str(diagnostic.severity)] = counts.get(str(diagnostic.severity), 0) + 1
    ordered = tuple((severity, counts[severity]) for severity in ("error", "warning", "info") if severity in counts)
    for shown, pager in spread(reports.by_weight(diagnostics), "problems/", PROBLEM_SIZE):
        head = _report_head("Problems", "problems/", pager, "What was found wrong in the inputs, with its place.", "problems")
        view = ProblemsView(head=head, counts=ordered, groups=tuple(reports.compose_groups(shown)), pager=pager)
        yield page_at((head.url,), "problems", frame, view)
    found = Counter(diagnostic.code for diagnostic in diagnostics)
    head = Head(
        title="What the codes mean",
        summary="Each kind of finding in this catalog, and what to do about it.",
        url="problems/codes/",
        section="problems",
        crumbs=(Ref(name="Problems", url="problems/"),),
    )
    yield page_at((head.url,), "codes", frame, CodesView(head=head, codes=tuple(sorted(found.items()))))


def _report_head(title: str, url: str, pager: Pager, summary: str, section: str) -> Head:
    return Head(title=_numbered(title, pager), summary=summary, url=page_address(url, pager.page), section=section)


def _doors(lookup: Lookup, frame: Frame) -> Iterator[Page]:
    """The search page and the error page: both lead to the lists."""
    catalog = lookup.catalog
    choices = tuple(
        Choice(name=name, url=url, count=len(things))
        for name, url, things in (
            ("Messages", "messages/", catalog.messages),
            ("Services", "services/", catalog.services),
            ("Channels", "channels/", catalog.channels),
            ("Domains", "domains/", catalog.domains),
            ("Teams", "teams/", catalog.teams),
            ("Schemas", "schemas/", catalog.schemas),
        )
    )
    head = Head(title="Search", summary="Find a message by name, field, owner or channel.", url="search/", section="search")
    yield page_at((head.url,), "search", frame, SearchView(head=head, choices=choices))
    missing = Head(title="Page not found", summary="There is no page at this address.", url="404.html", indexed=False)
    yield page_at(("404.html",), "missing", frame, MissingView(head=missing, choices=choices))
