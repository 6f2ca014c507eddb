"""Random Avro schemas and random changes of them, from a seed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

_KINDS = ("primitive", "primitive", "array", "map", "enum", "fixed", "union", "record", "record")
PRIMITIVES = ("null", "boolean", "int", "long", "float", "double", "bytes", "string")
DEFAULTS: dict[str, Any] = {"null": None, "boolean": True, "int": 1, "long": 1, "float": 1.0, "double": 1.0, "bytes": "a", "string": "a"}


def schema(random: Random, depth: int, count: list[int]) -> Any:
    """A schema; `count` numbers its named types."""
    kind = (
        "primitive"
        if depth <= 0
        else random.choice(("primitive", "primitive", "array", "map", "enum", "fixed", "union", "record", "record"))
    )
    if kind == "primitive":
        return random.choice(PRIMITIVES)
    if kind in {"array", "map"}:
        return {"type": kind, "items" if kind == "array" else "values": schema(random, depth - 1, count)}
    if kind == "union":
        return _union(random, depth, count)
    count[0] += 1
    named = {"type": kind, "name": f"{kind.title()}{count[0]}"}
    if kind == "enum":
        symbols = random.sample("ABCD", random.randint(1, 4))
        return {**named, "symbols": symbols, **({"default": random.choice(symbols)} if random.random() < 0.3 else {})}
    if kind == "fixed":
        return {**named, "size": random.randint(1, 3)}
    return {**named, "fields": [_field(random, name, depth, count) for name in random.sample("abcd", random.randint(1, 3))]}


def _union(random: Random, depth: int, count: list[int]) -> Any:
    branches: dict[str, Any] = {}
    for _ in range(random.randint(1, 3)):
        branch = schema(random, depth - 1, count)
        if not isinstance(branch, list):
            branches.setdefault(branch if isinstance(branch, str) else branch.get("name", branch["type"]), branch)
    return list(branches.values()) or "int"


def _field(random: Random, name: str, depth: int, count: list[int]) -> dict[str, Any]:
    type_ = schema(random, depth - 1, count)
    has_default = isinstance(type_, str) and random.random() < 0.4
    return {"name": name, "type": type_, **({"default": DEFAULTS[type_]} if has_default else {})}


def changed(random: Random, source: Any) -> Any:
    """A copy of a schema with one change somewhere."""
    top = [json.loads(json.dumps(source))]
    holder, key = random.choice(list(_places(top)))
    value = holder[key]
    if isinstance(value, str):
        holder[key] = random.choice([*PRIMITIVES, ["null", value] if value != "null" else "null"])
    elif isinstance(value, list):
        del value[random.randrange(len(value)) : len(value) if len(value) > 1 else 0]
    elif value["type"] in _CHANGES:
        _CHANGES[value["type"]](random, value)
    return top[0]


def _places(top: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Every place of a type: what holds it, and under which key."""
    waiting: list[tuple[Any, Any]] = [(top, 0)]
    while waiting:
        holder, key = waiting.pop()
        yield holder, key
        value = holder[key]
        if isinstance(value, list):
            waiting += [(value, number) for number in range(len(value))]
        elif isinstance(value, dict):
            waiting += [(field, "type") for field in value.get("fields", ())]
            waiting += [(value, inner) for inner in ("items", "values") if inner in value]


def _change_enum(random: Random, value: dict[str, Any]) -> None:
    value["symbols"] = random.sample("ABCD", random.randint(1, 4))
    value.pop("default", None)


def _change_fixed(random: Random, value: dict[str, Any]) -> None:
    value["size"] = random.randint(1, 3)


def _change_record(random: Random, value: dict[str, Any]) -> None:
    if random.random() < 0.5 and len(value["fields"]) > 1:
        value["fields"].pop()
    else:
        value["fields"].append({"name": "z", "type": "string", **({"default": ""} if random.random() < 0.5 else {})})


_CHANGES = {"enum": _change_enum, "fixed": _change_fixed, "record": _change_record}


def pair(random: Random) -> tuple[Any, Any]:
    """An old and a new schema, most often one change apart."""
    old = schema(random, 3, [0])
    return old, changed(random, old) if random.random() < 0.8 else schema(random, 3, [0])
