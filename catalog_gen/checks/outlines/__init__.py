"""Schemas as flat outlines: for each field's path, what two contracts can disagree about, and where it is written."""

from __future__ import annotations

from functools import lru_cache

from catalog_gen.checks.outlines import avro, json_schema, protobuf
from catalog_gen.checks.outlines.outline import Outline, Spot
from catalog_gen.model.schema import Schema

__all__ = ["Outline", "Spot", "outline_of"]

_READERS = {"json-schema": json_schema.read, "openapi": json_schema.read, "avro": avro.read, "protobuf": protobuf.read}


@lru_cache(maxsize=512)
def outline_of(schema: Schema, *, placed: bool) -> Outline | None:
    """The outline of a schema; None for a format that has none, or a text that cannot be read.

    `placed`: whether the schema stands in its document as it is, so that its fields have places there; else they have the schema's own.
    """
    reader = _READERS.get(schema.format)
    return reader(schema, placed=placed) if reader is not None else None
