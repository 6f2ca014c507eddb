"""EventBridge schemas taken apart: the wrapper that every event has is the envelope, its `detail` is the message.

Source: Amazon EventBridge User Guide, "EventBridge schemas": OpenAPI 3 documents hold the wrapper under `components/schemas` (`AWSEvent`),
JSON Schema draft 4 documents are the wrapper and hold the rest under `definitions`.
"""

from __future__ import annotations

import json
from typing import Any

from catalog_gen.model.base import Value
from catalog_gen.sources.registries.reading import mapping, text
from catalog_gen.sources.registries.schema_text import load

_SOURCE = "x-amazon-events-source"
_DETAIL_TYPE = "x-amazon-events-detail-type"
_PREFIXES = {"openapi": "#/components/schemas/", "json-schema": "#/definitions/"}
_MOST = 100_000
"""Places looked at in one document."""


class EventSchema(Value, kw_only=True):
    """What one document of EventBridge's schema registry says.

    The texts are JSON and self-contained; `envelope` is "" where there is no wrapper.
    """

    format: str
    """`openapi` or `json-schema`."""
    payload: str
    envelope: str = ""
    source: str = ""
    detail_type: str = ""
    description: str = ""


def take_apart(content: str, kind: str) -> EventSchema | None:
    """The parts of a schema's content; `kind` is its `Type` (`OpenApi3`, `JSONSchemaDraft4`). None where it is no JSON object."""
    document = load(content)
    if not isinstance(document, dict):
        return None
    described = "openapi" in document or ("$schema" not in document and kind.casefold() == "openapi3")
    form = "openapi" if described else "json-schema"
    named = mapping(mapping(document.get("components")).get("schemas")) if described else mapping(document.get("definitions"))
    wrapper = _wrapper(named, text(mapping(document.get("info")).get("title"))) if described else document
    about = text(mapping(document.get("info")).get("description")) if described else text(document.get("description"))
    detail = mapping(wrapper.get("properties")).get("detail")
    if not isinstance(detail, dict) or not _is_wrapper(wrapper):
        whole = {key: value for key, value in wrapper.items() if key != "definitions"}
        return EventSchema(format=form, payload=_closed(whole, named, form), description=about)
    outside = {key: value for key, value in wrapper.items() if key not in {"definitions", "$schema"}}
    outside["properties"] = {**mapping(wrapper.get("properties")), "detail": {"type": "object", "description": "The message itself."}}
    return EventSchema(
        format=form,
        payload=_closed(detail, named, form),
        envelope=_closed(outside, named, form),
        source=text(wrapper.get(_SOURCE)),
        detail_type=text(wrapper.get(_DETAIL_TYPE)),
        description=about,
    )


def _is_wrapper(schema: dict[str, Any]) -> bool:
    return _DETAIL_TYPE in schema or _SOURCE in schema or {"detail", "detail-type", "source"} <= set(mapping(schema.get("properties")))


def _wrapper(named: dict[str, Any], title: str) -> dict[str, Any]:
    """The wrapper among named schemas; where there is none, the schema that the document is called after, else the first."""
    found = [schema for schema in named.values() if isinstance(schema, dict)]
    wrappers = [schema for schema in found if _is_wrapper(schema)]
    chosen = wrappers[0] if wrappers else named.get(title)
    return chosen if isinstance(chosen, dict) else (found[0] if found else {})


def _closed(schema: dict[str, Any], named: dict[str, Any], form: str) -> str:
    """A schema as JSON text with every named schema that it needs inside, under `definitions`."""
    prefix = _PREFIXES[form]
    seen: set[str] = set()
    target = schema.get("$ref")
    while isinstance(target, str) and target.startswith(prefix) and target not in seen:
        seen.add(target)
        found = named.get(_name(target, prefix))
        if not isinstance(found, dict):
            break
        schema, target = found, found.get("$ref")
    needed: dict[str, Any] = {}
    left = list(_names(schema, prefix))
    while left:
        name = left.pop()
        if name in named and name not in needed:
            needed[name] = named[name]
            left += _names(named[name], prefix)
    closed = _repointed(schema, prefix)
    if needed:
        closed = {**closed, "definitions": {name: _repointed(needed[name], prefix) for name in sorted(needed)}}
    return json.dumps(closed, ensure_ascii=False, indent=2)


def _name(target: str, prefix: str) -> str:
    return target.removeprefix(prefix).partition("/")[0].replace("~1", "/").replace("~0", "~")


def _names(schema: Any, prefix: str) -> list[str]:
    """The named schemas that a schema refers to itself."""
    names: list[str] = []
    left, budget = [schema], _MOST
    while left and budget:
        budget -= 1
        node = left.pop()
        if isinstance(node, dict):
            target = node.get("$ref")
            if isinstance(target, str) and target.startswith(prefix):
                names.append(_name(target, prefix))
            left += node.values()
        elif isinstance(node, list):
            left += node
    return names


def _repointed(node: Any, prefix: str) -> Any:
    if isinstance(node, list):
        return [_repointed(member, prefix) for member in node]
    if not isinstance(node, dict):
        return node
    return {
        key: f"#/definitions/{value.removeprefix(prefix)}"
        if key == "$ref" and isinstance(value, str) and value.startswith(prefix)
        else _repointed(value, prefix)
        for key, value in node.items()
    }
