"""Two catalogs → every change between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from catalog_gen.evolution.catalogs.changes import CatalogChange, CatalogDiff
from catalog_gen.evolution.catalogs.contracts import service_changes
from catalog_gen.evolution.catalogs.impact import Impact
from catalog_gen.evolution.catalogs.messages import Messages
from catalog_gen.evolution.catalogs.people import people_changes
from catalog_gen.evolution.catalogs.renames import find_renames, renamed
from catalog_gen.evolution.catalogs.schemas import Follow, Judge, Schemas
from catalog_gen.evolution.history import Texts, judge
from catalog_gen.model.snapshot import SchemaFacts, Snapshot


def own_text(schema: SchemaFacts) -> str | None:
    """The text that a snapshot holds itself."""
    return schema.text or None


def compare_catalogs(
    old: Snapshot, new: Snapshot, *, judging: Judge = judge, follow_old: Follow = own_text, follow_new: Follow = own_text
) -> CatalogDiff:
    """Every change between two catalogs, breaking ones first, each thing's together.

    `judging` gives the changes between two texts (it may remember them), `follow_old` and `follow_new` the text of a schema of the old
    and the new catalog, None where it cannot be had. Payloads are judged by the policies of the new catalog.
    """
    renames = find_renames(old, new)
    before = renamed(old, new, renames)
    schemas, impact = Schemas(judging, follow_old, follow_new), Impact(before, new)
    found = chain(
        renames.changes(old, new),
        Messages(before, new, schemas, impact).changes(),
        service_changes(before, new, schemas, impact),
        people_changes(before, new),
    )
    return CatalogDiff(changes=tuple(_ordered(found)), notes=tuple(_notes(old, new)))


def texts_to_judge(old: Snapshot, new: Snapshot, *, follow_old: Follow = own_text, follow_new: Follow = own_text) -> list[Texts]:
    """The pairs of texts that a comparison will ask for, each once, so that they can be judged together."""
    asked: dict[Texts, None] = {}

    def note(texts: Texts) -> tuple[tuple[()], str]:
        asked.setdefault(texts)
        return (), ""

    compare_catalogs(old, new, judging=note, follow_old=follow_old, follow_new=follow_new)
    return list(asked)


_WHAT = ("message", "channel", "operation", "server", "security", "service", "domain", "team", "user")


def _ordered(changes: Iterable[CatalogChange]) -> Iterator[CatalogChange]:
    unique = {one.fingerprint: one for one in changes}
    yield from sorted(
        unique.values(),
        key=lambda one: (
            not one.breaking,
            _WHAT.index(one.what),
            one.subject,
            one.service,
            one.version,
            one.kind,
            one.detail,
            one.fingerprint,
        ),
    )


def _notes(old: Snapshot, new: Snapshot) -> Iterator[str]:
    for name, side in (("old", old), ("new", new)):
        if any(not version.known for service in side.services for version in service.versions):
            yield f"The {name} catalog does not tell what its contracts hold: servers, operations, bindings and security are not compared."
