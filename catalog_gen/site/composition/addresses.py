"""Addresses as templates: which pieces are placeholders, and what is known about each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalog_gen.schemas.json_schema import read_json_schema
from catalog_gen.site.composition.bindings import compose_extensions
from catalog_gen.site.composition.expressions import compose_spot
from catalog_gen.site.composition.parts import anchor
from catalog_gen.site.field_words import type_words
from catalog_gen.site.views.parts import AddressPart, VariableLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.model.contract import Variable
    from catalog_gen.model.schema import Schema

_PLACEHOLDER = re.compile(r"(\{[^{}]+\})")
_SHORT = 200


def compose_address(address: str, variables: Iterable[VariableLine]) -> tuple[AddressPart, ...]:
    """An address in pieces; nothing for one without placeholders, which is just a text."""
    places = {line.name: line.anchor for line in variables}
    pieces = _PLACEHOLDER.split(address)
    if len(pieces) == 1:
        return ()
    return tuple(_part(piece, places, variable=number % 2 == 1) for number, piece in enumerate(pieces) if piece)


def _part(piece: str, places: dict[str, str], *, variable: bool) -> AddressPart:
    place = places.get(piece[1:-1], "") if variable else ""
    return AddressPart(text=piece, url=f"#{place}" if place else "", variable=variable)


def compose_variables(variables: Iterable[Variable], place: str) -> tuple[VariableLine, ...]:
    """Server variables or channel parameters; `place` begins their ids on the page."""
    return tuple(
        VariableLine(
            name=variable.name,
            anchor=f"{place}-{number}-{anchor(variable.name)}",
            description=variable.description,
            type=schema_in_words(variable.schema),
            default=variable.default,
            allowed=variable.enum,
            examples=variable.examples,
            spot=compose_spot(variable.location),
            data=compose_extensions(f"{place}-{number}-extensions", variable.extensions),
        )
        for number, variable in enumerate(variables, start=1)
    )


def schema_in_words(schema: Schema | None) -> str:
    """A schema of a simple value in a few words: `string <uuid>, at most 36 characters`."""
    if schema is None or schema.format not in {"json-schema", "openapi"}:
        return ""
    field = read_json_schema(schema.text)
    kind = type_words(field) + (f" <{field.format}>" if field.format else "")
    words = [kind, *(text for _, text in field.constraints), *(f"always `{text}`" for text in (field.const,) if text)]
    return ", ".join(word for word in words if word)[:_SHORT]
