"""Azure Schema Registry (Event Hubs): schema groups and schema versions, as the REST API, `az` and the SDKs give them.

The data plane answers with the schema's text alone and says everything else in headers; the SDKs join both into one object
(`definition` with `properties`), and that is what is read, in the spellings of all of them. Source: Azure Schema Registry REST API
2023-07-01, "Get Schema By Version"; `azure.schemaregistry.Schema`; Azure Resource Manager, `Microsoft.EventHub/namespaces/schemagroups`.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.registry import Registration, SubjectSetting
from catalog_gen.sources.registries.answers import AnswersSource
from catalog_gen.sources.registries.reading import labels, mapping, moment, number, owners_of, rows, text
from catalog_gen.sources.registries.statement import Statement

NAME = "azure"

_TYPES = {"avro": "AVRO", "json": "JSON", "protobuf": "PROTOBUF", "custom": "OTHER"}
_COMPATIBILITY = {"none": "NONE", "backward": "BACKWARD", "forward": "FORWARD"}
_GROUP = re.compile(r"/subscriptions/.+/namespaces/([^/]+)/schemagroups/([^/]+)", re.IGNORECASE)
_CONTENT = re.compile(r"serialization=(\w+)", re.IGNORECASE)
_KEYS = {
    "group": ("groupName", "group_name", "Schema-Group-Name", "schemaGroup", "schemagroupname"),
    "name": ("name", "schemaName", "schema_name", "Schema-Name"),
    "version": ("version", "schemaVersion", "Schema-Version"),
    "id": ("id", "schemaId", "schema_id", "Schema-Id"),
    "format": ("format", "schemaFormat", "schemaType", "serializationType", "Content-Type", "contentType"),
    "definition": ("definition", "schemaDefinition", "content", "schema", "schemaContent"),
}
"""What is needed → the names that the REST headers and the SDKs of .NET, Java, JavaScript and Python give it."""


def _fields(value: Any) -> dict[str, Any]:
    """The fields of a schema, those of its `properties` or `headers` among them, by our names."""
    flat = {**mapping(mapping(value).get("headers")), **mapping(mapping(value).get("properties")), **mapping(value)}
    folded = {key.casefold(): member for key, member in flat.items()}
    return {want: next((folded[key.casefold()] for key in keys if key.casefold() in folded), None) for want, keys in _KEYS.items()}


def _is_schema(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    found = _fields(value)
    return all(isinstance(found[key], str) for key in ("group", "name", "format")) and isinstance(found["definition"], (str, dict))


def _is_group(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str) and _GROUP.fullmatch(value["id"]) is not None


def _is_page(value: Any) -> bool:
    listed = rows(value.get("value")) if isinstance(value, dict) else []
    return bool(listed) and (_is_group(listed[0]) or _is_schema(listed[0]))


def _is_names(value: Any) -> bool:
    """Names of groups, or numbers of versions."""
    if not isinstance(value, dict):
        return False
    keys = set(value) - {"nextLink", "value"}
    return keys in ({"schemaGroups"}, {"schemaVersions"}) and all(isinstance(value[key], list) for key in keys)


def _read_page(statement: Statement, value: Any, span: Span) -> None:
    for index, row in enumerate(value["value"]):
        where = msgspec.structs.replace(span, pointer=f"{span.pointer}/value/{index}")
        if _is_group(row):
            _read_group(statement, row, where)
        elif _is_schema(row):
            _read_schema(statement, row, where)


def _read_group(statement: Statement, value: Any, span: Span) -> None:
    match = _GROUP.fullmatch(value["id"])
    said = {**mapping(value), **mapping(value.get("properties"))}
    found = labels(said.get("groupProperties"))
    mode = text(said.get("schemaCompatibility"))
    statement.settings.append(
        SubjectSetting(
            registry=NAME,
            export=statement.export,
            context=match[2] if match is not None else "",
            compatibility=_COMPATIBILITY.get(mode.casefold(), mode),
            owners=owners_of(found),
            labels=found,
            span=span,
        )
    )


def _read_schema(statement: Statement, value: Any, span: Span) -> None:
    found = _fields(value)
    definition = found["definition"]
    content = _CONTENT.search(found["format"])
    kind = content[1] if content is not None else found["format"].rpartition("/")[2].partition(";")[0]
    label = number(found["version"])
    registration = Registration(
        registry=NAME,
        context=found["group"],
        subject=found["name"],
        version=str(label) if label is not None else text(found["version"]) or "1",
        identifier=text(found["id"]),
        registered=moment(value.get("createdAt", value.get("createdTimeUtc"))),
        span=span,
    )
    written = definition if isinstance(definition, str) else json.dumps(definition, ensure_ascii=False, indent=2)
    statement.add_version(registration, _TYPES.get(kind.casefold(), kind.upper()), written)


def _read_nothing(statement: Statement, value: Any, span: Span) -> None:
    """Names alone say nothing that the schemas do not."""
    del statement, value, span


source = AnswersSource(
    NAME,
    ("groupName", "group_name", "schemaGroups", "schemaVersions", "schemaCompatibility", "Schema-Group-Name", "schemaGroup"),
    ((_is_schema, _read_schema), (_is_group, _read_group), (_is_page, _read_page), (_is_names, _read_nothing)),
    "Write each schema with its `definition` and `properties` (group, name, version, format) as JSON.",
)
