"""A page before it is rendered: where it stands, which template draws it, and everything that it shows."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from catalog_gen.model.base import Value
from catalog_gen.site.links import page_file

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog


class Frame(Value, frozen=True, kw_only=True):
    """What every page of a site has in common; small, because it is part of every page."""

    title: str
    logo: str = ""
    """The address of the logo's copy on the site."""
    base_url: str = ""
    as_of: str = ""
    changes: bool = False
    """Whether any message has more than one version, so that there are changes to lead to."""
    texts: bool = False
    """Whether there are free pages to lead to."""


class Page(Value, frozen=True, kw_only=True):
    """One page: the paths whose files hold its bytes (they differ in the way to the root only), its template and its view."""

    paths: tuple[str, ...]
    template: str
    frame: Frame
    view: Value

    @property
    def twin_paths(self) -> tuple[str, ...]:
        """Where the Markdown twin stands: beside each file of a folder; none for the error page."""
        return tuple(path.removesuffix(".html") + ".md" for path in self.paths if path.endswith("index.html"))


def logo_address(logo: str) -> str:
    """Where the copy of a logo stands; empty when it is no picture of ours to copy (the pages load nothing from elsewhere)."""
    extension = logo.rpartition(".")[2].lower()
    return f"assets/logo.{extension}" if extension in {"svg", "png", "jpg", "jpeg", "webp", "gif"} and "://" not in logo else ""


def frame_of(catalog: Catalog) -> Frame:
    """The frame of a catalog's pages."""
    return Frame(
        title=catalog.title,
        logo=logo_address(catalog.logo),
        base_url=catalog.base_url.rstrip("/"),
        as_of=catalog.as_of,
        changes=any(len(message.versions) > 1 for message in catalog.messages),
        texts=any(not text.target_kind for text in catalog.texts),
    )


def page_at(urls: tuple[str, ...], template: str, frame: Frame, view: Value) -> Page:
    """A page that stands at one or more addresses."""
    return Page(paths=tuple(page_file(url) for url in urls), template=template, frame=frame, view=view)


def page_key(page: Page, generator_digest: str) -> str:
    """A digest of exactly what the page's bytes depend on, before its place in the site: equal keys, equal bytes."""
    content = (generator_digest, page.template, page.frame, page.view)
    try:
        encoded = msgspec.msgpack.encode(content)
    except UnicodeEncodeError:  # a lone surrogate in a source's text; rendering replaces it
        encoded = repr(content).encode("utf-8", "backslashreplace")
    return blake2b(encoded, digest_size=16).hexdigest()
