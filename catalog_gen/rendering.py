"""All files of the site: pages rendered or taken from the cache, raw files, search data, static files.

Files are made while the writer takes them, so that never more than a few pages are in memory, however large the site is.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

import msgspec

from catalog_gen.collector import rare_collection
from catalog_gen.evolution.history import Evolution
from catalog_gen.graph import Graph
from catalog_gen.model.catalog import Catalog
from catalog_gen.output import Blob, Cache
from catalog_gen.output.cache import code_digest
from catalog_gen.resources import resource
from catalog_gen.run import Run
from catalog_gen.schemas.examples.illustration import Illustrations
from catalog_gen.site import extras
from catalog_gen.site.links import settle
from catalog_gen.site.page import Page, page_key
from catalog_gen.site.plan import plan
from catalog_gen.site.render import Renderer
from catalog_gen.workers import run_parallel

CHUNK = 40
"""Pages that one worker renders at a time, and that are put into the cache together."""

PARALLEL_FROM = 400
"""Pages from which other processes are worth their start-up."""

TEXT = "page"
DIGESTS = "page-digests"


class Rendered(msgspec.Struct, array_like=True):
    """One page before it is settled at its places: HTML and Markdown twin."""

    html: str
    twin: str


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """One published file: its path, the digest of its content, and the key of the page it was made from ("" for other files)."""

    path: str
    digest: str
    page: str


@dataclass
class Site:
    """Every file of a site, to be published once. `entries` fills while `files` is taken; so does `rendered`."""

    files: Iterator[tuple[str, bytes | Blob]] = field(default_factory=lambda: iter(()))
    pages: int = 0
    rendered: int = 0
    entries: list[Entry] = field(default_factory=list)
    others: dict[str, bytes] = field(default_factory=dict)
    """Files that are no pages, by path, as far as they were taken."""


@cache
def generator() -> tuple[Renderer, str]:
    """The renderer, and a digest of everything that it makes pages with: code, templates and static files."""
    renderer = Renderer(resource("templates"), resource("static"))
    return renderer, renderer.digest + code_digest()


def site_files(catalog: Catalog, graph: Graph, evolution: Evolution, illustrations: Illustrations, run: Run) -> Site:
    """Plan the site; its pages are rendered when they are taken."""
    pages = list(plan(catalog, graph, evolution, illustrations))
    site = Site(pages=len(pages))
    site.files = _files_in_peace(pages, catalog, (illustrations, evolution), run, site)
    return site


class StoredPages:
    """The texts of pages that the cache holds. A page's files are loaded one after the other: its texts are unpacked once."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._last = threading.local()

    def blob(self, entry: Entry) -> Blob:
        """A file of a page, loaded when somebody needs it."""
        return Blob(digest=entry.digest, load=partial(self._load, entry))

    def _load(self, entry: Entry) -> bytes:
        if getattr(self._last, "page", "") != entry.page:
            encoded = self._cache.get(TEXT, entry.page)
            if encoded is None:
                message = f"the cache lost {entry.path} while it was used; run again"
                raise RuntimeError(message)
            self._last.page, self._last.rendered = entry.page, _decoded(encoded)
        return _settled(entry.path, self._last.rendered)


def _files_in_peace(
    pages: Sequence[Page], catalog: Catalog, known: tuple[Illustrations, Evolution], run: Run, site: Site
) -> Iterator[tuple[str, bytes | Blob]]:
    illustrations, evolution = known
    with rare_collection():
        yield from _files(pages, run, site)
        renderer, _ = generator()
        for path, content in extras.extra_files(catalog, illustrations, pages, renderer, run.reader, evolution=evolution):
            blob = Blob.holding(content)
            site.entries.append(Entry(path, blob.digest, ""))
            site.others[path] = content
            yield path, blob


def _files(pages: Sequence[Page], run: Run, site: Site) -> Iterator[tuple[str, bytes | Blob]]:
    renderer, digest = generator()
    keys = [page_key(page, digest) for page in pages]
    known = {key: msgspec.msgpack.decode(value, type=list[str]) for key, value in run.cache.get_many(DIGESTS, keys).items()}
    held = run.cache.holds(TEXT, known)
    cached = [len(known.get(key, ())) == len(_paths(page)) and key in held for page, key in zip(pages, keys, strict=True)]
    fresh = _render([page for page, is_cached in zip(pages, cached, strict=True) if not is_cached], renderer, run)
    store, stored = _Store(run.cache), StoredPages(run.cache)
    for page, key, is_cached in zip(pages, keys, cached, strict=True):
        if is_cached:
            entries = [Entry(path, content, key) for path, content in zip(_paths(page), known[key], strict=True)]
            site.entries += entries
            yield from ((entry.path, stored.blob(entry)) for entry in entries)
            continue
        encoded = next(fresh)
        site.rendered += 1
        rendered = _decoded(encoded)
        files = [(path, Blob.holding(_settled(path, rendered))) for path in _paths(page)]
        entries = [Entry(path, blob.digest, key) for path, blob in files]
        site.entries += entries
        store.add(key, encoded, [entry.digest for entry in entries])
        yield from files
    store.flush()
    run.cache.keep(TEXT, keys)


class _Store:
    """Rendered pages on their way into the cache, a chunk at a time."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.texts: dict[str, bytes] = {}
        self.digests: dict[str, bytes] = {}

    def add(self, key: str, encoded: bytes, digests: list[str]) -> None:
        self.texts[key] = encoded
        self.digests[key] = msgspec.msgpack.encode(digests)
        if len(self.texts) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        self.cache.put_many(TEXT, self.texts)
        self.cache.put_many(DIGESTS, self.digests)
        self.texts, self.digests = {}, {}


def _paths(page: Page) -> tuple[str, ...]:
    return page.paths + page.twin_paths


def _decoded(encoded: bytes) -> Rendered:
    return msgspec.msgpack.decode(encoded, type=Rendered)


def _settled(path: str, rendered: Rendered) -> bytes:
    """One file of a rendered page, links made relative to it."""
    text = rendered.twin if path.endswith(".md") else rendered.html
    return settle(text, path).encode("utf-8", "replace")


# --- rendering, here or in a worker process


def _render(pages: Sequence[Page], renderer: Renderer, run: Run) -> Iterator[bytes]:
    """Each page's encoded texts, in order."""
    if run.jobs <= 1 or len(pages) < PARALLEL_FROM:
        for number, page in enumerate(pages, 1):
            yield _encode(renderer, page)
            run.watch("render", number, len(pages))
        return
    chunks = [pages[start : start + CHUNK] for start in range(0, len(pages), CHUNK)]
    done = 0
    for answer in run_parallel("catalog_gen.rendering:render_chunk", [pickle.dumps(chunk) for chunk in chunks], run.jobs):
        for encoded in msgspec.msgpack.decode(answer, type=list[bytes]):
            done += 1
            yield encoded
        run.watch("render", done, len(pages))


def _encode(renderer: Renderer, page: Page) -> bytes:
    html, twin = renderer.render(page), renderer.twin(page) if page.twin_paths else ""
    try:
        return msgspec.msgpack.encode(Rendered(html, twin))
    except UnicodeEncodeError:  # lone surrogates in a source's text have no bytes
        return msgspec.msgpack.encode(Rendered(*(text.encode("utf-8", "replace").decode() for text in (html, twin))))


def render_chunk(item: bytes) -> bytes:
    """Render a pickled list of pages that the parent process planned."""
    pages: list[Page] = pickle.loads(item)  # noqa: S301 - bytes of our own parent process, never of a file
    renderer, _ = generator()
    with rare_collection():
        return msgspec.msgpack.encode([_encode(renderer, page) for page in pages])
