"""Operations of 3.x whose channel is not where it should be are kept, with what can be known about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import catalog_gen

MESSAGE = {"name": "Placed", "payload": {"type": "object"}}
ORDERS = {"address": "shop.orders", "messages": {"Placed": MESSAGE}}

CASES: tuple[tuple[str, dict[str, Any], str, list[str]], ...] = (
    ("written in place", {"channel": ORDERS, "messages": [MESSAGE]}, "orders", ["/channels/orders/messages/Placed"]),
    ("in place, all messages", {"channel": ORDERS}, "orders", ["/channels/orders/messages/Placed"]),
    ("of another address", {"channel": {"address": "shop.returns"}}, "shop.returns", []),
    ("of no such name", {"channel": {"$ref": "#/channels/gone"}}, "gone", []),
    ("left out", {"messages": [{"$ref": "#/channels/orders/messages/Placed"}]}, "", ["/channels/orders/messages/Placed"]),
)


@pytest.mark.parametrize(("operation", "channel", "messages"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_operation_without_its_channel_is_kept(tmp_path: Path, operation: dict[str, Any], channel: str, messages: list[str]) -> None:
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "Shop", "version": "1.0.0"},
        "channels": {"orders": ORDERS},
        "operations": {"sendPlaced": {"action": "send", **operation}},
    }
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")
    catalog = catalog_gen.load(tmp_path / "a.json", root=tmp_path)
    (row,) = catalog.documents
    assert (row.counts.operations, row.counts.messages) == (1, 1)
    (kept,) = catalog.services[0].versions[0].contract.operations
    assert kept.channel == channel
    assert [key.partition("#")[2] for key in kept.messages] == messages
    assert "error" in {found.severity for found in catalog.diagnostics}
