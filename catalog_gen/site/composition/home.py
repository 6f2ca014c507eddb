"""The first page: what there is, by domain, and what deserves a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model import addresses
from catalog_gen.site.composition.migrations import is_overdue
from catalog_gen.site.composition.rows import domain_row, text_row
from catalog_gen.site.news import CAME
from catalog_gen.site.views.lists import AttentionRow, HomeView, LatestLine, Tile
from catalog_gen.site.views.parts import Head, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model.message import Message
    from catalog_gen.site.lookup import Lookup
    from catalog_gen.site.news import Happening

DOMAIN_LIMIT = 24
ATTENTION_LIMIT = 8
TEXT_LIMIT = 8
NEWS_LIMIT = 6


def compose_home(lookup: Lookup) -> HomeView:
    """The first page."""
    catalog = lookup.catalog
    domains = [domain_row(lookup, domain) for domain in catalog.domains]
    texts = lookup.free_texts
    return HomeView(
        head=Head(title=catalog.title, summary=catalog.tagline or "Every message: what it is, who sends it, who reads it.", url=""),
        title=catalog.title,
        tagline=catalog.tagline,
        tiles=tuple(_tiles(lookup)),
        domains=tuple(domains[:DOMAIN_LIMIT]),
        more_domains=max(0, len(domains) - DOMAIN_LIMIT),
        attention=_attention(lookup),
        texts=tuple(text_row(lookup, text) for text in texts[:TEXT_LIMIT]),
        news=tuple(_latest(lookup, one) for one in lookup.news[:NEWS_LIMIT]),
        more_news=max(0, len(lookup.news) - NEWS_LIMIT),
        migrations=len(lookup.migrating),
        overdue=sum(1 for one in lookup.migrating if is_overdue(one, catalog.as_of)),
        picture=lookup.pictures.whole(),
    )


def _latest(lookup: Lookup, one: Happening) -> LatestLine:
    own = addresses.version_url(one.message, one.version)
    page = own if one.previous is None else addresses.comparison_url(one.message, one.previous, one.version)
    words = one.version.version if one.previous is None else f"{one.previous.version} → {one.version.version}"
    return LatestLine(
        message=lookup.message(one.message.id),
        step=Ref(name=words, url=page),
        what="" if one.what == CAME else one.what,
        date=one.date,
        breaking=one.is_breaking,
    )


def _tiles(lookup: Lookup) -> Iterator[Tile]:
    catalog = lookup.catalog
    kinds = lookup.messages_of_kind
    for kind, name, url in (
        ("event", "Events", "events/"),
        ("command", "Commands", "commands/"),
        ("query", "Queries", "queries/"),
        ("message", "Messages", "messages/"),
    ):
        if kinds[kind]:
            yield Tile(name=name, url=url, count=len(kinds[kind]))
    for name, url, things in (
        ("Services", "services/", catalog.services),
        ("Channels", "channels/", catalog.channels),
        ("Domains", "domains/", catalog.domains),
        ("Teams", "teams/", catalog.teams),
    ):
        if things:
            yield Tile(name=name, url=url, count=len(things))


def _attention(lookup: Lookup) -> tuple[AttentionRow, ...]:
    """Findings about messages that a reader of the first page can act on, a few of each kind, gravest first."""
    found: dict[str, list[AttentionRow]] = {"disagree": [], "deprecated": [], "orphan": []}
    for message in lookup.catalog.messages:
        for kind, row in _look(lookup, message):
            if len(found[kind]) < ATTENTION_LIMIT // 2:
                found[kind].append(row)
    return tuple(row for rows in found.values() for row in rows)[:ATTENTION_LIMIT]


def _look(lookup: Lookup, message: Message) -> Iterator[tuple[str, AttentionRow]]:
    subject = lookup.message(message.id)
    for version in message.versions:
        differing = [party for party in (*version.producers, *version.consumers) if party.schema is not None]
        if differing:
            names = ", ".join(dict.fromkeys(lookup.service(party.service).name for party in differing[:3]))
            yield "disagree", AttentionRow(subject=subject, what=f"{names} declares another schema", tone="error")
        if version.lifecycle.state in {"deprecated", "sunset"}:
            readers = len({party.service for party in version.consumers if party.live})
            if readers:
                what = f"{version.version} is {version.lifecycle.state}, still read by {readers} service{'s' if readers > 1 else ''}"
                page = Ref(name=subject.name, url=lookup.message_version(message.id, version.version).url or subject.url)
                yield "deprecated", AttentionRow(subject=page, what=what)
    current = message.current
    if not current.consumers:
        yield "orphan", AttentionRow(subject=subject, what="nobody reads it", tone="info")
    elif not current.producers:
        yield "orphan", AttentionRow(subject=subject, what="nobody sends it", tone="info")
