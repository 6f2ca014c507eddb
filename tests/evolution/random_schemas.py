"""Random JSON Schemas, schemas widened from them, and random instances: small worlds in which everything happens."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

NAMES = ("a", "b", "c", "ab")
TEXTS = ("", "a", "b", "ab", "abc", "x1")
PATTERNS = ("^a", "b$", "^[ab]*$", "^x", "^.{2}$")
VALUES: tuple[Any, ...] = (None, True, False, 0, 1, 2, 2.5, -1, 10, "", "a", "ab", [], [1], {}, {"a": 1})


def schema(random: Random, depth: int = 3) -> Any:
    """A random schema of draft 7."""
    roll = random.random()
    if depth == 0 or roll < 0.05:
        return random.choice([True, {}, {"type": "string"}, {"type": "integer"}, {"type": "number"}, {"type": "null"}, False])
    if roll < 0.2:
        return _combined(random, depth)
    if roll < 0.28:
        return {"enum": random.sample(VALUES, random.randint(1, 4))} if random.random() < 0.7 else {"const": random.choice(VALUES)}
    made: dict[str, Any] = {}
    kind = random.choice(["string", "number", "integer", "array", "object", "object", "boolean", None, "several"])
    if kind == "several":
        made["type"] = random.sample(["string", "number", "integer", "array", "object", "null", "boolean"], random.randint(1, 3))
    elif kind:
        made["type"] = kind
    for add in {
        "string": (_string,),
        "number": (_number,),
        "integer": (_number,),
        "array": (_array,),
        "object": (_object,),
        "boolean": (),
    }.get(str(kind), (_string, _number, _array, _object)):
        add(random, made, depth)
    return made


def _maybe(random: Random, share: float = 0.3) -> bool:
    return random.random() < share


def _combined(random: Random, depth: int) -> Any:
    word = random.choice(["allOf", "anyOf", "oneOf", "not", "if"])
    if word == "not":
        return {"not": schema(random, depth - 1)}
    if word == "if":
        return {part: schema(random, depth - 1) for part in ("if", "then", "else") if part == "if" or _maybe(random, 0.7)}
    return {word: [schema(random, depth - 1) for _ in range(random.randint(1, 3))]}


def _string(random: Random, made: dict[str, Any], _depth: int) -> None:
    if _maybe(random):
        made["minLength"] = random.randint(0, 3)
    if _maybe(random):
        made["maxLength"] = random.randint(0, 4)
    if _maybe(random, 0.2):
        made["pattern"] = random.choice(PATTERNS)


def _number(random: Random, made: dict[str, Any], _depth: int) -> None:
    for word in ("minimum", "exclusiveMinimum"):
        if _maybe(random, 0.2):
            made[word] = random.choice([-1, 0, 1, 2.5])
    for word in ("maximum", "exclusiveMaximum"):
        if _maybe(random, 0.2):
            made[word] = random.choice([0, 2, 5, 10])
    if _maybe(random, 0.2):
        made["multipleOf"] = random.choice([1, 2, 0.5, 3])


def _array(random: Random, made: dict[str, Any], depth: int) -> None:
    if _maybe(random, 0.6):
        several = _maybe(random)
        made["items"] = [schema(random, depth - 1) for _ in range(random.randint(1, 2))] if several else schema(random, depth - 1)
        if several and _maybe(random, 0.5):
            made["additionalItems"] = schema(random, depth - 1)
    if _maybe(random, 0.2):
        made["contains"] = schema(random, depth - 1)
    if _maybe(random, 0.25):
        made["minItems"] = random.randint(0, 2)
    if _maybe(random, 0.25):
        made["maxItems"] = random.randint(0, 3)
    if _maybe(random, 0.15):
        made["uniqueItems"] = True


def _object(random: Random, made: dict[str, Any], depth: int) -> None:
    if _maybe(random, 0.8):
        made["properties"] = {name: schema(random, depth - 1) for name in random.sample(NAMES, random.randint(1, 3))}
    if _maybe(random, 0.4):
        made["required"] = random.sample(NAMES, random.randint(1, 2))
    if _maybe(random):
        made["additionalProperties"] = random.choice([False, schema(random, depth - 1)])
    if _maybe(random, 0.15):
        made["patternProperties"] = {random.choice(PATTERNS): schema(random, depth - 1)}
    if _maybe(random, 0.1):
        made["propertyNames"] = random.choice([{"maxLength": 2}, {"pattern": "^a"}, {"enum": ["a", "b"]}])
    if _maybe(random, 0.15):
        made["minProperties"] = random.randint(0, 2)
    if _maybe(random, 0.15):
        made["maxProperties"] = random.randint(0, 3)
    if _maybe(random, 0.1):
        made["dependencies"] = {random.choice(NAMES): random.choice([["a"], ["b", "c"], schema(random, depth - 1)])}


def widened(random: Random, source: Any) -> Any:
    """A schema that accepts all that another one does, and perhaps more."""
    wide = copy.deepcopy(source)
    for _ in range(random.randint(1, 3)):
        wide = _wider(random, wide)
    return wide


def _wider(random: Random, source: Any) -> Any:  # noqa: C901, PLR0912 - one branch for each way of widening
    if not isinstance(source, dict):
        return source if source is not False else schema(random, 1)
    made = dict(source)
    roll = random.random()
    if roll < 0.1:
        return {"anyOf": [made, schema(random, 1)]}
    if isinstance(made.get("anyOf"), list) and roll < 0.5:
        made["anyOf"] = [*made["anyOf"], schema(random, 1)]
    for word in ("properties", "patternProperties"):
        if isinstance(made.get(word), dict) and made[word] and roll < 0.6:
            name = random.choice(sorted(made[word]))
            made[word] = {**made[word], name: _wider(random, made[word][name])}
            return made
    for word in ("items", "additionalProperties", "contains"):
        if isinstance(made.get(word), dict) and _maybe(random):
            made[word] = _wider(random, made[word])
    for word, step in (("minimum", -1), ("maximum", 1), ("maxLength", 1), ("maxItems", 1), ("maxProperties", 1)):
        if word in made and _maybe(random, 0.5):
            made[word] += step
    for word in ("required", "pattern", "uniqueItems", "multipleOf", "minLength", "minItems", "dependencies", "propertyNames", "not"):
        if word in made and _maybe(random):
            del made[word]
    if isinstance(made.get("enum"), list) and _maybe(random, 0.5):
        made["enum"] = [*made["enum"], *(value for value in VALUES if _maybe(random, 0.1))]
    if "integer" in str(made.get("type")) and _maybe(random):
        made["type"] = "number" if made["type"] == "integer" else list(dict.fromkeys([*made["type"], "number"]))
    return made


def changed(random: Random, source: Any) -> Any:
    """A schema with one part replaced: most of it stays as it was."""
    if not isinstance(source, dict) or not source or _maybe(random, 0.2):
        return schema(random, 2)
    made = dict(source)
    word = random.choice(sorted(made))
    if isinstance(made[word], dict) and made[word] and word in {"properties", "patternProperties"}:
        name = random.choice(sorted(made[word]))
        made[word] = {**made[word], name: changed(random, made[word][name])}
    elif isinstance(made[word], dict) and word not in {"const", "dependencies"}:
        made[word] = changed(random, made[word])
    else:
        del made[word]
    return made


def instance(random: Random, depth: int = 3) -> Any:
    """A random value."""
    kind = random.choice(["value", "text", "number", "array", "object", "object"])
    if depth == 0 or kind == "value":
        return copy.deepcopy(random.choice(VALUES))
    if kind == "text":
        return random.choice(TEXTS)
    if kind == "number":
        return random.choice([-2, -1, 0, 0.5, 1, 1.5, 2, 3, 4, 6, 10, 11])
    if kind == "array":
        return [instance(random, depth - 1) for _ in range(random.randint(0, 3))]
    return {name: instance(random, depth - 1) for name in random.sample([*NAMES, "xy"], random.randint(0, 4))}


def pair(random: Random) -> tuple[Any, Any]:
    """Two schemas that may have something to do with each other."""
    old = schema(random)
    way = random.randrange(3)
    return old, schema(random) if way == 0 else changed(random, old) if way == 1 else widened(random, old)
