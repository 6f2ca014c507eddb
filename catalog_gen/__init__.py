"""catalog-gen: a searchable static catalog of a company's events, from the contracts it already has."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_gen.api import build, load
    from catalog_gen.model.catalog import Catalog

try:
    __version__ = version("catalog-gen")
except PackageNotFoundError:  # pragma: no cover - a source tree that was never installed
    __version__ = "0.0.0"

__all__ = ["Catalog", "__version__", "build", "load"]

_HOMES = {"build": "catalog_gen.api", "load": "catalog_gen.api", "Catalog": "catalog_gen.model.catalog"}


def __getattr__(name: str) -> object:
    """Load the public names when they are first used, so that `catalog-gen --version` answers at once."""
    if name in _HOMES:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
