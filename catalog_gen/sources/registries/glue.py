"""AWS Glue Schema Registry: what `aws glue …` prints about registries, schemas, their versions, metadata and tags.

Source: AWS Glue API Reference, "Schema Registry API". A version that failed its compatibility check keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.registry import Label, RegisteredVersion, Registration, SchemaRule, SubjectSetting
from catalog_gen.sources.registries.answers import AnswersSource, list_of
from catalog_gen.sources.registries.reading import labels, mapping, moment, number, owners_of, rows, text
from catalog_gen.sources.registries.statement import Statement

NAME = "aws-glue"
STATES = {"AVAILABLE": "active", "PENDING": "draft", "FAILURE": "failed", "DELETING": "deleted"}

_ARN = re.compile(r"arn:[\w-]*:glue:([\w-]*):(\d*):(schema|registry)/([^/]+)(?:/(.+))?")


def place_of(arn: Any) -> tuple[str, str, str] | None:
    """Account with region, registry and schema of a Glue ARN; None for what is none. A registry's own ARN has no schema."""
    match = _ARN.fullmatch(arn) if isinstance(arn, str) else None
    return (f"aws {match[2]} {match[1]}", match[4], match[5] or "") if match is not None else None


def _of_schema(value: Any) -> bool:
    found = place_of(value.get("SchemaArn")) if isinstance(value, dict) else None
    return found is not None and bool(found[2])


def _is_registry(value: Any) -> bool:
    return isinstance(value, dict) and place_of(value.get("RegistryArn")) is not None and "SchemaName" not in value


def _is_schema(value: Any) -> bool:
    return _of_schema(value) and "SchemaName" in value


def _is_version(value: Any) -> bool:
    return _of_schema(value) and "SchemaVersionId" in value


def _is_metadata(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("MetadataInfoMap"), dict)


def _is_tags(value: Any) -> bool:
    """`get-tags` alone, or with the ARN that was asked for beside it."""
    if not isinstance(value, dict) or not isinstance(value.get("Tags"), dict):
        return False
    return set(value) == {"Tags"} or (set(value) == {"ResourceArn", "Tags"} and place_of(value["ResourceArn"]) is not None)


def _setting(span: Span, arn: Any, **more: Any) -> SubjectSetting:
    export, registry, schema = place_of(arn) or ("", "", "")
    return SubjectSetting(registry=NAME, export=export, context=registry, subject=schema, span=span, **more)


def _read_registry(statement: Statement, value: Any, span: Span) -> None:
    """A registry by itself says nothing about a schema but its tags."""
    tags = labels(value.get("Tags"))
    if tags:
        statement.settings.append(_setting(span, value["RegistryArn"], owners=owners_of(tags), labels=tags))


def _read_schema(statement: Statement, value: Any, span: Span) -> None:
    checkpoint = number(value.get("SchemaCheckpoint"))
    checks: tuple[SchemaRule, ...] = ()
    if checkpoint is not None:
        expression = f"compatibility is checked against the versions from {checkpoint} on"
        checks = (SchemaRule(group="registry", name="Checkpoint", type=f"version {checkpoint}", expression=expression),)
    tags = labels(value.get("Tags"))
    statement.settings.append(
        _setting(
            span,
            value["SchemaArn"],
            compatibility=text(value.get("Compatibility")),
            description=text(value.get("Description")),
            owners=owners_of(tags),
            labels=tags,
            rules=checks,
        )
    )
    # What `create-schema` answers has the first version's id and state beside the schema's.
    if value.get("SchemaVersionId") and number(value.get("LatestSchemaVersion")) is not None:
        row = {**value, "VersionNumber": value["LatestSchemaVersion"], "Status": value.get("SchemaVersionStatus")}
        _read_version(statement, row, span)


def _read_version(statement: Statement, value: Any, span: Span) -> None:
    export, registry, schema = place_of(value["SchemaArn"]) or ("", "", "")
    label = number(value.get("VersionNumber"))
    state = STATES.get(text(value.get("Status")).upper(), "")
    if label is None:
        # `get-schema-by-definition` knows the id and the state, but not the number.
        statement.settings.append(_setting(span, value["SchemaArn"], identifier=text(value["SchemaVersionId"]), state=state))
        return
    registration = Registration(
        registry=NAME,
        context=registry,
        subject=schema,
        version=str(label),
        identifier=text(value.get("SchemaVersionId")),
        state=state,
        registered=moment(value.get("CreatedTime")),
        span=span,
    )
    definition = value.get("SchemaDefinition")
    if isinstance(definition, str):
        row = statement.add_version(registration, text(value.get("DataFormat")), definition)
        statement.versions[-1] = msgspec.structs.replace(row, export=export)
    else:
        statement.versions.append(RegisteredVersion(export=export, registration=registration, span=span))


def _read_metadata(statement: Statement, value: Any, span: Span) -> None:
    found = tuple(_metadata(value["MetadataInfoMap"]))
    statement.settings.append(
        SubjectSetting(
            registry=NAME,
            export="",
            identifier=text(value.get("SchemaVersionId")),
            owners=owners_of(found)[:1],
            labels=found,
            span=span,
        )
    )


def _metadata(value: dict[str, Any]) -> Iterator[Label]:
    """A key holds its newest value, and the earlier ones beside it."""
    for key in sorted(value):
        row = mapping(value[key])
        values = [text(row.get("MetadataValue")), *(text(other.get("MetadataValue")) for other in rows(row.get("OtherMetadataValueList")))]
        yield Label(name=key, value=", ".join(dict.fromkeys(one for one in values if one)))


def _read_tags(statement: Statement, value: Any, span: Span) -> None:
    tags = labels(value["Tags"])
    if "ResourceArn" in value:
        statement.settings.append(_setting(span, value["ResourceArn"], owners=owners_of(tags), labels=tags))
    elif tags:
        statement.warn(
            "registry-tags-unassigned",
            "These tags do not say which schema they belong to, so they are left out.",
            'Write them as `{"ResourceArn": "<the schema\'s ARN>", "Tags": {…}}`.',
            span,
        )


def _read_each(key: str, read: Any) -> Any:
    def read_all(statement: Statement, value: Any, span: Span) -> None:
        for index, row in enumerate(value[key]):
            if _of_schema(row) or _is_registry(row):
                read(statement, row, msgspec.structs.replace(span, pointer=f"{span.pointer}/{key}/{index}"))

    return read_all


source = AnswersSource(
    NAME,
    ("RegistryArn", "SchemaArn", "MetadataInfoMap", "Tags", "Schemas", "Registries"),
    (
        (_is_schema, _read_schema),
        (_is_version, _read_version),
        (_is_registry, _read_registry),
        (_is_metadata, _read_metadata),
        (_is_tags, _read_tags),
        (list_of("Schemas", _is_version), _read_each("Schemas", _read_version)),
        (list_of("Schemas", _is_schema), _read_each("Schemas", _read_schema)),
        (list_of("Registries", _is_registry), _read_each("Registries", _read_registry)),
    ),
    "Write what `aws glue get-schema-version` and its siblings print into files of their own.",
)
