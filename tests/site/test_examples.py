"""Examples on message pages: authored ones, generated ones, envelopes, and commands in which nothing of a source is code."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

import catalog_gen

DOCUMENT = """\
asyncapi: 3.0.0
info: {title: Parcels, version: 1.2.0}
servers: {main: {host: broker.example.com, protocol: PROTOCOL}}
channels:
  parcels: {address: ADDRESS, messages: {ParcelSent: {$ref: '#/components/messages/ParcelSent'}}}
operations:
  send: {action: send, channel: {$ref: '#/channels/parcels'}}
components:
  messages:
    ParcelSent:
      payload: PAYLOAD
      EXAMPLES
"""
OBJECT = "{type: object, required: [parcelId], properties: {parcelId: {type: string}, weight: {type: number, minimum: 1}}}"


def pages(tmp_path: Path, *, protocol: str = "kafka", address: str = "parcels.sent", payload: str = OBJECT, examples: str = "") -> Path:
    """The folder of the message's version, built."""
    root = tmp_path / "root"
    root.mkdir()
    text = DOCUMENT.replace("PROTOCOL", protocol).replace("ADDRESS", json.dumps(address)).replace("PAYLOAD", payload)
    (root / "asyncapi.yaml").write_text(text.replace("EXAMPLES", examples), encoding="utf-8")
    catalog_gen.build(root, tmp_path / "site")
    return tmp_path / "site" / "messages" / "parcel-sent" / "1.2.0"


def test_a_generated_payload_is_shown_and_filed(tmp_path: Path) -> None:
    folder = pages(tmp_path)
    full = json.loads((folder / "examples" / "full.json").read_text(encoding="utf-8"))
    assert set(full) == {"parcelId", "weight"}
    assert set(json.loads((folder / "examples" / "minimal.json").read_text(encoding="utf-8"))) == {"parcelId"}
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert full["parcelId"] in page
    assert "generated from the schema" in page
    for title in ("CloudEvents, structured", "EventBridge PutEvents", "Kafka record", "Publish with kcat (Kafka)"):
        assert f"<summary>{title}</summary>" in page
    assert "catalog-gen example ParcelSent@1.2.0" in page


def test_an_authored_example_comes_first_and_is_marked_when_it_does_not_fit(tmp_path: Path) -> None:
    folder = pages(tmp_path, examples="examples: [{name: full, payload: {parcelId: a}}, {name: light, payload: {parcelId: b, weight: 0}}]")
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert page.count("does not fit</span>") == 1
    assert page.index("does not fit</span>") > page.index(">light ")
    assert json.loads((folder / "examples" / "full.json").read_text(encoding="utf-8")) == {"parcelId": "a"}
    assert set(json.loads((folder / "examples" / "generated-full.json").read_text(encoding="utf-8"))) == {"parcelId", "weight"}


def test_a_schema_without_payloads_says_so(tmp_path: Path) -> None:
    folder = pages(tmp_path, payload="{type: string, minLength: 4, maxLength: 2}")
    assert "No payload could be made of this schema" in (folder / "index.html").read_text(encoding="utf-8")
    assert not (folder / "examples").exists()


@pytest.mark.parametrize("protocol", ["kafka", "amqp", "mqtt", "nats", "redis", "pulsar", "googlepubsub", "http", "ws"])
def test_addresses_are_quoted_in_commands(tmp_path: Path, protocol: str) -> None:
    address = "parcels'; rm -rf ~; echo '$(id)`id`"
    twin = (pages(tmp_path, protocol=protocol, address=address) / "index.html").read_text(encoding="utf-8")
    import html  # noqa: PLC0415 - only here
    import re  # noqa: PLC0415

    block = re.search(r"<summary>Publish with [^<]+</summary>(.*?)</details>", twin, re.DOTALL)
    assert block is not None
    command = html.unescape(re.sub(r"<[^>]+>", "", block[1])).strip()
    words = shlex.split(command)
    assert any(word.endswith(address) for word in words), words
