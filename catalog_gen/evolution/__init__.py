"""What changed between two schemas, whether it breaks, whom, and the payload that proves it."""

from catalog_gen.evolution.changes import Change, Comparison, Direction
from catalog_gen.evolution.comparison import Mode, compare, compare_history

__all__ = ["Change", "Comparison", "Direction", "Mode", "compare", "compare_history"]
