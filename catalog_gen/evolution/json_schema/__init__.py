"""How a JSON Schema evolves: every change between two of them, and what it breaks in a dialect's rules."""

from catalog_gen.evolution.json_schema.comparison import compare
from catalog_gen.evolution.json_schema.kinds import ChangeKind

__all__ = ["ChangeKind", "compare"]
