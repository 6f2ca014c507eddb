"""The identity report and the conflicts of a message, as pages."""

from __future__ import annotations

import re
from html import unescape

import pytest

from catalog_gen.graph import link
from catalog_gen.merge import merge
from catalog_gen.model import addresses
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.declaration import Declarations
from catalog_gen.site.links import settle
from catalog_gen.site.plan import plan
from catalog_gen.site.render import Renderer
from tests.merge.declared import document, message
from tests.merge.registered import registered, subject

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def merged() -> Catalog:
    """Messages that were joined for every reason, some that look alike, and sources that contradict."""
    return merge(
        [
            document("shop", "1.0.0", message("OrderPlaced", "a", owners=("checkout",)), message("Paid", "p", channel="payments")),
            document("kiosk", "2.0.0", message("order_placed", "k", channel="kiosk"), message(HOSTILE, "h", channel="x")),
            document("mail", "1.0.0", message("OrderPlaced", "m", role="receive")),
            registered(
                subject("orders-value", "a", "b", record="com.acme.OrderPlaced", owners=("billing",)),
                subject("payments-value", "q"),
            ),
        ]
    )


@pytest.fixture(scope="module")
def rendered(merged: Catalog, renderer: Renderer) -> dict[str, str]:
    """Each page and its twin, by path."""
    files: dict[str, str] = {}
    for page in plan(merged, link(merged)):
        for path in page.paths:
            files[path] = settle(renderer.render(page), path)
            if path.endswith("index.html"):
                files[path.removesuffix("html") + "md"] = settle(renderer.twin(page), path.removesuffix("html") + "md")
    return files


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.replace("<wbr>", ""))).split())


@pytest.mark.parametrize(
    "said",
    [
        "com.acme.OrderPlaced spelled like OrderPlaced , on the same channel orders",
        "orders-value the same source's name for com.acme.OrderPlaced",
        "payments its topic payments carries only Paid",
        "not joined: order_placed spelled alike, without a common channel or payload",
        "aliases: {OrderPlaced: [order_placed]}",
        "Schema registry as com.acme.OrderPlaced",
        "2 messages have more than one name; 2 messages look like another one.",
    ],
)
def test_the_report_says_why(rendered: dict[str, str], said: str) -> None:
    assert said in words(rendered["identity/index.html"])


def test_the_twin_says_the_same(rendered: dict[str, str]) -> None:
    twin = rendered["identity/index.md"]
    assert "`com.acme.OrderPlaced` (spelled like `OrderPlaced`, on the same channel `orders`)" in twin
    assert "`aliases: {OrderPlaced: [order_placed]}`" in twin


def test_names_from_sources_stay_text(rendered: dict[str, str]) -> None:
    assert HOSTILE not in rendered["identity/index.html"]
    assert "alert(1)" in rendered["identity/index.html"]


def test_pages_lead_to_the_row_of_their_message(rendered: dict[str, str], merged: Catalog) -> None:
    rows = set(re.findall(r'<tr id="([^"]+)"', rendered["identity/index.html"]))
    for one in merged.messages:
        page = rendered[f"{addresses.message_url(one)}index.html"]
        (anchor,) = re.findall(r'href="[./]*identity/index\.html#([^"]+)"', page)
        assert anchor in rows
    assert "identity/index.html" in rendered["problems/index.html"]


def test_rows_on_later_pages_are_found(merged: Catalog) -> None:
    many = merge([document("shop", "1", *(message(f"M{number:04}", str(number)) for number in range(2 * addresses.IDENTITY_SIZE)))])
    urls = addresses.identity_urls(many)
    assert urls["M0000"].startswith("identity/#")
    assert urls[f"M{addresses.IDENTITY_SIZE:04}"].startswith("identity/page/2/#")
    assert addresses.identity_urls(merged).keys() == merged.message_by_id.keys()


def test_a_message_shows_what_its_sources_say_side_by_side(rendered: dict[str, str], merged: Catalog) -> None:
    one = merged.message_by_id["OrderPlaced"]
    shown = words(rendered[f"{addresses.message_url(one)}index.html"])
    first = words(rendered[f"{addresses.version_url(one, one.versions[-1])}index.html"])
    assert "mail 1.0.0 (consumer) declares another schema" in shown
    assert "names another owner" in first
    assert re.search(r"Owner (billing checkout|checkout billing)", first)


def test_an_empty_catalog_has_an_empty_report(renderer: Renderer) -> None:
    empty = merge([Declarations()])
    (page,) = [page for page in plan(empty, link(empty)) if "identity/index.html" in page.paths]
    assert "There are no messages yet." in words(renderer.render(page))
