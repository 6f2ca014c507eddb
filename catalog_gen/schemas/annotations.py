"""What the layers of a place say about the value itself: type, format, permitted values, texts, marks.

Source: JSON Schema validation 2020-12 sections 6.1, 8 and 9; the schema objects of AsyncAPI 2.x/3.x and OpenAPI 3.x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from catalog_gen.schemas import constraints
from catalog_gen.schemas.fields import ENUM_LIMIT, EnumValue
from catalog_gen.schemas.json_text import value_text
from catalog_gen.schemas.layers import STRUCTURE, Layer, Place
from catalog_gen.schemas.marks import read_tags

_EXAMPLES = 5

_TEXTS = {
    "title": "title",
    "description": "description",
    "format": "format",
    "contentEncoding": "content_encoding",
    "contentMediaType": "content_media_type",
}
_FLAGS = {"readOnly": "read_only", "writeOnly": "write_only"}
_ENUM_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names", "enumNames", "x-enum-keys")
_ENUM_DESCRIPTIONS = ("x-enum-descriptions", "x-enumDescriptions", "x-enum-description", "enumDescriptions", "markdownEnumDescriptions")

_BESIDE = frozenset({*_ENUM_NAMES, *_ENUM_DESCRIPTIONS, "x-ms-enum"})

_HOUSEKEEPING = frozenset(
    {
        *("$anchor", "$comment", "$dynamicAnchor", "$id", "$recursiveAnchor", "$schema", "$vocabulary", "id"),
        *("$defs", "components", "definitions"),
    }
)
"""Keywords that only serve the schema's own build."""

_STRUCTURAL = STRUCTURE | {
    *("$ref", "$dynamicRef", "$recursiveRef", "required", "propertyNames", "then", "else", "minContains", "maxContains"),
    *("dependentRequired", "discriminator", "contentSchema"),
}

_SILENT = _HOUSEKEEPING | _STRUCTURAL | constraints.KEYWORDS | {*_ENUM_NAMES, *_ENUM_DESCRIPTIONS, "x-ms-enum", "x-deprecated-reason"}

_SHAPES: dict[str, Callable[[Any], bool]] = {
    "properties": lambda value: isinstance(value, dict),
    "patternProperties": lambda value: isinstance(value, dict),
    "required": lambda value: isinstance(value, list) and all(isinstance(member, str) for member in value),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), lambda value: isinstance(value, list)),
    **dict.fromkeys(("dependencies", "dependentRequired", "dependentSchemas"), lambda value: isinstance(value, dict)),
    **dict.fromkeys(("$ref", "$dynamicRef", "$recursiveRef"), lambda value: isinstance(value, str)),
    **dict.fromkeys(("not", "if", "then", "else", "contains", "additionalProperties"), lambda value: isinstance(value, dict | bool)),
}
"""What the value of a structural keyword must look like; anything else is shown as it was found."""


class Annotations:
    """Collects the annotations of one place; the first layer that says something is the one that is heard."""

    __slots__ = ("_constraints", "_extensions", "nullable", "types", "values")

    def __init__(self, place: Place) -> None:
        """Read every layer of the place."""
        self.values: dict[str, Any] = {}
        self.types: list[str] | None = None
        self.nullable = place.nullable
        self._constraints: dict[tuple[str, str], None] = {}
        self._extensions: dict[str, str] = {}
        for layer in place.layers:
            self._read(layer)
        self._finish(place)

    def _read(self, layer: Layer) -> None:
        node = layer.node
        for keyword, value in node.items():
            attribute = _TEXTS.get(keyword)
            if attribute is not None and isinstance(value, str):
                if value:
                    self.values.setdefault(attribute, value)
            elif keyword in _SILENT:
                shape = _SHAPES.get(keyword)
                if shape is not None and not shape(value):
                    self._extensions.setdefault(keyword, value_text(value))
            else:
                reader = _READERS.get(keyword)
                if (reader is None or not reader(self, node, value)) and not keyword.startswith("x-parser-"):
                    self._keep(keyword, value)
        for words in constraints.constraint_words(node):
            self._constraints[words] = None
        for keyword in constraints.misused(node):
            self._extensions.setdefault(keyword, value_text(node[keyword]))
        if "oneOf" in node or "anyOf" in node:
            self._read_constants(layer)

    def _keep(self, keyword: str, value: Any) -> None:
        """What has no meaning here: a tag that its author gave, or shown as it was found."""
        tags, _ = read_tags({keyword: value})
        if tags:
            self.values["tags"] = tuple(dict.fromkeys((*self.values.get("tags", ()), *tags)))
        else:
            self._extensions.setdefault(keyword, value_text(value))

    def add_constraint(self, keyword: str, words: str) -> None:
        """A further bound that only the whole place shows."""
        self._constraints[keyword, words] = None

    def volume(self) -> int:
        """How many characters the texts of the place have together."""
        values = self.values
        count = len(values.get("description", ""))
        if "examples" in values:
            count += sum(map(len, values["examples"]))
        if "enum" in values:
            count += sum([len(value.text) + len(value.name) + len(value.description) for value in values["enum"]])
        return count + sum(map(len, self._extensions.values())) if self._extensions else count

    def fields(self) -> dict[str, Any]:
        """The annotations as arguments of `Field`."""
        if self._constraints:
            self.values["constraints"] = tuple(self._constraints)
        if self._extensions:
            self.values["extensions"] = tuple(sorted(self._extensions.items()))
        return self.values

    def _read_constants(self, layer: Layer) -> None:
        """`oneOf` of nothing but constants is a list of permitted values with titles."""
        for keyword in ("oneOf", "anyOf"):
            if keyword not in layer.consumed and is_constants(layer.node.get(keyword)) and "enum" not in self.values:
                branches = layer.node[keyword]
                self.values["enum"] = tuple(
                    EnumValue(text=value_text(branch["const"]), name=_text(branch, "title"), description=_text(branch, "description"))
                    for branch in branches[:ENUM_LIMIT]
                )
                self.values["enum_more"] = max(0, len(branches) - ENUM_LIMIT)

    def _finish(self, place: Place) -> None:
        types = self.types if self.types is not None else _inferred(place, self.values)
        if len(types) > 1 and "null" in types:
            self.nullable = True
            types = [word for word in types if word != "null"]
        if place.never:
            types = ["never"]
        self.values["types"] = tuple(types)
        self.values["nullable"] = self.nullable


def _read_type(annotations: Annotations, _node: dict[str, Any], value: Any) -> bool:
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not found:
        return False
    words = [member if isinstance(member, str) else value_text(member, 80) for member in found[:20]]
    if annotations.types is None:
        annotations.types = words
    else:
        both = [word for word in annotations.types if word in words or (word == "integer" and "number" in words)]
        narrowed = ["integer"] if "integer" in words and "number" in annotations.types else []
        annotations.types = both or narrowed or annotations.types
    return True


def _read_enum(annotations: Annotations, node: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, list):
        return False
    if "enum" not in annotations.values:
        if _BESIDE.isdisjoint(node):
            annotations.values["enum"] = tuple([EnumValue(text=value_text(member)) for member in value[:ENUM_LIMIT]])
        else:
            annotations.values["enum"] = tuple(_enum_values(node, value))
        annotations.values["enum_more"] = max(0, len(value) - ENUM_LIMIT)
    return True


def _enum_values(node: dict[str, Any], members: list[Any]) -> Iterator[EnumValue]:
    """Permitted values with what extensions say about them."""
    for number, member in enumerate(islice(members, ENUM_LIMIT)):
        name, description = _beside(node, _ENUM_NAMES, number, member), _beside(node, _ENUM_DESCRIPTIONS, number, member)
        yield EnumValue(text=value_text(member), name=name, description=description)


def _read_const(annotations: Annotations, _node: dict[str, Any], value: Any) -> bool:
    annotations.values.setdefault("const", value_text(value))
    return True


def _read_default(annotations: Annotations, _node: dict[str, Any], value: Any) -> bool:
    annotations.values.setdefault("default", value_text(value))
    return True


def _read_examples(annotations: Annotations, _node: dict[str, Any], value: Any) -> bool:
    members = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    texts = (value_text(member) for member in islice(members, _EXAMPLES))
    annotations.values["examples"] = tuple(dict.fromkeys((*annotations.values.get("examples", ()), *texts)))[:_EXAMPLES]
    return True


def _read_example(annotations: Annotations, node: dict[str, Any], value: Any) -> bool:
    return _read_examples(annotations, node, [value])


def _read_nullable(annotations: Annotations, _node: dict[str, Any], value: Any) -> bool:
    annotations.nullable = annotations.nullable or value is True
    return isinstance(value, bool)


def _read_deprecated(annotations: Annotations, node: dict[str, Any], value: Any) -> bool:
    if isinstance(value, str) or value is True:
        annotations.values["deprecated"] = True
        reason = value if isinstance(value, str) else node.get("x-deprecated-reason")
        if isinstance(reason, str):
            annotations.values.setdefault("deprecation", reason)
    return isinstance(value, bool | str)


def _read_flag(annotations: Annotations, keyword: str, value: Any) -> bool:
    if value is True:
        annotations.values[_FLAGS[keyword]] = True
    return isinstance(value, bool)


_READERS: dict[str, Callable[[Annotations, dict[str, Any], Any], bool]] = {
    "type": _read_type,
    "enum": _read_enum,
    "const": _read_const,
    "default": _read_default,
    "examples": _read_examples,
    "example": _read_example,
    "nullable": _read_nullable,
    "x-nullable": _read_nullable,
    "deprecated": _read_deprecated,
    "x-deprecated": _read_deprecated,
    "readOnly": lambda annotations, _, value: _read_flag(annotations, "readOnly", value),
    "writeOnly": lambda annotations, _, value: _read_flag(annotations, "writeOnly", value),
}


def is_constants(branches: Any) -> bool:
    """Whether a list of variants is a list of constants with, at most, texts beside them."""
    return (
        isinstance(branches, list)
        and bool(branches)
        and all(isinstance(branch, dict) and "const" in branch and branch.keys() <= _CONSTANT for branch in branches)
    )


_CONSTANT = frozenset({"const", "title", "description", "type", "$comment", "deprecated"})

_JSON_TYPES = {'"': "string", "{": "object", "[": "array", "t": "boolean", "f": "boolean", "n": "null"}


def _inferred(place: Place, values: dict[str, Any]) -> list[str]:
    """The type that a schema means without saying it: from its permitted values, or from what it holds."""
    texts = [values["const"]] if "const" in values else [member.text for member in values.get("enum", ())]
    if texts:
        return list(dict.fromkeys(_JSON_TYPES.get(text[:1]) or ("integer" if text.lstrip("-").isdigit() else "number") for text in texts))
    for word, keywords in (("object", ("properties", "patternProperties")), ("array", ("items", "prefixItems"))):
        if any(keyword in layer.node for layer in place.layers for keyword in keywords):
            return [word]
    return []


def _text(node: dict[str, Any], keyword: str) -> str:
    value = node.get(keyword)
    return value if isinstance(value, str) else ""


def _beside(node: dict[str, Any], keywords: tuple[str, ...], number: int, value: Any) -> str:
    """What an extension says about one permitted value, by position or by the value itself."""
    for keyword in keywords:
        texts = node.get(keyword)
        if isinstance(texts, list) and number < len(texts) and isinstance(texts[number], str):
            return str(texts[number])
        if isinstance(texts, dict):
            text = texts.get(value if isinstance(value, str) else value_text(value))
            if isinstance(text, str):
                return text
    return _beside_ms(node.get("x-ms-enum"), value, keywords is _ENUM_NAMES)


def _beside_ms(extension: Any, value: Any, is_name: bool) -> str:  # noqa: FBT001 - which of the two texts
    members = extension.get("values") if isinstance(extension, dict) else None
    for member in members[:ENUM_LIMIT] if isinstance(members, list) else ():
        if isinstance(member, dict) and member.get("value") == value:
            return _text(member, "name" if is_name else "description")
    return ""
