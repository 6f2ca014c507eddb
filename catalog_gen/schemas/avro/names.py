"""Names of Avro's types: what is a name, what a full name is, and which types a schema declares (Apache Avro 1.12, "Names")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PRIMITIVES = frozenset({"null", "boolean", "int", "long", "float", "double", "bytes", "string"})
NAMED = frozenset({"record", "error", "enum", "fixed"})
COMPLEX = NAMED | {"array", "map"}

NODE_LIMIT = 200_000
"""Parts of one schema that are looked at; only hostile schemas have more."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def is_name(text: Any) -> bool:
    """Whether a text is a name: a letter or an underscore, then these and digits."""
    return isinstance(text, str) and _NAME.match(text) is not None


def is_full_name(text: Any) -> bool:
    """Whether a text is a dot-separated sequence of names."""
    return isinstance(text, str) and all(map(is_name, text.split(".")))


def full_name(declaration: dict[str, Any], namespace: str) -> tuple[str, str]:
    """The full name of a declaration inside a namespace, and the namespace of what stands in it; "" for one without a name."""
    name = declaration.get("name")
    if not isinstance(name, str) or not name:
        return "", namespace
    if "." in name:
        return name, name.rpartition(".")[0]
    stated = declaration.get("namespace")
    inner = stated if isinstance(stated, str) else namespace
    return (f"{inner}.{name}" if inner else name), inner


def candidates(name: str, namespace: str) -> tuple[str, ...]:
    """The full names that a reference may mean, the likeliest first. A name without a dot means one of its own namespace.

    The specification leaves it at that; its libraries, and registries with them, also find a type without a namespace.
    """
    return (name,) if "." in name or not namespace else (f"{namespace}.{name}", name)


def short(name: str) -> str:
    """A full name without its namespace."""
    return name.rpartition(".")[2]


@dataclass(frozen=True)
class Declaration:
    """A named type as a schema declares it, with the namespace of what stands in it."""

    name: str
    kind: str
    value: dict[str, Any]
    namespace: str
    around: str
    """The namespace that it was declared in."""
    pointer: str


def declarations(schema: Any) -> Iterator[Declaration]:
    """Every named type that a schema declares, in the order of the text. Bounded, and safe however deep the schema is."""
    waiting: list[tuple[Any, str, str]] = [(schema, "", "")]
    for _ in range(NODE_LIMIT):
        if not waiting:
            return
        node, namespace, pointer = waiting.pop()
        if isinstance(node, list):
            waiting += [(node[number], namespace, f"{pointer}/{number}") for number in range(len(node) - 1, -1, -1)]
        if not isinstance(node, dict):
            continue
        kind = node.get("type")
        if isinstance(kind, str) and kind in NAMED:
            name, inner = full_name(node, namespace)
            if name:
                yield Declaration(name, kind, node, inner, namespace, pointer)
            fields = node.get("fields")
            members = list(enumerate(fields)) if isinstance(fields, list) and kind in {"record", "error"} else []
            waiting += [(one.get("type"), inner, f"{pointer}/fields/{at}/type") for at, one in reversed(members) if isinstance(one, dict)]
        else:
            keys = {"array": "items", "map": "values"}
            key = keys.get(kind, "type") if isinstance(kind, str) else "type"
            waiting.append((node.get(key), namespace, f"{pointer}/{key}"))
