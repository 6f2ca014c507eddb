"""A whole site remembered: when no input changed since an earlier build, nothing is parsed, merged, planned or rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

import msgspec

from catalog_gen.model.catalog import Catalog
from catalog_gen.output import Blob, Cache
from catalog_gen.output.cache import code_digest
from catalog_gen.parsing import Outcome, digest, unchanged
from catalog_gen.reading import Material
from catalog_gen.rendering import TEXT, Entry, Site, StoredPages, generator
from catalog_gen.run import Run

SITE = "site"
OTHERS = "site-others"

MOST_BYTES = 96 * 1024 * 1024
"""Above this many bytes in files that are no pages a site is not remembered as a whole; its pages still are, one by one."""


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered: the catalog, each file's place and digest, and the files that were looked at besides the inputs."""

    catalog: Catalog
    looked_at: tuple[tuple[str, str], ...]
    entries: list[Entry]
    pages: int


def site_key(materials: Sequence[Material], settings: object) -> str:
    """A digest of everything that a site is made from: inputs, settings, templates and code."""
    _, made_with = generator()
    parts = (made_with, code_digest(), [material.key for material in materials], settings)
    return digest(msgspec.msgpack.encode(parts))


def recall(key: str, run: Run) -> tuple[Catalog, Site] | None:
    """The catalog and the site that were made from the same inputs, if all of it is still at hand."""
    encoded = run.cache.get(SITE, key)
    if encoded is None:
        return None
    memory = msgspec.msgpack.decode(encoded, type=Memory)
    pages = {entry.page for entry in memory.entries if entry.page}
    if not unchanged(memory.looked_at, run.reader) or run.cache.holds(TEXT, pages) != pages or not run.cache.holds(OTHERS, [key]):
        return None
    run.cache.keep(TEXT, pages)
    run.cache.keep(OTHERS, [key])
    return memory.catalog, Site(files=_files(key, memory, run.cache), pages=memory.pages)


def remember(key: str, outcomes: Sequence[Outcome], catalog: Catalog, site: Site, run: Run) -> None:
    """Keep a site that was just published."""
    if sum(map(len, site.others.values())) > MOST_BYTES:
        return
    looked_at = {place: known for outcome in outcomes for place, known in outcome.looked_at}
    memory = Memory(catalog=catalog, looked_at=tuple(sorted(looked_at.items())), entries=site.entries, pages=site.pages)
    run.cache.put_many(SITE, {key: msgspec.msgpack.encode(memory)})
    run.cache.put_many(OTHERS, {key: msgspec.msgpack.encode(site.others)})


def _files(key: str, memory: Memory, store: Cache) -> Iterator[tuple[str, bytes | Blob]]:
    @cache
    def others() -> dict[str, bytes]:
        encoded = store.get(OTHERS, key)
        return {} if encoded is None else msgspec.msgpack.decode(encoded, type=dict[str, bytes])

    def load(path: str) -> bytes:
        return others()[path]

    stored = StoredPages(store)
    for entry in memory.entries:
        yield entry.path, stored.blob(entry) if entry.page else Blob(digest=entry.digest, load=partial(load, entry.path))
