"""Payloads that break exactly one rule, for the tests of those who read them: each is checked to fail for that reason alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from catalog_gen.model.base import Json, Value
from catalog_gen.schemas.examples.arrays import item_nodes
from catalog_gen.schemas.examples.json_schema import Subject
from catalog_gen.schemas.examples.leaves import freeze, is_number
from catalog_gen.schemas.examples.library import Node
from catalog_gen.schemas.examples.maker import Maker
from catalog_gen.schemas.examples.objects import member_nodes
from catalog_gen.schemas.examples.shapes import Shape

_MOST = 40
_PLACES = 150
_DEPTH = 12
_ATTEMPTS = 6
_LONGEST = 10_000
Path = tuple[str | int, ...]
Breaker = Callable[[Shape, Any], Iterator[tuple[Any, str]]]


class Broken(Value, frozen=True, kw_only=True):
    """A payload that is invalid, in one rule only."""

    keyword: str
    """The keyword that it breaks."""
    place: str
    """Where in the payload, as a pointer (RFC 6901); "" is the payload itself."""
    title: str
    """What is wrong, in words."""
    payload: Json


def broken_of(subject: Subject, payload: Json) -> tuple[Broken, ...]:
    """Payloads next to a valid one, each breaking one rule; empty for a schema that cannot be compiled or that allows everything."""
    validator = subject.validator(formats=subject.draft.asserts_formats)
    if validator is None or subject.is_costly:
        return ()
    found: list[Broken] = []
    for path, shape, value in islice(_places(subject.maker(), [subject.library.start()], payload, ()), _PLACES):
        for keyword, breaker in _BREAKERS.items():
            for changed, words in islice(breaker(shape, value), _ATTEMPTS):
                candidate = _replaced(payload, path, changed)
                errors = list(islice(validator.iter_errors(candidate), 2))
                if len(errors) == 1 and errors[0].kind.name == keyword and tuple(errors[0].instance_path) == path:
                    pointer = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
                    found.append(Broken(keyword=keyword, place=pointer, title=_title(path, words), payload=candidate))
                    break
    return _mixed(found)


def _mixed(found: list[Broken]) -> tuple[Broken, ...]:
    """As many as are worth showing: one for each keyword before the second of any, in the order of the payload."""
    counts: Counter[str] = Counter()
    ranked: list[tuple[int, int]] = []
    for number, one in enumerate(found):
        counts[one.keyword] += 1
        ranked.append((counts[one.keyword], number))
    return tuple(found[number] for number in sorted(number for _, number in sorted(ranked)[:_MOST]))


def _title(path: Path, words: str) -> str:
    where = ".".join(str(step) for step in path)
    return f"{where}: {words}" if where else words[:1].upper() + words[1:]


def _places(maker: Maker, nodes: list[Node], value: Any, path: Path) -> Iterator[tuple[Path, Shape, Any]]:
    """Every value of a payload with what is said of it; of arrays, the first item."""
    shape = maker.settled(nodes, value)
    yield path, shape, value
    if len(path) >= _DEPTH:
        return
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _places(maker, member_nodes(maker, shape, name), member, (*path, name))
    elif isinstance(value, list) and value:
        yield from _places(maker, item_nodes(maker, shape, 0), value[0], (*path, 0))


def _replaced(payload: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    copy: Any = dict(payload) if isinstance(payload, dict) else list(payload)
    copy[path[0]] = _replaced(payload[path[0]], path[1:], value)
    return copy


# --- breakers: a changed value, and what is wrong with it


def _without(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    for name in shape.required if isinstance(value, dict) else ():
        if name in value:
            yield {key: part for key, part in value.items() if key != name}, f"`{name}` is missing"


def _other_type(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    if shape.types is None:
        return
    samples = {"string": "text", "integer": 7, "number": 7.5, "boolean": True, "array": [], "object": {}, "null": None}
    order = ("integer", "string") if isinstance(value, str) else ("string", "integer")
    for kind in (*order, "boolean", "null", "array", "object"):
        if kind not in shape.types and not (kind == "integer" and "number" in shape.types):
            yield samples[kind], f"{kind} in place of {' or '.join(shape.types)}"


def _other_value(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    if shape.enum is None:
        return
    listed = {freeze(one) for one in shape.enum}
    others = (f"not-{value}", "unknown") if isinstance(value, str) else (value + 1, value + 1000) if is_number(value) else (not value,)
    yield from ((other, f"`{other}` is not listed") for other in others if freeze(other) not in listed)


def _out_of_bounds(shape: Shape, value: Any, *, below: bool) -> Iterator[tuple[Any, str]]:
    bound, is_open = (shape.low, shape.low_open) if below else (shape.high, shape.high_open)
    if bound is None or not is_number(value):
        return
    direction = -1 if below else 1
    steps = [*shape.multiples, Fraction(1)]
    for step in (Fraction(0), *steps) if is_open else steps:
        number = bound + direction * step
        written = int(number) if number.denominator == 1 else float(number)
        yield written, f"{written} is {'below' if below else 'above'} the bound"


def _off_grid(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    if is_number(value):
        for step in shape.multiples:
            for number in (Fraction(str(value)) + step / 2, Fraction(str(value)) + 1):
                written = int(number) if number.denominator == 1 else float(number)
                yield written, f"{written} is no multiple of {float(step):g}"


def _too_short(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    low = shape.low_of("minLength")
    if isinstance(value, str) and low > 0:
        yield value[: low - 1], f"shorter than {low} characters"


def _too_long(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    high = shape.high_of("maxLength")
    if isinstance(value, str) and high is not None and high < _LONGEST:
        missing = high + 1 - len(value)
        yield value + (value[-1:] or "x") * missing, f"longer than {high} characters"
        yield "x" * (high + 1), f"longer than {high} characters"


def _unlike(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(value, str) and shape.patterns:
        for text in (value + "!", "!" + value, "?" * max(1, len(value)), value[:-1], value.swapcase(), ""):
            yield text, f"`{text}` does not match the pattern"


def _unformatted(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    for name in shape.formats if isinstance(value, str) else ():
        for text in (f"not a {name}", value[:-1] + "!", "!" * max(1, len(value))):
            yield text, f"`{text}` is no {name}"


def _too_few(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    low = shape.low_of("minItems")
    if isinstance(value, list) and low > 0:
        yield value[: low - 1], f"fewer than {low} items"


def _too_many(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    high = shape.high_of("maxItems")
    if isinstance(value, list) and value and high is not None and high < _LONGEST:
        missing = range(high + 1 - len(value))
        yield value + [value[-1]] * len(missing), f"more than {high} items"
        if isinstance(value[-1], str):
            yield value + [f"{value[-1]}{number + 2}" for number in missing], f"more than {high} items"
        elif is_number(value[-1]):
            yield value + [max(value) + number + 1 for number in missing], f"more than {high} items"


def _repeated(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(value, list) and value and shape.unique:
        yield [*value, value[-1]], "an item stands twice"
        yield [*value[:-1], value[0]], "an item stands twice"


def _undeclared(_: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(value, dict):
        yield {**value, "unexpected": True}, "`unexpected` is not allowed"


def _fewer_members(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    low = shape.low_of("minProperties")
    if isinstance(value, dict) and low > 0:
        kept = sorted(value, key=lambda name: name not in shape.required)[: low - 1]
        yield {name: value[name] for name in value if name in kept}, f"fewer than {low} members"


def _more_members(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    high = shape.high_of("maxProperties")
    if isinstance(value, dict) and high is not None and high < _LONGEST:
        more = {f"more{number}": next(iter(value.values()), 1) for number in range(high + 1 - len(value))}
        yield {**value, **more}, f"more than {high} members"


def _undependent(shape: Shape, value: Any) -> Iterator[tuple[Any, str]]:
    for name, others in shape.dependent if isinstance(value, dict) else ():
        for other in others:
            if name in value and other in value:
                yield {key: part for key, part in value.items() if key != other}, f"`{name}` without `{other}`"


_BREAKERS: dict[str, Breaker] = {
    "required": _without,
    "type": _other_type,
    "enum": _other_value,
    "const": _other_value,
    "minimum": lambda shape, value: _out_of_bounds(shape, value, below=True),
    "maximum": lambda shape, value: _out_of_bounds(shape, value, below=False),
    "exclusiveMinimum": lambda shape, value: _out_of_bounds(shape, value, below=True),
    "exclusiveMaximum": lambda shape, value: _out_of_bounds(shape, value, below=False),
    "multipleOf": _off_grid,
    "minLength": _too_short,
    "maxLength": _too_long,
    "pattern": _unlike,
    "format": _unformatted,
    "minItems": _too_few,
    "maxItems": _too_many,
    "uniqueItems": _repeated,
    "additionalProperties": _undeclared,
    "unevaluatedProperties": _undeclared,
    "minProperties": _fewer_members,
    "maxProperties": _more_members,
    "dependentRequired": _undependent,
}
