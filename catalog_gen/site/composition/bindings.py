"""Bindings and extensions as tables that say what each member means."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from catalog_gen.site.bindings import definition, name_of, row_of
from catalog_gen.site.composition.facts import compose_facts
from catalog_gen.site.composition.parts import anchor, compose_schema, distinct_anchors
from catalog_gen.site.extension_words import describe_extension
from catalog_gen.site.views.parts import FactSchema, FactTable, OriginView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from catalog_gen.model.base import Json
    from catalog_gen.model.contract import Binding, Trait
    from catalog_gen.site.lookup import Lookup


def compose_bindings(
    lookup: Lookup, bindings: Sequence[Binding], level: str, place: str, traits: Iterable[Trait] = ()
) -> tuple[FactTable, ...]:
    """A table for each binding. `level` is server, channel, operation or message; `place` begins the ids on the page."""
    anchors = distinct_anchors((binding.protocol for binding in bindings), place)
    return tuple(_table(lookup, binding, level, anchors[binding.protocol], traits) for binding in bindings)


def _table(lookup: Lookup, binding: Binding, level: str, place: str, traits: Iterable[Trait]) -> FactTable:
    empty = binding.fields is None or binding.fields in ({}, [])
    if binding.protocol.startswith("x-"):
        table = compose_facts(binding.protocol, place, binding.fields)
    elif empty:
        table = FactTable(title=name_of(binding.family, binding.protocol), anchor=place)
    else:
        describe = partial(row_of, binding.family, level)
        table = compose_facts(name_of(binding.family, binding.protocol), place, binding.fields, describe)
    schemas = []
    for one in binding.schemas:
        row, schema = row_of(binding.family, level, one.field), compose_schema(lookup, one.schema)
        if schema is not None:
            label, words = (row.label, row.words) if row is not None else (one.field, "")
            key = one.field if label.lower() != one.field.lower() else ""
            schemas.append(FactSchema(label=label, key=key, words=words, anchor=f"{place}-{anchor(one.field)}", schema=schema))
    return msgspec.structs.replace(
        table,
        version=binding.version,
        url=definition(binding.family, level),
        origin=origin_of(traits, f"bindings.{binding.protocol}"),
        schemas=tuple(schemas),
    )


def origin_of(traits: Iterable[Trait], way: str) -> OriginView | None:
    """The trait that gives a member, or a part of it; None when the object itself does."""
    partly = None
    for trait in traits:
        for field in trait.fields:
            if way == field or way.startswith(f"{field}."):
                return OriginView(trait=trait.name)
            if field.startswith(f"{way}."):
                partly = partly or OriginView(trait=trait.name, partly=True)
    return partly


def compose_extensions(place: str, extensions: Json, title: str = "Extensions") -> tuple[FactTable, ...]:
    """A table of the extensions of an object, if it has any."""
    return (compose_facts(title, place, extensions, describe_extension),) if extensions else ()
