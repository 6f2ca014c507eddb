"""Shared schemas: named building blocks of payloads, and payloads that several messages have in common."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from catalog_gen.model.catalog import SchemaVariant, SharedSchema
from catalog_gen.model.message import Message
from catalog_gen.model.schema import Schema
from catalog_gen.model.slugs import distinct_slugs


def gather_schemas(messages: Iterable[Message]) -> tuple[SharedSchema, ...]:
    """One entry for each name, with a variant for each content under that name and the payloads that use it."""
    uses: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    holders: dict[tuple[str, str], tuple[Schema, str]] = {}
    whole: dict[tuple[str, str], set[str]] = defaultdict(set)
    building: set[str] = set()
    for message in messages:
        for version in message.versions:
            for schema in (version.payload, version.headers):
                if schema is None:
                    continue
                for part in schema.parts:
                    building.add(part.name)
                    uses[part.name, part.digest].add((message.id, version.version))
                    holders.setdefault((part.name, part.digest), (schema, part.key))
                if schema.name:
                    uses[schema.name, schema.digest].add((message.id, version.version))
                    holders.setdefault((schema.name, schema.digest), (schema, ""))
                    whole[schema.name, schema.digest].add(message.id)
    shared = building | {name for (name, _), ids in whole.items() if len(ids) > 1}
    slugs, _ = distinct_slugs(shared)
    variants: dict[str, list[SchemaVariant]] = defaultdict(list)
    for (name, digest), (schema, key) in sorted(holders.items(), key=lambda item: item[0]):
        if name in shared:
            variants[name].append(_variant(schema, key, digest, uses[name, digest]))
    return tuple(SharedSchema(id=name, slug=slugs[name], name=name, variants=tuple(variants[name])) for name in sorted(variants))


def _variant(schema: Schema, key: str, digest: str, uses: set[tuple[str, str]]) -> SchemaVariant:
    span = next((part.span for part in schema.parts if part.key == key), schema.span)
    return SchemaVariant(
        digest=digest,
        text=_text_of_part(schema.text, key) if key else schema.text,
        format=schema.format,
        path=span.path,
        pointer=span.pointer,
        messages=tuple(sorted(uses)),
    )


def _text_of_part(text: str, key: str) -> str:
    """One definition of a bundled schema as a self-contained schema, with just the definitions that it reaches."""
    root: Any = json.loads(text)
    definitions: dict[str, Any] = root.get("definitions", {})
    part = definitions.get(key, {})
    needed: dict[str, Any] = {}
    waiting = [part]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            target = value.get("$ref")
            if isinstance(target, str) and target.startswith("#/definitions/"):
                name = target.removeprefix("#/definitions/").replace("~1", "/").replace("~0", "~")
                if name not in needed and name in definitions:
                    needed[name] = definitions[name]
                    waiting.append(definitions[name])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    if isinstance(part, dict) and needed:
        part = {**part, "definitions": {name: needed[name] for name in sorted(needed)}}
    return json.dumps(part, indent=2, ensure_ascii=False)
