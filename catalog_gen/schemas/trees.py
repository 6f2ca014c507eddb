"""The field tree of a schema, whatever its format."""

from __future__ import annotations

from collections.abc import Callable

from catalog_gen.schemas.avro.tree import read_avro
from catalog_gen.schemas.fields import Field
from catalog_gen.schemas.json_schema import read_json_schema
from catalog_gen.schemas.protobuf.tree import read_protobuf

READERS: dict[str, Callable[[str], Field]] = {
    "json-schema": read_json_schema,
    "openapi": read_json_schema,
    "avro": read_avro,
    "protobuf": read_protobuf,
}
"""Format → what reads a self-contained text into its tree."""
