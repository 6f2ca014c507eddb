"""How a page is opened for a look: one scheme, one width, everything that went wrong written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

OpenPage: TypeAlias = Callable[..., AbstractContextManager["Look"]]

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
    window.refused.push(`${event.effectiveDirective}: ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
});
"""
"""Listens from before the first byte of the page, so that no refusal of the policy is missed."""


@dataclass
class Look:
    """A page that is open, and what the browser complained about since."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def change(self, scheme: str, width: int) -> None:
        """Look with another colour scheme and another width."""
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        self.page.set_viewport_size({"width": width, "height": 900})

    def refused(self) -> list[str]:
        """What the content security policy kept from happening."""
        refused: list[str] = self.page.evaluate("() => window.refused")
        return refused

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        width: int = self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width

    def accessibility(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA and its best practices, one line for each place."""
        found: dict[str, Any] = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']}: {violation['help']}\n  {' '.join(map(str, node['target']))}: {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]


@pytest.fixture(scope="session")
def axe() -> str:
    """The axe engine; a package of the tests carries it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def open_page(browser: Browser) -> OpenPage:
    """Open an address: `with open_page(url, scheme="dark", width=390, scripts=False) as look`."""

    @contextmanager
    def open_page(url: str, *, scheme: str = "light", width: int = 1440, scripts: bool = True, engine: str = "") -> Iterator[Look]:
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"] if url.startswith("http") else [],
        )
        context.add_init_script(WATCH + engine)
        look = Look(context.new_page())
        look.page.set_default_timeout(30_000)

        def hear(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                look.complaints.append(f"console {message.type}: {message.text}")

        def lose(request: Request) -> None:
            if request.failure != "net::ERR_ABORTED":  # what was on its way when the reader went on
                look.complaints.append(f"not loaded: {request.url}: {request.failure}")

        look.page.on("console", hear)
        look.page.on("pageerror", lambda error: look.complaints.append(f"script error: {error}"))
        look.page.on("requestfailed", lose)
        look.page.goto(url, wait_until="load")
        yield look
        context.close()

    return open_page
