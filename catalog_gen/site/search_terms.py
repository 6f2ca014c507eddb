"""What leads to a row besides its name: fields of its payload and words of its texts. And what it is connected to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from catalog_gen.site.search_data import normal
from catalog_gen.site.search_fields import field_names
from catalog_gen.site.search_rows import MESSAGES, Row

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.model.message import Message
    from catalog_gen.model.schema import Schema

Postings: TypeAlias = dict[str, list[int]]

SUMMARY_LENGTH = 280
"""Characters of a description that stand in for a missing summary."""

TERM_LENGTH = 60
"""Characters of a field's name by which it can be found."""

DOC_WORDS = 3_000
"""Different words of one page of documentation that can be found."""

_COMMON_SHARE = 0.25
_COMMON_LEAST = 200
"""A word in more than a quarter of all texts, and in at least 200, tells nothing and is left out. Fields never are."""

_WORD = re.compile(r"[^\W_]{2,40}")
_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[\W_])(?=[^\W_])|(?<=[A-Za-z])(?=[0-9])")


def fields_of(rows: Sequence[Row]) -> Postings:
    """Field name as its author spelled it → numbers of the messages that hold it in any version. Each schema is parsed once."""
    known: dict[str, frozenset[str]] = {}
    found: Postings = defaultdict(list)
    for place, row in enumerate(rows):
        if row.kind not in MESSAGES:
            continue
        names: set[str] = set()
        for schema in _schemas(row.thing):
            fields = known.get(schema.digest)
            if fields is None:
                fields = known[schema.digest] = field_names(schema)
            names |= fields
        for name in names:
            found[name].append(place)
    return found


def _schemas(message: Message) -> Iterator[Schema]:
    for version in message.versions:
        if version.payload is not None:
            yield version.payload
        if version.headers is not None:
            yield version.headers


def words_of(rows: Sequence[Row]) -> Postings:
    """Word → numbers of the rows whose summary or text holds it."""
    found: Postings = defaultdict(list)
    texts = 0
    for place, row in enumerate(rows):
        text = _text(row)
        if text:
            texts += 1
            for word in _words(text):
                found[word].append(place)
    common = max(_COMMON_LEAST, texts * _COMMON_SHARE)
    return {word: places for word, places in found.items() if len(places) <= common}


def _words(text: str) -> set[str]:
    words = set(_WORD.findall(text.lower())) if text.isascii() else {normal(word) for word in _WORD.findall(text)}
    return set(sorted(words)[:DOC_WORDS]) if len(words) > DOC_WORDS else words


def _text(row: Row) -> str:
    thing = row.thing
    if row.kind in MESSAGES:
        version = thing.current
        return str(version.summary or version.description[:SUMMARY_LENGTH] or version.title)
    if row.kind == "service":
        return str(thing.current.contract.description[:SUMMARY_LENGTH])
    if row.kind == "doc":
        return str(thing.body)
    if row.kind == "channel":
        return str(thing.title)
    if row.kind == "user":
        return f"{thing.role} {thing.summary} {thing.email}"
    return str(getattr(thing, "summary", "") or getattr(thing, "description", "")[:SUMMARY_LENGTH])


def tails(name: str) -> tuple[str, ...]:
    """The ways in which a field's name may be begun: the whole, and from each of its words on; normalised, longest first."""
    starts = [0, *(match.start() for match in _START.finditer(name))]
    return tuple(dict.fromkeys(tail for start in starts if (tail := normal(name[start:])[:TERM_LENGTH])))


def relations_of(catalog: Catalog, rows: Sequence[Row]) -> dict[int, list[int]]:
    """Number of a channel, team or user → numbers of what travels over it, or what they own."""
    place = {(_family(row.kind), row.id): number for number, row in enumerate(rows)}
    found: dict[int, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        owners: Iterable[str] = ()
        if row.kind == "domain":
            owners = row.thing.owners
        elif row.kind in MESSAGES or row.kind in {"service", "channel"}:
            owners = [claim.id for claim in row.thing.owners]
        for owner in owners:
            person = place.get(("team", owner), place.get(("user", owner)))
            if person is not None:
                found[person].add(number)
        if row.kind in MESSAGES:
            _add_channels(row.thing, number, place, found)
    for channel in catalog.channels:
        found[place["channel", channel.id]].update(place["message", name] for name in channel.messages if ("message", name) in place)
    return {number: sorted(others) for number, others in sorted(found.items()) if others}


def _add_channels(message: Message, number: int, place: Mapping[tuple[str, str], int], found: dict[int, set[int]]) -> None:
    for version in message.versions:
        for channel in version.channels:
            if ("channel", channel) in place:
                found[place["channel", channel]].add(number)


def _family(kind: str) -> str:
    return "message" if kind in MESSAGES else kind
