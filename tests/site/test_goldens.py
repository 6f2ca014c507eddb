"""Whole pages, byte for byte. A case is a folder with a `catalog.json`; its other files are the pages that are compared."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from catalog_gen.graph import link
from catalog_gen.model.catalog import Catalog
from catalog_gen.site.links import settle
from catalog_gen.site.plan import plan
from catalog_gen.site.render import Renderer

DRAWING = re.compile(r'<svg class="drawing.*?</svg>', re.DOTALL)
"""Pictures have tests of their own; here it counts only that one stands there."""

GOLDENS = Path(__file__).parent / "goldens"
CASES = sorted(path.parent.name for path in GOLDENS.glob("*/catalog.json"))


def render_all(catalog: Catalog, renderer: Renderer) -> dict[str, str]:
    files: dict[str, str] = {}
    for page in plan(catalog, link(catalog)):
        html = DRAWING.sub('<svg class="drawing"></svg>', renderer.render(page))
        files |= {path: settle(html, path) for path in page.paths}
        files |= {path: settle(renderer.twin(page), path) for path in page.twin_paths}
    return files


@pytest.mark.parametrize("case", CASES)
def test_pages_are_as_they_were(case: str, renderer: Renderer, request: pytest.FixtureRequest) -> None:
    folder = GOLDENS / case
    catalog = msgspec.json.decode((folder / "catalog.json").read_bytes(), type=Catalog)
    rendered = render_all(catalog, renderer)
    expected = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.suffix in {".html", ".md"})
    assert expected, "a case without an expected page proves nothing: make an empty file where a page belongs"
    for path in expected:
        if request.config.getoption("--update-goldens", default=False):
            (folder / path).write_text(rendered[path], encoding="utf-8")
        assert rendered[path] == (folder / path).read_text(encoding="utf-8"), f"{path} changed; --update-goldens accepts it"
