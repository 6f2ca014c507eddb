"""The demo site as files: it parses strictly, every way in it leads somewhere, and nothing in it needs a lax policy."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from html5lib.html5parser import ParseError

LINKS = {"href", "src", "action", "data", "poster", "srcset", "xlink:href", "formaction", "cite"}
"""Attributes that hold an address."""

LOADED = {("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "srcset"), ("use", "href"), ("image", "href"), ("iframe", "src")}
"""Those that a browser follows by itself, so that the reader's address is told to whoever is named there."""

NOT_LOADED = {"canonical", "alternate", "next", "prev"}
"""What a `<link>` may be without being fetched."""

EXTERNAL = re.compile(r"(?:https?|mailto|ftps?|tel|xmpp|ircs?):", re.IGNORECASE)
STYLE_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")
PARTS = 8


@dataclass
class Page(HTMLParser):
    """What the checks ask of one page: its ids, its addresses, and what a strict policy would refuse."""

    path: str
    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        values = {name: value or "" for name, value in attrs}
        self.inline += [f"<{tag} {name}=…>" for name in names if name == "style" or name.startswith("on")]
        self.inline += [f"<{tag}>"] * (tag == "style" or (tag == "script" and "src" not in values and not _is_data(values)))
        self.ids += [values["id"]] if "id" in values else []
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "headers"):
            self.references += values.get(name, "").split()
        for name, value in values.items():
            if name in LINKS and not (tag == "form" and not value):
                self.links.append((tag, name, value))
                if (tag, name) in LOADED or (tag == "link" and values.get("rel") not in NOT_LOADED):
                    self.loaded.append(value)


def _is_data(attributes: dict[str, str]) -> bool:
    """A script element whose type no browser runs carries data; a policy has nothing against it."""
    return attributes.get("type", "") in {"application/json", "application/ld+json"}


@pytest.fixture(scope="module")
def pages(demo_site: Path) -> dict[str, Page]:
    """Every page of the site by its path from the root."""
    read: dict[str, Page] = {}
    for file in sorted(demo_site.rglob("*.html")):
        page = Page(file.relative_to(demo_site).as_posix())
        page.feed(file.read_text(encoding="utf-8"))
        page.close()
        read[page.path] = page
    assert len(read) > 100, "the demo is a company's catalog, not a page or two"
    return read


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_parse_strictly(demo_site: Path, part: int) -> None:
    errors: list[str] = []
    for file in sorted(demo_site.rglob("*.html"))[part::PARTS]:
        try:
            html5lib.HTMLParser(strict=True).parse(file.read_text(encoding="utf-8"))
        except ParseError as error:
            errors.append(f"{file.relative_to(demo_site).as_posix()}: {error}")
    assert not errors, "\n".join(errors)


def test_ids_are_unique_in_a_page(pages: dict[str, Page]) -> None:
    repeated = [f"{page.path}: {name}" for page in pages.values() for name, count in Counter(page.ids).items() if count > 1 or not name]
    assert not repeated, "\n".join(repeated)


def test_labels_and_descriptions_point_at_something(pages: dict[str, Page]) -> None:
    missing = [f"{page.path}: {name}" for page in pages.values() for name in page.references if name not in page.ids]
    assert not missing, "\n".join(missing)


def test_internal_links_resolve(demo_site: Path, pages: dict[str, Page]) -> None:
    files = {file.relative_to(demo_site).as_posix() for file in demo_site.rglob("*") if file.is_file()}
    ids = {page.path: frozenset(page.ids) for page in pages.values()}
    broken = [
        f"{page.path}: <{tag} {name}={address!r}>: {fault}"
        for page in pages.values()
        for tag, name, address in page.links
        for fault in _faults(page.path, address, files, ids)
    ]
    assert not broken, "\n".join(broken[:100])


def _faults(page: str, address: str, files: set[str], ids: dict[str, frozenset[str]]) -> Iterator[str]:
    """What is wrong with an address on a page, if anything."""
    if EXTERNAL.match(address) or address.startswith("data:image/"):
        return
    if page == "404.html" and address.startswith("/") and not address.startswith("//"):
        address = address.removeprefix("/")  # shown at any depth, so it names the place where the site is published: a server's root
    parts = urlsplit(address)
    if not address:
        yield "is empty"
        return
    if parts.scheme or parts.netloc or address.startswith("/"):
        yield "an internal link must be relative, an external one plain"
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    if target.startswith("../"):
        yield "leads out of the site"
    elif parts.path.endswith("/") or target == ".":
        yield "names a folder; on file:// only a file can be opened"
    elif target not in files:
        yield "leads nowhere"
    elif parts.fragment and target in ids and unquote(parts.fragment) not in ids[target] | {"top"}:
        yield "the page has no such anchor"


def test_nothing_is_loaded_from_elsewhere(pages: dict[str, Page]) -> None:
    loaded = [f"{page.path}: {address}" for page in pages.values() for address in page.loaded]
    assert loaded
    assert not [line for line in loaded if EXTERNAL.match(line.partition(": ")[2])]


def test_style_sheets_name_only_files_of_the_site(demo_site: Path) -> None:
    broken = [
        f"{sheet.relative_to(demo_site).as_posix()}: {address}"
        for sheet in demo_site.rglob("*.css")
        for address in STYLE_ADDRESS.findall(sheet.read_text(encoding="utf-8"))
        if not address.startswith("data:image/") and not (sheet.parent / unquote(urlsplit(address).path)).is_file()
    ]
    assert not broken, "\n".join(broken)


def test_no_script_or_style_stands_in_a_page(pages: dict[str, Page]) -> None:
    inline = [f"{page.path}: {found}" for page in pages.values() for found in page.inline]
    assert not inline, "\n".join(inline[:100])


def test_every_page_is_reached_from_the_home_page(pages: dict[str, Page]) -> None:
    seen = {"index.html"}
    waiting = ["index.html"]
    while waiting:
        page = waiting.pop()
        for tag, name, address in pages[page].links:
            path = urlsplit(address).path
            if (tag, name) not in {("a", "href"), ("form", "action")} or not path or EXTERNAL.match(address):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
            if target in pages and target not in seen:
                seen.add(target)
                waiting.append(target)
    assert sorted(pages.keys() - seen) in ([], ["404.html"])


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("../b/index.html", None),
        ("../b/index.html#here", None),
        ("#mine", None),
        ("https://example.com/", None),
        ("", "is empty"),
        ("../b/index.html#gone", "the page has no such anchor"),
        ("../c/index.html", "leads nowhere"),
        ("../b/", "names a folder; on file:// only a file can be opened"),
        ("../../x.html", "leads out of the site"),
        ("/b/index.html", "an internal link must be relative, an external one plain"),
        ("//example.com/", "an internal link must be relative, an external one plain"),
        ("javascript:alert(1)", "an internal link must be relative, an external one plain"),
    ],
)
def test_the_check_of_links_sees_faults(address: str, fault: str | None) -> None:
    files = {"a/index.html", "b/index.html"}
    ids = {"a/index.html": frozenset({"mine"}), "b/index.html": frozenset({"here"})}
    assert list(_faults("a/index.html", address, files, ids)) == ([fault] if fault else [])
