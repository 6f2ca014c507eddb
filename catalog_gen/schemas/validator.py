"""JSON Schema validators: compiled once, and closed, so that none ever reads anything but the schema it is given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import jsonschema_rs

Validator: TypeAlias = jsonschema_rs.Draft7Validator


def compile_schema(schema: Any, *, formats: bool) -> Validator:
    """A validator for a self-contained schema; `formats` says whether formats are asserted or mere annotations.

    Raises ValueError for what is no schema, or refers to something outside.
    """
    return jsonschema_rs.Draft7Validator(schema, validate_formats=formats, offline=True)


Asserting: TypeAlias = jsonschema_rs.Validator

_BY_DRAFT: dict[str, tuple[type[jsonschema_rs.Validator], int]] = {
    "draft-04": (jsonschema_rs.Draft4Validator, jsonschema_rs.Draft4),
    "draft-06": (jsonschema_rs.Draft6Validator, jsonschema_rs.Draft6),
    "draft-07": (jsonschema_rs.Draft7Validator, jsonschema_rs.Draft7),
    "2019-09": (jsonschema_rs.Draft201909Validator, jsonschema_rs.Draft201909),
    "2020-12": (jsonschema_rs.Draft202012Validator, jsonschema_rs.Draft202012),
}


def compile_asserting(schema: Any, *, draft: str, formats: bool, references: Mapping[str, Any] | None = None) -> Asserting:
    """A validator of any draft (`draft-04` … `2020-12`), closed but for the documents in `references` (address → parsed value).

    Raises ValueError for what is no schema, is nested too deep, or refers to something that is not given.
    """
    validator, number = _BY_DRAFT[draft]
    if not references:
        return validator(schema, validate_formats=formats, offline=True)
    try:
        registry = jsonschema_rs.Registry(list(references.items()), draft=number)
    except jsonschema_rs.ReferencingError as error:
        raise ValueError(str(error)) from error
    return validator(schema, validate_formats=formats, registry=registry)
