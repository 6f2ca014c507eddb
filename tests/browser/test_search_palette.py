"""The search in a real browser: what it finds and in which order, how it is used by keyboard, and that names cannot do harm."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect

from catalog_gen.diagnostics import Span
from catalog_gen.model.catalog import Catalog, Channel
from catalog_gen.model.message import Lifecycle, Message, MessageVersion
from catalog_gen.model.people import Domain, Owner, Team
from catalog_gen.model.schema import Schema
from catalog_gen.model.slugs import slugify
from catalog_gen.resources import resource
from catalog_gen.site.search_index import search_files

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

Address = Callable[[str], str]

HERE = Span(path="a.yaml")
HOSTILE = "<img src=x onerror='window.harmed=1'></script><script>window.harmed=1</script>\u2028\"'"

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Search</title>
<link rel="stylesheet" href="../assets/site.css"><link rel="stylesheet" href="../assets/search.css">
<script src="../assets/search.js" defer></script></head>
<body><main id="main"><h1>Search</h1><form action="index.html"><input id="search-input" type="search" name="q" aria-label="Find"></form>
<div id="search-results"><p id="rest">Lists</p></div></main></body></html>
"""


def message(name: str, fields: str = "", domain: str = "", owner: str = "", channel: str = "", state: str = "active") -> Message:
    text = json.dumps({"properties": {field: {} for field in fields.split()}})
    version = MessageVersion(
        version="1",
        slug="1",
        lifecycle=Lifecycle(state=state),
        channels=(channel,) if channel else (),
        payload=Schema(format="json-schema", written=text, digest=name, span=HERE),
        span=HERE,
    )
    owners = (Owner(id=owner),) if owner else ()
    return Message(
        id=name, slug=slugify(name) or "hostile", name=name, kind="event", domain=domain, owners=owners, latest="1", versions=(version,)
    )


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A search page and its data, with names that tell good answers from poor ones."""
    catalog = Catalog(
        messages=(
            message("OrderPlaced", "totalAmount buyerId", "sales", "till", "shop.orders.v1"),
            message("OrderPlacedLate", "reason", "sales"),
            message("ReorderPlanned", "amountDue", "stock"),
            message("PaymentSettled", "amount", "money", "till", state="deprecated"),
            message("com.acme.invoice-issued", "dueDate", "money"),
            message("ÜberweisungErhalten", "betrag"),
            message(HOSTILE),
        ),
        channels=(Channel(id="orders", slug="orders", address="shop.orders.v1", messages=("OrderPlaced",)),),
        domains=tuple(Domain(id=name, slug=name, name=name.title(), span=HERE) for name in ("money", "sales", "stock")),
        teams=(Team(id="till", slug="till", name="Till & basket", span=HERE),),
    )
    folder = tmp_path_factory.mktemp("small")
    statics = {f"assets/{name}": (resource("static") / name).read_bytes() for name in ("site.css", "search.css", "search.js")}
    statics["assets/geist.woff2"] = (resource("static") / "geist.woff2").read_bytes()
    for path, content in {**search_files(catalog), **statics, "search/index.html": PAGE.encode()}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def searching(small_site: Path, open_page_once: Page) -> Page:
    """The small search page, opened once for all queries."""
    open_page_once.goto((small_site / "search/index.html").as_uri())
    return open_page_once


@pytest.fixture(scope="module")
def open_page_once(browser: Any) -> Iterator[Page]:
    context = browser.new_context()
    page: Page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def found(page: Page, query: str) -> list[str]:
    """The names of the results, once nothing more is being loaded."""
    page.fill("#search-input", query)
    expect(page.locator(".find-status")).not_to_have_text("Searching…")
    page.wait_for_timeout(250)
    names: list[str] = page.locator(".find-option .find-name").evaluate_all(
        "lines => lines.map((line) => line.firstChild ? line.innerText.split('\\n')[0] : '')"
    )
    return names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("OrderPlaced", ["OrderPlaced", "OrderPlacedLate"]),
        ("order.placed", ["OrderPlaced", "OrderPlacedLate"]),
        ("ORDER-PLACED", ["OrderPlaced", "OrderPlacedLate"]),
        ("order placed", ["OrderPlaced", "OrderPlacedLate"]),
        ("placed order", ["OrderPlaced", "OrderPlacedLate"]),
        ("derpl", ["OrderPlaced", "ReorderPlanned", "OrderPlacedLate"]),
        ("ordpl", ["OrderPlaced", "OrderPlacedLate"]),
        ("OrdPl", ["OrderPlaced", "OrderPlacedLate"]),
        ("paymentsetled", ["PaymentSettled deprecated"]),
        ("paymnetsettled", ["PaymentSettled deprecated"]),
        ("pazmentsettled", ["PaymentSettled deprecated"]),
        ("acmeinvoice", ["com.acme.invoice-issued"]),
        ("uberweisung", ["ÜberweisungErhalten"]),
        ("totalAmount", ["OrderPlaced"]),
        ("total_amount", ["OrderPlaced"]),
        ("field:amount", ["PaymentSettled deprecated", "OrderPlaced", "ReorderPlanned"]),
        ("field:buyer", ["OrderPlaced"]),
        ("field:nothinglikeit", []),
        ("owner:till", ["Till & basket", "OrderPlaced", "PaymentSettled deprecated"]),
        ("owner:till settled", ["PaymentSettled deprecated"]),
        ("channel:orders", ["shop.orders.v1", "OrderPlaced"]),
        ("domain:money", ["Money", "PaymentSettled deprecated", "com.acme.invoice-issued"]),
        ("domain:sales late", ["OrderPlacedLate"]),
        ("qqqqqq", []),
    ],
)
def test_a_query_finds(searching: Page, query: str, names: list[str]) -> None:
    shown = found(searching, query)
    if query.startswith(("field:", "domain:")):
        assert sorted(shown) == sorted(names)
    else:
        assert shown[: len(names)] == names
        assert shown or not names
    if not names:
        assert shown == []
        expect(searching.locator(".find-status")).to_have_text(f"Nothing found for “{query}”.")


def test_why_something_was_found_is_said(searching: Page) -> None:
    found(searching, "totalAmount")
    expect(searching.locator(".find-option").first).to_contain_text("Sales · field totalAmount")
    found(searching, "owner:till")
    expect(searching.locator(".find-option", has_text="OrderPlaced")).to_contain_text("owned by Till & basket")


def test_names_are_text_and_nothing_else(searching: Page) -> None:
    (name,) = found(searching, "onerror")
    assert name.startswith("<img src=x")
    assert searching.evaluate("() => [window.harmed, document.querySelectorAll('#search-results img, #search-results script').length]") == [
        None,
        0,
    ]


def test_chips_narrow_the_results_to_a_kind(searching: Page) -> None:
    assert len(found(searching, "order")) > 3
    chips = searching.get_by_role("group", name="Show only")
    chips.get_by_role("button", name="Channels 1").click()
    expect(searching.locator(".find-option")).to_have_count(1)
    expect(chips.get_by_role("button", name="Channels 1")).to_have_attribute("aria-pressed", "true")
    chips.get_by_role("button", name="All").click()


def test_the_query_is_in_the_address_and_comes_from_it(small_site: Path, searching: Page) -> None:
    found(searching, "settled x")
    assert searching.url.endswith("?q=settled%20x")
    searching.goto((small_site / "search/index.html").as_uri() + "?q=settled")
    expect(searching.locator(".find-option")).to_have_count(1)
    expect(searching.locator("#rest")).to_be_hidden()
    searching.fill("#search-input", "")
    expect(searching.locator("#rest")).to_be_visible()


def test_the_keyboard_moves_and_says_where_it_is(searching: Page) -> None:
    found(searching, "order")
    box = searching.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.focus()
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", -1)):
        searching.keyboard.press(key)
        chosen = searching.locator("[role=option][aria-selected=true]")
        if place is None:
            expect(chosen).to_have_count(0)
        else:
            expect(chosen).to_have_id(str(box.get_attribute("aria-activedescendant")))
            expect(chosen).to_have_id(str(searching.get_by_role("option").nth(place).get_attribute("id")))


# --- on the demo's pages


@pytest.mark.parametrize("place", ["file", "http"])
@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_the_palette_opens_anywhere_and_closes_again(key: str, place: str, request: pytest.FixtureRequest, open_page: OpenPage) -> None:
    address: Address = request.getfixturevalue(f"{place}_url")
    with open_page(address("services/index.html")) as look:
        assert look.page.locator("script[src*='names.js']").count() == 0, "a page that is only read loads no search data"
        look.page.keyboard.press(key)
        palette = look.page.get_by_role("dialog", name="Search")
        expect(palette.get_by_role("combobox")).to_be_focused()
        look.page.keyboard.type("e")
        expect(palette.get_by_role("option").first).to_be_visible()
        look.page.keyboard.press("Escape")
        expect(palette).to_be_hidden()
        assert look.complaints == []
        if place == "http":
            assert look.refused() == []


def test_typing_in_the_bar_goes_on_in_the_palette(file_url: Address, open_page: OpenPage) -> None:
    with open_page(file_url("index.html")) as look:
        look.page.locator("#bar-search").focus()
        look.page.keyboard.type("pay")
        palette = look.page.get_by_role("dialog", name="Search")
        expect(palette.get_by_role("combobox")).to_have_value("pay")
        look.page.keyboard.press("Enter")  # perhaps before the names have been loaded
        expect(look.page.get_by_role("heading", level=1)).to_contain_text("ay")


def test_every_result_leads_to_a_page_that_exists(file_url: Address, open_page: OpenPage) -> None:
    with open_page(file_url("search/index.html")) as look:
        links: set[str] = set()
        for letter in "aeiou":
            look.page.fill("#search-input", letter)
            expect(look.page.locator(".find-option").first).to_be_visible()
            while look.page.locator(".find-more").is_visible():
                look.page.locator(".find-more").click()
            links |= set(look.page.locator(".find-option").evaluate_all("options => options.map((option) => option.href)"))
    assert len(links) > 100
    assert [link for link in sorted(links) if not Path(unquote(urlsplit(link).path)).is_file()] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_open_palette_is_accessible(file_url: Address, open_page: OpenPage, axe: str, scheme: str, width: int) -> None:
    with open_page(file_url("index.html"), scheme=scheme, width=width, engine=axe) as look:
        look.page.keyboard.press("/")
        assert look.accessibility() == []
        look.page.keyboard.type("order")
        look.page.wait_for_timeout(400)
        look.page.keyboard.press("ArrowDown")
        assert look.accessibility() == []
        assert look.overflow() <= 0
