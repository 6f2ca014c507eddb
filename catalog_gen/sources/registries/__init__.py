"""Exports of schema registries: one module for each kind, all of which state registered versions; `assembly` joins them to messages."""

from __future__ import annotations

from catalog_gen.sources.registries import (
    apicurio,
    azure,
    confluent,
    eventbridge_rules,
    eventbridge_schemas,
    glue,
    karapace,
    pubsub,
    pulsar,
    xregistry,
)
from catalog_gen.sources.source import Source

SOURCES: tuple[Source, ...] = (
    apicurio.source,
    azure.source,
    eventbridge_rules.source,
    eventbridge_schemas.source,
    glue.source,
    pubsub.source,
    pulsar.source,
    xregistry.source,
    confluent.source,
    karapace.source,
)
"""The sources of this room. The first that recognises a file reads it."""
