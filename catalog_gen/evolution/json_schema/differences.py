"""Where two schemas differ, as people would say it: a walk over both texts, side by side, through their references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from catalog_gen.evolution.json_schema.documents import Document
from catalog_gen.evolution.json_schema.formulas import keywords
from catalog_gen.evolution.json_schema.groups import GROUPS, Group, kind_of_change
from catalog_gen.evolution.json_schema.kinds import ChangeKind
from catalog_gen.evolution.json_schema.paths import Step, escaped
from catalog_gen.evolution.json_schema.values import freeze
from catalog_gen.schemas.json_text import value_text

_MOST = 200
_DEEPEST = 30


class Difference(msgspec.Struct, frozen=True):
    """One place where two schemas differ: what each asks for there, as a schema of its own."""

    kind: ChangeKind
    steps: tuple[Step, ...]
    pointer: str
    message: str
    old: Any = True
    new: Any = True
    base: tuple[Step, ...] | None = None
    """Where the two schemas apply, when that is around the place of the change."""


class Walk:
    """A bounded walk over two schemas; each pair of places is visited once."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old = old
        self.new = new
        self._seen: set[tuple[int, int]] = set()
        self._left = _MOST

    def differences(self) -> Iterator[Difference]:
        """Every difference, from the outside in, at most as many as people can read."""
        for difference in self._compare(self.old.root, self.new.root, (), ""):
            self._left -= 1
            if self._left < 0:
                return
            yield difference

    def _compare(self, old: Any, new: Any, steps: tuple[Step, ...], pointer: str) -> Iterator[Difference]:
        old, new = target(self.old, old), target(self.new, new)
        if len(steps) > _DEEPEST or (id(old), id(new)) in self._seen or (_closed_equal(self.old, old, self.new, new)):
            return
        self._seen.add((id(old), id(new)))
        if not isinstance(old, dict) or not isinstance(new, dict):
            if old != new:
                yield _whole(old, new, steps, pointer)
            return
        before, after = keywords(old, self.old), keywords(new, self.new)
        if ("$ref" in before) != ("$ref" in after):
            yield Difference(ChangeKind.REFERENCE_CHANGED, steps, pointer, "what the schema refers to changed", old, new)
        for group in GROUPS:
            yield from self._group(group, before, after, steps, pointer)
        yield from self._properties(before, after, steps, pointer)
        yield from self._patterns(before, after, steps, pointer)
        yield from self._items(before, after, steps, pointer)
        yield from self._branches(before, after, steps, pointer)

    def _group(
        self, group: Group, before: dict[str, Any], after: dict[str, Any], steps: tuple[Step, ...], pointer: str
    ) -> Iterator[Difference]:
        old = {name: before[name] for name in (*group.words, *group.beside) if name in before}
        new = {name: after[name] for name in (*group.words, *group.beside) if name in after}
        changed = [name for name in group.words if (name in old) != (name in new) or not self._same(old.get(name), new.get(name))]
        if not changed or (changed == ["additionalProperties"] and all(isinstance(side.get(changed[0]), dict) for side in (old, new))):
            return
        kind = kind_of_change(group, changed[0], before, after)
        yield Difference(kind, steps, f"{pointer}/{changed[0]}", "; ".join(_words(name, before, after) for name in changed), old, new)

    def _same(self, old: Any, new: Any) -> bool:
        return _closed_equal(self.old, old, self.new, new) or (not isinstance(old, dict | list) and freeze(old) == freeze(new))

    def _properties(self, before: dict[str, Any], after: dict[str, Any], steps: tuple[Step, ...], pointer: str) -> Iterator[Difference]:
        old, new = _mapping(before, "properties"), _mapping(after, "properties")
        was, now = _names(before), _names(after)
        for name in [*old, *(name for name in new if name not in old)]:
            at = f"{pointer}/properties/{escaped(name)}"
            if name in old and name in new:
                yield from self._compare(old[name], new[name], (*steps, Step("property", name)), at)
            elif name in new:
                kind = ChangeKind.PROPERTY_ADDED_REQUIRED if name in now - was else ChangeKind.PROPERTY_ADDED
                message = f"the {'required' if name in now else 'optional'} property `{name}` was added"
                own = {"required": [name]} if name in now - was else {}
                yield self._property(kind, message, name, (before, after, own), (steps, at))
            else:
                message = f"the {'required' if name in was else 'optional'} property `{name}` was removed"
                yield self._property(ChangeKind.PROPERTY_REMOVED, message, name, (before, after, {}), (steps, at))
        for name in sorted((now - was) - (new.keys() - old.keys())):
            own = _required(name, new)
            yield Difference(ChangeKind.REQUIRED_ADDED, steps, f"{pointer}/required", f"`{name}` is required now", True, own)  # noqa: FBT003 - a schema
        for name in sorted(was - now):
            own = _required(name, old)
            yield Difference(ChangeKind.REQUIRED_REMOVED, steps, f"{pointer}/required", f"`{name}` is no longer required", own, True)  # noqa: FBT003 - a schema

    def _property(self, kind: ChangeKind, message: str, name: str, sides: tuple[Any, Any, Any], place: tuple[Any, str]) -> Difference:
        before, after, own = sides
        steps, at = place
        lost = {"required": [name]} if name in _names(before) - _names(after) else {}
        old = {**{word: before[word] for word in _SHAPE if word in before}, **lost}
        new = {**{word: after[word] for word in _SHAPE if word in after}, **own}
        return Difference(kind, (*steps, Step("property", name)), at, message, _about(old, name), _about(new, name), steps)

    def _patterns(self, before: dict[str, Any], after: dict[str, Any], steps: tuple[Step, ...], pointer: str) -> Iterator[Difference]:
        old, new = _mapping(before, "patternProperties"), _mapping(after, "patternProperties")
        for name in [*old, *(name for name in new if name not in old)]:
            at = f"{pointer}/patternProperties/{escaped(name)}"
            if name in old and name in new:
                yield from self._compare(old[name], new[name], (*steps, Step("pattern", name)), at)
            else:
                verb = "added" if name in new else "removed"
                message = f"the rule for properties that match `{name}` was {verb}"
                sides = [{word: side[word] for word in _SHAPE if word in side} for side in (before, after)]
                yield Difference(ChangeKind.PATTERN_PROPERTIES_CHANGED, steps, at, message, old=sides[0], new=sides[1])
        if isinstance(before.get("additionalProperties"), dict) and isinstance(after.get("additionalProperties"), dict):
            listed = tuple(sorted({*_mapping(after, "properties"), *_mapping(before, "properties")}))
            patterns = tuple(sorted({*new, *old}))
            step = Step("additional", names=listed, patterns=patterns)
            at = f"{pointer}/additionalProperties"
            yield from self._compare(before["additionalProperties"], after["additionalProperties"], (*steps, step), at)

    def _items(self, before: dict[str, Any], after: dict[str, Any], steps: tuple[Step, ...], pointer: str) -> Iterator[Difference]:
        old, new = before.get("items"), after.get("items")
        if isinstance(old, dict) and isinstance(new, dict) and "prefixItems" not in before and "prefixItems" not in after:
            yield from self._compare(old, new, (*steps, Step("items")), f"{pointer}/items")
            return
        words = ("items", "prefixItems", "additionalItems")
        sides = [{word: side[word] for word in words if word in side} for side in (before, after)]
        if not _closed_equal(self.old, sides[0], self.new, sides[1]):
            if (
                sides[0].keys() == sides[1].keys()
                and all(isinstance(side.get("items"), dict) for side in sides)
                and "prefixItems" not in sides[0]
            ):
                return
            yield Difference(
                ChangeKind.ITEMS_CHANGED, steps, f"{pointer}/items", "what the items may be changed", old=sides[0], new=sides[1]
            )

    def _branches(self, before: dict[str, Any], after: dict[str, Any], steps: tuple[Step, ...], pointer: str) -> Iterator[Difference]:
        words = ("anyOf", "oneOf")
        sides = [{word: side[word] for word in words if word in side} for side in (before, after)]
        if (sides[0] or sides[1]) and not self._same(sides[0], sides[1]):
            old, new = (sum(len(value) for value in side.values() if isinstance(value, list)) for side in sides)
            message = f"the alternatives changed: there were {old}, now there are {new}" if old != new else "the alternatives changed"
            yield Difference(
                ChangeKind.UNION_CHANGED, steps, f"{pointer}/{next(iter(sides[1] or sides[0]))}", message, old=sides[0], new=sides[1]
            )
        old_parts, new_parts = before.get("allOf"), after.get("allOf")
        if isinstance(old_parts, list) and isinstance(new_parts, list) and len(old_parts) == len(new_parts):
            for index, (one, other) in enumerate(zip(old_parts, new_parts, strict=True)):
                yield from self._compare(one, other, steps, f"{pointer}/allOf/{index}")
        elif old_parts != new_parts:
            found = [{"allOf": part} if isinstance(part, list) else True for part in (old_parts, new_parts)]
            message = "the schemas that must all hold changed"
            yield Difference(ChangeKind.INTERSECTION_CHANGED, steps, f"{pointer}/allOf", message, old=found[0], new=found[1])


_SHAPE = ("properties", "patternProperties", "additionalProperties")


def target(document: Document, schema: Any) -> Any:
    """The schema that a plain chain of references ends at."""
    for _ in range(10):
        if not isinstance(schema, dict) or "$ref" not in schema or len(keywords(schema, document)) > 1:
            return schema
        found = document.resolve(schema, schema["$ref"])
        if found is None:
            return schema
        schema = found
    return schema


def _required(name: str, described: dict[str, Any]) -> dict[str, Any]:
    """A schema that requires a property, with as much of its description as the rules of registries look at."""
    if name not in described:
        return {"required": [name]}
    part = described[name]
    return {
        "required": [name],
        "properties": {name: {"default": part["default"]} if isinstance(part, dict) and "default" in part else True},
    }


def _about(schema: dict[str, Any], name: str) -> Any:
    """What an object's schema asks of one property, and of no other."""
    properties = _mapping(schema, "properties")
    required = {"required": schema["required"]} if "required" in schema else {}
    if name in properties:
        return {"properties": {name: properties[name]}, **required}
    others = _mapping(schema, "patternProperties")
    rest = {"additionalProperties": schema["additionalProperties"]} if "additionalProperties" in schema else {}
    return {"properties": dict.fromkeys(properties, True), "patternProperties": others, **rest, **required}


def _closed_equal(one: Document, old: Any, other: Document, new: Any) -> bool:
    """Whether two values are equal and mean the same because no reference leads out of them."""
    key, same = one.key(old), other.key(new)
    return key.number == same.number and (not key.refers or one.identity == other.identity) and one.draft == other.draft


def _mapping(schema: dict[str, Any], name: str) -> dict[str, Any]:
    value = schema.get(name)
    return value if isinstance(value, dict) else {}


def _names(schema: dict[str, Any]) -> set[str]:
    value = schema.get("required")
    return {name for name in value if isinstance(name, str)} if isinstance(value, list) else set()


def _whole(old: Any, new: Any, steps: tuple[Step, ...], pointer: str) -> Difference:
    kind = ChangeKind.SCHEMA_FORBIDDEN if new is False else ChangeKind.SCHEMA_OPENED if new is True else ChangeKind.SCHEMA_CHANGED
    message = (
        "nothing is allowed here any more" if new is False else "everything is allowed here now" if new is True else "the schema changed"
    )
    return Difference(kind, steps, pointer, message, old, new)


def _words(name: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    if name not in before:
        return f"`{name}` was added: {value_text(after[name], 80)}"
    if name not in after:
        return f"`{name}` was removed, it was {value_text(before[name], 80)}"
    return f"`{name}` was {value_text(before[name], 80)} and is {value_text(after[name], 80)}"
