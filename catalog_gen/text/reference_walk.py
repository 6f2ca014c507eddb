"""Finding the references of a document: mappings with a `$ref`, where a reference can stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any

from catalog_gen.text.pointers import escape
from catalog_gen.text.scalars import DATA_KEYS


class Context(IntEnum):
    """What the keys of a mapping are."""

    OBJECT = 0
    """Keywords: `properties`, `payload`, `examples` …"""
    NAMES = 1
    """Names that an author chose, for objects: the members of `properties`, `channels` …"""
    SECTIONS = 2
    """The members of `components`, each of which holds names."""


_HOLD_NAMES = frozenset(
    {
        *("properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies", "schemas"),
        *("messages", "channels", "operations", "servers", "parameters", "variables", "securitySchemes"),
        *("correlationIds", "operationTraits", "messageTraits", "replies", "replyAddresses", "serverVariables"),
    }
)


def step(context: Context, key: str) -> Context | None:
    """What the keys of a member are; None for a member that is data or an extension, in which a `$ref` means nothing."""
    if context is Context.NAMES:
        return Context.OBJECT
    if context is Context.SECTIONS:
        return None if key.startswith("x-") else Context.NAMES
    if key in DATA_KEYS or key.startswith("x-"):
        return None
    if key in _HOLD_NAMES:
        return Context.NAMES
    return Context.SECTIONS if key == "components" else Context.OBJECT


def context_at(value: Any, parts: Iterable[str]) -> Context:
    """What the keys of a mapping in a document are. What is referred to is no data, wherever it stands."""
    context = Context.OBJECT
    for part in parts:
        context = Context.OBJECT if isinstance(value, list) else step(context, part) or Context.OBJECT
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
    return context


def is_reference(value: Any) -> bool:
    """Whether a value is a mapping with a `$ref` that is a text."""
    return type(value) is dict and type(value.get("$ref")) is str


def references(  # noqa: C901 - the inner loop over every document; calls would double its time
    value: Any, pointer: str, context: Context, seen: set[int]
) -> Iterator[tuple[dict[str, Any], str]]:
    """Each reference below a value, with its pointer, in document order; also those whose `$ref` is not a text.

    `seen` holds the identities of mappings that were looked at before and grows; it keeps aliases and meeting references
    from being walked twice.
    """
    waiting: list[tuple[Any, str, Context]] = [(value, pointer, context)]
    while waiting:
        value, pointer, context = waiting.pop()
        below: list[tuple[Any, str, Context]] = []
        if type(value) is dict:
            if id(value) in seen:
                continue
            seen.add(id(value))
            if "$ref" in value and (context is Context.OBJECT or type(value["$ref"]) is str):
                yield value, pointer
            for key, item in value.items():
                kind = type(item)
                if kind is dict or kind is list:
                    inner = step(context, key)
                    if inner is not None:
                        below.append((item, f"{pointer}/{escape(key)}", inner))
        elif type(value) is list:
            for index, item in enumerate(value):
                kind = type(item)
                if kind is dict or kind is list:
                    below.append((item, f"{pointer}/{index}", Context.OBJECT))
        below.reverse()
        waiting += below
