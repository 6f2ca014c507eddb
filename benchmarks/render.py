"""Processor time that the pages of a catalog take: by kind of page, and by what message pages are made of.

Processor time, because other programs on the machine change it least; compare runs on one machine all the same.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from catalog_gen.collector import rare_collection
from catalog_gen.files import FolderReader
from catalog_gen.output import Cache
from catalog_gen.pipeline import Options, Timings, parse, read, understand
from catalog_gen.rendering import generator
from catalog_gen.run import Run
from catalog_gen.schemas.json_schema import read_json_schema
from catalog_gen.site.field_markdown import describe_fields
from catalog_gen.site.field_tree import render_fields
from catalog_gen.site.highlight import highlight
from catalog_gen.site.markdown import render_markdown
from catalog_gen.site.page import page_key
from catalog_gen.site.plan import plan

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.site.page import Page

Item = TypeVar("Item")
Result = TypeVar("Result")


def main() -> int:
    """Read the catalog, plan its pages, and print a row for each kind of page and each part."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("root", type=Path, help="folder of the catalog")
    arguments.add_argument("--pages", type=int, default=500, help="pages of each kind, and texts of each part, that are timed (500)")
    given = arguments.parse_args()
    run = Run(FolderReader(given.root), Cache(None), 1)
    ground = read(run, Options())
    catalog, graph = understand(parse(ground, run, Timings()), ground, run, Timings())
    print(f"{'ms each':<28}{'number':>8}{'ms':>9}")
    with rare_collection():
        pages = _timed("plan", lambda _: list(plan(catalog, graph)), [None])[0]
        _timed("key of a page", partial(page_key, generator_digest=""), pages)
        _time_parts(catalog, given.pages)
        _time_pages(pages, given.pages)
    run.cache.close()
    return 0


def _time_parts(catalog: Catalog, limit: int) -> None:
    """Parts from texts that nothing remembers yet, each distinct text once."""
    versions = [version for message in catalog.messages for version in message.versions]
    schemas = [version.payload.text for version in versions if version.payload and version.payload.format == "json-schema"]
    trees = _timed("schema: read", read_json_schema, _distinct(schemas, limit))
    _timed("schema: as HTML", lambda tree: render_fields(tree, links={}, anchor="payload"), trees)
    _timed("schema: as Markdown", describe_fields, trees)
    _timed("schema: highlighted", partial(highlight, language="json"), _distinct(schemas, limit))
    _timed("description", render_markdown, _distinct((version.description for version in versions), limit))


def _time_pages(pages: Sequence[Page], limit: int) -> None:
    """Whole pages, most of whose descriptions were not rendered before."""
    renderer, _ = generator()
    kinds: defaultdict[str, list[Page]] = defaultdict(list)
    for page in reversed(pages):
        kinds[page.template].append(page)
    for kind, found in kinds.items():
        both = [(renderer.render, renderer.twin) if page.twin_paths else (renderer.render,) for page in found[:limit]]
        _timed(f"page: {kind}", lambda pair: [draw(pair[0]) for draw in pair[1]], list(zip(found[:limit], both, strict=True)))


def _distinct(texts: Iterable[str], limit: int) -> list[str]:
    return list(dict.fromkeys(filter(None, texts)))[:limit]


def _timed(name: str, make: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Make something of each item, and print how long one takes."""
    started = time.process_time()
    results = [make(item) for item in items]
    spent = time.process_time() - started
    if items:
        print(f"{name:<28}{len(items):>8}{spent / len(items) * 1000:>9.2f}")
    return results


if __name__ == "__main__":
    raise SystemExit(main())
