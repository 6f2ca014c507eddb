"""Where a changed field is written in a schema file: JSON Schema and Avro by pointer, Protobuf by line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from catalog_gen.model.base import Json
from catalog_gen.schemas.protobuf.problems import ProtoError
from catalog_gen.schemas.protobuf.tokens import Token, tokenize
from catalog_gen.text.pointers import join, split

_MOST_STEPS = 2_000
"""References and steps that one search follows."""

_BRANCHES = ("allOf", "anyOf", "oneOf")
_ALTERNATIVES = ("then", "else", "not")


def resolve(schema: Json, pointer: str) -> str | None:
    """The pointer at which something is written that a pointer reaches through local references; None where there is nothing."""
    here, value = "", schema
    waiting = list(split(pointer))
    for _ in range(_MOST_STEPS):
        if not waiting:
            return here
        part = waiting[0]
        found = _member(value, part)
        if found is not None:
            here, value = join(here, part), found[0]
            waiting.pop(0)
            continue
        target = _target(value)
        if target is None:
            return None
        here, value, waiting = "", schema, [*split(target), *waiting]
    return None


def _member(value: Json, part: str) -> tuple[Json] | None:
    if isinstance(value, dict):
        return (value[part],) if part in value else None
    if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
        return (value[int(part)],)
    return None


def _target(value: Json) -> str | None:
    reference = value.get("$ref") if isinstance(value, dict) else None
    return reference[1:] if isinstance(reference, str) and (reference == "#" or reference.startswith("#/")) else None


def field_of_json_schema(schema: Json, path: str) -> str | None:
    """The pointer of a field that people write as `order.lines[].price`."""
    fronts = [""]
    for step in _steps(path):
        fronts = [found for front in fronts for found in _below(schema, front, step)][:_MOST_STEPS]
    return fronts[0] if fronts and path else None


def _below(schema: Json, pointer: str, step: str) -> Iterator[str]:
    """Where a property (or with `[]` the items) of the object at a pointer is written, through references and branches."""
    waiting, seen = [pointer], set[str]()
    while waiting and len(seen) < _MOST_STEPS:
        start = resolve(schema, waiting.pop(0))
        if start is None or start in seen:
            continue
        seen.add(start)
        value = _at(schema, start)
        if not isinstance(value, dict):
            continue
        way = ("items",) if step == "[]" else ("properties", step)
        if resolve(value, join("", *way)) is not None:
            yield join(start, *way)
        if (target := _target(value)) is not None:
            waiting.append(target)
        waiting += (join(start, word, number) for word in _BRANCHES for number in range(len(_list(value.get(word)))))
        waiting += (join(start, word) for word in _ALTERNATIVES if isinstance(value.get(word), dict))


def _at(value: Json, pointer: str) -> Json:
    for part in split(pointer):
        found = _member(value, part)
        if found is None:
            return None
        value = found[0]
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _steps(path: str) -> list[str]:
    """`order.lines[].price` → order, lines, [], price."""
    return [step for part in path.split(".") for step in re.findall(r"\[\]|[^\[\]]+", part)]


def field_of_avro(schema: Json, path: str) -> str | None:
    """The pointer of a field of an Avro schema by the names of the fields on the way."""
    front = ["", *_named(schema)]
    for step in (step for step in _steps(path) if step != "[]"):
        front = [found for pointer in front for found in _fields(schema, pointer, step)][:_MOST_STEPS]
    return front[0] if front and path else None


def _named(schema: Json) -> list[str]:
    """Pointers of all named types, so that a reference by name is found wherever it is defined. Only where the schema is a union."""
    return [join("", number) for number in range(len(_list(schema)))]


def _fields(schema: Json, pointer: str, name: str) -> Iterator[str]:
    """Where a field of the record at a pointer is written: through unions, arrays, maps and wrapped types."""
    waiting, seen = [pointer], set[str]()
    while waiting and len(seen) < _MOST_STEPS:
        here = waiting.pop(0)
        if here in seen:
            continue
        seen.add(here)
        value = _at(schema, here)
        if isinstance(value, list):
            waiting += (join(here, number) for number in range(len(value)))
        if not isinstance(value, dict):
            continue
        for number, field in enumerate(_list(value.get("fields"))):
            if isinstance(field, dict) and field.get("name") == name:
                yield join(here, "fields", number)
        waiting += (join(here, key) for key in ("type", "items", "values") if isinstance(value.get(key), (dict, list)))


def field_of_protobuf(text: str, path: str) -> int:
    """The offset at which a field, a value of an enum, a message or an enum is written, such as `Order.Line.price`; -1 where it is not."""
    try:
        tokens = tokenize(text)
    except ProtoError:
        return -1
    wanted = path.split(".")
    open_names: list[str] = []
    for number, token in enumerate(tokens[:-1]):
        if token.text == "{":
            open_names.append(_opened(tokens, number))
        elif token.text == "}" and open_names:
            open_names.pop()
        elif token.kind == "name" and token.text == wanted[-1] and _is_declared(tokens, number):
            around = [name for name in open_names if name]
            if around[len(around) - len(wanted) + 1 :] == wanted[:-1] or around == wanted[:-1]:
                return token.start
    return -1


def _opened(tokens: list[Token], number: int) -> str:
    """The name of the message or enum that a brace opens; "" for a oneof, an option, a service."""
    before = [token.text for token in tokens[max(0, number - 2) : number]]
    is_named = len(before) > 1 and before[0] in {"message", "enum", "group"}
    return before[1] if is_named else ""


def _is_declared(tokens: list[Token], number: int) -> bool:
    """Whether a name is that of a field or a value (`name = number`), or of a message or an enum (`message name {`)."""
    after = tokens[number + 1].text
    return after == "=" or (after == "{" and tokens[number - 1].text in {"message", "enum"})
