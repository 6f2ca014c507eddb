"""The pages of one document of each protocol in a real browser: light and dark, wide and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import catalog_gen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import OpenPage
    from tests.conftest import Address, ServeStrictly

pytestmark = pytest.mark.browser

DOCUMENTS = Path(__file__).parents[1] / "site" / "protocols"
HEAVIEST = 60_000
"""Bytes of a message page that a median page must stay below."""


@pytest.fixture(scope="module")
def protocols_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalog of all these documents."""
    root = tmp_path_factory.mktemp("protocols")
    for document in DOCUMENTS.glob("*.yaml"):
        (root / document.name).write_bytes(document.read_bytes())
    site = root / "site"
    catalog_gen.build(root, site)
    return site


@pytest.fixture(scope="module")
def url(protocols_site: Path, serve_strictly: ServeStrictly) -> Iterator[Address]:
    with serve_strictly(protocols_site) as address:
        yield address


def service_pages() -> list[str]:
    """The service page of each document, by the title's slug."""
    catalog = catalog_gen.load(DOCUMENTS)
    return sorted(f"services/{service.slug}/index.html" for service in catalog.services)


@pytest.mark.parametrize("path", service_pages())
def test_a_protocol_is_accessible_and_fits(path: str, url: Address, open_page: OpenPage, axe: str) -> None:
    with open_page(url(path), engine=axe) as look:
        look.page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for scheme, width in (("light", 1440), ("dark", 390)):
            look.change(scheme, width)
            assert look.overflow() <= 0, f"{path} is wider than its window of {width} pixels"
            findings = look.accessibility()
            assert not findings, path + "\n" + "\n".join(findings)
        assert look.complaints == []
        assert look.refused() == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_messages_are_accessible_and_fit(
    scheme: str, width: int, protocols_site: Path, url: Address, open_page: OpenPage, axe: str
) -> None:
    pages = [page for kind in ("events", "messages") for page in sorted(protocols_site.glob(f"{kind}/*/index.html"))]
    assert len(pages) > 10
    for page in pages[:: 4 if scheme == "dark" else 5]:
        path = page.relative_to(protocols_site).as_posix()
        with open_page(url(path), scheme=scheme, width=width, engine=axe) as look:
            assert look.complaints == []
            assert look.overflow() <= 0, path
            assert look.accessibility() == []


def test_a_table_reads_as_lines_on_a_phone(url: Address, open_page: OpenPage) -> None:
    """Label, value and words stand below each other where there is no room beside."""
    with open_page(url("services/warehouse-alerts/index.html"), width=390) as look:
        row = look.page.locator("table.stated tr:has(td.words)").first
        label, value = row.locator("th").bounding_box(), row.locator("td").first.bounding_box()
        assert label is not None
        assert value is not None
        assert value["y"] >= label["y"] + label["height"] - 1


def test_a_placeholder_leads_to_its_variable(protocols_site: Path, open_page: OpenPage) -> None:
    with open_page((protocols_site / "services/parcel-tracking/index.html").as_uri(), scripts=False) as look:
        link = look.page.locator("a.placeholder", has_text="{region}")
        target = link.get_attribute("href")
        assert target is not None
        assert "The nearest region." in look.page.locator(target).inner_text()


def test_message_pages_stay_light(protocols_site: Path) -> None:
    sizes = sorted(page.stat().st_size for kind in ("events", "messages") for page in protocols_site.glob(f"{kind}/*/index.html"))
    assert sizes[len(sizes) // 2] < HEAVIEST
