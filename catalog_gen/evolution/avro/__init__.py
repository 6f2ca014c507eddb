"""Compatibility of Avro schemas: the specification's schema resolution, and the payloads that show where it fails."""

from catalog_gen.evolution.avro.engine import compare

__all__ = ["compare"]
