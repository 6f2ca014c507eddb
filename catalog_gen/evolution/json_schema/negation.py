"""The complement of a formula, pushed down to the constraints."""

from __future__ import annotations

from catalog_gen.evolution.json_schema.terms import (
    All,
    Atom,
    Bound,
    Either,
    EveryItem,
    EveryNamed,
    ExactlyOne,
    FewItems,
    Formula,
    Item,
    Matching,
    Multiple,
    Node,
    OneOfValues,
    Opaque,
    Property,
    Required,
    Size,
    SomeItems,
    SomeNamed,
    Unique,
    either,
    every,
)


def opposite(node: Node) -> Node:
    """The values outside a node of one atom."""
    (atom,) = node
    return frozenset({atom.inverse()})


def negate(formula: Formula) -> Formula:  # noqa: C901, PLR0911, PLR0912 - one row per term
    """The formula that holds exactly where this one does not, for values of the same kind."""
    match formula:
        case bool():
            return not formula
        case Atom():
            return formula.inverse()
        case All(parts):
            return either([negate(part) for part in parts])
        case Either(parts):
            return every([negate(part) for part in parts])
        case ExactlyOne(atoms, positive):
            return ExactlyOne(atoms, not positive)
        case Bound(limit, upper, strict):
            return Bound(limit, not upper, not strict)
        case Size(limit, upper):
            return Size(limit + 1, upper=False) if upper else Size(limit - 1, upper=True) if limit > 0 else False
        case Multiple(of, positive):
            return Multiple(of, not positive)
        case Matching(pattern, positive):
            return Matching(pattern, not positive)
        case OneOfValues(values, positive):
            return OneOfValues(values, not positive)
        case Required(name, positive):
            return Required(name, not positive)
        case Unique(positive):
            return Unique(not positive)
        case Opaque(key, positive):
            return Opaque(key, not positive)
        case Property(name, node):
            return every([Required(name), Property(name, opposite(node))])
        case EveryNamed(names, node):
            return SomeNamed(names, opposite(node))
        case SomeNamed(names, node):
            return EveryNamed(names, opposite(node))
        case Item(index, node):
            return every([Size(index + 1, upper=False), Item(index, opposite(node))])
        case EveryItem(start, node):
            return SomeItems(start, opposite(node))
        case SomeItems(start, node, count):
            return EveryItem(start, opposite(node)) if count == 1 else FewItems(node, count - 1)
        case FewItems(node, count):
            return SomeItems(0, node, count + 1)
