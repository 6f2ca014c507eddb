"""What changed between two Protobuf schemas, and whom it breaks."""

from catalog_gen.evolution.protobuf.comparison import compare

__all__ = ["compare"]
