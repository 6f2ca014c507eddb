"""Lists for programs: an Atom feed of lifecycle dates and versions, a sitemap, and `llms.txt`."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from catalog_gen.model import addresses
from catalog_gen.site.fragments import printable
from catalog_gen.site.markdown import summary_of
from catalog_gen.site.twin import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.site.page import Page

FEED_LIMIT = 200
SITEMAP_LIMIT = 50_000
"""Addresses in one sitemap. Source: sitemaps.org, protocol, "Sitemap file requirements"."""

_NO_DATE = "1970-01-01"


def write_feed(catalog: Catalog) -> bytes:
    """The Atom feed (RFC 4287): each version of each message, dated by the last thing that happened to it, newest first."""
    base = catalog.base_url.rstrip("/")
    entries = sorted(_entries(catalog), key=lambda entry: (_reverse(entry[0]), entry[1].id, entry[2].version))[:FEED_LIMIT]
    updated = max((date for date, _, _ in entries), default=catalog.as_of or _NO_DATE)
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
    for date, message, version in entries:
        url = f"{base}/{addresses.version_url(message, version)}"
        state = version.lifecycle.state
        title = f"{message.name} {version.version}" + ("" if state == "active" else f" is {state}")
        lines += [
            "<entry>",
            f"<title>{_xml(title)}</title>",
            f"<id>{_xml(url)}#{_xml(state)}</id>",
            f'<link rel="alternate" href="{_xml(url)}"/>',
            f"<updated>{date}T00:00:00Z</updated>",
            f"<summary>{_xml(summary_of(version.summary or version.description) or title)}</summary>",
            "</entry>",
        ]
    return _bytes([*lines, "</feed>"])


def _entries(catalog: Catalog) -> Iterator[tuple[str, Message, MessageVersion]]:
    """Versions with the newest date that is known of them and is not after the catalog's own day."""
    today = catalog.as_of or "9999-12-31"
    for message in catalog.messages:
        for version in message.versions:
            life = version.lifecycle
            dates = [date for date in (life.deprecated, life.sunset, life.retired) if date and date <= today]
            yield max(dates, default=_NO_DATE), message, version


def _reverse(date: str) -> tuple[int, ...]:
    return tuple(-int(part) if part.isdigit() else 0 for part in date.split("-"))


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
