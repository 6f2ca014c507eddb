"""From the errors of a JSON Schema validator to their causes.

An object that may be of several kinds gives an error for each kind. The one that was meant is the reference where there is a
`$ref`, else the kind whose type and whose distinguishing members agree, else the one that is least wrong; only its errors are
causes. Then there is one cause at a place: the gravest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

import msgspec

from catalog_gen.sources.asyncapi.validation.amendments import COMPONENT_NAME, NAMES

Path = tuple[str | int, ...]


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with a value.

    `kind` is `required`, `unknown`, `reference`, `name`, `type`, `value`, `format`, `bound` or `shape`; `path` the place of what
    is wrong (of the object, where a field is missing); `names` the missing or the possible fields, types or values;
    `near` the one of them that was probably meant; `detail` what a bound or format demands; `found` the value.
    """

    kind: str
    path: Path
    names: tuple[Any, ...] = ()
    near: str = ""
    detail: str = ""
    found: Any = None


ORDER = ("reference", "unknown", "name", "type", "value", "format", "bound", "required", "shape")
"""Of several causes at one place, the first of these is told."""

_BOUNDS = {
    "minLength": "at least {} characters long",
    "maxLength": "at most {} characters long",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minItems": "a list of at least {}",
    "maxItems": "a list of at most {}",
    "minProperties": "a mapping with at least {} members",
    "maxProperties": "a mapping with at most {} members",
    "multipleOf": "a multiple of {}",
    "pattern": "a text of the form `{}`",
}
_NEAR = 0.7


def reduce(errors: Iterable[Any], tree: dict[str, Any]) -> list[Cause]:
    """The causes of a validator's errors, one at each place, in the order of the document's text as far as paths tell.

    `tree` is the schema that the errors' paths lead through.
    """
    found = [cause for error in errors for cause in _causes(error, tree)]
    best: dict[tuple[Path, str], Cause] = {}
    for cause in found:
        slot = (cause.path, "required" if cause.kind == "required" else "")
        known = best.get(slot)
        if known is None or ORDER.index(cause.kind) < ORDER.index(known.kind):
            best[slot] = cause
        elif cause.kind == "required" == known.kind:
            best[slot] = msgspec.structs.replace(known, names=tuple(dict.fromkeys((*known.names, *cause.names))))
    return _without_consequences(best)


def _without_consequences(best: dict[tuple[Path, str], Cause]) -> list[Cause]:
    """Leave out what follows from another cause: a field is missing because its name is misspelt, or a reference stands there."""
    kept = []
    misspelt: dict[Path, set[str]] = {}
    for cause in best.values():
        if cause.kind == "unknown":
            misspelt.setdefault(cause.path[:-1], set()).add(cause.near)
    for cause in best.values():
        if cause.kind == "required":
            missing = tuple(name for name in cause.names if name not in misspelt.get(cause.path, ()))
            referred = ((*cause.path, "$ref"), "") in best and best[(*cause.path, "$ref"), ""].kind == "reference"
            wrong = best.get((cause.path, ""))
            if not missing or referred or (wrong is not None and wrong.kind != "shape"):
                continue
            kept.append(msgspec.structs.replace(cause, names=missing))
        elif cause.kind == "shape" and (cause.path, "required") in best:
            continue
        else:
            kept.append(cause)
    return kept


def _causes(error: Any, tree: dict[str, Any]) -> Iterable[Cause]:
    name = error.kind.name
    if name in {"anyOf", "oneOf"} and hasattr(error.kind, "context"):
        return _of_branches(error, tree)
    if name in {"additionalProperties", "unevaluatedProperties"}:
        return [_unknown(key, tuple(error.instance_path), error, tree) for key in error.kind.unexpected]
    if name in _BOUNDS:
        return [_bound(error, name, _limit(error, tree))]
    if name in _SIMPLE:
        return _SIMPLE[name](error, tuple(error.instance_path))
    return _shape("not" if name == "falseSchema" else name, tuple(error.instance_path), error, tree)


def _bound(error: Any, name: str, limit: Any) -> Cause:
    at_least_one = name == "minItems" and limit == 1
    detail = "a list that is not empty" if at_least_one else _BOUNDS[name].format(limit)
    return Cause(kind="bound", path=tuple(error.instance_path), detail=detail, found=error.instance)


def _required(error: Any, path: Path) -> list[Cause]:
    return [Cause(kind="required", path=path, names=(error.kind.property,), found=error.instance)]


def _type(error: Any, path: Path) -> list[Cause]:
    return [Cause(kind="type", path=path, names=tuple(error.kind.types), found=error.instance)]


def _value(error: Any, path: Path) -> list[Cause]:
    options = tuple(error.kind.options) if error.kind.name == "enum" else (error.kind.expected_value,)
    return [Cause(kind="value", path=path, names=options, near=_near(error.instance, options), found=error.instance)]


def _format(error: Any, path: Path) -> list[Cause]:
    return [Cause(kind="format", path=path, detail=error.kind.format, found=error.instance)]


def _names(error: Any, path: Path) -> list[Cause]:
    """A name in a mapping that has another form than the mapping demands."""
    inner = error.kind.error
    detail = NAMES.get(getattr(inner.kind, "pattern", ""), "")
    return [Cause(kind="name", path=(*path, inner.instance), detail=detail, found=inner.instance)] if detail else []


def _repeated(error: Any, path: Path) -> list[Cause]:
    """The first member of a list that stands in it before."""
    items = error.instance
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if item in items[:index]:
            return [Cause(kind="bound", path=(*path, index), detail="different from the other members of the list", found=item)]
    return [Cause(kind="bound", path=path, detail="a list without repetitions", found=items)]


_SIMPLE: dict[str, Callable[[Any, Path], list[Cause]]] = {
    "required": _required,
    "type": _type,
    "enum": _value,
    "const": _value,
    "format": _format,
    "propertyNames": _names,
    "uniqueItems": _repeated,
}
"""Keyword that failed → its causes."""


def _shape(name: str, path: Path, error: Any, tree: dict[str, Any]) -> Iterator[Cause]:
    """What fits several kinds at once, or a kind that is ruled out."""
    if name == "oneOf" and isinstance(error.instance, dict) and "$ref" in error.instance:
        return
    denied = _limit(error, tree)
    names = tuple(denied["required"]) if isinstance(denied, dict) and isinstance(denied.get("required"), list) else ()
    yield Cause(kind="shape", path=path, names=names, found=error.instance)


def _of_branches(error: Any, tree: dict[str, Any]) -> Iterator[Cause]:
    path: Path = tuple(error.instance_path)
    branches = [[cause for one in branch for cause in _causes(one, tree)] for branch in error.kind.context]
    if not all(branches):
        return  # what is wrong with one of them is no mistake by the text of the specification
    is_reference = isinstance(error.instance, dict) and "$ref" in error.instance
    if is_reference:
        meant = [branch for branch in branches if any(cause.path == (*path, "$ref") and cause.kind == "type" for cause in branch)]
        branches = meant or branches
    else:
        meant = [branch for branch in branches if not any(_asks_for_reference(cause, path) for cause in branch)]
        branches = meant or branches
    fitting = [branch for branch in branches if not any(cause.kind == "type" and cause.path == path for cause in branch)]
    if not fitting:
        names = dict.fromkeys(name for branch in branches for cause in branch if cause.path == path for name in cause.names)
        yield Cause(kind="type", path=path, names=tuple(names), found=error.instance)
        return
    yield from _least_wrong(fitting, path)


def _least_wrong(branches: list[list[Cause]], path: Path) -> list[Cause]:
    """The causes of the kind that was meant; where every kind asks for another value of one member, that value is wrong."""
    choices = [[cause for cause in branch if cause.kind == "value" and len(cause.path) == len(path) + 1] for branch in branches]
    if len(branches) > 1 and all(choices):
        member = choices[0][0].path
        asked = [cause for choice in choices for cause in choice if cause.path == member]
        if len(asked) >= len(branches):
            every = [name for cause in asked for name in cause.names]
            names = tuple(name for number, name in enumerate(every) if name not in every[:number])  # a value may be a mapping
            return [msgspec.structs.replace(asked[0], names=names, near=_near(asked[0].found, names))]
    return min(zip(branches, choices, strict=True), key=lambda pair: (len(pair[1]), *_weight(pair[0], path)))[0]


def _weight(branch: list[Cause], path: Path) -> tuple[int, int]:
    """How far a value is from a kind: what is wrong with its own members counts before what is wrong further down."""
    shallow = sum(max(1, len(cause.names)) if cause.kind == "required" else 1 for cause in branch if len(cause.path) <= len(path) + 1)
    return shallow, len(branch)


def _asks_for_reference(cause: Cause, path: Path) -> bool:
    return cause.kind == "required" and cause.path == path and "$ref" in cause.names


def _unknown(key: str, path: Path, error: Any, tree: dict[str, Any]) -> Cause:
    owner = _follow(tree, error.schema_path[:-1])
    known = tuple(owner["properties"]) if isinstance(owner, dict) and isinstance(owner.get("properties"), dict) else ()
    found = error.instance.get(key) if isinstance(error.instance, dict) else None
    if key == "$ref":
        return Cause(kind="reference", path=(*path, key), names=known, found=found)
    if not known:
        return Cause(kind="name", path=(*path, key), detail=NAMES[COMPONENT_NAME], found=key)
    return Cause(kind="unknown", path=(*path, key), names=known, near=_near(key, known), found=found)


def _near(found: Any, options: tuple[Any, ...]) -> str:
    if not isinstance(found, str):
        return ""
    texts = {option.lower(): option for option in options if isinstance(option, str)}
    near = get_close_matches(found.lower(), texts, n=1, cutoff=_NEAR)
    return texts[near[0]] if near else ""


def _limit(error: Any, tree: dict[str, Any]) -> Any:
    return _follow(tree, error.schema_path)


def _follow(tree: Any, path: Iterable[str | int]) -> Any:
    """What a path of an error leads to; None where the path leads through something else than this schema."""
    for part in path:
        try:
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            return None
    return tree
