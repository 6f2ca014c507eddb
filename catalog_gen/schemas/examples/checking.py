"""Whether real payloads satisfy a schema, and what is wrong with those that do not, in places and words."""

from __future__ import annotations

from itertools import islice
from typing import Any

from catalog_gen.model.base import Json, Value
from catalog_gen.schemas.examples.json_schema import Subject

_MOST = 50
_WORDS = 400


class Mismatch(Value, frozen=True, kw_only=True):
    """One rule that a payload breaks."""

    place: str
    """Where in the payload, as a pointer (RFC 6901); "" is the payload itself."""
    keyword: str
    schema_place: str
    """Where in the schema."""
    message: str


def check_payload(subject: Subject, payload: Json) -> tuple[Mismatch, ...]:
    """Every rule of a schema that a payload breaks, at most fifty; empty for a valid one.

    Raises ValueError when the schema cannot be compiled, or would cost more than can be spent on one payload.
    """
    validator = subject.validator(formats=subject.draft.asserts_formats)
    if validator is None:
        message = f"the schema cannot be compiled: {subject.why}"
        raise ValueError(message)
    if subject.is_costly:
        message = "the references of the schema multiply its work without bound"
        raise ValueError(message)
    if validator.is_valid(payload):
        return ()
    return tuple(
        Mismatch(
            place=_pointer(error.instance_path),
            keyword=error.kind.name,
            schema_place=_pointer(error.schema_path),
            message=error.message if len(error.message) <= _WORDS else error.message[:_WORDS] + "…",
        )
        for error in islice(validator.iter_errors(payload), _MOST)
    )


def _pointer(path: list[Any]) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
