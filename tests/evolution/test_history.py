"""Each version of a message is judged against the one before it, once, and its page says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalog_gen.api import ground_of
from catalog_gen.evolution import Direction
from catalog_gen.evolution.history import Evolution, Texts, judge
from catalog_gen.evolving import evolve
from catalog_gen.files import FolderReader
from catalog_gen.output import Cache
from catalog_gen.pipeline import Options, Timings, load_catalog
from catalog_gen.run import Run

DOCUMENT = """
asyncapi: 3.0.0
info: {{title: Orders, version: {version}}}
channels:
  orders:
    address: shop.orders
    messages:
      OrderPlaced: {{payload: {{type: object, additionalProperties: false, required: [id], properties: {{id: {{type: string}}{more}}}}}}}
operations: {{place: {{action: send, channel: {{$ref: '#/channels/orders'}}}}}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for version, more in (("1.0.0", ""), ("1.1.0", ", note: {type: string}"), ("2.0.0", ", note: {type: integer}")):
        folder = tmp_path / version
        folder.mkdir()
        (folder / "asyncapi.yaml").write_text(DOCUMENT.format(version=version, more=more), encoding="utf-8")
    return tmp_path


def evolution_of(root: Path, cache: Path | None = None) -> Evolution:
    store = Cache(cache)
    run = Run(FolderReader(ground_of(root)[0]), store)
    found = evolve(load_catalog(run, Options(), Timings()), run)
    store.close()
    return found


def test_steps_say_what_breaks_and_in_which_direction(shop: Path) -> None:
    steps = evolution_of(shop).by_version
    compatible, breaking = steps["OrderPlaced", "1.1.0"], steps["OrderPlaced", "2.0.0"]
    assert (compatible.breaks(Direction.BACKWARD), compatible.breaks(Direction.FORWARD)) == (False, True)
    assert (breaking.breaks(Direction.BACKWARD), breaking.breaks(Direction.FORWARD)) == (True, True)
    assert breaking.previous == "1.1.0"
    assert any(change.counterexample is not None for change in breaking.changes)


def test_a_judgement_is_remembered(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = evolution_of(shop, tmp_path / "cache")
    monkeypatch.setattr("catalog_gen.evolving.judge", None)
    assert evolution_of(shop, tmp_path / "cache") == first


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("avro", "json-schema", "changed from Avro to JSON Schema"), ("raml", "raml", "RAML schemas are not compared"), ("", "", "")],
)
def test_without_a_verdict_there_is_a_reason(old: str, new: str, words: str) -> None:
    changes, reason = judge(Texts(old_format=old, old="{}", new_format=new, new="{}"))
    assert changes == ()
    assert words in reason
    assert bool(reason) is bool(words)


def test_the_page_of_a_version_shows_its_changes(shop: Path, tmp_path: Path) -> None:
    import catalog_gen  # noqa: PLC0415 - only here

    catalog_gen.build(shop, tmp_path / "site", use_cache=False)
    page = (tmp_path / "site" / "messages" / "order-placed" / "index.html").read_text(encoding="utf-8")
    twin = (tmp_path / "site" / "messages" / "order-placed" / "index.md").read_text(encoding="utf-8")
    assert "verdict-no" in page
    assert "A payload that shows it" in page
    assert "## Changes since 1.1.0" in twin
    assert json.loads((tmp_path / "site" / "api" / "v1" / "catalog.json").read_text(encoding="utf-8"))["messages"]
