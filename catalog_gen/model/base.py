"""The base of every value of the model: frozen, keyword-only, strict about unknown fields."""

from __future__ import annotations

from typing import Any, TypeAlias, dataclass_transform

import msgspec

Json: TypeAlias = Any
"""A JSON value as the standard library's `json` would give it; never changed after it was read."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A frozen value of the vocabulary. Two values with equal fields are equal.

    Subclasses repeat `kw_only=True`: msgspec inherits every other option, but not this one.
    """
