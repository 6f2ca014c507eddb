"""The base of every value of the model: frozen, keyword-only, strict about unknown fields."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

Json: TypeAlias = Any
"""A JSON value as the standard library's `json` would give it; never changed after it was read."""


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen value of the vocabulary. Two values with equal fields are equal.

    Subclasses repeat `kw_only=True`: msgspec inherits every other option, but not this one.
    """
