"""Every file of a site that is no page: static files, raw schemas and examples, the catalog as JSON, badges, feeds, search data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.site.badges import badge_files
from catalog_gen.site.feeds import write_feed, write_llms, write_sitemaps
from catalog_gen.site.files import static_files
from catalog_gen.site.page import logo_address
from catalog_gen.site.search_index import search_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.evolution.history import Evolution
    from catalog_gen.files import Reader
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.schemas.examples.illustration import Illustrations
    from catalog_gen.site.page import Page
    from catalog_gen.site.render import Renderer


def extra_files(
    catalog: Catalog,
    illustrations: Illustrations,
    pages: Sequence[Page],
    renderer: Renderer,
    reader: Reader,
    *,
    evolution: Evolution | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each, in a fixed order. The reader is asked for nothing but the logo."""
    yield from sorted(renderer.assets.files.items())
    address = logo_address(catalog.logo)
    logo = reader.read(catalog.logo) if address else None
    if logo is not None:
        yield address, logo
    yield "api/v1/catalog.json", catalog.to_json()
    yield "llms.txt", write_llms(catalog)
    if catalog.base_url:
        yield "feed.xml", write_feed(catalog, evolution)
        yield from write_sitemaps(catalog, pages)
    yield from static_files(catalog, illustrations)
    yield from badge_files(catalog)
    yield from sorted(search_files(catalog).items())
