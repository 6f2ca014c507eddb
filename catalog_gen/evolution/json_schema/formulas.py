"""What each keyword says about one kind of value, as a formula. The rules are those of the keyword's section in the draft at hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from catalog_gen.evolution.json_schema.documents import PLAIN, Document
from catalog_gen.evolution.json_schema.evaluated import unevaluated_items, unevaluated_properties
from catalog_gen.evolution.json_schema.negation import negate
from catalog_gen.evolution.json_schema.terms import (
    KINDS,
    Atom,
    Bound,
    EveryItem,
    EveryNamed,
    ExactlyOne,
    FewItems,
    Formula,
    Item,
    Kind,
    Matching,
    Multiple,
    Names,
    Node,
    OneOfValues,
    Opaque,
    Property,
    Required,
    Size,
    SomeItems,
    Unique,
    either,
    every,
)
from catalog_gen.evolution.json_schema.values import exact, kind_of, whole

_SINCE = {
    "const": 6,
    "contains": 6,
    "propertyNames": 6,
    "if": 7,
    "dependentRequired": 8,
    "dependentSchemas": 8,
    "unevaluatedProperties": 8,
    "unevaluatedItems": 8,
    "$recursiveRef": 8,
    "$dynamicRef": 9,
    "prefixItems": 9,
}
_UNTIL = {"dependencies": 7, "additionalItems": 8, "$recursiveRef": 8}
_NUMBERS = {"draft-04": 4, "draft-06": 6, "draft-07": 7, "2019-09": 8, "2020-12": 9}


def keywords(schema: dict[str, Any], document: Document) -> dict[str, Any]:
    """The keywords of a schema that its draft knows; beside `$ref` none count before 2019-09."""
    if "$ref" in schema and not document.modern:
        return {"$ref": schema["$ref"]}
    number = _NUMBERS[document.draft]
    return {name: value for name, value in schema.items() if _SINCE.get(name, 0) <= number <= _UNTIL.get(name, number)}


_KIND_OF: dict[str, Kind] = {**{kind: kind for kind in KINDS}, "integer": "number"}
_MOST_STEPS = 20
"""References to references that are followed."""


class Schemas:
    """The subschemas of all documents of a comparison as atoms, and the formula of each atom for each kind of value."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._places: list[tuple[Any, Document]] = []
        self._formulas: dict[tuple[Atom, Kind], Formula] = {}
        self._present: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        """Of each atom the keywords that count, as they are stated and as a registry reads them."""
        self._kinds: dict[int, tuple[Kind, ...]] = {}
        self._plain: dict[int, Any] = {}
        """What each atom means when no registry's rules are applied."""

    def atom(self, schema: Any, document: Document) -> Atom:
        """The atom of a subschema. Schemas that say the same in the same context share one."""
        meaning, with_the_grain = document.meaning(schema)
        number = self._number((meaning, document.rules), schema, document)
        if number not in self._plain:
            self._plain[number] = meaning if with_the_grain else ("only here", number)
        return Atom(number)

    def kinds(self, node: Node) -> tuple[Kind, ...]:
        """The kinds of value that a node may hold, by what its schemas say of `type`."""
        found = KINDS
        for atom in node:
            if atom.positive:
                stated = self._kinds.get(atom.key)
                if stated is None:
                    stated = self._kinds[atom.key] = _stated_kinds(*self._places[atom.key])
                if stated is not KINDS:
                    found = tuple(kind for kind in found if kind in stated)
        return found

    def contradicts(self, node: Node) -> bool:
        """Whether a node asks for a value that a schema accepts and rejects: the same schema, read more loosely where it rejects."""
        accepted = [atom for atom in node if atom.positive]
        for atom in node:
            if not atom.positive and any(
                one.key == atom.key or (self._plain[one.key] == self._plain[atom.key] and self._is_looser(atom, one)) for one in accepted
            ):
                return True
        return False

    def _is_looser(self, atom: Atom, other: Atom) -> bool:
        """Whether the rules of an atom only accept more than those of another, for schemas that go with the grain."""
        return self._places[other.key][1].rules.tightens(self._places[atom.key][1].rules)

    def node(self, schema: Any, document: Document) -> Node:
        """The node of one subschema."""
        return frozenset({self.atom(schema, document)})

    def _number(self, key: Any, schema: Any, document: Document) -> int:
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._places)
            self._places.append((schema, document))
        return found

    def place(self, atom: Atom) -> tuple[Any, Document]:
        """The subschema of an atom, and the document where it stands."""
        return self._places[atom.key]

    def formula(self, atom: Atom, kind: Kind) -> Formula:
        """What an atom says about values of one kind."""
        found = self._formulas.get((atom, kind))
        if found is None:
            found = self._read(atom, kind) if atom.positive else negate(self.formula(atom.inverse(), kind))
            self._formulas[atom, kind] = found
        return found

    def _read(self, atom: Atom, kind: Kind) -> Formula:
        schema, document = self._places[atom.key]
        if not isinstance(schema, dict):
            return schema if isinstance(schema, bool) else Opaque(("no schema", document.key(schema).number))
        known = self._present.get(atom.key)
        if known is None:
            present = keywords(schema, document)
            known = self._present[atom.key] = (present, present if document.rules == PLAIN else _adapted(present, document))
        stated, present = known
        place = _Place(self, present, document, schema, kind)
        if "type" in present and _ANY["type"](place, present["type"]) is False:
            return False  # most schemas speak of one kind of value only
        parts: list[Formula] = [] if document.rules == PLAIN else _by_rules(stated, document, kind)
        for name, value in present.items():
            reader = _ANY.get(name) or _BY_KIND[kind].get(name)
            if reader is not None:
                part = reader(place, value)
                if part is False:
                    return False
                parts.append(part)
        return every(parts)


def _stated_kinds(schema: Any, document: Document) -> tuple[Kind, ...]:
    """The kinds of value that a schema's `type` allows, its own or that of the schema that it refers to; all where it says nothing."""
    for _ in range(_MOST_STEPS):
        if not isinstance(schema, dict):
            return KINDS
        if "$ref" in schema and (not document.modern or "type" not in schema):
            schema = document.resolve(schema, schema["$ref"])
            continue
        stated = schema.get("type")
        names = [stated] if isinstance(stated, str) else stated
        if not isinstance(names, list) or not all(isinstance(name, str) and name in _KIND_OF for name in names):
            return KINDS
        return tuple(dict.fromkeys(_KIND_OF[name] for name in names))
    return KINDS


def _by_rules(present: dict[str, Any], document: Document, kind: Kind) -> list[Formula]:
    """What a registry's rules add to the keywords."""
    words = document.rules.texts if kind == "string" else ()
    parts: list[Formula] = [Opaque((word, present[word])) for word in words if isinstance(present.get(word), str)]
    if kind == "string" and document.rules.exact_patterns and isinstance(present.get("pattern"), str):
        parts.append(Opaque(("pattern", present["pattern"])))
    if document.rules.exact_conditions and "if" in present:
        parts.append(Opaque(("if", document.key(present["if"]).number)))
    return parts


def _adapted(present: dict[str, Any], document: Document) -> dict[str, Any]:
    """The keywords as a registry's rules read them."""
    rules, found = document.rules, dict(present)
    if rules.exact_patterns:
        found.pop("pattern", None)
    if rules.loose_unions and "oneOf" in found and "anyOf" not in found:
        found["anyOf"] = found.pop("oneOf")
    if rules.defaults_fill and isinstance(found.get("required"), list):
        described = _mapping(found.get("properties"))
        found["required"] = [name for name in found["required"] if name in described and not _has_default(described[name])]
    applied = {"allOf", "anyOf", "oneOf", "if", "$ref", "not", "dependentSchemas", "unevaluatedProperties"}
    if rules.closed and found.get("additionalProperties", True) is True and applied.isdisjoint(found):
        found["additionalProperties"] = False
    return found


def _has_default(schema: Any) -> bool:
    return isinstance(schema, dict) and "default" in schema


class _Place:
    """What a keyword's reader may look at besides the keyword's own value."""

    __slots__ = ("document", "kind", "present", "schema", "schemas")

    def __init__(self, schemas: Schemas, present: dict[str, Any], document: Document, schema: dict[str, Any], kind: Kind) -> None:
        self.schemas = schemas
        self.present = present
        self.document = document
        self.schema = schema
        self.kind = kind

    def atom(self, schema: Any) -> Atom:
        return self.schemas.atom(schema, self.document)

    def node(self, schema: Any) -> Node:
        return self.schemas.node(schema, self.document)

    def opaque(self, name: str) -> Opaque:
        key = self.document.key(self.schema)
        return Opaque((name, key.number, self.document.identity if key.refers else self.document.draft))


_Reader: TypeAlias = Callable[[_Place, Any], Formula]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _type(place: _Place, value: Any) -> Formula:
    types = {value} if isinstance(value, str) else {part for part in _list(value) if isinstance(part, str)}
    if place.kind in types:
        return True
    return Multiple(exact(1) or 0) if place.kind == "number" and "integer" in types else False  # type: ignore[arg-type]


def _enum(place: _Place, value: Any) -> Formula:
    values = tuple(part for part in _list(value) if kind_of(part) == place.kind)
    return OneOfValues(values) if values else False


def _reference(place: _Place, value: Any) -> Formula:
    target = place.document.resolve(place.schema, value)
    return place.opaque("$ref") if target is None else place.atom(target)


def _dynamic(place: _Place, value: Any) -> Formula:
    """With one anchor of the name, or none, a dynamic reference is a plain one (2020-12 core, section 8.2.3.2)."""
    name = "$recursive" if value == "#" and "$dynamicRef" not in place.present else str(value).rpartition("#")[2]
    return place.opaque("$dynamicRef") if place.document.dynamic.get(name, 0) > 1 else _reference(place, value)


def _conditional(place: _Place, value: Any) -> Formula:
    test = place.atom(value)
    then = place.atom(place.present["then"]) if "then" in place.present else True
    other = place.atom(place.present["else"]) if "else" in place.present else True
    if then is True and other is True:
        return True
    return every([either([test.inverse(), then]), either([test, other])])


def _one_of(place: _Place, value: Any) -> Formula:
    atoms = tuple(place.atom(part) for part in _list(value))
    return atoms[0] if len(atoms) == 1 else ExactlyOne(atoms)


def _bound(*, upper: bool, strict: bool) -> _Reader:
    switch = "exclusiveMaximum" if upper else "exclusiveMinimum"

    def read(place: _Place, value: Any) -> Formula:
        limit = exact(value)
        return True if limit is None else Bound(limit, upper, strict or place.present.get(switch) is True)

    return read


def _multiple(_place: _Place, value: Any) -> Formula:
    of = exact(value)
    return Multiple(of) if of is not None and of > 0 else True


def _size(*, upper: bool) -> _Reader:
    def read(_place: _Place, value: Any) -> Formula:
        limit = whole(value)
        return True if limit is None or (limit == 0 and not upper) else Size(limit, upper)

    return read


def _items(place: _Place, value: Any) -> Formula:
    if isinstance(value, list) and place.document.draft != "2020-12":
        rest: Formula = EveryItem(len(value), place.node(place.present["additionalItems"])) if "additionalItems" in place.present else True
        return every([*(Item(index, place.node(part)) for index, part in enumerate(value)), rest])
    return EveryItem(len(_list(place.present.get("prefixItems"))), place.node(value))


def _prefix(place: _Place, value: Any) -> Formula:
    return every([Item(index, place.node(part)) for index, part in enumerate(_list(value))])


def _contains(place: _Place, value: Any) -> Formula:
    node = place.node(value)
    low, high = (whole(place.present.get(name)) if place.document.modern else None for name in ("minContains", "maxContains"))
    least: Formula = True if low == 0 else SomeItems(0, node, 1 if low is None else low)
    if high is None:
        return least
    most: Formula = EveryItem(0, frozenset({place.atom(value).inverse()})) if high == 0 else FewItems(node, high)
    return every([least, most])


def _required(_place: _Place, value: Any) -> Formula:
    return every([Required(name) for name in dict.fromkeys(_list(value)) if isinstance(name, str)])


def _properties(place: _Place, value: Any) -> Formula:
    return every([Property(name, place.node(part)) for name, part in _mapping(value).items()])


def _patterns(place: _Place, value: Any) -> Formula:
    return every([EveryNamed(Names(pattern), place.node(part)) for pattern, part in _mapping(value).items()])


def _additional(place: _Place, value: Any) -> Formula:
    if value is True:
        return True
    listed = frozenset(_mapping(place.present.get("properties")))
    return EveryNamed(Names(None, listed, frozenset(_mapping(place.present.get("patternProperties")))), place.node(value))


def _names(place: _Place, value: Any) -> Formula:
    return EveryNamed(Names(node=frozenset({place.atom(value).inverse()})), place.node(False))  # noqa: FBT003 - a schema


def _dependencies(place: _Place, value: Any) -> Formula:
    rules: list[Formula] = []
    for name, rule in _mapping(value).items():
        names = [rule] if isinstance(rule, str) else rule
        then = _required(place, names) if isinstance(names, list) else place.atom(rule)
        rules.append(either([Required(name, positive=False), then]))
    return every(rules)


def _unevaluated_properties(place: _Place, value: Any) -> Formula:
    found = unevaluated_properties(place.schemas, place.schema, place.document, value)
    return place.opaque("unevaluatedProperties") if found is None else found


def _unevaluated_items(place: _Place, value: Any) -> Formula:
    found = unevaluated_items(place.schemas, place.schema, place.document, value)
    return place.opaque("unevaluatedItems") if found is None else found


_ANY: dict[str, _Reader] = {
    "type": _type,
    "enum": _enum,
    "const": lambda place, value: _enum(place, [value]),
    "$ref": _reference,
    "$dynamicRef": _dynamic,
    "$recursiveRef": _dynamic,
    "allOf": lambda place, value: every([place.atom(part) for part in _list(value)]),
    "anyOf": lambda place, value: either([place.atom(part) for part in _list(value)]),
    "oneOf": _one_of,
    "not": lambda place, value: place.atom(value).inverse(),
    "if": _conditional,
}
_BY_KIND: dict[Kind, dict[str, _Reader]] = {
    "null": {},
    "boolean": {},
    "number": {
        "minimum": _bound(upper=False, strict=False),
        "maximum": _bound(upper=True, strict=False),
        "exclusiveMinimum": _bound(upper=False, strict=True),
        "exclusiveMaximum": _bound(upper=True, strict=True),
        "multipleOf": _multiple,
    },
    "string": {
        "minLength": _size(upper=False),
        "maxLength": _size(upper=True),
        "pattern": lambda _place, value: Matching(value) if isinstance(value, str) else True,
    },
    "array": {
        "minItems": _size(upper=False),
        "maxItems": _size(upper=True),
        "uniqueItems": lambda _place, value: Unique() if value is True else True,
        "items": _items,
        "prefixItems": _prefix,
        "contains": _contains,
        "unevaluatedItems": _unevaluated_items,
    },
    "object": {
        "minProperties": _size(upper=False),
        "maxProperties": _size(upper=True),
        "required": _required,
        "properties": _properties,
        "patternProperties": _patterns,
        "additionalProperties": _additional,
        "propertyNames": _names,
        "dependencies": _dependencies,
        "dependentRequired": _dependencies,
        "dependentSchemas": _dependencies,
        "unevaluatedProperties": _unevaluated_properties,
        "unevaluatedItems": lambda _place, _value: True,
    },
}
