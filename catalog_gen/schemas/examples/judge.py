"""Whether a value satisfies a schema, decided in place: inside a schema that is being explored, with its references and dynamic scope.

The last word on a payload has jsonschema-rs. This judge decides between branches, on authors' examples and on parts of payloads, where
compiling a validator for each would cost more than it tells. Source: JSON Schema drafts 4 to 2020-12, core and validation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from typing import Any, TypeAlias, cast

from catalog_gen.schemas.examples.leaves import equal, exact, freeze, has_format, is_count, is_number, is_type, matches
from catalog_gen.schemas.examples.library import Library, Node
from catalog_gen.schemas.examples.unsatisfiable import TooMuchWorkError, UnsatisfiableSchema

_DEPTH = 150
_WORK = 20_000
_FEW = 20
Evaluated: TypeAlias = set[str | int]
Assertion: TypeAlias = Callable[[Any, Any, Node], bool]


class Judge:
    """Answers `accepts`. `formats` says whether `format` is asserted."""

    def __init__(self, library: Library, *, formats: bool) -> None:
        self._library = library
        self._formats = formats
        self._depth = 0
        self._work = 0
        self._asking: set[tuple[int, int] | None] = set()
        self._listed: dict[int, frozenset[Any]] = {}

    def accepts(self, node: Node, value: Any) -> bool:
        """Whether a value satisfies a schema; false, too, where a reference leads nowhere or the schemas nest without end.

        Raises TooMuchWorkError when that takes more than so many looks at schemas: references can multiply them without bound.
        """
        if not self._depth:
            self._work = 0
        return self._evaluate(node, value) is not None

    def _evaluate(self, node: Node, value: Any) -> Evaluated | None:
        """The members and items that were looked at, or None when the value fails."""
        schema = node.schema
        if isinstance(schema, bool) or not isinstance(schema, dict):
            return None if schema is False else set()
        asked = (id(schema), id(value)) if "$ref" in schema or "$dynamicRef" in schema or node.place == "" else None
        if asked is not None and asked in self._asking:
            return set()  # a schema that applies itself to the value that it is asked about says nothing more
        self._depth += 1
        self._work += 1
        if asked is not None:
            self._asking.add(asked)
        try:
            if self._work > _WORK:
                raise TooMuchWorkError
            return None if self._depth > _DEPTH else self._keywords(node, schema, value)
        finally:
            self._depth -= 1
            self._asking.discard(asked)

    def _keywords(self, node: Node, schema: dict[str, Any], value: Any) -> Evaluated | None:
        alone = node.resource.draft.reference_alone and "$ref" in schema
        evaluated: Evaluated = set()
        for keyword in ("$ref",) if alone else schema:
            if keyword in _ASSERTIONS and not _ASSERTIONS[keyword](schema[keyword], value, node):
                return None
            if keyword in _APPLICATORS:
                found = _APPLICATORS[keyword](self, node, value)
                if found is None:
                    return None
                evaluated |= found
        return evaluated if alone or _LATE.keys().isdisjoint(schema) else self._leftovers(node, value, evaluated)

    def _leftovers(self, node: Node, value: Any, evaluated: Evaluated) -> Evaluated | None:
        """The keywords that look at what the others left."""
        for keyword in _LATE.keys() & node.schema.keys():
            found = _LATE[keyword](self, node, value, evaluated)
            if found is None:
                return None
            evaluated = evaluated | found
        return evaluated

    def _format(self, node: Node, value: Any) -> Evaluated | None:
        name = node.schema["format"]
        if not self._formats or not isinstance(value, str) or not isinstance(name, str):
            return set()
        return set() if has_format(name, node.resource.draft.name, value) else None

    def _enum(self, node: Node, value: Any) -> Evaluated | None:
        listed = node.schema["enum"]
        if not isinstance(listed, list):
            return set()
        if len(listed) < _FEW:
            return set() if any(equal(one, value) for one in listed) else None
        if id(listed) not in self._listed:
            self._listed[id(listed)] = frozenset(freeze(one) for one in listed)
        return set() if freeze(value) in self._listed[id(listed)] else None

    # --- references and combinations

    def _reference(self, node: Node, value: Any, keyword: str) -> Evaluated | None:
        try:
            return self._evaluate(self._library.target(node, keyword), value)
        except UnsatisfiableSchema:
            return None

    def _each(self, node: Node, value: Any, keyword: str) -> list[Evaluated | None]:
        parts = node.schema[keyword]
        if not isinstance(parts, list):
            return [set()]
        return [self._evaluate(self._library.child(node, part, keyword, number), value) for number, part in enumerate(parts)]

    def _all_of(self, node: Node, value: Any) -> Evaluated | None:
        return _union(self._each(node, value, "allOf"))

    def _any_of(self, node: Node, value: Any) -> Evaluated | None:
        good = [found for found in self._each(node, value, "anyOf") if found is not None]
        return _union(good) if good else None

    def _one_of(self, node: Node, value: Any) -> Evaluated | None:
        good = [found for found in self._each(node, value, "oneOf") if found is not None]
        return good[0] if len(good) == 1 else None

    def _not(self, node: Node, value: Any) -> Evaluated | None:
        return set() if self._evaluate(self._library.child(node, node.schema["not"], "not"), value) is None else None

    def _if(self, node: Node, value: Any) -> Evaluated | None:
        if not node.resource.draft.has_conditions:
            return set()
        condition = self._evaluate(self._library.child(node, node.schema["if"], "if"), value)
        branch = "else" if condition is None else "then"
        if branch not in node.schema:
            return condition or set()
        found = self._evaluate(self._library.child(node, node.schema[branch], branch), value)
        return None if found is None else found | (condition or set())

    def _dependent(self, node: Node, value: Any, keyword: str) -> Evaluated | None:
        rules = node.schema[keyword]
        if not isinstance(value, dict) or not isinstance(rules, dict):
            return set()
        evaluated: Evaluated = set()
        for name, rule in rules.items():
            if name not in value:
                continue
            if isinstance(rule, list | str):
                others = [rule] if isinstance(rule, str) else rule
                if any(isinstance(other, str) and other not in value for other in others):
                    return None
                continue
            found = self._evaluate(self._library.child(node, rule, keyword, name), value)
            if found is None:
                return None
            evaluated |= found
        return evaluated

    # --- objects

    def _properties(self, node: Node, value: Any) -> Evaluated | None:
        rules = node.schema["properties"]
        if not isinstance(value, dict) or not isinstance(rules, dict):
            return set()
        evaluated: Evaluated = set()
        for name, rule in rules.items():
            if name in value:
                if not self.accepts(self._library.child(node, rule, "properties", name), value[name]):
                    return None
                evaluated.add(name)
        return evaluated

    def _patterns(self, node: Node, value: Any) -> Evaluated | None:
        rules = node.schema["patternProperties"]
        if not isinstance(value, dict) or not isinstance(rules, dict):
            return set()
        evaluated: Evaluated = set()
        for pattern, rule in rules.items():
            child = self._library.child(node, rule, "patternProperties", pattern)
            for name in value:
                if matches(pattern, name):
                    if not self.accepts(child, value[name]):
                        return None
                    evaluated.add(name)
        return evaluated

    def _additional(self, node: Node, value: Any) -> Evaluated | None:
        return self._rest(node, value, "additionalProperties", additional_names(node.schema, value)) if isinstance(value, dict) else set()

    def _unevaluated_properties(self, node: Node, value: Any, evaluated: Evaluated) -> Evaluated | None:
        names = [name for name in value if name not in evaluated] if isinstance(value, dict) else []
        return self._rest(node, value, "unevaluatedProperties", names)

    def _rest(self, node: Node, value: Any, keyword: str, keys: list[Any]) -> Evaluated | None:
        child = self._library.child(node, node.schema[keyword], keyword)
        return set(keys) if all(self.accepts(child, value[key]) for key in keys) else None

    def _names(self, node: Node, value: Any) -> Evaluated | None:
        child = self._library.child(node, node.schema["propertyNames"], "propertyNames")
        return set() if not isinstance(value, dict) or all(self.accepts(child, name) for name in value) else None

    # --- arrays

    def _prefix(self, node: Node, value: Any, keyword: str = "prefixItems") -> Evaluated | None:
        rules = node.schema[keyword]
        if not isinstance(value, list) or not isinstance(rules, list):
            return set()
        pairs = enumerate(zip(rules, value, strict=False))
        good = all(self.accepts(self._library.child(node, rule, keyword, number), item) for number, (rule, item) in pairs)
        return set(range(min(len(rules), len(value)))) if good else None

    def _items(self, node: Node, value: Any) -> Evaluated | None:
        if isinstance(node.schema["items"], list):
            return self._prefix(node, value, "items")
        prefix = node.schema.get("prefixItems")
        start = len(prefix) if isinstance(prefix, list) and not node.resource.draft.tuples_in_items else 0
        return self._rest(node, value, "items", list(range(start, len(value)))) if isinstance(value, list) else set()

    def _additional_items(self, node: Node, value: Any) -> Evaluated | None:
        prefix = node.schema.get("items")
        if not isinstance(value, list) or not isinstance(prefix, list):
            return set()
        return self._rest(node, value, "additionalItems", list(range(len(prefix), len(value))))

    def _unevaluated_items(self, node: Node, value: Any, evaluated: Evaluated) -> Evaluated | None:
        numbers = [number for number in range(len(value)) if number not in evaluated] if isinstance(value, list) else []
        return self._rest(node, value, "unevaluatedItems", numbers)

    def _contains(self, node: Node, value: Any) -> Evaluated | None:
        if not isinstance(value, list) or not node.resource.draft.has_contains:
            return set()
        child = self._library.child(node, node.schema["contains"], "contains")
        found = {number for number, item in enumerate(value) if self.accepts(child, item)}
        bounded = node.resource.draft.bounds_contains
        low = node.schema.get("minContains", 1) if bounded else 1
        high = node.schema.get("maxContains", len(value)) if bounded else len(value)
        if not low <= len(found) <= high:
            return None
        return set(found) if node.resource.draft.contains_evaluates else set()


def _union(parts: Sequence[Evaluated | None]) -> Evaluated | None:
    union: Evaluated = set()
    for part in parts:
        if part is None:
            return None
        union |= part
    return union


def additional_names(schema: dict[str, Any], value: dict[str, Any]) -> list[str]:
    """The members that neither `properties` nor `patternProperties` beside `additionalProperties` speak of."""
    declared, patterns = schema.get("properties"), schema.get("patternProperties")
    known = declared if isinstance(declared, dict) else {}
    expressions = patterns if isinstance(patterns, dict) else {}
    return [name for name in value if name not in known and not any(matches(pattern, name) for pattern in expressions)]


# --- assertions: expected, value, node


def _type(expected: Any, value: Any, node: Node) -> bool:
    names = expected if isinstance(expected, list) else [expected]
    return any(is_type(value, name, float_integers=node.resource.draft.float_integers) for name in names)


def _maximum(expected: Any, value: Any, node: Node) -> bool:
    if not is_number(value) or not is_number(expected):
        return True
    return bool(value < expected) if node.schema.get("exclusiveMaximum") is True else bool(value <= expected)


def _minimum(expected: Any, value: Any, node: Node) -> bool:
    if not is_number(value) or not is_number(expected):
        return True
    return bool(value > expected) if node.schema.get("exclusiveMinimum") is True else bool(value >= expected)


def _below(expected: Any, value: Any, _: Node) -> bool:
    return not is_number(value) or not is_number(expected) or bool(value < expected)


def _above(expected: Any, value: Any, _: Node) -> bool:
    return not is_number(value) or not is_number(expected) or bool(value > expected)


def _multiple(expected: Any, value: Any, _: Node) -> bool:
    return not is_number(value) or not is_number(expected) or expected <= 0 or exact(value) % exact(expected) == 0


def _required(expected: Any, value: Any, _: Node) -> bool:
    return not isinstance(value, dict) or not isinstance(expected, list) or all(name in value for name in expected if isinstance(name, str))


def _unique(expected: Any, value: Any, _: Node) -> bool:
    return expected is not True or not isinstance(value, list) or len({freeze(item) for item in value}) == len(value)


def _pattern(expected: Any, value: Any, _: Node) -> bool:
    return not isinstance(value, str) or not isinstance(expected, str) or matches(expected, value)


def _size(kind: type, *, most: bool) -> Assertion:
    def check(expected: Any, value: Any, _: Node) -> bool:
        if not isinstance(value, kind) or not is_count(expected):
            return True
        size = len(cast("Sized", value))
        return size <= int(expected) if most else size >= int(expected)

    return check


def _constant(expected: Any, value: Any, node: Node) -> bool:
    return not node.resource.draft.has_contains or equal(expected, value)


_ASSERTIONS: dict[str, Assertion] = {
    "type": _type,
    "const": _constant,
    "maximum": _maximum,
    "minimum": _minimum,
    "exclusiveMaximum": _below,
    "exclusiveMinimum": _above,
    "multipleOf": _multiple,
    "pattern": _pattern,
    "required": _required,
    "uniqueItems": _unique,
    "maxLength": _size(str, most=True),
    "minLength": _size(str, most=False),
    "maxItems": _size(list, most=True),
    "minItems": _size(list, most=False),
    "maxProperties": _size(dict, most=True),
    "minProperties": _size(dict, most=False),
}

_APPLICATORS: dict[str, Callable[[Judge, Node, Any], Evaluated | None]] = {
    "$ref": lambda judge, node, value: judge._reference(node, value, "$ref"),  # noqa: SLF001 - a table of this module's own methods
    "$dynamicRef": lambda judge, node, value: judge._reference(node, value, "$dynamicRef"),  # noqa: SLF001
    "$recursiveRef": lambda judge, node, value: judge._reference(node, value, "$recursiveRef"),  # noqa: SLF001
    "dependencies": lambda judge, node, value: judge._dependent(node, value, "dependencies"),  # noqa: SLF001
    "dependentRequired": lambda judge, node, value: judge._dependent(node, value, "dependentRequired"),  # noqa: SLF001
    "dependentSchemas": lambda judge, node, value: judge._dependent(node, value, "dependentSchemas"),  # noqa: SLF001
    "format": Judge._format,  # noqa: SLF001
    "enum": Judge._enum,  # noqa: SLF001
    "allOf": Judge._all_of,  # noqa: SLF001
    "anyOf": Judge._any_of,  # noqa: SLF001
    "oneOf": Judge._one_of,  # noqa: SLF001
    "not": Judge._not,  # noqa: SLF001
    "if": Judge._if,  # noqa: SLF001
    "properties": Judge._properties,  # noqa: SLF001
    "patternProperties": Judge._patterns,  # noqa: SLF001
    "additionalProperties": Judge._additional,  # noqa: SLF001
    "propertyNames": Judge._names,  # noqa: SLF001
    "prefixItems": Judge._prefix,  # noqa: SLF001
    "items": Judge._items,  # noqa: SLF001
    "additionalItems": Judge._additional_items,  # noqa: SLF001
    "contains": Judge._contains,  # noqa: SLF001
}

_LATE: dict[str, Callable[[Judge, Node, Any, Evaluated], Evaluated | None]] = {
    "unevaluatedItems": Judge._unevaluated_items,  # noqa: SLF001
    "unevaluatedProperties": Judge._unevaluated_properties,  # noqa: SLF001
}
"""Keywords that look at what the others left, so they come last."""
