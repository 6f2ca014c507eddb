"""The lists of what changed: for the whole catalog, for what breaks, for a domain, for an owner."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from catalog_gen.evolution import Direction
from catalog_gen.model import addresses
from catalog_gen.site.composition.evolution import ranked, sentence, sign_of
from catalog_gen.site.composition.pager import page_address, spread
from catalog_gen.site.news import affected, tell_news
from catalog_gen.site.views.lists import Choice
from catalog_gen.site.views.news import ChangesView, NewsRow
from catalog_gen.site.views.parts import Head, Ref

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from catalog_gen.site.lookup import Lookup
    from catalog_gen.site.news import Happening

PAGE_SIZE = 100
"""Rows of one page."""

NARROWED_LIMIT = 500
"""Rows of the list of one domain or owner."""

NARROWED_FROM = 2
"""Domains or owners from which it helps to choose one."""

CHOICE_LIMIT = 200
"""Domains or owners that can be chosen."""

LINE_LIMIT = 3
"""Changes that one row names."""

NAME_LIMIT = 4
"""Consumers that one row names."""


def compose_changes(lookup: Lookup) -> Iterator[ChangesView]:
    """All pages of all lists."""
    news = tell_news(lookup.catalog, lookup.evolution)
    rows = {id(one): compose_happening(lookup, one) for one in news}
    breaking = [one for one in news if one.is_breaking]
    domains = _grouped(news, lambda one: [one.message.domain] if one.message.domain in lookup.domains else [])
    owners = _grouped(news, lambda one: [owner.id for owner in one.message.owners if lookup.person(owner.id).url])
    lists = [("Changes", "changes/", news), ("Breaking changes", "changes/breaking/", breaking)]
    narrowed = [*_choices(domains, lookup.domains, "domains"), *_choices(owners, {**lookup.users, **lookup.teams}, "owners")]
    lists += [(f"Changes: {choice.name}", choice.url, found) for choice, found in narrowed]
    offered = {part: tuple(choice for choice, _ in narrowed if choice.url.startswith(f"changes/{part}/")) for part in ("domains", "owners")}
    for heading, url, found in lists:
        shown = found if len(lists[0][2]) == len(found) or url in {"changes/", "changes/breaking/"} else found[:NARROWED_LIMIT]
        for some, pager in spread(shown, url, PAGE_SIZE):
            yield ChangesView(
                head=Head(
                    title=heading if pager.page == 1 else f"{heading}, page {pager.page}",
                    summary="What changed in which message, newest first, and whom it breaks.",
                    url=page_address(url, pager.page),
                    section="changes",
                    crumbs=(Ref(name="Changes", url="changes/"),) if url != "changes/" else (),
                ),
                heading=heading,
                rows=tuple(rows[id(one)] for one in some),
                choices=(
                    Choice(name="All", url="changes/", count=len(news), shown=url == "changes/"),
                    Choice(name="Breaking", url="changes/breaking/", count=len(breaking), shown=url == "changes/breaking/"),
                ),
                domains=_marked(offered["domains"], url),
                owners=_marked(offered["owners"], url),
                older=len(found) - len(shown),
                feed=bool(lookup.catalog.base_url),
                pager=pager,
            )


def _grouped(news: Iterable[Happening], keys: Callable[[Happening], Iterable[str]]) -> dict[str, list[Happening]]:
    groups: dict[str, list[Happening]] = defaultdict(list)
    for one in news:
        for key in keys(one):
            groups[key].append(one)
    return groups


def _choices(groups: dict[str, list[Happening]], known: dict[str, Ref], part: str) -> Iterator[tuple[Choice, list[Happening]]]:
    """The lists of one kind by name, where there are several to choose from."""
    if len(groups) < NARROWED_FROM:
        return
    for key in sorted(groups, key=lambda key: (known[key].name.casefold(), key))[:CHOICE_LIMIT]:
        slug = known[key].url.rstrip("/").replace("/", "-")
        yield Choice(name=known[key].name, url=f"changes/{part}/{slug}/", count=len(groups[key])), groups[key]


def _marked(choices: Sequence[Choice], url: str) -> tuple[Choice, ...]:
    return tuple(Choice(name=one.name, url=one.url, count=one.count, shown=one.url == url) for one in choices)


def compose_happening(lookup: Lookup, one: Happening) -> NewsRow:
    """One row."""
    changes = ranked(one.step) if one.step is not None else []
    readers = [lookup.service(service) for service in affected(one)]
    return NewsRow(
        message=lookup.message(one.message.id),
        kind=one.message.kind,
        version=Ref(name=one.version.version, url=addresses.version_url(one.message, one.version)),
        old=one.previous.version if one.previous is not None else "",
        page=addresses.comparison_url(one.message, one.previous, one.version) if one.previous is not None else "",
        what=one.what,
        date=one.date,
        breaks=tuple(str(direction) for direction in Direction if one.step is not None and one.step.breaks(direction)),
        judged=one.step is not None and not one.step.reason,
        lines=tuple((sign_of(change), change.path or change.old_path, sentence(change.message)) for change in changes[:LINE_LIMIT]),
        more=max(0, len(changes) - LINE_LIMIT),
        affected=tuple(readers[:NAME_LIMIT]),
        more_affected=max(0, len(readers) - NAME_LIMIT),
    )
