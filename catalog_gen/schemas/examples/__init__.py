"""Example payloads: valid, complete, and like the real thing; the same in every build."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from catalog_gen.model.base import Json
from catalog_gen.schemas.examples.unsatisfiable import UnsatisfiableSchema

__all__ = ["UnsatisfiableSchema", "example"]


class Engine(Protocol):
    """A format's generator."""

    def __call__(self, schema: str | Json, *, draft: str | None, references: Mapping[str, str], seed: str) -> Json:
        """A payload. Raises UnsatisfiableSchema."""
        ...


_ENGINES = {
    "json-schema": "catalog_gen.schemas.examples.json_schema",
    "avro": "catalog_gen.schemas.examples.avro",
    "protobuf": "catalog_gen.schemas.examples.protobuf",
}
"""Format → the module whose `example` is its generator. Loaded when first asked for."""


def example(
    schema: str | Json,
    format: str = "json-schema",  # noqa: A002 - the published name
    draft: str | None = None,
    references: Mapping[str, str] | None = None,
    *,
    seed: str = "",
) -> Json:
    """A payload that satisfies a schema, shows every declared field, and looks like what the fields are called.

    `schema` is a text, or the parsed value for the formats that are JSON. `draft` is `draft-04` … `2020-12`; without it `$schema`
    decides, without that draft-07 does. `references` maps names to the texts that `$ref`, Avro names or Protobuf imports lead to. `seed`
    chooses among likely values: the same schema and seed give the same payload, always.

    Raises UnsatisfiableSchema, with keyword and place, when no value can exist, and ValueError for an unknown format or draft.
    """
    return _engine(format)(schema, draft=draft, references=references or {}, seed=seed)


@cache
def _engine(name: str) -> Engine:
    if name not in _ENGINES:
        message = f"unknown format `{name}`; known are {', '.join(_ENGINES)}"
        raise ValueError(message)
    return cast("Engine", import_module(_ENGINES[name]).example)
