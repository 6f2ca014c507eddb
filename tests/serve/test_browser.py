"""The preview's script in a real browser: the page follows the sources, and a mistake is shown over the last good one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import Running, running

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LONG = " ".join(f"paragraph {number}" for number in range(6_000))


@pytest.fixture
def edited(root: Path) -> Iterator[Running]:
    (root / "events/a.txt").write_text(f"First {LONG}")
    with running(root) as preview:
        yield preview


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console says against the page; empty at the end of every test."""
    return []


@pytest.fixture
def page(browser: Browser, edited: Running, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 600})
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"http://localhost:{edited.port}/events/a/")
    yield page
    context.close()
    assert complaints == []


def is_at(page: Page, top: int) -> bool:
    """Whether the page comes to stand there; it is asked again for a moment, because it is laid out in steps."""
    for _ in range(50):
        if abs(page.evaluate("scrollY") - top) < 2:
            return True
        page.wait_for_timeout(50)
    return False


def test_an_edit_reloads_the_page_where_it_was(page: Page, edited: Running) -> None:
    page.evaluate("scrollTo(0, 1234)")
    (edited.root / "events/a.txt").write_text(f"Second {LONG}")
    page.locator("h1", has_text="Second").wait_for(timeout=30_000)
    assert is_at(page, 1234)


def test_a_mistake_is_shown_over_the_last_good_page(page: Page, edited: Running) -> None:
    page.evaluate("scrollTo(0, 777)")
    (edited.root / "events/a.txt").write_text("Loud !<img src=x onerror=alert(1)>")
    panel = page.get_by_role("alertdialog", name="1 error in the sources")
    panel.wait_for(timeout=30_000)
    assert panel.get_by_text("a.txt:1:6", exact=True).is_visible()
    assert panel.get_by_text("Loud: Loud !<img src=x onerror=alert(1)>").is_visible()
    assert panel.get_by_text("Be quiet.").is_visible()
    assert "last good page" in panel.inner_text()
    assert page.locator("h1").inner_text().startswith("First")
    assert is_at(page, 777)
    (edited.root / "events/a.txt").write_text(f"Third {LONG}")
    page.locator("h1", has_text="Third").wait_for(timeout=30_000)
    assert panel.count() == 0


def test_it_is_dismissed_and_called_back_by_keyboard(page: Page, edited: Running) -> None:
    (edited.root / "events/a.txt").write_text("Loud!")
    panel = page.get_by_role("alertdialog")
    panel.wait_for(timeout=30_000)
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    badge = page.get_by_role("button", name="1 error")
    assert badge.is_visible()
    page.reload()
    badge.wait_for(timeout=30_000)
    assert panel.is_hidden()
    badge.focus()
    page.keyboard.press("Enter")
    assert panel.is_visible()
    panel.get_by_role("button", name="Dismiss").click()
    assert panel.is_hidden()
    assert badge.evaluate("node => node.getRootNode().activeElement === node")
    (edited.root / "events/a.txt").write_text("Another!")
    panel.get_by_text("Loud: Another!").wait_for(timeout=30_000)


def test_a_page_opened_while_something_is_wrong_shows_it(page: Page, edited: Running) -> None:
    (edited.root / "events/a.txt").write_text("Loud!")
    page.get_by_role("alertdialog").wait_for(timeout=30_000)
    page.goto(f"http://localhost:{edited.port}/")
    page.get_by_role("alertdialog").wait_for(timeout=30_000)
    assert page.locator("h1").inner_text() == "Home"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_notice_is_accessible(page: Page, edited: Running, complaints: list[str], scheme: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # noqa: PLC0415 - only here

    page.emulate_media(color_scheme=scheme)
    (edited.root / "events/a.txt").write_text("Loud!")
    page.get_by_role("alertdialog").wait_for(timeout=30_000)
    page.wait_for_timeout(200)
    assert complaints == []
    found = Axe().run(page, context="#catalog-gen-preview")
    assert found.response["violations"] == []
    page.keyboard.press("Escape")
    found = Axe().run(page, context="#catalog-gen-preview")
    assert found.response["violations"] == []
    complaints.clear()  # axe tries styles of its own


def test_a_hidden_page_catches_up_when_it_is_looked_at_again(page: Page, edited: Running) -> None:
    hide = "state => { Object.defineProperty(document, 'hidden', { get: () => state, configurable: true });"
    page.evaluate(hide + " document.dispatchEvent(new Event('visibilitychange')); }", True)  # noqa: FBT003 - an argument of the script
    (edited.root / "events/a.txt").write_text("Second")
    page.wait_for_timeout(400)
    assert page.locator("h1").inner_text().startswith("First")
    page.evaluate(hide + " document.dispatchEvent(new Event('visibilitychange')); }", False)  # noqa: FBT003
    page.locator("h1", has_text="Second").wait_for(timeout=30_000)
