"""Each type of page in a real browser: light and dark, wide and narrow, under a strict policy, with and without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage
    from tests.conftest import Address

pytestmark = pytest.mark.browser

PAGE_TYPES = {
    "home": r"index\.html",
    "message list": r"(events|commands|queries|messages)/index\.html",
    "message": r"(events|commands|queries|messages)/[^/]+/index\.html",
    "message version": r"(events|commands|queries|messages)/[^/]+/(?!compare/)[^/]+/index\.html",
    "comparison": r"(events|commands|queries|messages)/[^/]+/compare/[^/]+/index\.html",
    "comparisons": r"(events|commands|queries|messages)/[^/]+/compare/index\.html",
    "service list": r"services/index\.html",
    "service": r"services/[^/]+/index\.html",
    "service version": r"services/[^/]+/[^/]+/index\.html",
    "channel list": r"channels/index\.html",
    "channel": r"channels/[^/]+/index\.html",
    "domain list": r"domains/index\.html",
    "domain": r"domains/[^/]+/index\.html",
    "team list": r"teams/index\.html",
    "team": r"teams/[^/]+/index\.html",
    "user list": r"users/index\.html",
    "user": r"users/[^/]+/index\.html",
    "server list": r"servers/index\.html",
    "schema list": r"schemas/index\.html",
    "schema": r"schemas/[^/]+/index\.html",
    "text list": r"docs/index\.html",
    "text": r"docs/.+/index\.html",
    "graph": r"graph/index\.html",
    "identity": r"identity/index\.html",
    "changes": r"changes/index\.html",
    "migrations": r"migrations/index\.html",
    "problems": r"problems/index\.html",
    "problem codes": r"problems/codes/index\.html",
    "search": r"search/index\.html",
    "error": r"404\.html",
}
"""What a page is, by its path. A new type of page is added here, or the first test fails."""

ON_A_DISK = [kind for kind in PAGE_TYPES if kind != "error"]
"""The error page names the place where the site is published, because a server shows it at any depth."""

looks = pytest.mark.parametrize("kind", PAGE_TYPES)
LOOKS = (("light", 1440, True), ("dark", 1440, False), ("light", 390, False), ("dark", 390, True))
"""Scheme, width, and whether axe looks too: at both schemes and both widths, not at each pair of them."""


def of_kind(site: Path, kind: str) -> list[str]:
    """The pages of a type, the heaviest first: what can overflow or clash is most likely there."""
    shape = re.compile(PAGE_TYPES[kind])
    sizes = {file.relative_to(site).as_posix(): file.stat().st_size for file in site.rglob("*.html")}
    pages = sorted((path for path in sizes if shape.fullmatch(path)), key=lambda path: (-sizes[path], path))
    assert pages, f"the demo has no page of the type {kind!r}"
    return pages


def test_every_page_has_a_type(demo_site: Path) -> None:
    shapes = [re.compile(shape) for shape in PAGE_TYPES.values()]
    paths = [file.relative_to(demo_site).as_posix() for file in demo_site.rglob("*.html")]
    assert not [path for path in paths if not any(shape.fullmatch(path) for shape in shapes)]


@looks
def test_page_is_accessible_and_quiet(
    demo_site: Path, http_url: Address, root_url: Address, open_page: OpenPage, axe: str, kind: str
) -> None:
    path = of_kind(demo_site, kind)[0]
    with open_page((root_url if kind == "error" else http_url)(path), engine=axe) as look:
        for scheme, width, thorough in LOOKS:
            look.change(scheme, width)
            assert look.overflow() <= 0, f"{path} is wider than its window of {width} pixels"
            findings = look.accessibility() if thorough else []
            assert not findings, f"{path}, {scheme}, {width} pixels\n" + "\n".join(findings)
        assert look.complaints == []
        assert look.refused() == []


@pytest.mark.parametrize("kind", ON_A_DISK)
def test_page_works_from_a_folder(demo_site: Path, file_url: Address, open_page: OpenPage, kind: str) -> None:
    with open_page(file_url(of_kind(demo_site, kind)[0]), width=390) as look:
        assert look.complaints == []
        assert look.page.locator("h1").count() == 1
        assert look.page.evaluate("() => document.styleSheets.length") > 0


@looks
def test_page_says_the_same_without_scripts(demo_site: Path, file_url: Address, open_page: OpenPage, kind: str) -> None:
    url = file_url(of_kind(demo_site, kind)[0])
    with open_page(url, scripts=False) as plain, open_page(url) as scripted:
        scripted.page.add_style_tag(content="button, label, output, [role=status] { display: none !important }")
        without, with_scripts = (set(look.page.locator("main").inner_text().split()) for look in (plain, scripted))
    assert len(without) > 5
    lost = with_scripts - without
    assert not lost or kind in {"search", "comparisons"}, f"only a browser that runs scripts shows: {sorted(lost)[:20]}"


def test_a_message_page_answers_without_scrolling_or_scripts(demo_site: Path, file_url: Address, open_page: OpenPage) -> None:
    """What it is, who owns it, who sends it, who reads it, which version, on which channel: above the fold."""
    pages = of_kind(demo_site, "message")
    for path in (pages[0], pages[len(pages) // 2]):
        with open_page(file_url(path), scripts=False) as look:
            for answer in ("owner", "producer", "consumer", "version", "channel"):
                place = look.page.locator("main").get_by_text(re.compile(answer, re.IGNORECASE)).first.bounding_box()
                assert place is not None, f"{path} does not say: {answer}"
                assert place["y"] < 900, f"{path}: {answer} is below the fold"
