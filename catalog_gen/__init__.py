"""catalog-gen: a searchable static catalog of a company's events, from the contracts it already has."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_gen.api import build, load
    from catalog_gen.evolution import compare, compare_history
    from catalog_gen.model.catalog import Catalog
    from catalog_gen.schemas.examples import UnsatisfiableSchema, example

    __version__: str

__all__ = ["Catalog", "UnsatisfiableSchema", "__version__", "build", "compare", "compare_history", "example", "load"]

_HOMES = {
    "build": "catalog_gen.api",
    "load": "catalog_gen.api",
    "Catalog": "catalog_gen.model.catalog",
    "UnsatisfiableSchema": "catalog_gen.schemas.examples",
    "example": "catalog_gen.schemas.examples",
    "compare": "catalog_gen.evolution",
    "compare_history": "catalog_gen.evolution",
}


def __getattr__(name: str) -> object:
    """Load the public names when they are first used, so that `catalog-gen --version` answers at once."""
    if name == "__version__":
        return _version()
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - takes 30 ms, and workers never ask

    try:
        return version("catalog-gen")
    except PackageNotFoundError:  # a source tree that was never installed
        return "0.0.0"
