"""The data of the search, as files of the site: all names in one, everything else in small ones that are loaded when asked for.

* `search/names.js`: every name with its kind and address, front-coded. Scanned for any fragment; 10,000 messages with their
  channels and services stay below 100 KB when compressed.
* `search/terms/….js`: fields and words, in shards by their first letters.
* `search/links/….js`: what travels over a channel and what a team or user owns, in shards by row number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING

from catalog_gen.model.base import Value
from catalog_gen.site.search_data import front_coded, normal, numbers, one_line, runs, script
from catalog_gen.site.search_rows import KINDS, MESSAGES, Row, by_kind, expected_slug, rows_of
from catalog_gen.site.search_terms import fields_of, relations_of, tails, words_of

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog

FORMAT = 1
"""Raised when search.js must change to read the data."""

SHARD_SIZE = 24_000
"""Bytes of a shard, about; a single term may take more, as it does when all of many messages hold it."""

PREFIX_LENGTH = 12
"""Characters by which terms are told apart into shards; a file's name stays short, whatever the terms are."""

STATES = ("draft", "deprecated", "sunset", "retired")

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def search_files(catalog: Catalog) -> dict[str, bytes]:
    """Path below the site's root → bytes, sorted; the same for equal catalogs."""
    rows = rows_of(catalog)
    terms = _term_shards(sorted(_term_lines(rows)))
    links, firsts = _link_shards(relations_of(catalog, rows))
    mark = blake2b("\n".join(f"{row.kind} {row.id}" for row in rows).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    files = {"search/names.js": script("names", "", _names(rows, [prefix for prefix, _ in terms], firsts), mark)}
    files.update((f"search/terms/{_file(prefix)}.js", script("terms", prefix, text, mark)) for prefix, text in terms)
    files.update((f"search/links/{number}.js", script("links", str(number), text, mark)) for number, text in enumerate(links))
    return dict(sorted(files.items()))


def _names(rows: Sequence[Row], shards: Sequence[str], firsts: Sequence[int]) -> dict[str, object]:
    """Everything that the first query needs."""
    groups = by_kind(rows)
    domains = {row.id: number for number, row in enumerate(groups["domain"], start=1)}
    states = {state: number for number, state in enumerate(STATES, start=1)}
    placed = [row for row in rows if row.kind in MESSAGES or row.kind == "service"]
    return {
        "format": FORMAT,
        "kinds": [[kind, folder, len(groups[kind]), front_coded(_named(groups[kind]))] for kind, folder in KINDS],
        "domains": runs(domains.get(row.thing.domain, 0) for row in placed),
        "states": runs(states.get(row.thing.current.lifecycle.state, 0) for row in placed if row.kind in MESSAGES),
        "terms": list(shards),
        "links": list(firsts),
    }


def _named(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield row.name, "" if row.slug == expected_slug(row.name) else f"\t{row.slug}"


# --- terms


SPELLINGS = 60
"""Fields that end in one word (`id`, `code`) and are told apart; where there are more, they are one entry, `…Code`."""


def _term_lines(rows: Sequence[Row]) -> Iterator[tuple[str, str, str, str]]:
    """(term, type, spelling, rows): `f` for a field, `t` for a word; the spelling only where it differs from the term."""
    fields = fields_of(rows)
    ends: dict[str, list[str]] = {}
    for name in fields:
        whole, *rest = tails(name) or ("",)
        if whole:
            yield whole, "f", "" if whole == name else name, numbers(fields[name])
        for tail in rest:
            ends.setdefault(tail, []).append(name)
    for tail, names in ends.items():
        if len(names) <= SPELLINGS:
            for name in names:
                yield tail, "f", name, numbers(fields[name])
        else:
            yield tail, "f", f"…{tail}", numbers(sorted({place for name in names for place in fields[name]}))
    for word, places in words_of(rows).items():
        yield word, "t", "", numbers(places)


def _term_shards(lines: Sequence[tuple[str, str, str, str]], prefix: str = "") -> list[tuple[str, str]]:
    """(prefix, text) of each shard: as short a prefix as keeps the shard small. Terms equal to a prefix that was split are its own."""
    if not lines:
        return []
    length = len(prefix)
    if sum(map(_size, lines)) <= SHARD_SIZE or length == PREFIX_LENGTH or lines[-1][0] == prefix:
        return [(prefix, _shard(lines))]
    shards = []
    for start, group in groupby(lines, lambda line: line[0][: length + 1]):
        if start == prefix:
            shards.append((prefix, _shard(list(group))))
        else:
            shards += _term_shards(list(group), start)
    return shards


def _size(line: tuple[str, str, str, str]) -> int:
    return len(line[0]) + len(line[2]) + len(line[3]) + 8  # tabs and line end as JSON writes them, the digit and the type


def _shard(lines: Iterable[tuple[str, str, str, str]]) -> str:
    return front_coded((term, f"\t{kind}{one_line(spelling)}\t{places}") for term, kind, spelling, places in lines)


def _file(prefix: str) -> str:
    """A file name for a shard, safe on every system; the search makes the same one."""
    return "t-" + "".join(character if character in _SAFE else f"_{ord(character):x}" for character in prefix)


# --- links


def _link_shards(relations: dict[int, list[int]]) -> tuple[list[str], list[int]]:
    """Texts of the shards and the first row number of each: one line a row, its number and the rows that belong to it."""
    texts: list[str] = []
    firsts: list[int] = []
    lines: list[str] = []
    size = 0
    for number, others in relations.items():
        if not lines:
            firsts.append(number)
        line = f"{number} {numbers(others)}"
        lines.append(line)
        size += len(line) + 1
        if size > SHARD_SIZE:
            texts.append("\n".join(lines))
            lines, size = [], 0
    if lines:
        texts.append("\n".join(lines))
    return texts, firsts


# --- the search page without JavaScript


class IndexEntry(Value, frozen=True, kw_only=True):
    """A link of the search page's index."""

    name: str
    url: str
    kind: str


class IndexGroup(Value, frozen=True, kw_only=True):
    """What begins with one letter; `more` were left out."""

    letter: str
    entries: tuple[IndexEntry, ...]
    more: int = 0


def search_page_groups(catalog: Catalog, limit: int = 1_000) -> tuple[IndexGroup, ...]:
    """An index from A to Z for readers without JavaScript: messages and services, at most about `limit` links in all.

    Names that begin with anything but a letter are under "#", which comes first.
    """
    rows = sorted((row for row in rows_of(catalog) if row.kind in MESSAGES or row.kind == "service"), key=_index_key)
    groups = [(letter, list(group)) for letter, group in groupby(rows, lambda row: _index_key(row)[0])]
    room = max(1, limit // max(1, len(groups)))
    return tuple(
        IndexGroup(
            letter=letter,
            entries=tuple(IndexEntry(name=row.name, url=row.url, kind=row.kind) for row in group[:room]),
            more=max(0, len(group) - room),
        )
        for letter, group in groups
    )


def _index_key(row: Row) -> tuple[str, str, str, str]:
    name = normal(row.name)
    letter = name[:1].upper()
    return (letter if letter.isalpha() else "#", name, row.name, row.id)
