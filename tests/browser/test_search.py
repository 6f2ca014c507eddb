"""Search as a reader uses it: from a folder, by keyboard, by any fragment of a name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import OpenPage
    from tests.conftest import Address

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def messages(demo_site: Path) -> list[dict[str, Any]]:
    """The messages of the demo, as its machine side lists them."""
    listed: list[dict[str, Any]] = json.loads((demo_site / "api/v1/catalog.json").read_text(encoding="utf-8"))["messages"]
    assert len(listed) >= 40
    return listed


def spellings(name: str) -> list[str]:
    """How someone may remember a name: other case, dots and dashes between the words, only the end of it."""
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)
    return [name, name.upper(), ".".join(words).lower(), "-".join(words).lower(), name[len(name) // 3 :]]


@pytest.mark.parametrize("spelling", range(5))
@pytest.mark.parametrize("place", ["file", "http"])
def test_search_finds_a_message_by_keyboard(
    place: str, spelling: int, messages: list[dict[str, Any]], request: pytest.FixtureRequest, open_page: OpenPage
) -> None:
    address: Address = request.getfixturevalue(f"{place}_url")
    message = messages[len(messages) // 2]
    with open_page(address("search/index.html")) as look:
        box = look.page.get_by_role("combobox", name="Find a message")
        box.focus()
        look.page.keyboard.type(spellings(message["name"])[spelling])
        expect(look.page.get_by_role("option", name=message["name"]).first).to_be_visible()
        look.page.keyboard.press("ArrowDown")
        look.page.keyboard.press("Enter")
        expect(look.page.get_by_role("heading", level=1)).to_contain_text(message["name"])
        assert look.complaints == []
        if place == "http":
            assert look.refused() == []


def test_the_slash_key_leads_to_search_from_any_page(file_url: Address, open_page: OpenPage) -> None:
    with open_page(file_url("index.html")) as look:
        look.page.keyboard.press("/")
        focused = look.page.evaluate("() => document.activeElement.matches('input[type=search], [role=combobox], [role=searchbox]')")
        assert focused


def test_search_without_scripts_still_leads_on(file_url: Address, open_page: OpenPage) -> None:
    with open_page(file_url("search/index.html"), scripts=False) as look:
        assert look.page.locator("main a[href$='index.html']").count() > 0, "without scripts, the lists are the way to find things"
