"""What happens to the fields of a schema from version to version: trees compared with trees, and the past of each field."""

from catalog_gen.evolution.fields.merging import Difference, Merged, merge_outlines
from catalog_gen.evolution.fields.outline import Outline, read_outline
from catalog_gen.evolution.fields.past import FieldPast, LostField, Past, Stage, tell_past

__all__ = ["Difference", "FieldPast", "LostField", "Merged", "Outline", "Past", "Stage", "merge_outlines", "read_outline", "tell_past"]
