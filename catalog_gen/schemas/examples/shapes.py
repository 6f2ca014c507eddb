"""The shape of a value: what all schemas that apply to it say together, with what they leave open as choices.

`$ref` and `allOf` are merged; `anyOf`, `oneOf`, `if`, `not`, dependent schemas and unmet types become choices, each a list of
alternatives that are schemas again. A choice that was made is remembered by its key, so that merging again does not ask twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from catalog_gen.schemas.examples.leaves import exact, freeze, is_count, is_number
from catalog_gen.schemas.examples.library import Library, Node
from catalog_gen.schemas.examples.unsatisfiable import UnsatisfiableSchema

ALL_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
_MAX_NODES = 2_000


class Choice(NamedTuple):
    """Something to decide: a keyword of a node."""

    keyword: str
    node: Node
    detail: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What it is remembered by."""
        return (*self.node.key, self.keyword, self.detail)


class Conflict(NamedTuple):
    """Why no value can exist: words, keyword and place."""

    message: str
    keyword: str
    place: str


class Shape:
    """What a value must be like. Filled by `merge`; treated as frozen after that."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.keys: set[tuple[int, int]] = set()
        self.types: tuple[str, ...] | None = None
        self.float_integers = True
        self.enum: list[Any] | None = None
        self.low: Fraction | None = None
        self.low_open = False
        self.high: Fraction | None = None
        self.high_open = False
        self.multiples: list[Fraction] = []
        self.lengths: dict[str, int] = {}
        self.limits: dict[str, int] = {}
        self.blamed: dict[str, tuple[str, str]] = {}
        self.patterns: list[str] = []
        self.formats: list[str] = []
        self.unique = False
        self.required: dict[str, Node] = {}
        self.forbidden: dict[str, Node] = {}
        self.choices: list[Choice] = []
        self.objects: list[Node] = []
        self.arrays: list[Node] = []
        self.names: list[Node] = []
        self.contains: list[Node] = []
        self.dependent: list[tuple[str, list[str]]] = []
        self.hard = False
        """Whether the merge does not say everything, so that values must be judged."""
        self.conflict: Conflict | None = None

    def fail(self, message: str, keyword: str, node: Node) -> None:
        """Note the first conflict."""
        if self.conflict is None:
            self.conflict = Conflict(message, keyword, node.place)

    def told(self, keyword: str) -> Iterable[Any]:
        """Every value of an annotating keyword, outermost first."""
        return (node.schema[keyword] for node in self.nodes if keyword in node.schema)

    def low_of(self, keyword: str) -> int:
        """The greatest lower bound of a length; 0 without one."""
        return self.lengths.get(keyword, 0)

    def high_of(self, keyword: str) -> int | None:
        """The least upper bound of a length."""
        return self.limits.get(keyword)


def merge(library: Library, nodes: Iterable[Node], made: frozenset[tuple[object, ...]] = frozenset()) -> Shape:
    """What several schemas say together. `made` holds the choices that were made already; their alternatives are among the nodes."""
    shape = Shape()
    pending = list(nodes)[::-1]
    while pending and shape.conflict is None:
        node = pending.pop()
        schema = node.schema
        if schema is False:
            shape.fail("nothing is allowed here", "false", node)
        if not isinstance(schema, dict) or not schema or node.key in shape.keys:
            continue
        if len(shape.nodes) > _MAX_NODES:
            shape.fail("too many schemas apply at once", "allOf", node)
        shape.keys.add(node.key)
        shape.nodes.append(node)
        _read(shape, library, node, made, pending)
    _close(shape)
    return shape


def _read(shape: Shape, library: Library, node: Node, made: frozenset[tuple[object, ...]], pending: list[Node]) -> None:
    schema, draft = node.schema, node.resource.draft
    shape.float_integers = shape.float_integers and draft.float_integers
    more = _referred(shape, library, node)
    if draft.reference_alone and "$ref" in schema:
        shape.nodes[-1] = node._replace(schema={})
        pending.extend(more)
        return
    for keyword, value in schema.items():
        reader = _READERS.get(keyword)
        if reader is not None:
            reader(shape, node, value)
        elif keyword in _CHOOSERS:
            shape.hard = True
            shape.choices.extend(choice for choice in _CHOOSERS[keyword](node, value) if choice.key not in made)
    if isinstance(schema.get("allOf"), list):
        more.extend(library.child(node, part, "allOf", number) for number, part in enumerate(schema["allOf"]))
    if not _OBJECT_KEYWORDS.isdisjoint(schema):
        shape.objects.append(node)
    if not _ARRAY_KEYWORDS.isdisjoint(schema):
        shape.arrays.append(node)
    pending.extend(reversed(more))


def _referred(shape: Shape, library: Library, node: Node) -> list[Node]:
    """What the references of a node lead to; a reference to nothing is a conflict."""
    try:
        return [library.target(node, keyword) for keyword in ("$ref", "$dynamicRef", "$recursiveRef") if keyword in node.schema]
    except UnsatisfiableSchema as error:
        shape.fail(error.message, error.keyword, node)
        return []


_OBJECT_KEYWORDS = {"properties", "patternProperties", "additionalProperties", "unevaluatedProperties"}
_ARRAY_KEYWORDS = {"items", "prefixItems", "additionalItems", "unevaluatedItems"}


# --- readers: what a keyword adds to the shape


def _types(shape: Shape, node: Node, value: Any) -> None:
    names = [name for name in (value if isinstance(value, list) else [value]) if name in ALL_TYPES]
    if shape.types is None:
        shape.types = tuple(dict.fromkeys(names))
    else:
        shape.types = tuple(dict.fromkeys(narrow for old in shape.types for new in names if (narrow := _narrower(old, new))))
    if not shape.types:
        shape.fail(f"the types exclude each other: {value!r} and what is said elsewhere", "type", node)


def _narrower(old: str, new: str) -> str:
    if old == new:
        return old
    return "integer" if {old, new} == {"integer", "number"} else ""


def _enum(shape: Shape, node: Node, value: Any) -> None:
    if not isinstance(value, list):
        return
    if shape.enum is None:
        shape.enum = list(value)
    else:
        allowed = {freeze(one) for one in value}
        shape.enum = [one for one in shape.enum if freeze(one) in allowed]
    if not shape.enum:
        shape.fail("no value is left to choose from", "enum", node)


def _const(shape: Shape, node: Node, value: Any) -> None:
    if node.resource.draft.has_contains:
        _enum(shape, node, [value])


def _minimum(shape: Shape, node: Node, value: Any) -> None:
    if is_number(value):
        _raise(shape, exact(value), is_open=node.schema.get("exclusiveMinimum") is True)
        _check_range(shape, "minimum", node)


def _maximum(shape: Shape, node: Node, value: Any) -> None:
    if is_number(value):
        _lower(shape, exact(value), is_open=node.schema.get("exclusiveMaximum") is True)
        _check_range(shape, "maximum", node)


def _exclusive_minimum(shape: Shape, node: Node, value: Any) -> None:
    if is_number(value):
        _raise(shape, exact(value), is_open=True)
        _check_range(shape, "exclusiveMinimum", node)


def _exclusive_maximum(shape: Shape, node: Node, value: Any) -> None:
    if is_number(value):
        _lower(shape, exact(value), is_open=True)
        _check_range(shape, "exclusiveMaximum", node)


def _raise(shape: Shape, bound: Fraction, *, is_open: bool) -> None:
    if shape.low is None or bound > shape.low or (bound == shape.low and is_open):
        shape.low, shape.low_open = bound, is_open


def _lower(shape: Shape, bound: Fraction, *, is_open: bool) -> None:
    if shape.high is None or bound < shape.high or (bound == shape.high and is_open):
        shape.high, shape.high_open = bound, is_open


def _check_range(shape: Shape, keyword: str, node: Node) -> None:
    shape.blamed["number"] = (keyword, node.place)


def _multiple(shape: Shape, node: Node, value: Any) -> None:
    if is_number(value) and value > 0:
        shape.multiples.append(exact(value))
        shape.blamed["multipleOf"] = ("multipleOf", node.place)


def _at_least(shape: Shape, node: Node, value: Any, keyword: str) -> None:
    if is_count(value) and value > shape.lengths.get(keyword, -1):
        shape.lengths[keyword] = int(value)
        shape.blamed[keyword] = (keyword, node.place)


def _at_most(shape: Shape, node: Node, value: Any, keyword: str) -> None:
    if is_count(value) and (keyword not in shape.limits or value < shape.limits[keyword]):
        shape.limits[keyword] = int(value)
        shape.blamed[keyword] = (keyword, node.place)


def _bound(keyword: str, store: Callable[[Shape, Node, Any, str], None]) -> Callable[[Shape, Node, Any], None]:
    return lambda shape, node, value: store(shape, node, value, keyword)


def _pattern(shape: Shape, node: Node, value: Any) -> None:
    if isinstance(value, str) and value not in shape.patterns:
        shape.patterns.append(value)
        shape.blamed["pattern"] = ("pattern", node.place)


def _format(shape: Shape, node: Node, value: Any) -> None:
    if isinstance(value, str) and value not in shape.formats:
        shape.formats.append(value)
        shape.blamed["format"] = ("format", node.place)


def _unique(shape: Shape, _: Node, value: Any) -> None:
    shape.unique = shape.unique or value is True


def _required(shape: Shape, node: Node, value: Any) -> None:
    if isinstance(value, list):
        for name in value:
            if isinstance(name, str):
                shape.required.setdefault(name, node)


def _names(shape: Shape, node: Node, _: Any) -> None:
    shape.names.append(node)


def _contains(shape: Shape, node: Node, _: Any) -> None:
    if node.resource.draft.has_contains:
        shape.contains.append(node)
        shape.hard = True


def _unevaluated(shape: Shape, _: Node, value: Any) -> None:
    shape.hard = shape.hard or value is not True


def _properties(shape: Shape, node: Node, value: Any) -> None:
    if isinstance(value, dict) and False in value.values():
        shape.forbidden.update({name: node for name, rule in value.items() if rule is False})


def _dependent_required(shape: Shape, _: Node, value: Any) -> None:
    if isinstance(value, dict):
        rules = [(name, [rule] if isinstance(rule, str) else rule) for name, rule in value.items() if isinstance(rule, list | str)]
        shape.dependent.extend((name, [other for other in rule if isinstance(other, str)]) for name, rule in rules)


_READERS: dict[str, Callable[[Shape, Node, Any], None]] = {
    "type": _types,
    "enum": _enum,
    "const": _const,
    "minimum": _minimum,
    "maximum": _maximum,
    "exclusiveMinimum": _exclusive_minimum,
    "exclusiveMaximum": _exclusive_maximum,
    "multipleOf": _multiple,
    "minLength": _bound("minLength", _at_least),
    "maxLength": _bound("maxLength", _at_most),
    "minItems": _bound("minItems", _at_least),
    "maxItems": _bound("maxItems", _at_most),
    "minProperties": _bound("minProperties", _at_least),
    "maxProperties": _bound("maxProperties", _at_most),
    "pattern": _pattern,
    "format": _format,
    "uniqueItems": _unique,
    "required": _required,
    "properties": _properties,
    "propertyNames": _names,
    "contains": _contains,
    "unevaluatedProperties": _unevaluated,
    "unevaluatedItems": _unevaluated,
    "dependentRequired": _dependent_required,
}


# --- choosers: which choices a keyword opens


def _branches(keyword: str) -> Callable[[Node, Any], list[Choice]]:
    return lambda node, value: [Choice(keyword, node)] if isinstance(value, list) else []


def _dependencies(keyword: str) -> Callable[[Node, Any], list[Choice]]:
    return lambda node, value: [Choice(keyword, node, name) for name in value] if isinstance(value, dict) else []


_CHOOSERS: dict[str, Callable[[Node, Any], list[Choice]]] = {
    "anyOf": _branches("anyOf"),
    "oneOf": _branches("oneOf"),
    "not": lambda node, _: [Choice("not", node)],
    "if": lambda node, _: (
        [Choice("if", node)] if node.resource.draft.has_conditions and not {"then", "else"}.isdisjoint(node.schema) else []
    ),
    "dependentSchemas": _dependencies("dependentSchemas"),
    "dependencies": _dependencies("dependencies"),
}

_PAIRS = (("minLength", "maxLength", "string"), ("minItems", "maxItems", "array"), ("minProperties", "maxProperties", "object"))


def _close(shape: Shape) -> None:
    """Take away the types that bounds make impossible; a shape without types is in conflict."""
    excluded: dict[str, tuple[str, str, str]] = {}
    for name in shape.required.keys() & shape.forbidden.keys():
        excluded["object"] = (f"the member `{name}` is required, and not allowed", "required", shape.required[name].place)
    for low, high, kind in _PAIRS:
        if high in shape.limits and shape.low_of(low) > shape.limits[high]:
            words = f"`{low}` {shape.lengths[low]} is above `{high}` {shape.limits[high]}"
            excluded[kind] = (words, *shape.blamed[low])
    if shape.low is not None and shape.high is not None and _is_empty(shape):
        excluded["number"] = excluded["integer"] = ("the bounds leave no number", *shape.blamed["number"])
    if not excluded or shape.conflict is not None:
        return
    types = shape.types or ALL_TYPES
    left = tuple(name for name in types if name not in excluded)
    if not left:
        shape.conflict = Conflict(*excluded[types[0]])
    shape.types = left


def _is_empty(shape: Shape) -> bool:
    assert shape.low is not None  # noqa: S101 - told to the type checker
    assert shape.high is not None  # noqa: S101
    return shape.low > shape.high or (shape.low == shape.high and (shape.low_open or shape.high_open))
