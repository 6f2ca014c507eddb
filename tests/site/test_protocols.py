"""One small document for each protocol, in `protocols/`, and its pages as they were, in `protocols/goldens/`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

import catalog_gen
from catalog_gen.model.contract import ContractChannel, Operation, Server
from catalog_gen.diagnostics import Severity
from catalog_gen.graph import link
from catalog_gen.site.bindings import PROTOCOLS
from catalog_gen.site.links import settle
from catalog_gen.site.plan import plan

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.site.render import Renderer

DOCUMENTS = Path(__file__).parent / "protocols"
GOLDENS = DOCUMENTS / "goldens"
IN_FULL = ("kafka", "mqtt", "solace", "unknown")
"""Documents whose pages are compared as HTML too; the twins say the same, and are easier to read."""

NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.yaml"))


def load(name: str) -> Catalog:
    return catalog_gen.load(DOCUMENTS / f"{name}.yaml", root=DOCUMENTS)


def rendered(catalog: Catalog, renderer: Renderer) -> dict[str, str]:
    """The pages of services and messages: path → text. What is found wrong with the documents is the business of other tests."""
    catalog = msgspec.structs.replace(catalog, diagnostics=())
    files: dict[str, str] = {}
    for page in plan(catalog, link(catalog)):
        if page.template in {"service", "message"}:
            path, twin = page.paths[0], page.twin_paths[0]
            main = renderer.render(page).partition("<article>")[2].partition("</article>")[0]
            files |= {path: settle(main, path), twin: settle(renderer.twin(page), twin)}
    return files


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_as_they_were(name: str, renderer: Renderer, request: pytest.FixtureRequest) -> None:
    files = rendered(load(name), renderer)
    for extension in ("md", "html"):
        if extension == "html" and name not in IN_FULL:
            continue
        text = "\n".join(f"=== {path}\n{content}" for path, content in sorted(files.items()) if path.endswith(extension))
        golden = GOLDENS / f"{name}.{extension}"
        if request.config.getoption("--update-goldens", default=False):
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8"), f"{golden.name} changed; --update-goldens accepts it"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "unknown"])
def test_the_documents_are_right(name: str) -> None:
    assert [one for one in load(name).diagnostics if one.severity is Severity.ERROR] == []


def test_every_protocol_with_bindings_has_a_document() -> None:
    catalog = catalog_gen.load(DOCUMENTS)
    contracts = [version.contract for service in catalog.services for version in service.versions]
    stated = [one.bindings for contract in contracts for one in contract.servers]
    stated += [one.bindings for contract in contracts for one in contract.channels]
    stated += [one.bindings for contract in contracts for one in contract.operations]
    stated += [version.bindings for one in catalog.messages for version in one.versions]
    found = {binding.family for bindings in stated for binding in bindings}
    explained = {family for family, protocol in PROTOCOLS.items() if any(protocol.levels.values())}
    assert explained <= found
