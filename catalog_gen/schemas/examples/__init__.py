"""Example payloads: valid, complete, and like the real thing; the same in every build."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from catalog_gen.model.base import Json
from catalog_gen.schemas.examples.unsatisfiable import UnsatisfiableSchema

if TYPE_CHECKING:
    from types import ModuleType

    from catalog_gen.schemas.examples.assortment import Variant
    from catalog_gen.schemas.examples.breakage import Broken
    from catalog_gen.schemas.examples.json_schema import Subject

__all__ = ["UnsatisfiableSchema", "example", "invalid_variants", "variants"]


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


def variants(
    schema: str | Json,
    format: str = "json-schema",  # noqa: A002 - the published name
    draft: str | None = None,
    references: Mapping[str, str] | None = None,
    *,
    seed: str = "",
) -> tuple[Variant, ...]:
    """Payloads worth showing side by side, each different: full, minimal, one for each branch, one for each value of a discriminator.

    The full one comes first, and is what `example` gives. Raises what `example` does.
    """
    from catalog_gen.schemas.examples.assortment import distinct, variants_of  # noqa: PLC0415 - the engine is loaded when it is asked for

    if format == "json-schema":
        return variants_of(_subject(schema, draft, references, seed))
    return distinct(_module(format).variants_of(schema, references, seed))


def invalid_variants(
    schema: str | Json,
    draft: str | None = None,
    references: Mapping[str, str] | None = None,
    *,
    seed: str = "",
) -> tuple[Broken, ...]:
    """Payloads of a JSON Schema that are invalid in exactly one rule each, labelled with it, for the tests of consumers.

    Each was checked to fail for its rule and no other. Raises what `example` does.
    """
    from catalog_gen.schemas.examples.breakage import broken_of  # noqa: PLC0415

    subject = _subject(schema, draft, references, seed)
    return broken_of(subject, subject.example())


def _subject(schema: str | Json, draft: str | None, references: Mapping[str, str] | None, seed: str) -> Subject:
    from catalog_gen.schemas.examples.json_schema import Subject  # noqa: PLC0415

    return Subject(schema, draft=draft, references=references or {}, seed=seed)


def _engine(name: str) -> Engine:
    return cast("Engine", _module(name).example)


@cache
def _module(name: str) -> ModuleType:
    if name not in _ENGINES:
        message = f"unknown format `{name}`; known are {', '.join(_ENGINES)}"
        raise ValueError(message)
    return import_module(_ENGINES[name])
