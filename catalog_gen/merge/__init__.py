"""Declarations of all sources → one Catalog: identity, versions, owners."""

from __future__ import annotations

from catalog_gen.merge.catalog import Naming, merge

__all__ = ["Naming", "merge"]
