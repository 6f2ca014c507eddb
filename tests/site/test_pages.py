"""What holds for every page of the showcase: it is whole, light, safe, and the same every time."""

from __future__ import annotations

import gzip
import json
import os
import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import msgspec
import pytest

from catalog_gen.files import FolderReader
from catalog_gen.graph import link
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.schema import Example
from catalog_gen.resources import resource
from catalog_gen.site.assets import Assets
from catalog_gen.site.extras import extra_files
from catalog_gen.site.links import ROOT, settle
from catalog_gen.site.page import page_key
from catalog_gen.site.plan import plan
from catalog_gen.site.render import Renderer
from tests.site.showcase import schema, showcase, small_message, span

if TYPE_CHECKING:
    from catalog_gen.site.page import Page

PUBLISHED_BELOW = "/events/"
"""The path of the showcase's address."""

HERE = Path(__file__).parent
LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
TWIN_LINK = re.compile(r"\]\(([^)\s]+)\)")


class Elements(HTMLParser):
    """The ids, the tags and the attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id" and value]


@pytest.fixture(scope="module")
def site(pages: dict[str, Page], catalog: Catalog, renderer: Renderer) -> dict[str, str]:
    """Every file of the showcase as text, by its path."""
    files: dict[str, str] = {}
    for path, page in pages.items():
        files[path] = settle(renderer.render(page), path)
        if path.endswith("index.html"):
            twin = path.removesuffix("html") + "md"
            files[twin] = settle(renderer.twin(page), twin)
    extras = extra_files(catalog, {}, list(dict.fromkeys(pages.values())), renderer, FolderReader(HERE))
    return files | {path: content.decode("utf-8", "replace") for path, content in extras}


def html_of(site: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in site.items() if path.endswith(".html")}


def test_pages_parse_strictly(site: dict[str, str]) -> None:
    for html in html_of(site).values():
        html5lib.HTMLParser(strict=True).parse(html)


def test_no_id_stands_twice(site: dict[str, str]) -> None:
    for path, html in html_of(site).items():
        ids = Elements(html).ids
        assert len(ids) == len(set(ids)), f"{path}: {sorted(one for one in ids if ids.count(one) > 1)}"


def test_every_link_leads_to_a_file_and_a_place_in_it(site: dict[str, str]) -> None:
    ids = {path: set(Elements(html).ids) for path, html in html_of(site).items()}
    dead = []
    for path, html in html_of(site).items():
        for url in LINK.findall(html):
            if url.startswith(("https://", "mailto:")):
                continue
            assert url, f"{path} has an empty link"
            file, _, anchor = url.replace("&amp;", "&").partition("#")
            if path == "404.html" and file:
                assert file.startswith(PUBLISHED_BELOW), f"{path} is shown at any depth, where {url} leads elsewhere"
                file = file.removeprefix(PUBLISHED_BELOW) or "index.html"
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            if target not in site or (anchor and target.endswith(".html") and anchor not in ids[target]):
                dead.append((path, url))
    assert not dead


def test_every_link_of_a_twin_leads_to_a_file(site: dict[str, str]) -> None:
    dead = []
    for path, text in site.items():
        if path.endswith(".md"):
            for url in TWIN_LINK.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), url.partition("#")[0]))
                if not url.startswith(("https://", "mailto:")) and target not in site:
                    dead.append((path, url))
    assert not dead


def test_no_page_needs_a_lax_policy(site: dict[str, str]) -> None:
    for path, html in html_of(site).items():
        found = Elements(html)
        assert "style" not in found.tags, path
        assert not [name for name, _ in found.attributes if name == "style" or name.startswith("on")], path
        assert html.count("<script") == len(re.findall(r'<script src="[\w./-]+"(?: defer)?></script>', html)), path


def test_no_page_keeps_a_mark(site: dict[str, str]) -> None:
    for path, text in site.items():
        if path.endswith((".html", ".md")):
            assert ROOT not in text, path
            assert "\x03" not in text, path


def test_a_page_at_two_places_is_rendered_once(pages: dict[str, Page]) -> None:
    assert pages["events/order-placed/index.html"] is pages["events/order-placed/2.1.0/index.html"]
    assert pages["events/order-placed/index.html"] is not pages["events/order-placed/1.0.0/index.html"]


def test_paths_are_distinct(catalog: Catalog) -> None:
    paths = [path for page in plan(catalog, link(catalog)) for path in page.paths + page.twin_paths]
    assert len(paths) == len(set(paths))


HOSTILE = msgspec.json.decode((HERE / "goldens/hostile/catalog.json").read_bytes(), type=Catalog)


@pytest.mark.parametrize("page", list(plan(HOSTILE, link(HOSTILE))), ids=lambda page: page.paths[0])
def test_nothing_hostile_comes_alive(page: Page, renderer: Renderer) -> None:
    html = settle(renderer.render(page), page.paths[0])
    html5lib.HTMLParser(strict=True).parse(html)
    found = Elements(html)
    assert found.tags.count("script") == 1
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert not [value for name, value in found.attributes if name in {"href", "src", "action"} and "javascript:" in (value or "")]
    assert "49" not in re.sub(r"\d{3,}|#\d+|[\da-f]{8,}", "", html), "a text was run as a template"
    twin = renderer.twin(page) if page.twin_paths else ""
    assert not re.search("[\x00-\x01\x03-\x08]", twin)


def test_lone_surrogates_cost_nothing_but_themselves(renderer: Renderer) -> None:
    message = small_message("Odd", "odd", "event", "", "", "shop", (), "c")
    version = msgspec.structs.replace(message.versions[0], summary="odd \ud800 text", description="and \udfff more")
    catalog = Catalog(messages=(msgspec.structs.replace(message, versions=(version,)),))
    page = next(page for page in plan(catalog) if page.template == "message")
    assert page_key(page, "x")
    assert "odd � text" in renderer.render(page).encode("utf-8").decode()
    assert "odd � text" in renderer.twin(page).encode("utf-8").decode()


def median_message() -> Catalog:
    """A message as large as the median of a company's: 25 fields, 3 KB of Markdown, an example."""
    fields = {
        f"field{number}": {"type": "string", "description": f"What field {number} holds, in a sentence that says it well.", "maxLength": 40}
        for number in range(25)
    }
    message = small_message("Median", "median", "event", "", "", "shop", ("mail", "ledger"), "c")
    version = msgspec.structs.replace(
        message.versions[0],
        description="\n\n".join(f"## Part {part}\n\nIt is **published** when `x` happens. " + "More words. " * 22 for part in range(10)),
        payload=schema({"type": "object", "required": list(fields)[:9], "properties": fields}, "shop.yaml", "/p"),
        examples=(Example(name="One", payload=dict.fromkeys(fields, "value"), has_payload=True, span=span("shop.yaml")),),
    )
    return Catalog(messages=(msgspec.structs.replace(message, versions=(version,)),))


def test_a_message_page_is_light(renderer: Renderer) -> None:
    catalog = median_message()
    page = next(page for page in plan(catalog, link(catalog)) if page.template == "message")
    html = settle(renderer.render(page), page.paths[-1])
    assert len(page.view.description.text) >= 3000  # type: ignore[attr-defined]
    assert len(html.encode()) <= 60 * 1024


def test_what_every_page_loads_is_light() -> None:
    assets = Assets(resource("static"))
    style = assets.files[assets.url("site.css")]
    scripts = b"".join(content for path, content in assets.files.items() if path.endswith(".js"))
    fonts = [name for name in assets.names if name.endswith(".woff2")]
    assert len(gzip.compress(style)) <= 15 * 1024
    assert len(gzip.compress(scripts)) <= 30 * 1024
    assert 1 + 1 + len([name for name in assets.names if name.endswith(".js")]) + len(fonts) + 1 <= 8, "page, style, scripts, fonts, icon"
    for name in re.findall(rb"url\([\"']?([^\"')]+)", style):
        assert f"assets/{name.decode()}" in assets.files, "style sheets name their neighbours only"
    assert not [name for name in assets.names if name.startswith("preview")]


def many(count: int) -> Catalog:
    return Catalog(
        messages=tuple(small_message(f"M{number:05}", f"m{number:05}", "event", "", "", "s", (), "c") for number in range(count))
    )


def test_lists_are_spread_over_pages_of_bounded_size(renderer: Renderer) -> None:
    pages = {path: page for page in plan(many(1201)) for path in page.paths if path.startswith("messages/")}
    assert sorted(pages) == ["messages/index.html", "messages/page/2/index.html", "messages/page/3/index.html"]
    html = settle(renderer.render(pages["messages/page/2/index.html"]), "messages/page/2/index.html")
    assert "501\N{EN DASH}1,000 of 1,201" in html
    assert html.count("<tr>") == 501
    assert 'href="../../../messages/index.html"' in html
    assert len(html) < 400_000


def test_a_key_changes_with_what_the_page_shows_and_only_then() -> None:
    before = {page.paths: page_key(page, "g") for page in plan(many(3))}
    again = {page.paths: page_key(page, "g") for page in plan(many(3))}
    assert before == again
    assert {page_key(page, "other") for page in plan(many(3))}.isdisjoint(before.values())
    base = many(3)
    first = msgspec.structs.replace(base.messages[0].versions[0], title="A title that only its page shows")
    changed = msgspec.structs.replace(base, messages=(msgspec.structs.replace(base.messages[0], versions=(first,)), *base.messages[1:]))
    after = {page.paths: page_key(page, "g") for page in plan(changed)}
    assert [paths[0] for paths in after if after[paths] != before[paths]] == ["events/m00000/index.html"]


SCRIPT = """
import hashlib, sys
sys.path[:0] = sys.argv[1:3]
from tests.site.showcase import showcase
from pathlib import Path
from catalog_gen.graph import link
from catalog_gen.resources import resource
from catalog_gen.site.page import page_key
from catalog_gen.site.plan import plan
from catalog_gen.site.render import Renderer
catalog = showcase("https://catalog.example.com")
renderer = Renderer(resource("templates"), resource("static"))
digest = hashlib.sha256(renderer.digest.encode())
for page in plan(catalog, link(catalog)):
    digest.update((page_key(page, "") + renderer.render(page) + (renderer.twin(page) if page.twin_paths else "")).encode())
print(digest.hexdigest())
"""


def test_pages_are_the_same_in_every_process(tmp_path: Path) -> None:
    digests = set()
    for seed in ("0", "4711"):
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(HERE.parent.parent)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed[0]}"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_catalog_json_and_lists_for_programs(site: dict[str, str]) -> None:
    assert json.loads(site["api/v1/catalog.json"])["format"] == 1
    assert "- [OrderPlaced](events/order-placed/index.md): A customer confirmed an order" in site["llms.txt"]
    assert site["sitemap.xml"].count("<loc>") == len({path for path in html_of(site) if path != "404.html"}) - 9
    assert "<loc>https://catalog.example.com/events/events/order-placed/</loc>" in site["sitemap.xml"]
    feed = site["feed.xml"]
    assert feed.index("OrderPlaced 1.0.0 is deprecated") < feed.index("OrderPlaced 2.1.0")
    assert "<updated>2024-02-01T00:00:00Z</updated>" in feed


def test_without_an_address_there_is_no_feed(renderer: Renderer) -> None:
    catalog = showcase()
    paths = {path for path, _ in extra_files(catalog, {}, list(plan(catalog)), renderer, FolderReader(HERE))}
    assert not paths & {"feed.xml", "sitemap.xml"}


def test_raw_files_stand_beside_the_version_and_the_latest_page(site: dict[str, str]) -> None:
    written = json.loads(site["events/order-placed/2.1.0/schema.json"])
    assert written["title"] == "OrderPlaced"
    assert site["events/order-placed/schema.json"] == site["events/order-placed/2.1.0/schema.json"]
    assert json.loads(site["events/order-placed/2.1.0/examples/a-small-web-order.json"])["channel"] == "web"
    assert site["events/order-placed/1.0.0/schema.json"] != site["events/order-placed/schema.json"]


def test_badges_say_version_and_lifecycle(site: dict[str, str]) -> None:
    assert ">2.1.0</text>" in site["badges/events/order-placed/version.svg"]
    assert ">active</text>" in site["badges/events/order-placed/lifecycle.svg"]
    assert ">3.0.0</text>" in site["badges/services/billing/version.svg"]
