"""Everything that can be found, one row each, in the order in which the search numbers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from catalog_gen.model import addresses
from catalog_gen.site.search_data import one_line

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog

KINDS = (
    ("event", "events/"),
    ("command", "commands/"),
    ("query", "queries/"),
    ("message", "messages/"),
    ("service", "services/"),
    ("channel", "channels/"),
    ("domain", "domains/"),
    ("team", "teams/"),
    ("user", "users/"),
    ("schema", "schemas/"),
    ("doc", "docs/"),
)
"""Kind and folder, in the order of the rows: of two equally good finds the one further up comes first."""

MESSAGES = frozenset({"event", "command", "query", "message"})

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A thing that can be found. `slug` is its address below the folder of its kind, without the last slash."""

    kind: str
    name: str
    slug: str
    id: str
    thing: Any

    @property
    def url(self) -> str:
        """Its page, relative to the site's root."""
        return f"{_FOLDERS[self.kind]}{self.slug}/"


_FOLDERS = dict(KINDS)


def rows_of(catalog: Catalog) -> list[Row]:
    """All rows, sorted by kind and name; a row's number is its place in this list."""
    groups: dict[str, list[Row]] = {kind: [] for kind, _ in KINDS}
    for message in catalog.messages:
        groups[message.kind].append(_row(message.kind, message.name, addresses.message_url(message), message))
    for kind, things in _others(catalog):
        groups[kind] += things
    for group in groups.values():
        group.sort(key=lambda row: (row.name.casefold(), row.name, row.id))
    return [row for group in groups.values() for row in group]


def _others(catalog: Catalog) -> Iterator[tuple[str, list[Row]]]:
    yield "service", [_row("service", one.name, addresses.service_url(one), one) for one in catalog.services]
    yield "channel", [_row("channel", one.address or one.title or one.id, addresses.channel_url(one), one) for one in catalog.channels]
    yield "domain", [_row("domain", one.name or one.id, addresses.domain_url(one), one) for one in catalog.domains]
    yield "team", [_row("team", one.name or one.id, addresses.team_url(one), one) for one in catalog.teams]
    yield "user", [_row("user", one.name or one.id, addresses.user_url(one), one) for one in catalog.users]
    yield "schema", [_row("schema", one.name, addresses.schema_url(one), one) for one in catalog.schemas]
    texts = (one for one in catalog.texts if not one.target_kind)
    yield "doc", [Row("doc", one_line(one.title), _slug("doc", addresses.text_url(one)), one.path, one) for one in texts]


def _row(kind: str, name: str, url: str, thing: Any) -> Row:
    return Row(kind, one_line(name), _slug(kind, url), thing.id, thing)


def _slug(kind: str, url: str) -> str:
    return url.removeprefix(_FOLDERS[kind]).removesuffix("/")


def expected_slug(name: str) -> str:
    """The slug that the search makes of a name itself; only where a row's differs is it written down. ASCII only, as in search.js."""
    return _OTHER.sub("-", _HUMP.sub("-", name).lower()).strip("-")


def by_kind(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by kind, in their order; every kind is there."""
    groups: dict[str, list[Row]] = {kind: [] for kind, _ in KINDS}
    for row in rows:
        groups[row.kind].append(row)
    return groups
