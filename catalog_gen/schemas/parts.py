"""What a JSON Schema holds besides named properties: items, variants, conditions; one reader for each family of keywords.

Source: JSON Schema core 2020-12 sections 10 and 11; draft 4 validation section 5; OpenAPI 3.1 section 4.8.25 and AsyncAPI's schema
object for `discriminator`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from catalog_gen.schemas import conditions
from catalog_gen.schemas.annotations import Annotations, is_constants
from catalog_gen.schemas.constraints import code, constraint_words
from catalog_gen.schemas.fields import Field, Part
from catalog_gen.schemas.json_text import value_text
from catalog_gen.schemas.layers import STRUCTURE, Layer, Source
from catalog_gen.schemas.variants import discriminator_of, variant_names

if TYPE_CHECKING:
    from catalog_gen.schemas.json_schema import Reading

PartReader = Callable[["Reading", list[Layer], str, int, Annotations], Iterator[Part]]

_BRANCHES = 200
"""Variants of one list that are read."""


def _field_part(reading: Reading, keyword: str, label: str, field: tuple[str, str, int, list[Source]]) -> Iterator[Part]:
    """A part of one field, given as name, path, depth of the parent, and the schemas that hold there."""
    name, path, depth, sources = field
    if reading.left > 0:
        yield Part(keyword=keyword, label=label, fields=(reading.read(sources, name, path, depth + 1),))
    else:
        yield Part(keyword=keyword, label=label, more=1)


def _listed(reading: Reading, says: tuple[str, str], count: int, depth: int, named: Iterable[tuple[Source, str, str]]) -> Part:
    """A part of several fields, given as (schema, name, path) each; `says` is the keyword and the label."""
    fields: list[Field] = []
    for source, name, path in islice(named, _BRANCHES):
        if reading.left <= 0:
            break
        fields.append(reading.read([source], name, path, depth + 1))
    return Part(keyword=says[0], label=says[1], fields=tuple(fields), more=count - len(fields))


def _collected(layers: list[Layer], keyword: str) -> list[Source]:
    """The schemas under one keyword of every layer. Booleans and empty schemas are left to the constraints."""
    values = ((layer.node.get(keyword), layer.origin) for layer in layers)
    return [Source(value, origin) for value, origin in values if isinstance(value, dict) and value]


def read_items(reading: Reading, layers: list[Layer], path: str, depth: int, _: Annotations) -> Iterator[Part]:
    """`prefixItems` or a list under `items`, then `items` or `additionalItems`, then `unevaluatedItems`."""
    tuples = [value for layer in layers for value in (layer.node.get("prefixItems"), layer.node.get("items")) if isinstance(value, list)]
    if tuples:
        named = ((Source(schema), f"item {number + 1}", f"{path}[{number}]") for number, schema in enumerate(tuples[0]))
        yield _listed(reading, ("prefixItems", "In this order"), len(tuples[0]), depth, named)
    for keyword, label in (("items", "Every further item" if tuples else "Each item"), ("additionalItems", "Every further item")):
        sources = _collected(layers, keyword)
        if sources and (keyword == "items" or tuples):
            yield from _field_part(reading, keyword, label, ("item", f"{path}[]", depth, sources))
    sources = _collected(layers, "unevaluatedItems")
    if sources:
        yield from _field_part(reading, "unevaluatedItems", "Every other item", ("item", f"{path}[*]", depth, sources))


def read_contains(reading: Reading, layers: list[Layer], path: str, depth: int, _: Annotations) -> Iterator[Part]:
    """`contains` with `minContains` and `maxContains`."""
    for layer in layers:
        schema = layer.node.get("contains")
        if isinstance(schema, dict):
            low, high = layer.node.get("minContains", 1), layer.node.get("maxContains")
            bound = {"minItems": low} if high is None else {"minItems": low, "maxItems": high}
            words = next((words for _, words in constraint_words(bound)), "any number of items")
            label = f"Contains {words} like this"
            yield from _field_part(reading, "contains", label, ("item", f"{path}[contains]", depth, [Source(schema)]))


def read_open_properties(reading: Reading, layers: list[Layer], path: str, depth: int, annotations: Annotations) -> Iterator[Part]:
    """`patternProperties`, `additionalProperties`, `unevaluatedProperties`."""
    dot = f"{path}." if path else ""
    for layer in layers:
        patterns = layer.node.get("patternProperties")
        if isinstance(patterns, dict) and patterns:
            named = ((Source(schema), pattern, f"{dot}/{pattern[:80]}/") for pattern, schema in patterns.items())
            yield _listed(reading, ("patternProperties", "Properties whose name matches"), len(patterns), depth, named)
        if layer.node.get("additionalProperties") is True or layer.node.get("additionalProperties") == {}:
            annotations.add_constraint("additionalProperties", "other properties allowed")
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        sources = _collected(layers, keyword)
        if sources:
            yield from _field_part(reading, keyword, "Any other property", ("*", f"{dot}*", depth, sources))


def read_property_names(reading: Reading, layers: list[Layer], path: str, depth: int, annotations: Annotations) -> Iterator[Part]:
    """`propertyNames`, in words where its bounds are all it has."""
    for layer in layers:
        names = layer.node.get("propertyNames")
        if not isinstance(names, dict):
            continue
        words = [words for _, words in constraint_words(names)]
        if isinstance(names.get("enum"), list):
            words.append("one of " + ", ".join(code(value_text(member, 80)) for member in names["enum"][:20]))
        if words and names.keys().isdisjoint({"$ref", "allOf", "anyOf", "oneOf", "not", "if"}):
            annotations.add_constraint("propertyNames", f"property names: {'; '.join(words)}")
        else:
            yield from _field_part(reading, "propertyNames", "Property names", ("name", f"{path}(name)", depth, [Source(names)]))


def read_variants(reading: Reading, layers: list[Layer], path: str, depth: int, annotations: Annotations) -> Iterator[Part]:
    """`oneOf` and `anyOf`, with the discriminator and a name for each branch."""
    for layer in layers:
        discriminator, mapping = discriminator_of(layer.node)
        found = False
        for keyword, label in (("oneOf", "Exactly one of"), ("anyOf", "At least one of")):
            branches = layer.node.get(keyword)
            if not isinstance(branches, list) or not branches or keyword in layer.consumed or is_constants(branches):
                continue
            found = True
            choices = _needs_words(branches)
            if choices:
                annotations.add_constraint(keyword, f"{label.lower()}: {choices}")
                continue
            names, told_by = variant_names(reading.layering.definitions, branches[:_BRANCHES], discriminator, mapping)
            named = ((Source(branch, layer.origin), name, f"{path}({name})") for name, branch in zip(names, branches, strict=False))
            part = _listed(reading, (keyword, label), len(branches), depth, named)
            yield msgspec.structs.replace(part, discriminator=told_by)
        if discriminator and not found:
            annotations.add_constraint("discriminator", f"{code(discriminator)} tells which kind it is")


def _needs_words(branches: list[Any]) -> str:
    """Variants that only say which properties must be there, in words; "" when one says more."""
    needs = []
    for branch in branches[:_BRANCHES]:
        names = conditions.names(branch.get("required")) if isinstance(branch, dict) and branch.keys() == {"required"} else []
        if not names:
            return ""
        needs.append(" and ".join(map(code, names[:20])))
    return "; ".join(needs)


def read_conditions(reading: Reading, layers: list[Layer], path: str, depth: int, annotations: Annotations) -> Iterator[Part]:
    """`not`, `if`/`then`/`else` and schemas that depend on a property."""
    for layer in layers:
        node = layer.node
        if isinstance(node.get("not"), dict):
            words = conditions.exclusion_words(node["not"])
            if words:
                annotations.add_constraint("not", words)
            else:
                yield from _field_part(reading, "not", "Not allowed", ("not", f"{path}(not)", depth, [Source(node["not"])]))
        elif node.get("not") is True:
            annotations.add_constraint("not", "nothing is allowed")
        if isinstance(node.get("if"), dict) and (isinstance(node.get("then"), dict) or isinstance(node.get("else"), dict)):
            yield from _read_if(reading, node, path, depth)
        for keyword, name, schema in islice(conditions.dependent_schemas(node), _BRANCHES):
            label = f"When {code(name)} is present"
            yield from _field_part(reading, keyword, label, ("", f"{path}(with {name[:80]})", depth, [Source(schema)]))


def _read_if(reading: Reading, node: dict[str, Any], path: str, depth: int) -> Iterator[Part]:
    words = conditions.condition_words(node["if"])
    if not words:
        yield from _field_part(reading, "if", "If it looks like this", ("if", f"{path}(if)", depth, [Source(node["if"])]))
    labels = {"then": f"When {words}" if words else "Then", "else": "Otherwise"}
    for keyword, label in labels.items():
        branch = node.get(keyword)
        if isinstance(branch, dict) and branch.keys() - {"required"}:
            yield from _field_part(reading, keyword, label, ("", f"{path}({keyword})", depth, [Source(branch)]))
        elif isinstance(branch, dict) and branch:
            needed = ", ".join(map(code, conditions.names(branch.get("required"))[:20]))
            yield Part(keyword=keyword, label=f"{label}: needs {needed}")
        elif branch is False:
            yield Part(keyword=keyword, label=f"{label}: nothing is allowed")


def read_content(reading: Reading, layers: list[Layer], path: str, depth: int, _: Annotations) -> Iterator[Part]:
    """`contentSchema`: what a string holds once it is decoded."""
    sources = _collected(layers, "contentSchema")
    if sources:
        yield from _field_part(reading, "contentSchema", "Holds, once decoded", ("content", f"{path}(content)", depth, sources))


PART_KEYWORDS = (STRUCTURE - {"properties", "allOf"}) | {"propertyNames", "then", "else", "discriminator", "contentSchema"}
"""Keywords of which a place must have one to have any part."""

PART_READERS: tuple[PartReader, ...] = (
    read_items,
    read_contains,
    read_open_properties,
    read_property_names,
    read_variants,
    read_conditions,
    read_content,
)
"""In the order in which the parts are shown."""
