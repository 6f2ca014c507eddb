"""Attack files in a catalog: as a named source and behind a reference of a good document. None crashes, reaches out, or costs the rest."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

import catalog_gen
from catalog_gen.diagnostics import Severity

EXPECTED: dict[str, list[str]] = json.loads((Path(__file__).parent.parent / "text" / "security_expected.json").read_text(encoding="utf-8"))
GOOD = """\
asyncapi: 3.0.0
info: {title: Orders, version: 1.0.0}
channels:
  orders:
    address: orders
    messages:
      OrderPlaced: {payload: {type: object, properties: {id: {type: string}}}}
      Attacked: {payload: {$ref: 'ATTACK'}}
operations:
  place: {action: send, channel: {$ref: '#/channels/orders'}}
"""

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def attack(corpus: Path, name: str) -> Path:
    return corpus / "security" / name


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_named_source(name: str, corpus: Path, tmp_path: Path) -> None:
    file = Path(name).name
    (tmp_path / file).write_bytes(attack(corpus, name).read_bytes())
    (tmp_path / "good.yaml").write_text(GOOD.replace("$ref: 'ATTACK'", "type: object"), encoding="utf-8")
    (tmp_path / "catalog.yaml").write_text(f"sources: [{{path: {file}, type: asyncapi}}, {{path: good.yaml}}]\n", encoding="utf-8")
    catalog = catalog_gen.load(tmp_path)
    found = [one for one in catalog.diagnostics if one.span.path == file]
    for code in EXPECTED[name]:
        assert code in {one.code for one in found}
    assert all(one.span.line for one in found if one.severity is Severity.ERROR)
    assert "OrderPlaced" in catalog.message_by_id
    assert not any(secret in catalog.to_json() for secret in (b"root:x:0", b"nameserver "))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_target_of_a_reference(name: str, corpus: Path, tmp_path: Path) -> None:
    file = Path(name).name
    (tmp_path / file).write_bytes(attack(corpus, name).read_bytes())
    (tmp_path / "good.yaml").write_text(GOOD.replace("ATTACK", file), encoding="utf-8")
    (tmp_path / "catalog.yaml").write_text("sources: [{path: good.yaml}]\n", encoding="utf-8")
    report = catalog_gen.build(tmp_path, tmp_path.parent / f"{tmp_path.name}-site", use_cache=False, jobs=1)
    assert report.published.done
    assert {"OrderPlaced", "Attacked"} <= set(report.catalog.message_by_id)
    codes = {one.code for one in report.catalog.diagnostics}
    for code in EXPECTED[name]:
        assert code in codes


def test_hostile_names_become_safe_paths(corpus: Path, tmp_path: Path) -> None:
    names = [
        line for line in (corpus / "security" / "yaml" / "names.txt").read_text(encoding="utf-8", errors="replace").split("\n") if line
    ]
    messages = {f"m{number}": {"name": name, "payload": {"type": "object", "title": name}} for number, name in enumerate(names)}
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": names[0], "version": names[1]},
        "channels": {"all": {"address": names[2], "messages": messages}},
        "operations": {"send": {"action": "send", "channel": {"$ref": "#/channels/all"}}},
    }
    root = tmp_path / "root"
    root.mkdir()
    (root / "asyncapi.json").write_text(json.dumps(document), encoding="utf-8")
    report = catalog_gen.build(root, tmp_path / "site", use_cache=False, jobs=1)
    assert report.published.done
    assert not [one for one in report.published.diagnostics if one.severity is Severity.ERROR]
    assert len(report.catalog.messages) > len(set(names)) * 0.8
    assert {path.name for path in tmp_path.iterdir()} == {"root", "site"}
