"""JSON Schema validators: compiled once, and closed, so that none ever reads anything but the schemas it is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import jsonschema_rs

Validator: TypeAlias = jsonschema_rs.Draft7Validator
AnyValidator: TypeAlias = jsonschema_rs.Validator

_CLASSES: dict[str, tuple[type[jsonschema_rs.Validator], int]] = {
    "draft-04": (jsonschema_rs.Draft4Validator, jsonschema_rs.Draft4),
    "draft-06": (jsonschema_rs.Draft6Validator, jsonschema_rs.Draft6),
    "draft-07": (jsonschema_rs.Draft7Validator, jsonschema_rs.Draft7),
    "2019-09": (jsonschema_rs.Draft201909Validator, jsonschema_rs.Draft201909),
    "2020-12": (jsonschema_rs.Draft202012Validator, jsonschema_rs.Draft202012),
}

_STEPS = 100_000
"""How often a pattern may go back before it counts as not matched: patterns come from sources."""


def compile_schema(schema: Any, *, formats: bool) -> Validator:
    """A validator for a self-contained schema of draft 7; `formats` says whether formats are asserted or mere annotations.

    Raises ValueError for what is no schema, or refers to something outside.
    """
    return jsonschema_rs.Draft7Validator(schema, validate_formats=formats, offline=True)


def compile_draft(schema: Any, draft: str, *, formats: bool = False, resources: Mapping[str, Any] | None = None) -> AnyValidator:
    """A validator of any draft (`draft-04` … `2020-12`), closed but for `resources` (URI → schema) that the schema may refer to.

    Raises ValueError for what is no schema, is nested too deep, or refers to something that is not among the resources.
    """
    make, number = _CLASSES[draft]
    try:
        registry = jsonschema_rs.Registry(list(resources.items()), draft=number) if resources else None
    except jsonschema_rs.ReferencingError as error:
        raise ValueError(str(error)) from error
    patterns = jsonschema_rs.FancyRegexOptions(backtrack_limit=_STEPS)
    return make(schema, validate_formats=formats, registry=registry, pattern_options=patterns, offline=True)
