"""Lists for programs: an Atom feed of lifecycle dates and versions, a sitemap, and `llms.txt`."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from catalog_gen.evolution.history import Evolution
from catalog_gen.model import addresses
from catalog_gen.site.composition.evolution import ranked, sentence
from catalog_gen.site.fragments import printable
from catalog_gen.site.markdown import summary_of
from catalog_gen.site.news import CAME, tell_news
from catalog_gen.site.twin import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.model.catalog import Catalog
    from catalog_gen.site.news import Happening
    from catalog_gen.site.page import Page

FEED_LIMIT = 200

LINE_LIMIT = 3
"""Changes that one entry names."""

SITEMAP_LIMIT = 50_000
"""Addresses in one sitemap. Source: sitemaps.org, protocol, "Sitemap file requirements"."""

_NO_DATE = "1970-01-01"


def write_feed(catalog: Catalog, evolution: Evolution | None = None) -> bytes:
    """The Atom feed (RFC 4287): what happened to each version of each message, newest first.

    What nobody dates is dated by the last thing that happened to the version, or by the beginning of time: a feed needs a date.
    """
    base = catalog.base_url.rstrip("/")
    entries = [(one.date or _last_date(catalog, one), one) for one in tell_news(catalog, evolution or Evolution())]
    entries = sorted(entries, key=lambda entry: entry[0], reverse=True)[:FEED_LIMIT]
    updated = max((date for date, _ in entries), default=catalog.as_of or _NO_DATE)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<title>{_xml(catalog.title)}</title>",
        f"<id>{_xml(base)}/</id>",
        f"<author><name>{_xml(catalog.title)}</name></author>",
        f'<link rel="self" href="{_xml(base)}/feed.xml"/>',
        f'<link rel="alternate" href="{_xml(base)}/"/>',
        f"<updated>{updated}T00:00:00Z</updated>",
    ]
    for date, one in entries:
        lines += _entry(base, date, one)
    return _bytes([*lines, "</feed>"])


def _entry(base: str, date: str, one: Happening) -> list[str]:
    own = f"{base}/{addresses.version_url(one.message, one.version)}"
    came = one.what == CAME
    page = own if one.previous is None else f"{base}/{addresses.comparison_url(one.message, one.previous, one.version)}"
    verdict = " (breaking)" if one.is_breaking else ""
    title = f"{one.message.name} {one.version.version}{verdict if came else f' is {one.what}'}"
    changes = ranked(one.step) if one.step is not None else []
    said = " ".join(sentence(change.message) for change in changes[:LINE_LIMIT])
    summary = said or summary_of(one.version.summary or one.version.description) or title
    return [
        "<entry>",
        f"<title>{_xml(title)}</title>",
        f"<id>{_xml(own)}#{_xml('active' if came else one.what)}</id>",
        f'<link rel="alternate" href="{_xml(page if came else own)}"/>',
        f"<updated>{date}T00:00:00Z</updated>",
        f"<summary>{_xml(summary)}</summary>",
        "</entry>",
    ]


def _last_date(catalog: Catalog, one: Happening) -> str:
    """The newest date that is known of a version and is not after the catalog's own day."""
    life, today = one.version.lifecycle, catalog.as_of or "9999-12-31"
    return max((date for date in (life.deprecated, life.sunset, life.retired) if date and date <= today), default=_NO_DATE)


def write_sitemaps(catalog: Catalog, pages: Sequence[Page]) -> Iterator[tuple[str, bytes]]:
    """The sitemap, in several files behind an index when there are more addresses than one may hold."""
    base = catalog.base_url.rstrip("/")
    urls = [f"{base}/{page.view.head.url}" for page in pages if page.view.head.indexed]  # type: ignore[attr-defined]
    parts = [urls[start : start + SITEMAP_LIMIT] for start in range(0, len(urls), SITEMAP_LIMIT)]
    if len(parts) <= 1:
        yield "sitemap.xml", _sitemap("urlset", "url", urls)
        return
    for number, part in enumerate(parts, start=1):
        yield f"sitemap-{number}.xml", _sitemap("urlset", "url", part)
    yield "sitemap.xml", _sitemap("sitemapindex", "sitemap", [f"{base}/sitemap-{number}.xml" for number in range(1, len(parts) + 1)])


def _sitemap(outer: str, inner: str, urls: Iterable[str]) -> bytes:
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [f"<{inner}><loc>{_xml(url)}</loc></{inner}>" for url in urls]
    return _bytes([*lines, f"</{outer}>"])


def write_llms(catalog: Catalog) -> bytes:
    """A table of contents for language models: one line a thing, with the address of its Markdown twin."""
    lines = [f"# {escape_markdown(catalog.title)}", ""]
    if catalog.tagline:
        lines += [f"> {escape_markdown(catalog.tagline)}", ""]
    lines += ["Every page has a Markdown twin beside it (`index.md`). The whole catalog as JSON: [catalog.json](api/v1/catalog.json)", ""]
    for heading, entries in _sections(catalog):
        if entries:
            lines += [f"## {heading}", "", *entries, ""]
    return _bytes(lines)


def _sections(catalog: Catalog) -> Iterator[tuple[str, list[str]]]:
    yield (
        "Domains",
        [_line(domain.name or domain.id, addresses.domain_url(domain), domain.summary or domain.description) for domain in catalog.domains],
    )
    yield (
        "Services",
        [_line(service.name, addresses.service_url(service), service.current.contract.description) for service in catalog.services],
    )
    for kind, heading in (("event", "Events"), ("command", "Commands"), ("query", "Queries"), ("message", "Messages")):
        yield (
            heading,
            [
                _line(message.name, addresses.message_url(message), message.current.summary or message.current.description)
                for message in catalog.messages
                if message.kind == kind
            ],
        )
    yield "Channels", [_line(channel.address or channel.id, addresses.channel_url(channel), channel.title) for channel in catalog.channels]
    yield "Docs", [_line(text.title, addresses.text_url(text), text.body) for text in catalog.texts if not text.target_kind]


def _line(name: str, url: str, text: str) -> str:
    summary = summary_of(text) if text else ""
    return f"- [{escape_markdown(name)}]({url}index.md)" + (f": {escape_markdown(summary)}" if summary else "")


def _xml(text: str) -> str:
    return escape(printable(text))


def _bytes(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode("utf-8", "replace")
