"""JSON Schema validators of draft 7: compiled once, and closed, so that none ever reads anything but the schema it is given."""

from __future__ import annotations

from typing import Any, TypeAlias

import jsonschema_rs

Validator: TypeAlias = jsonschema_rs.Draft7Validator


def compile_schema(schema: Any, *, formats: bool) -> Validator:
    """A validator for a self-contained schema; `formats` says whether formats are asserted or mere annotations.

    Raises ValueError for what is no schema, or refers to something outside.
    """
    return jsonschema_rs.Draft7Validator(schema, validate_formats=formats, offline=True)
