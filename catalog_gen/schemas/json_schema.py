"""JSON Schema, draft 4 to 2020-12, with what AsyncAPI and OpenAPI add, as a tree of fields.

The reading is for people: `allOf` is merged, `oneOf` with `null` is "nullable", `oneOf` of constants is a list of values. It
never fails: what is wrong in a schema is shown as it was found, what is too much is counted.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from catalog_gen.schemas import conditions
from catalog_gen.schemas.annotations import Annotations
from catalog_gen.schemas.constraints import code
from catalog_gen.schemas.fields import DEPTH_LIMIT, FIELD_LIMIT, Field, Part
from catalog_gen.schemas.json_text import parse_json
from catalog_gen.schemas.layers import STRUCTURE, Layer, Layering, Source
from catalog_gen.schemas.parts import PART_KEYWORDS, PART_READERS


def read_json_schema(text: str) -> Field:
    """The field tree of a self-contained schema given as JSON text. A text that is no JSON gives a field with a `problem`."""
    root, problem = parse_json(text)
    return Field(problem=problem) if problem else read_schema(root)


def read_schema(root: Any) -> Field:
    """The field tree of a self-contained schema given as a JSON value; see `read_json_schema`."""
    return Reading(root).read([Source(root)], "", "", 0)


class Reading:
    """One reading of one schema. Time and result are bounded by the limits of `fields` and `layers`, whatever the schema."""

    def __init__(self, root: Any) -> None:
        """Prepare to read `root`; nothing is read yet."""
        self.layering = Layering(root)
        self.left = FIELD_LIMIT
        self._paths: set[str] = set()

    def read(self, sources: list[Source], name: str, path: str, depth: int, **marks: Any) -> Field:
        """The field where all of `sources` hold. `marks` are further arguments of `Field`."""
        self.left -= 1
        path = self._unique(path)
        place = self.layering.gather(sources)
        annotations = Annotations(place)
        self.left -= (annotations.volume() + len(path)) // _VOLUME
        whole = [layer for layer in place.layers if not layer.shallow]
        children: list[Field] = []
        parts: list[Part] = []
        more = 0
        if whole and depth < DEPTH_LIMIT:
            entered = self.layering.enter(place, path)
            children, more = self._children(whole, path, depth, annotations)
            if any(not PART_KEYWORDS.isdisjoint(layer.node) for layer in whole):
                for reader in PART_READERS:
                    parts += reader(self, whole, path, depth, annotations)
            self.layering.leave(entered)
        elif whole:
            more = _left_out(whole)
        return Field(
            name=name,
            path=path,
            reference=place.reference,
            same_as=place.same_as,
            circular=place.circular,
            problem=place.problem,
            children=tuple(children),
            parts=tuple(parts),
            more=more,
            **annotations.fields(),
            **marks,
        )

    def _children(self, layers: list[Layer], path: str, depth: int, annotations: Annotations) -> tuple[list[Field], int]:
        """The named properties of all layers, each once, and how many were left out."""
        if all(_NAMING.isdisjoint(layer.node) for layer in layers):
            return [], 0
        found = _properties(layers)
        required, conditional = _requirements(layers, annotations, found)
        fields: list[Field] = []
        for name, sources in islice(found.items(), max(0, self.left)):
            if self.left <= 0:
                break
            marks: dict[str, Any] = {}
            if name in required:
                marks["required"] = True
            elif name in conditional:
                marks["conditional"] = tuple(conditional[name])
            if sources[0].origin:
                marks["origin"] = sources[0].origin
            shown = name or '""'
            child = f"{path}.{shown[:_STEP]}" if path else shown[:_STEP]
            fields.append(self.read([Source(source.schema) for source in sources], shown, child, depth + 1, **marks))
        return fields, len(found) - len(fields)

    def _unique(self, path: str) -> str:
        """The path, numbered where another place already has it (a property named `a.b` beside `b` inside `a`)."""
        found, number = path, 2
        while found in self._paths:
            found, number = f"{path}~{number}", number + 1
        self._paths.add(found)
        return found


def _properties(layers: list[Layer]) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for layer in layers:
        properties = layer.node.get("properties")
        if isinstance(properties, dict):
            if not found and len(layers) == 1:
                return {name: [Source(schema)] for name, schema in properties.items()}
            for name, schema in properties.items():
                found.setdefault(name, []).append(Source(schema, layer.origin))
    return found


def _requirements(layers: list[Layer], annotations: Annotations, known: dict[str, Any]) -> tuple[set[str], dict[str, list[str]]]:
    """The names that are always required, and when others are; names without a schema of their own become a constraint."""
    required: dict[str, None] = {}
    conditional: dict[str, dict[str, None]] = {}
    for layer in layers:
        required.update(dict.fromkeys(conditions.names(layer.node.get("required"))))
        if not _CONDITIONAL.isdisjoint(layer.node):
            for name, when in islice(conditions.conditional_names(layer.node), _CONDITIONS):
                conditional.setdefault(name, {})[when] = None
            for name, needed in islice(conditions.dependencies(layer.node), _CONDITIONS):
                if not known.keys() >= set(needed):
                    annotations.add_constraint("dependentRequired", f"{code(name)} needs {', '.join(map(code, needed[:_CONDITIONS]))}")
    unknown = [name for name in required if name not in known]
    if unknown:
        further = f" and {len(unknown) - _CONDITIONS} more" if len(unknown) > _CONDITIONS else ""
        annotations.add_constraint("required", f"needs {', '.join(map(code, unknown[:_CONDITIONS]))}{further}")
    return set(required), {name: list(whens) for name, whens in conditional.items()}


_VOLUME = 500
"""Characters of text that count as a further field, so that long texts do not make a tree as heavy as many fields."""

_STEP = 80
"""Characters of a name that stand in a path."""

_CONDITIONS = 50
"""Conditions of one schema object that are shown."""

_CONDITIONAL = frozenset({"if", "dependentRequired", "dependencies"})

_NAMING = _CONDITIONAL | {"properties", "required"}
"""Keywords that name properties or say when they must be there."""


_SEVERAL = frozenset({"properties", "patternProperties", "oneOf", "anyOf"})


def _left_out(layers: list[Layer]) -> int:
    """How many places stand directly below a field that is not read further."""
    count = 0
    for layer in layers:
        for keyword in STRUCTURE & layer.node.keys():
            value = layer.node[keyword]
            count += len(value) if keyword in _SEVERAL and isinstance(value, dict | list) else isinstance(value, dict | list)
    return count
