"""What the fields of a message's latest version have been through: the texts from which a page tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from catalog_gen.model import addresses
from catalog_gen.site.views.parts import StageView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.model.schema import Schema
    from catalog_gen.site.views.parts import SchemaView

STAGE_LIMIT = 60
"""Versions that are looked back over, the newest ones."""


def with_past(view: SchemaView | None, message: Message, version: MessageVersion, part: str) -> SchemaView | None:
    """The `payload` or the `headers` of a version; the latest one with what there was before it."""
    if view is None or version is not message.current:
        return view
    number = message.versions.index(version)
    return msgspec.structs.replace(view, stages=tuple(_stages(message, number, part)))


def _stages(message: Message, number: int, part: str) -> Iterator[StageView]:
    """The versions up to the one with a number, oldest first."""
    row = message.versions[number : number + STAGE_LIMIT]
    texts: list[Schema | None] = [getattr(version, part) for version in row]
    if len({(schema.format, schema.text) for schema in texts if schema is not None}) < 2:  # noqa: PLR2004 - nothing changed
        return
    for place in range(len(row) - 1, -1, -1):
        version, schema = row[place], texts[place]
        older = message.versions[number + place + 1] if number + place + 1 < len(message.versions) else None
        yield StageView(
            version=version.version,
            format=schema.format if schema is not None else "",
            text=schema.text if schema is not None else "",
            page=f"{addresses.comparison_url(message, older, version)}#{part}" if older is not None else "",
        )
