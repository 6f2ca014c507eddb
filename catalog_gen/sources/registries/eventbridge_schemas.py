"""Amazon EventBridge schema registries: what `aws schemas …` prints about registries, schemas and their versions.

Source: Amazon EventBridge Schema Registry API Reference.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.registry import RegisteredVersion, Registration, SubjectSetting
from catalog_gen.sources.registries.answers import AnswersSource, list_of
from catalog_gen.sources.registries.event_envelopes import EventSchema, take_apart
from catalog_gen.sources.registries.reading import labels, moment, owners_of, text
from catalog_gen.sources.registries.schema_text import schema_of
from catalog_gen.sources.registries.statement import Statement

NAME = "aws-eventbridge"

_ARN = re.compile(r"arn:[\w-]*:schemas:([\w-]*):([\w-]*):(schema|registry|discoverer)/([^/]+)(?:/(.+))?")


def place_of(arn: Any) -> tuple[str, str, str] | None:
    """Account with region, registry and schema of an ARN of EventBridge's schema registries."""
    match = _ARN.fullmatch(arn) if isinstance(arn, str) else None
    return (f"aws {match[2]} {match[1]}", match[4], match[5] or "") if match is not None else None


def _of(key: str) -> Any:
    return lambda value: isinstance(value, dict) and place_of(value.get(key)) is not None


def _is_definition(value: Any) -> bool:
    return bool(_of("SchemaArn")(value)) and isinstance(value.get("Content"), str)


def _is_listed_version(value: Any) -> bool:
    return bool(_of("SchemaArn")(value)) and "SchemaVersion" in value


def _read_definition(statement: Statement, value: Any, span: Span) -> None:
    export, registry, schema = place_of(value["SchemaArn"]) or ("", "", "")
    tags = labels(value.get("Tags"))
    registration = _registration(value, registry, schema, span)
    registration = msgspec.structs.replace(registration, registered=moment(value.get("VersionCreatedDate")), labels=tags)
    parts = take_apart(value["Content"], text(value.get("Type")))
    if parts is None:
        row = statement.add_version(registration, "JSON", value["Content"], owners=owners_of(tags))
        statement.versions[-1] = msgspec.structs.replace(row, export=export)
        return
    row = statement.add_version(
        registration,
        "openapi" if parts.format == "openapi" else "JSON",
        parts.payload,
        export=export,
        owners=owners_of(tags),
        content_type="application/json",
        description=text(value.get("Description")) or parts.description,
        **_identity(parts, schema),
    )
    if parts.envelope:
        envelope, _ = schema_of("openapi" if parts.format == "openapi" else "JSON", parts.envelope, span)
        statement.versions[-1] = msgspec.structs.replace(row, envelope=envelope)


def _identity(parts: EventSchema, schema: str) -> dict[str, Any]:
    """The detail type is what people call an event; `source@detail-type` is the subject. The source stands for its channel."""
    source, _, detail_type = schema.rpartition("@")
    kind = parts.detail_type or (detail_type if source and parts.envelope else "")
    if not kind:
        return {}
    source = parts.source or source
    return {"id": kind, "name": kind, "also": (schema,), "topics": (source,) if source else ()}


def _registration(value: dict[str, Any], registry: str, schema: str, span: Span) -> Registration:
    return Registration(registry=NAME, context=registry, subject=schema, version=text(value.get("SchemaVersion")), span=span)


def _read_versions(statement: Statement, value: Any, span: Span) -> None:
    for index, row in enumerate(value["SchemaVersions"]):
        if _is_listed_version(row):
            export, registry, schema = place_of(row["SchemaArn"]) or ("", "", "")
            where = msgspec.structs.replace(span, pointer=f"{span.pointer}/SchemaVersions/{index}")
            registration = _registration(row, registry, schema, where)
            statement.versions.append(RegisteredVersion(export=export, registration=registration, span=where))


def _read_schemas(statement: Statement, value: Any, span: Span) -> None:
    for index, row in enumerate(value["Schemas"]):
        if _of("SchemaArn")(row):
            _read_tags(statement, row["SchemaArn"], row, msgspec.structs.replace(span, pointer=f"{span.pointer}/Schemas/{index}"))


def _read_registries(statement: Statement, value: Any, span: Span) -> None:
    for index, row in enumerate(value.get("Registries", [value])):
        if _of("RegistryArn")(row):
            _read_tags(statement, row["RegistryArn"], row, msgspec.structs.replace(span, pointer=f"{span.pointer}/Registries/{index}"))


def _read_tags(statement: Statement, arn: str, row: dict[str, Any], span: Span) -> None:
    export, registry, schema = place_of(arn) or ("", "", "")
    tags = labels(row.get("Tags"))
    if tags:
        statement.settings.append(
            SubjectSetting(registry=NAME, export=export, context=registry, subject=schema, owners=owners_of(tags), labels=tags, span=span)
        )


def _read_nothing(statement: Statement, value: Any, span: Span) -> None:
    """Discoverers say which bus schemas are taken from, and nothing about messages."""
    del statement, value, span


source = AnswersSource(
    "aws-eventbridge-schemas",
    ("SchemaArn", "SchemaVersions", "RegistryArn", "Discoverers", "DiscovererArn"),
    (
        (_is_definition, _read_definition),
        (list_of("SchemaVersions", _is_listed_version), _read_versions),
        (list_of("Schemas", _of("SchemaArn")), _read_schemas),
        (list_of("Registries", _of("RegistryArn")), _read_registries),
        (_of("RegistryArn"), _read_registries),
        (list_of("Discoverers", _of("DiscovererArn")), _read_nothing),
        (_of("DiscovererArn"), _read_nothing),
    ),
    "Write what `aws schemas describe-schema` and its siblings print into files of their own.",
)
