"""What the tests of pages stand on: the showcase planned and rendered once, and the flag that renews goldens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalog_gen.graph import link
from catalog_gen.resources import resource
from catalog_gen.site.plan import plan
from catalog_gen.site.render import Renderer
from tests.site.showcase import showcase

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.site.page import Page

GOLDENS = Path(__file__).parent / "goldens"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/site --update-goldens` writes what the pages are now; read the difference before you commit it."""
    parser.addoption("--update-goldens", action="store_true", help="write the golden pages anew")


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """The real templates with static files whose names never change, so that a new colour changes no golden."""
    return Renderer(resource("templates"), GOLDENS / "static")


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The showcase, published at an address."""
    return showcase("https://catalog.example.com/events")


@pytest.fixture(scope="session")
def pages(catalog: Catalog) -> dict[str, Page]:
    """Every page of the showcase by each of its paths."""
    return {path: page for page in plan(catalog, link(catalog)) for path in page.paths}
