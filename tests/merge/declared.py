"""Short ways to write declarations in tests."""

from __future__ import annotations

from typing import Any

from catalog_gen.diagnostics import Span
from catalog_gen.model.contract import Contract, ContractChannel
from catalog_gen.model.declaration import Declarations, MessageDeclaration
from catalog_gen.model.schema import Schema


def payload(content: str) -> Schema:
    """A payload whose meaning is its content."""
    return Schema(format="json-schema", written=f'{{"const": "{content}"}}', digest=content, span=Span(path="payload.json"))


def message(name: str, content: str | None = "a", *, channel: str = "orders", role: str = "send", **fields: Any) -> dict[str, Any]:
    """A message for `document`; `content` stands for its payload's meaning."""
    return {"name": name, "content": content, "channel": channel, "role": role, "fields": fields}


def document(service: str, version: str, *messages: dict[str, Any], path: str = "", **fields: Any) -> Declarations:
    """One service version that declares messages."""
    path = path or f"{service}-{version}.yaml"
    channels = sorted({one["channel"] for one in messages})
    contract = Contract(
        service=service,
        name=service,
        version=version,
        path=path,
        channels=tuple(ContractChannel(key=name, address=name, span=Span(path=path)) for name in channels),
        span=Span(path=path),
        **fields,
    )
    declared = tuple(
        MessageDeclaration(
            key=f"{path}#/{number}",
            id=one["name"],
            id_rule="name",
            service=service,
            service_version=version,
            roles=tuple(sorted(role for role in one["role"].split("+") if role)),
            channels=(one["channel"],),
            payload=None if one["content"] is None else payload(one["content"]),
            span=Span(path=path, pointer=f"/{number}"),
            **one["fields"],
        )
        for number, one in enumerate(messages)
    )
    return Declarations(contracts=(contract,), messages=declared)
