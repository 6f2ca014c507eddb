"""Rules about values that must fit a schema: examples of messages, and `default`, `const` and `examples` of schemas."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from catalog_gen.diagnostics import Severity
from catalog_gen.schemas.validator import compile_schema
from catalog_gen.sources.asyncapi.layers import Place, with_traits
from catalog_gen.sources.asyncapi.payloads import format_of
from catalog_gen.sources.asyncapi.validation.avro import as_json_schema
from catalog_gen.sources.asyncapi.validation.causes import Cause, reduce
from catalog_gen.sources.asyncapi.validation.data import MOST_CAUSES, Checker
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Spot, Subject
from catalog_gen.sources.asyncapi.validation.wording import mismatch
from catalog_gen.text.pointers import join

MOST_EXAMPLES = 50
"""Examples of one message that are checked; nobody reads more."""
_OBJECT_FORM = frozenset({"payload", "headers", "name", "summary"})
_OPENAPI_FORM = frozenset({"value", "name", "summary", "description"})


def of_messages(subject: Subject) -> Iterator[Finding]:
    """Payloads and headers of a message's examples that the message's own schemas reject."""
    for item in subject.of("message"):
        message = with_traits(item.place, trait_wins=subject.major == 2) if item.mapping() else item.place  # noqa: PLR2004 - the major version
        examples = message.get("examples")
        if examples is None:
            continue
        held = examples.elements() if isinstance(examples.value, list) else (example for _, example in examples.items())
        for example in islice(held, MOST_EXAMPLES):
            for field, value, spot in _parts(example):
                for cause in _causes(subject.checker, message, field, value):
                    hint = f"Change the example, or the schema of the {field}."
                    yield Finding(f"This example does not fit the schema of the {field}: {mismatch(cause)}", _below(spot, cause), hint)


def _parts(example: Place) -> Iterator[tuple[str, Any, Spot]]:
    """What an example shows: payload and headers, in a mapping with its name or without, a `value` as in OpenAPI, or a bare payload."""
    value = example.value
    if (
        isinstance(value, dict)
        and ("payload" in value or "headers" in value)
        and all(key in _OBJECT_FORM or key.startswith("x-") for key in value)
    ):
        for field in ("payload", "headers"):
            if field in value:
                yield field, value[field], (example.path, join(example.pointer, field))
    elif isinstance(value, dict) and "value" in value and value.keys() <= _OPENAPI_FORM:
        yield "payload", value["value"], (example.path, join(example.pointer, "value"))
    elif isinstance(value, dict) and len(value) == 1 and _is_example((held := next(iter(example.items()))[1]).value):
        yield from _parts(held)
    elif not (isinstance(value, dict) and set(value) <= {"name", "summary"}):
        yield "payload", value, (example.path, example.pointer)


def _is_example(value: Any) -> bool:
    return isinstance(value, dict) and not value.keys().isdisjoint({"payload", "headers"}) and value.keys() <= _OBJECT_FORM


def _causes(checker: Checker, message: Place, field: str, value: Any) -> list[Cause]:
    place = message.get(field)
    if place is None or place.broken:
        return []
    schema_format = ""
    written = message.get("schemaFormat")
    if field == "payload" and written is not None and isinstance(written.value, str):
        schema_format = written.value
    if isinstance(place.value, dict) and isinstance(place.value.get("schemaFormat"), str) and "schema" in place.value:
        schema_format = place.value["schemaFormat"]
        inner = place.get("schema")
        if inner is None or inner.broken:
            return []
        place = inner
    kind = format_of(schema_format.strip(), place.value)
    if kind == "avro" and isinstance(place.value, (dict, list)):
        tree = as_json_schema(place.value)
        try:
            return reduce(compile_schema(tree, formats=False).iter_errors(value), tree)[:MOST_CAUSES]
        except (ValueError, RecursionError):  # what is no Avro, or nested too deep
            return []
    if kind not in {"json-schema", "openapi"} or not isinstance(place.value, (dict, bool)):
        return []
    return checker.check(place.value, (place.path, place.pointer), value)


def _below(spot: Spot, cause: Cause) -> Spot:
    return spot[0], join(spot[1], *cause.path)


def defaults(subject: Subject) -> Iterator[Finding]:
    """Defaults and constants that their own schema rejects."""
    for schema, spot in subject.schemas:
        for key in ("default", "const"):
            if key in schema:
                for cause in subject.checker.check(schema, spot, schema[key]):
                    message = f"This `{key}` does not fit its own schema: {mismatch(cause)}"
                    yield Finding(message, (spot[0], join(spot[1], key, *cause.path)), "Change the value, or the schema that it stands in.")


def of_schemas(subject: Subject) -> Iterator[Finding]:
    """Examples in a schema that it rejects."""
    for schema, spot in subject.schemas:
        for keys, value in _written(schema):
            for cause in subject.checker.check(schema, spot, value):
                message = f"This example does not fit its schema: {mismatch(cause)}"
                yield Finding(
                    message,
                    (spot[0], join(spot[1], *keys, *cause.path)),
                    "Change the example, or the schema that it stands in.",
                )


def _written(schema: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The examples of a schema and their keys: a list, one alone as OpenAPI has it, or OpenAPI's mapping of names to `value`s."""
    examples = schema.get("examples")
    if isinstance(examples, list):
        for index, value in enumerate(examples[:MOST_EXAMPLES]):
            yield ("examples", index), value
    elif isinstance(examples, dict):
        for name, held in list(examples.items())[:MOST_EXAMPLES]:
            if isinstance(held, dict) and "value" in held:
                yield ("examples", name, "value"), held["value"]
    if "example" in schema:
        yield ("example",), schema["example"]


RULES = (
    Rule("asyncapi-message-example", Severity.ERROR, "Examples of a message fit its payload and headers.", of_messages),
    Rule("asyncapi-schema-default", Severity.ERROR, "`default` and `const` fit the schema that they stand in.", defaults),
    Rule("asyncapi-schema-example", Severity.WARNING, "`examples` fit the schema that they stand in.", of_schemas),
)
