"""What tests of several rooms stand on: the corpus, the demo site built once, a browser and a strict web server."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

import catalog_gen
from catalog_gen.resources import resource

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHECKOUT = Path(__file__).resolve().parent.parent
# Laws are not about time: machines are busy, and pytest ends what hangs.
settings.register_profile("laws", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laws")

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""The strictest policy that a company is likely to publish under; a page must need nothing that it forbids."""

SUB_PATH = "/platform/event%20catalog/"
"""Sites are often published below a path, and not always one that is easy to write."""

Address: TypeAlias = Callable[[str], str]
ServeStrictly: TypeAlias = Callable[[Path], AbstractContextManager[Address]]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The repository's folder: the one that holds these tests."""
    return CHECKOUT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real documents of other projects, kept beside the checkout; without them the test that asks is skipped."""
    folder = Path(os.environ.get("CATALOG_GEN_CORPUS") or CHECKOUT.parent / "shared" / "corpus")
    if not folder.is_dir():
        pytest.skip(f"no corpus of real documents at {folder}; CATALOG_GEN_CORPUS names another place")
    return folder


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The site of `content/`, built once for all workers of a run, from a copy so that no cache is left in the original."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    site = shared / "demo" / "site"
    built = shared / "demo" / "built"
    with FileLock(shared / "demo.lock"):
        if not built.exists():
            root = shared / "demo" / "content"
            shutil.copytree(resource("content"), root, ignore=shutil.ignore_patterns(".catalog-gen-cache"), dirs_exist_ok=True)
            catalog_gen.build(root, site)
            built.touch()
    return site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium without a network of its own; contexts made from it are cheap, so make one for each test."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - most runs of single tests need no browser

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=_chromium(),
            args=["--no-sandbox", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage"],
        )
        yield chromium
        chromium.close()


def _chromium() -> str:
    """The browser to start; `make test` installs one, so that there is none is a failure and no reason to skip."""
    named = os.environ.get("CATALOG_GEN_CHROMIUM")
    for name in (named, "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.fail('no Chromium found: install the package "chromium", or name one in CATALOG_GEN_CHROMIUM')


@pytest.fixture(scope="session")
def file_url(demo_site: Path) -> Address:
    """The address of a file of the demo site as someone opens it from a folder: `file://…`."""

    def address(path: str) -> str:
        return (demo_site / path).as_uri()

    return address


@pytest.fixture(scope="session")
def http_url(demo_site: Path, serve_strictly: ServeStrictly) -> Iterator[Address]:
    """The address of a file of the demo site below a sub-path of a web server with a strict content security policy."""
    with serve_strictly(demo_site) as address:
        yield address


@pytest.fixture(scope="session")
def root_url(demo_site: Path) -> Iterator[Address]:
    """The address of a file of the demo site where it says that it is published: at the root of a server."""
    with _serving(RootHandler, demo_site) as server:
        yield lambda path: f"http://127.0.0.1:{server.server_port}/{path}"


@contextmanager
def _serving(handler: type[SimpleHTTPRequestHandler], folder: Path) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def serve_strictly() -> ServeStrictly:
    """Serve a folder as a careful host would: `with serve_strictly(folder) as address` gives the address of a path in it."""

    @contextmanager
    def serve(folder: Path) -> Iterator[Address]:
        with _serving(StrictHandler, folder) as server:
            yield lambda path: f"http://127.0.0.1:{server.server_port}{SUB_PATH}{path}"

    return serve


class StrictHandler(SimpleHTTPRequestHandler):
    """Serves a folder below `SUB_PATH` and nothing else, with the headers of a careful host; logs nothing."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        """Find the file behind an address; what lies outside the sub-path does not exist."""
        return super().translate_path("/" + path.removeprefix(SUB_PATH)) if path.startswith(SUB_PATH) else str(CHECKOUT / "absent")

    def end_headers(self) -> None:
        """Send the policy with every answer."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gave it
        """Say nothing."""


class RootHandler(StrictHandler):
    """The same at the root of the server, where any address that does not exist shows the error page."""

    def translate_path(self, path: str) -> str:
        """Find the file behind an address."""
        return SimpleHTTPRequestHandler.translate_path(self, path)
