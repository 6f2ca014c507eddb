"""Exports of schema registries: one module for each kind, all of which state registered versions; `assembly` joins them to messages."""

from __future__ import annotations

from catalog_gen.sources.registries import (
    apicurio,
    confluent,
    eventbridge_rules,
    eventbridge_schemas,
    glue,
    karapace,
)
from catalog_gen.sources.source import Source

SOURCES: tuple[Source, ...] = (
    apicurio.source,
    eventbridge_rules.source,
    eventbridge_schemas.source,
    glue.source,
    confluent.source,
    karapace.source,
)
"""The sources of this room, by name."""
