"""xRegistry documents: schema groups, message groups and endpoints, as JSON or YAML, in the layouts of 1.0 and of its drafts.

Source: xRegistry Schema, Message and Endpoint Service specifications 1.0 (`schemagroups`, `messagegroups`, `endpoints`); CloudEvents
Discovery drafts (`definitionGroups`, `schemaurl`, `format`).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

import msgspec

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Value
from catalog_gen.model.registry import Attachment, Label, RegisteredVersion, Registration
from catalog_gen.sources.registries.answers import AnswersSource
from catalog_gen.sources.registries.cloud_events import envelope_of, identity_of
from catalog_gen.sources.registries.reading import labels, mapping, moment, owners_of, text, texts
from catalog_gen.sources.registries.schema_text import schema_of
from catalog_gen.sources.registries.statement import Statement

NAME = "xregistry"

_SCHEMA_GROUPS = ("schemagroups", "schemaGroups")
_MESSAGE_GROUPS = ("messagegroups", "messageGroups", "definitiongroups", "definitionGroups")
_MESSAGES = ("messages", "definitions")
_SCHEMA_POINTERS = ("dataschemauri", "schemaurl", "schemaUrl", "dataschemaurl")
_FORMATS = {"avro": "AVRO", "jsonschema": "JSON", "protobuf": "PROTOBUF", "xmlschema": "XML"}
_TOPICS = ("topic_name", "topic", "subject", "address", "node", "channel", "path")
_ACTIONS = {"producer": "send", "consumer": "receive", "subscriber": "receive"}
_DEEPEST_BASE = 10


class _Kept(Value, kw_only=True):
    """One version of a schema."""

    version: str
    kind: str
    written: str
    """"" where the document only links to it."""
    created: str = ""


def _first(value: Any, keys: tuple[str, ...]) -> Any:
    found = mapping(value)
    return next((found[key] for key in keys if found.get(key)), None)


def _groups(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The groups under the first of some keys that is there: key, id, group."""
    for key in keys:
        for name, group in sorted(mapping(mapping(value).get(key)).items()):
            if isinstance(group, dict):
                yield key, name, group


def _is_document(value: Any) -> bool:
    if not isinstance(value, dict) or "asyncapi" in value or "openapi" in value:
        return False
    schemas = any(isinstance(group.get("schemas"), dict) for _, _, group in _groups(value, _SCHEMA_GROUPS))
    messages = any(isinstance(_first(group, _MESSAGES), dict) for _, _, group in _groups(value, _MESSAGE_GROUPS))
    ends = any("usage" in group for _, _, group in _groups(value, ("endpoints",)))
    return schemas or messages or ends


def _read_document(statement: Statement, value: Any, span: Span) -> None:
    statement.title = text(value.get("name")) or text(value.get("registryid"))
    statement.version = text(value.get("specversion"))
    reading = _Reading(statement, value, span)
    reading.read_messages()
    reading.read_schemas()
    reading.read_endpoints()


class _Reading:
    """One document while it is read."""

    def __init__(self, statement: Statement, value: dict[str, Any], span: Span) -> None:
        self.statement = statement
        self.value = value
        self.span = span
        self.used: set[tuple[str, str]] = set()
        """Schemas that a message carries; they are no messages themselves."""

    def at(self, *tokens: str) -> Span:
        """The place of a member."""
        pointer = "".join(f"/{token.replace('~', '~0').replace('/', '~1')}" for token in tokens)
        return msgspec.structs.replace(self.span, pointer=f"{self.span.pointer}{pointer}")

    # --- messages

    def read_messages(self) -> None:
        for key, name, group in _groups(self.value, _MESSAGE_GROUPS):
            self._read_group(group, name, (key, name))
        for key, name, group in _groups(self.value, ("endpoints",)):
            self._read_group(group, name, (key, name))

    def _read_group(self, group: dict[str, Any], name: str, place: tuple[str, ...]) -> None:
        for key in _MESSAGES:
            for identifier, message in sorted(mapping(group.get(key)).items()):
                if isinstance(message, dict):
                    self._read_message(group, name, identifier, message, self.at(*place, key, identifier))

    def _read_message(self, group: dict[str, Any], name: str, identifier: str, message: dict[str, Any], span: Span) -> None:
        kept = mapping(message.get("versions"))
        editions = [(label, {**message, **mapping(kept[label])}) for label in sorted(kept)] or [("", message)]
        for label, edition in editions:
            whole = {**self._inherited(edition, _DEEPEST_BASE), **edition}
            schemas: list[_Kept | None] = list(self._schemas_of(whole, label))
            for schema in schemas or [None]:
                self._add(group, name, identifier, whole, span, label, schema)

    def _inherited(self, message: dict[str, Any], depth: int) -> dict[str, Any]:
        """What a message takes over from the one that it is based on."""
        target = text(message.get("basemessage")) or text(message.get("basemessageuri")) or text(message.get("basemessageurl"))
        found = self._find(target) if target and depth else None
        return {**self._inherited(found, depth - 1), **found} if found is not None else {}

    def _find(self, pointer: str) -> dict[str, Any] | None:
        node: Any = self.value
        for token in pointer.rpartition("#")[2].strip("/").split("/"):
            node = node.get(token) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else None

    def _add(  # noqa: PLR0917 - one message in its group
        self, group: dict[str, Any], name: str, identifier: str, message: dict[str, Any], span: Span, label: str, schema: _Kept | None
    ) -> None:
        found = labels({**mapping(group.get("labels")), **mapping(message.get("labels"))})
        registration = Registration(
            registry=NAME,
            context=name,
            subject=identifier,
            version=label or (schema.version if schema is not None else "") or text(message.get("versionid")) or "1",
            state="deprecated" if message.get("deprecated") else "",
            registered=moment(message.get("createdat")) or (schema.created if schema is not None else ""),
            labels=(*found, *_options(message)),
            span=span,
        )
        envelope = envelope_of(group, message)
        more = {
            "id": identity_of(message) or identifier,
            "also": (identifier,),
            "title": text(message.get("name")),
            "description": text(message.get("description")) or text(message.get("documentation")),
            "owners": owners_of(found),
            "topics": tuple(dict.fromkeys((*_topics(message), *self._topics_of(name)))),
            "content_type": text(message.get("datacontenttype")) or text(message.get("contenttype")),
            "envelope": schema_of("JSON", envelope, span)[0] if envelope else None,
        }
        if schema is not None and schema.written:
            self.statement.add_version(registration, schema.kind, schema.written, **more)
        else:
            row = RegisteredVersion(export=self.statement.export, registration=registration, span=span)
            self.statement.versions.append(msgspec.structs.replace(row, **more))

    def _topics_of(self, group: str) -> Iterator[str]:
        """Topics of the endpoints that carry a message group."""
        for _, name, endpoint in _groups(self.value, ("endpoints",)):
            if group == name or group in _named_groups(endpoint):
                yield from _topics(endpoint)

    # --- schemas

    def read_schemas(self) -> None:
        """Schemas that no message carries are shown as messages of their own."""
        for key, name, group in _groups(self.value, _SCHEMA_GROUPS):
            for identifier, schema in sorted(mapping(group.get("schemas")).items()):
                if isinstance(schema, dict) and (name, identifier) not in self.used:
                    self._read_schema(name, identifier, schema, self.at(key, name, "schemas", identifier))

    def _read_schema(self, group: str, identifier: str, schema: dict[str, Any], span: Span) -> None:
        found = labels(schema.get("labels"))
        meta = mapping(schema.get("meta"))
        for kept in _versions(schema):
            registration = Registration(
                registry=NAME,
                context=group,
                subject=identifier,
                version=kept.version,
                state="deprecated" if schema.get("deprecated") or meta.get("deprecated") else "",
                registered=kept.created,
                compatibility=_mode(text(meta.get("compatibility")) or text(schema.get("compatibility"))),
                labels=found,
                span=span,
            )
            more = {"description": text(schema.get("description")), "owners": owners_of(found)}
            if kept.written:
                self.statement.add_version(registration, kept.kind, kept.written, **more)
            else:
                row = RegisteredVersion(export=self.statement.export, registration=registration, span=span)
                self.statement.versions.append(msgspec.structs.replace(row, **more))

    def _schemas_of(self, message: dict[str, Any], label: str) -> list[_Kept]:
        inline = message.get("dataschema", message.get("schema"))
        if inline:
            kind = _kind(text(message.get("dataschemaformat")) or text(message.get("schemaformat")), inline)
            return [_Kept(version="", kind=kind, written=_written(inline))]
        tokens = text(_first(message, _SCHEMA_POINTERS)).rpartition("#")[2].strip("/").split("/")
        if "schemas" not in tokens or len(tokens) < tokens.index("schemas") + 2:
            return []
        index = tokens.index("schemas")
        name, wanted = tokens[index - 1], tokens[index + 3] if len(tokens) > index + 3 else ""
        schema, identifier = self._schema(name, tokens[index + 1])
        if schema is None:
            self._missing(message, "/".join(tokens))
            return []
        self.used.add((name, identifier))
        known = _versions(schema)
        chosen = [kept for kept in known if kept.version == wanted.partition(":")[0]] if wanted else known
        return chosen[-1:] if label and not wanted else chosen

    def _schema(self, group: str, identifier: str) -> tuple[dict[str, Any] | None, str]:
        """A schema by group and id, whatever a name of a type inside follows behind a colon."""
        for _, name, found in _groups(self.value, _SCHEMA_GROUPS):
            schemas = mapping(found.get("schemas"))
            for known in (identifier, identifier.partition(":")[0]):
                if name == group and isinstance(schemas.get(known), dict):
                    return schemas[known], known
        return None, identifier

    def _missing(self, message: dict[str, Any], target: str) -> None:
        self.statement.warn(
            "registry-reference-missing",
            f"A message needs the schema `{target}`, which the document does not have.",
            "Export the document with its schemas inside (`?inline=*`), or correct the reference.",
            self.at(),
        )
        del message

    # --- endpoints

    def read_endpoints(self) -> None:
        """An endpoint for producers is one that something sends to, an endpoint for consumers one that something reads from."""
        for key, name, endpoint in _groups(self.value, ("endpoints",)):
            found = labels(endpoint.get("labels"))
            protocol = text(endpoint.get("protocol")) or text(mapping(endpoint.get("config")).get("protocol"))
            groups = [name, *_named_groups(endpoint)]
            subjects = tuple(f"{group}/{one}" for group in groups for one in self._members(group))
            for usage in texts(endpoint.get("usage")):
                if usage in _ACTIONS and subjects:
                    self.statement.attachments.append(
                        Attachment(
                            registry=NAME,
                            export=self.statement.export,
                            action=_ACTIONS[usage],
                            service=name,
                            context=protocol,
                            subjects=subjects,
                            via=f"{usage} endpoint",
                            state="disabled" if endpoint.get("deprecated") else "active",
                            labels=tuple(Label(name="Address", value=one) for one in _addresses(endpoint)) + found,
                            owners=owners_of(found),
                            span=self.at(key, name),
                        )
                    )

    def _members(self, group: str) -> list[str]:
        found = [one for _, name, one in _groups(self.value, (*_MESSAGE_GROUPS, "endpoints")) if name == group]
        return sorted({name for one in found for key in _MESSAGES for name in mapping(one.get(key))})


def _named_groups(endpoint: dict[str, Any]) -> list[str]:
    return [one.rstrip("/").rpartition("/")[2] for key in _MESSAGE_GROUPS for one in texts(endpoint.get(key))]


def _addresses(endpoint: dict[str, Any]) -> list[str]:
    config = {**mapping(endpoint.get("config")), **mapping(endpoint.get("protocoloptions")), **endpoint}
    listed = config.get("endpoints") or mapping(endpoint.get("protocoloptions")).get("endpoints")
    found = [one if isinstance(one, str) else text(mapping(one).get("uri")) or text(mapping(one).get("url")) for one in listed or ()]
    return [one for one in found if one]


def _settings(value: dict[str, Any]) -> dict[str, Any]:
    options = {**mapping(mapping(value.get("config")).get("options")), **mapping(value.get("protocoloptions"))}
    return {**options, **mapping(options.get("options"))}


def _topics(value: dict[str, Any]) -> tuple[str, ...]:
    """The first option of the protocol that says where messages go."""
    options = _settings(value)
    values = (options.get(key) for key in _TOPICS)
    named = (text(one.get("value")) if isinstance(one, dict) else text(one) for one in values)
    return tuple(one for one in named if one)[:1]


def _options(message: dict[str, Any]) -> tuple[Label, ...]:
    """Options of the protocol, one label for each that is a plain value."""
    protocol = text(message.get("protocol"))
    found = _settings(message)
    plain = ((key, one.get("value") if isinstance(one, dict) else one) for key, one in sorted(found.items()))
    return tuple(Label(name=f"{protocol} {key}".strip(), value=text(one)) for key, one in plain if text(one))


def _versions(schema: dict[str, Any]) -> list[_Kept]:
    """Versions of a schema; one without any is its own."""
    found = mapping(schema.get("versions"))
    return [
        _Kept(
            version=label,
            kind=_kind(text(one.get("format")) or text(schema.get("format")), _content(one)),
            written=_written(_content(one)),
            created=moment(one.get("createdat")),
        )
        for label, one in ((label, mapping(found[label])) for label in sorted(found))
    ] or [
        _Kept(
            version=text(schema.get("versionid")) or "1",
            kind=_kind(text(schema.get("format")), _content(schema)),
            written=_written(_content(schema)),
            created=moment(schema.get("createdat")),
        )
    ]


def _content(version: dict[str, Any]) -> Any:
    encoded = version.get("schemabase64")
    if isinstance(encoded, str):
        try:
            return base64.b64decode(encoded, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    return version.get("schema", version.get("schemaobject"))


def _written(content: Any) -> str:
    if isinstance(content, str):
        return content
    return json.dumps(content, ensure_ascii=False, indent=2) if isinstance(content, (dict, list)) else ""


def _kind(form: str, content: Any) -> str:
    """The format before its version; a JSON Schema is taken for one where the document does not say."""
    name = form.partition("/")[0].replace(" ", "").casefold()
    return _FORMATS.get(name, name.upper() or ("JSON" if isinstance(content, dict) else "OTHER"))


def _mode(mode: str) -> str:
    return mode.upper().replace("-", "_").replace(" ", "_")


source = AnswersSource(
    NAME,
    (*_SCHEMA_GROUPS, *_MESSAGE_GROUPS, "endpoints"),
    ((_is_document, _read_document),),
    "An xRegistry document has `messagegroups`, `schemagroups` or `endpoints` at its top.",
)
