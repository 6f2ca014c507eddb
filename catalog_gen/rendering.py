"""All files of the site: pages rendered or taken from the cache, raw files, search data, static files."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import msgspec

from catalog_gen.graph import Graph
from catalog_gen.model.catalog import Catalog
from catalog_gen.output import Blob, Cache, digest_of
from catalog_gen.output.cache import code_digest
from catalog_gen.resources import resource
from catalog_gen.run import Run
from catalog_gen.site import extras
from catalog_gen.site.links import settle
from catalog_gen.site.page import Page, page_key
from catalog_gen.site.plan import plan
from catalog_gen.site.render import Renderer
from catalog_gen.workers import run_parallel

CHUNK = 40
"""Pages that one worker renders at a time."""

PARALLEL_FROM = 400
"""Pages from which other processes are worth their start-up."""

TEXT = "page"
DIGESTS = "page-digests"


class Rendered(msgspec.Struct, array_like=True):
    """One page before it is settled at its places: HTML and Markdown twin."""

    html: str
    twin: str


@dataclass(frozen=True)
class Site:
    """Every file of a site, to be published once, and how many pages were rendered for it."""

    files: Iterator[tuple[str, bytes | Blob]]
    pages: int
    rendered: int


def site_files(catalog: Catalog, graph: Graph, run: Run) -> Site:
    """Plan the site, render what the cache does not know, and list every file."""
    renderer = Renderer(resource("templates"), resource("static"))
    generator = renderer.digest + code_digest()
    pages = list(plan(catalog, graph))
    keys = [page_key(page, generator) for page in pages]
    digests = {key: msgspec.msgpack.decode(value, type=list[str]) for key, value in run.cache.get_many(DIGESTS, keys).items()}
    missing = [number for number, key in enumerate(keys) if len(digests.get(key, ())) != len(_paths(pages[number]))]
    fresh: dict[str, bytes] = {}
    for number, encoded in zip(missing, _render([pages[number] for number in missing], renderer, run), strict=True):
        fresh[keys[number]] = encoded
        digests[keys[number]] = [digest_of(content) for _, content in _settled(pages[number], encoded)]
    run.cache.put_many(TEXT, fresh)
    run.cache.put_many(DIGESTS, {keys[number]: msgspec.msgpack.encode(digests[keys[number]]) for number in missing})
    planned = [Planned(page, key, digests[key], fresh.get(key)) for page, key in zip(pages, keys, strict=True)]
    files = itertools.chain(_files(planned, renderer, run.cache), extras.extra_files(catalog, pages, renderer, run.reader))
    return Site(files, len(pages), len(missing))


@dataclass(frozen=True)
class Planned:
    """A page with its key, the digests of its files, and its texts where they were rendered just now."""

    page: Page
    key: str
    digests: list[str]
    fresh: bytes | None


def _files(planned: Sequence[Planned], renderer: Renderer, cache: Cache) -> Iterator[tuple[str, bytes | Blob]]:
    """The pages' files. Those that were just rendered are at hand, the others are loaded when the writer asks for them."""

    def load(one: Planned, path: str) -> bytes:
        encoded = cache.get(TEXT, one.key) or _encode(renderer, one.page)
        return next(content for name, content in _settled(one.page, encoded) if name == path)

    for one in planned:
        if one.fresh is not None:
            yield from _settled(one.page, one.fresh)
        else:
            for path, digest in zip(_paths(one.page), one.digests, strict=True):
                yield path, Blob(digest=digest, load=partial(load, one, path))


def _paths(page: Page) -> tuple[str, ...]:
    return page.paths + page.twin_paths


def _settled(page: Page, encoded: bytes) -> list[tuple[str, bytes]]:
    """The files of a rendered page, links made relative to each."""
    rendered = msgspec.msgpack.decode(encoded, type=Rendered)
    files = [(path, settle(rendered.html, path).encode("utf-8", "replace")) for path in page.paths]
    return files + [(path, settle(rendered.twin, path).encode("utf-8", "replace")) for path in page.twin_paths]


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


_renderer: list[Renderer] = []


def prepare(setup: bytes) -> None:
    """Make a worker ready: load the templates once."""
    del setup
    _renderer[:] = [Renderer(resource("templates"), resource("static"))]


def render_chunk(item: bytes) -> bytes:
    """Render a pickled list of pages that the parent process planned."""
    pages: list[Page] = pickle.loads(item)  # noqa: S301 - bytes of our own parent process, never of a file
    return msgspec.msgpack.encode([_encode(_renderer[0], page) for page in pages])
