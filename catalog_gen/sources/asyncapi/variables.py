"""The placeholders of addresses: server variables and channel parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model.contract import Variable
from catalog_gen.sources.asyncapi.payloads import schema_of
from catalog_gen.sources.asyncapi.reading import extensions_of, span_of, text_of, texts_of

if TYPE_CHECKING:
    from catalog_gen.sources.asyncapi.layers import Place
    from catalog_gen.sources.asyncapi.reading import Reading


def variables_of(reading: Reading, place: Place, key: str) -> tuple[Variable, ...]:
    """Server variables or channel parameters."""
    return tuple(variable_of(reading, name, member) for name, member in reading.entries(place, key))


def variable_of(reading: Reading, name: str, place: Place) -> Variable:
    """One of them. In 2.x a parameter's `schema` holds what 3.x says directly."""
    schema = place.get("schema")
    detail = schema if schema is not None and isinstance(schema.value, dict) else place
    return Variable(
        name=name,
        description=text_of(place, "description") or text_of(detail, "description"),
        default=text_of(detail, "default"),
        enum=texts_of(detail, "enum"),
        examples=texts_of(detail, "examples"),
        location=text_of(place, "location"),
        schema=schema_of(reading, place, "schema") if schema is not None else None,
        extensions=extensions_of(place),
        span=span_of(place),
    )
