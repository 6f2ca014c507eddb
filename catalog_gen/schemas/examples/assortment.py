"""Several payloads of one schema: all that can be shown, the least, one for each branch; and broken ones, each in one rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any

from catalog_gen.model.base import Json, Value
from catalog_gen.model.slugs import slugify
from catalog_gen.schemas.examples.json_schema import LEAST, Subject
from catalog_gen.schemas.examples.leaves import freeze
from catalog_gen.schemas.examples.library import Node
from catalog_gen.schemas.examples.shapes import Shape, merge
from catalog_gen.schemas.examples.spots import Spot
from catalog_gen.schemas.examples.unsatisfiable import UnsatisfiableSchema

_MOST = 12
_TELLING_NAMES = ("type", "kind", "eventType", "event_type", "messageType", "@type", "_type")


class Variant(Value, frozen=True, kw_only=True):
    """One payload, and what it shows."""

    name: str
    """A word for files and addresses, such as `full`."""
    title: str
    """What it shows, in words."""
    payload: Json


def variants_of(subject: Subject) -> tuple[Variant, ...]:
    """The payloads worth showing, each different: full first, then the least, then one for each branch and discriminating value.

    Raises UnsatisfiableSchema when there is none at all.
    """
    maker = subject.maker()
    try:
        full = subject.run(maker)
    except UnsatisfiableSchema:
        full = subject.example()
    first = Variant(name="full", title="Every field", payload=full)
    return distinct(chain([first], _others(subject, maker.met)))


def distinct(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    """The first variants that differ in their payloads, a dozen at most, each with a name of its own."""
    found: dict[Any, Variant] = {}
    for variant in variants:
        found.setdefault(freeze(variant.payload), variant)
        if len(found) == _MOST:
            break
    return _named_apart(list(found.values()))


def _others(subject: Subject, met: dict[str, list[Node]]) -> Iterator[Variant]:
    with suppress(UnsatisfiableSchema):
        yield Variant(name="minimal", title="Required fields only", payload=subject.run(subject.maker(LEAST)))
    for place, branches in met.items():
        for number, branch in enumerate(branches):
            maker = subject.maker()
            maker.forced[place] = number
            title = _branch_title(subject, branch, number)
            try:
                yield Variant(name=slugify(title) or f"option-{number + 1}", title=title, payload=subject.run(maker))
            except UnsatisfiableSchema:
                continue
    yield from _by_value(subject)


def _by_value(subject: Subject) -> Iterator[Variant]:
    """One payload for each value of the property that tells kinds of payload apart."""
    root = subject.library.start()
    shape = merge(subject.library, [root])
    name, values = _discriminator(shape)
    for value in values[:_MOST]:
        narrowed = subject.library.made(root, {"required": [name], "properties": {name: {"enum": [value]}}}, "enum")
        maker = subject.maker()
        for candidate in maker.candidates([root, narrowed], Spot()):
            if subject.is_valid(candidate):
                yield Variant(name=slugify(f"{name}-{value}") or "value", title=f"{name}: {value}", payload=candidate)
            break


def _discriminator(shape: Shape) -> tuple[str, list[Any]]:
    """The name and the values of the discriminator: declared (OpenAPI, AsyncAPI), or an enumerated member with a telling name."""
    declared = [value.get("propertyName") if isinstance(value, dict) else value for value in shape.told("discriminator")]
    for name in (*declared, *_TELLING_NAMES):
        for node in shape.objects:
            properties = node.schema.get("properties")
            rule = properties.get(name) if isinstance(properties, dict) and isinstance(name, str) else None
            if isinstance(rule, dict) and isinstance(rule.get("enum"), list) and len(rule["enum"]) > 1:
                return str(name), rule["enum"]
    return "", []


def _branch_title(subject: Subject, branch: Node, number: int) -> str:
    """A branch's own title, the name of what it refers to, the constant that tells it apart, or its number."""
    shape = merge(subject.library, [branch])
    for title in shape.told("title"):
        if isinstance(title, str) and title:
            return title
    reference = branch.schema.get("$ref") if isinstance(branch.schema, dict) else None
    if isinstance(reference, str) and not reference.endswith(("/", "#")):
        return reference.rpartition("/")[2].rpartition("#")[2]
    for node in shape.objects:
        for name, rule in (node.schema.get("properties") or {}).items():
            if isinstance(rule, dict) and isinstance(_only(rule), str):
                return f"{name}: {_only(rule)}"
    return f"Option {number + 1}"


def _only(rule: dict[str, Any]) -> Any:
    """The one value that a schema allows by name; None when there is none or more."""
    listed = rule.get("enum")
    return rule.get("const", listed[0] if isinstance(listed, list) and len(listed) == 1 else None)


def _named_apart(found: list[Variant]) -> tuple[Variant, ...]:
    names: dict[str, int] = {}
    result: list[Variant] = []
    for variant in found:
        names[variant.name] = count = names.get(variant.name, 0) + 1
        name = variant.name if count == 1 else f"{variant.name}-{count}"
        result.append(Variant(name=name, title=variant.title, payload=variant.payload))
    return tuple(result)
