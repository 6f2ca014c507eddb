"""Every object and field of the AsyncAPI specification, from its official schemas, and where each appears here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

SPECIFICATION = Path(__file__).resolve().parent.parent / "catalog_gen" / "sources" / "asyncapi" / "specification"

Fields = dict[str, tuple[str, str]]

_SCHEMES = (
    "APIKeyHTTPSecurityScheme",
    "BearerHTTPSecurityScheme",
    "NonBearerHTTPSecurityScheme",
    "SaslGssapiSecurityScheme",
    "SaslPlainSecurityScheme",
    "SaslScramSecurityScheme",
    "X509",
    "apiKey",
    "asymmetricEncryption",
    "oauth2Flows",
    "openIdConnect",
    "symmetricEncryption",
    "userPassword",
)

_SCHEME: Fields = {
    "type": ("SecurityScheme.type", "service: Security, in words"),
    "description": ("SecurityScheme.description", "service: Security"),
    "name": ("SecurityScheme.parameter", "service: Security, Parameter"),
    "in": ("SecurityScheme.place", "service: Security, Where the key goes"),
    "scheme": ("SecurityScheme.scheme", "service: Security, Scheme"),
    "bearerFormat": ("SecurityScheme.bearer_format", "service: Security, Token format"),
    "openIdConnectUrl": ("SecurityScheme.discovery_url", "service: Security, Discovery"),
    "flows": ("SecurityScheme.flows", "service: Security, one part for each flow"),
    "scopes": ("SecurityScheme.scopes", "service: Security, Scopes needed"),
}

_MESSAGE: Fields = {
    "messageId": ("MessageDeclaration.id", "message: its id"),
    "headers": ("MessageVersion.headers", "message: Headers, a field tree"),
    "payload": ("MessageVersion.payload", "message: Payload, a field tree"),
    "schemaFormat": ("Schema.schema_format", "message: the format above the payload"),
    "contentType": ("MessageVersion.content_type", "message: On the wire"),
    "correlationId": ("MessageVersion.correlation", "message: On the wire, linked to the field"),
    "name": ("MessageDeclaration.name", "message: its name, or its id"),
    "title": ("MessageVersion.title", "message: beside the id"),
    "summary": ("MessageVersion.summary", "message: below the name"),
    "description": ("MessageVersion.description", "message: Description"),
    "tags": ("MessageVersion.tags", "message: below the summary"),
    "externalDocs": ("MessageVersion.docs", "message: Further reading"),
    "bindings": ("MessageVersion.bindings", "message: Bindings, a table for each protocol"),
    "examples": ("MessageVersion.examples", "message: Examples"),
    "traits": ("MessageVersion.traits", "message: On the wire, with the fields that each gives"),
    "deprecated": ("MessageDeclaration.lifecycle", "message: its lifecycle"),
}

_OPERATION: Fields = {
    "action": ("Operation.action", "service: Operations, before the title"),
    "channel": ("Operation.channel", "service: Operations, Channel"),
    "message": ("Operation.messages", "service: Operations, Messages"),
    "messages": ("Operation.messages", "service: Operations, Messages"),
    "operationId": ("Operation.key", "service: Operations, the title"),
    "title": ("Operation.title", "service: Operations, the title"),
    "summary": ("Operation.summary", "service: Operations"),
    "description": ("Operation.description", "service: Operations"),
    "security": ("Operation.security", "service: Operations, Security; alternatives and combinations apart"),
    "tags": ("Operation.tags", "service: Operations"),
    "externalDocs": ("Operation.docs", "service: Operations, Further reading"),
    "bindings": ("Operation.bindings", "service: Operations, Bindings"),
    "traits": ("Operation.traits", "service: Operations, Traits, with the fields that each gives"),
    "reply": ("Operation.reply", "service: Operations, Reply; message: Request and reply"),
}

_CHANNEL: Fields = {
    "address": ("ContractChannel.address", "service and channel: the title, placeholders linked"),
    "title": ("ContractChannel.title", "service and channel: Title"),
    "summary": ("ContractChannel.summary", "service and channel"),
    "description": ("ContractChannel.description", "service and channel"),
    "servers": ("ContractChannel.servers", "service and channel: Servers"),
    "parameters": ("ContractChannel.parameters", "service and channel: Parameters"),
    "messages": ("ContractChannel.messages", "service and channel: Messages"),
    "subscribe": ("Operation", "service: Operations"),
    "publish": ("Operation", "service: Operations"),
    "deprecated": ("ContractChannel.deprecated", "service and channel: beside the title"),
    "tags": ("ContractChannel.tags", "service and channel"),
    "externalDocs": ("ContractChannel.docs", "service and channel: Further reading"),
    "bindings": ("ContractChannel.bindings", "service and channel: Bindings"),
    "$ref": ("", "read in its target's place"),
}

_VARIABLE: Fields = {
    "enum": ("Variable.enum", "service: Values, one of"),
    "default": ("Variable.default", "service: Values, default"),
    "description": ("Variable.description", "service: Meaning"),
    "examples": ("Variable.examples", "service: Values, for example"),
    "location": ("Variable.location", "service and channel: Meaning, taken from"),
    "schema": ("Variable.schema", "service and channel: below the name, in words"),
    "$ref": ("", "read in its target's place"),
}

_COMPONENTS = (
    *("schemas", "servers", "serverVariables", "channels", "parameters", "operations", "replies", "replyAddresses", "messages"),
    *("correlationIds", "operationTraits", "messageTraits", "tags", "externalDocs"),
    *("serverBindings", "channelBindings", "operationBindings", "messageBindings"),
)

PLACES: dict[str, Fields] = {
    "document": {
        "asyncapi": ("Contract.spec_version", "service: Contract"),
        "id": ("Contract.urn", "service: at the end"),
        "info": ("Contract", "service"),
        "servers": ("Contract.servers", "service: Servers"),
        "defaultContentType": ("Contract.default_content_type", "service: at the end; message: On the wire"),
        "channels": ("Contract.channels", "service: Channels; one page for each address"),
        "operations": ("Contract.operations", "service: Operations"),
        "components": ("Contract.unused", "where they are used; else service: Components that nothing uses"),
        "tags": ("Contract.tags", "service: below the summary"),
        "externalDocs": ("Contract.docs", "service: Contract"),
    },
    "info": {
        "title": ("Contract.name", "service: the title"),
        "version": ("Contract.version", "service: Version"),
        "description": ("Contract.description", "service: Description"),
        "termsOfService": ("Contract.terms", "service: Contract"),
        "contact": ("Contract.contact", "service: Contact"),
        "license": ("Contract.license", "service: Contract"),
        "tags": ("Contract.tags", "service: below the summary"),
        "externalDocs": ("Contract.docs", "service: Contract"),
    },
    "contact": {
        "name": ("Contact.name", "service: Contact, Name"),
        "url": ("Contact.url", "service: Contact, Web"),
        "email": ("Contact.email", "service: Contact, E-mail"),
    },
    "license": {"name": ("License.name", "service: Contract"), "url": ("License.url", "service: Contract")},
    "server": {
        "url": ("Server.url", "service: Servers, variables linked"),
        "host": ("Server.host", "service: Servers, Host"),
        "pathname": ("Server.path", "service: Servers, Path"),
        "protocol": ("Server.protocol", "service: Servers, Protocol"),
        "protocolVersion": ("Server.protocol_version", "service: Servers, Protocol"),
        "title": ("Server.title", "service: Servers, the title"),
        "summary": ("Server.summary", "service: Servers"),
        "description": ("Server.description", "service: Servers"),
        "variables": ("Server.variables", "service: Servers, Variables"),
        "security": ("Server.security", "service: Servers, Security; alternatives and combinations apart"),
        "tags": ("Server.tags", "service: Servers"),
        "externalDocs": ("Server.docs", "service: Servers, Further reading"),
        "bindings": ("Server.bindings", "service: Servers, Bindings"),
    },
    "serverVariable": _VARIABLE,
    "channel": _CHANNEL,
    "channelItem": _CHANNEL,
    "parameter": _VARIABLE,
    "operation": _OPERATION,
    "operationTrait": _OPERATION,
    "operationReply": {
        "address": ("Reply.address", "service: Operations, Reply, sent to"),
        "channel": ("Reply.channel", "service: Operations, Reply; message: Request and reply"),
        "messages": ("Reply.messages", "service: Operations, Reply; message: Request and reply"),
    },
    "operationReplyAddress": {
        "location": ("Reply.address", "service: Operations, Reply, sent to"),
        "description": ("Reply.description", "service: Operations, Reply"),
    },
    "messageObject": _MESSAGE,
    "messageTrait": _MESSAGE,
    "messageExampleObject": {
        "name": ("Example.name", "message: Examples, the title"),
        "summary": ("Example.summary", "message: Examples"),
        "headers": ("Example.headers", "message: Examples, Headers"),
        "payload": ("Example.payload", "message: Examples"),
    },
    "multiFormatSchema": {
        "schemaFormat": ("Schema.schema_format", "message: the format above the payload"),
        "schema": ("Schema", "message: Payload, a field tree"),
    },
    "correlationId": {
        "location": ("Correlation.location", "message: On the wire, linked to the field"),
        "description": ("Correlation.description", "message: On the wire"),
    },
    "tag": {
        "name": ("Tag.name", "beside what it is about"),
        "description": ("Tag.description", "behind the tag's name"),
        "externalDocs": ("Tag.docs", "the link of the tag"),
    },
    "externalDocs": {
        "url": ("ExternalDocs.url", "the link"),
        "description": ("ExternalDocs.description", "the link's text"),
    },
    "components": {
        "securitySchemes": ("Contract.security_schemes", "service: Security"),
        **dict.fromkeys(_COMPONENTS, ("Component", "where it is used; else service: Components that nothing uses")),
    },
    **dict.fromkeys(_SCHEMES, _SCHEME),
    "oauth2Flow": {
        "authorizationUrl": ("OAuthFlow.authorization_url", "service: Security, Authorization"),
        "tokenUrl": ("OAuthFlow.token_url", "service: Security, Token"),
        "refreshUrl": ("OAuthFlow.refresh_url", "service: Security, Refresh"),
        "scopes": ("OAuthFlow.scopes", "service: Security, Scopes"),
        "availableScopes": ("OAuthFlow.scopes", "service: Security, Scopes"),
    },
    "infoExtensions": {
        "x-x": ("Contract.extensions", "service: Extensions"),
        "x-linkedin": ("Contract.extensions", "service: Extensions"),
    },
}
"""Object → field → where it is in the model, and on which page: `page: place on it`."""

ELSEWHERE = {
    "Reference": "read in its target's place",
    "schema": "the field tree",
    "openapiSchema": "the field tree",
    "avroSchema": "the field tree",
    "bindings": "the tables of each protocol",
}
"""Definitions that are shown as a whole by something of their own: the beginning of their names."""

LEVELS = ("server", "channel", "operation", "message")
_FLOWS = ("implicit", "password", "clientCredentials", "authorizationCode")


@cache
def objects() -> dict[str, dict[str, tuple[str, ...]]]:
    """Object → field → the versions of the specification that have it, bindings left out."""
    found: dict[str, dict[str, list[str]]] = {}
    for file in sorted((SPECIFICATION / "schemas").glob("*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        version = file.stem.rpartition(".")[0]
        for name, fields in _objects(document):
            for field in fields:
                found.setdefault(name, {}).setdefault(field, []).append(version)
    return {name: {field: tuple(dict.fromkeys(versions)) for field, versions in fields.items()} for name, fields in sorted(found.items())}


def _objects(document: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield "document", list(document["properties"])
    for path, definition in document["definitions"].items():
        name = re.sub(r"\.json$", "", path.rpartition("/")[2])
        known = "/bindings/" in path or "draft-0" in path or any(name.startswith(start) for start in ELSEWHERE if start != "Reference")
        if known or not isinstance(definition, dict) or name.endswith(("BindingsObject", "indingsObject")):
            continue
        fields = list(definition.get("properties", ()))
        for part in (*definition.get("allOf", ()), *definition.get("oneOf", ()), definition.get("then"), definition.get("else")):
            fields += part.get("properties", ()) if isinstance(part, dict) else ()
        if fields and not re.search(r"-\d+\.\d+\.\d+-", name) and name != "Reference":
            yield name, [field for field in fields if field not in _FLOWS]


@cache
def binding_ways() -> dict[tuple[str, str], tuple[str, ...]]:
    """Protocol and level → the dotted way to every member that any version of the binding has, list numbers left out."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for file in sorted((SPECIFICATION / "bindings").glob("*/*/*.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        ways = found.setdefault((file.parent.parent.name, file.stem), {})
        ways.update(dict.fromkeys(_ways(schema, schema, "", 0)))
    return {key: tuple(sorted(ways)) for key, ways in sorted(found.items())}


def _ways(schema: Any, root: dict[str, Any], way: str, depth: int) -> Iterator[str]:
    if not isinstance(schema, dict) or depth > 12:  # noqa: PLR2004 - no binding is nearly as deep
        return
    reference = schema.get("$ref", "")
    if "#/definitions/" in reference:
        target = root.get("definitions", {}).get(reference.rpartition("/")[2])
        yield from _ways(target, root, way, depth + 1)
        return
    for word in ("oneOf", "anyOf", "allOf"):
        for part in schema.get(word, ()):
            yield from _ways(part, root, way, depth + 1)
    for word in ("then", "else", "items"):
        yield from _ways(schema.get(word), root, way, depth + 1)
    for name, member in schema.get("properties", {}).items():
        inner = f"{way}.{name}".strip(".")
        if name not in {"bindingVersion", "$ref"} or (way and name != "$ref"):
            yield inner
        yield from _ways(member, root, inner, depth + 1)


def objects_table() -> str:
    """A section for each object: its fields, since when, and where they are."""
    return "\n\n".join(_section(name, fields) for name, fields in objects().items())


def _section(name: str, fields: dict[str, tuple[str, ...]]) -> str:
    rows = [f"### {_heading(name)}", "", "| field | versions | model | page |", "|---|---|---|---|"]
    for field, versions in fields.items():
        model, page = PLACES.get(name, {}).get(field, ("", ""))
        rows.append(f"| `{field}` | {_range(versions)} | {f'`{model}`' if model else ''} | {page} |")
    return "\n".join(rows)


def _heading(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Object"))
    return words[:1].upper() + words[1:]


def _range(versions: tuple[str, ...]) -> str:
    return versions[0] if len(versions) == 1 else f"{versions[0]} to {versions[-1]}"


def bindings_table() -> str:
    """A section for each protocol: every member at every level, what it is called on a page, and what it decides."""
    from catalog_gen.site.bindings import PROTOCOLS, row_of  # noqa: PLC0415 - the other parts need no package

    sections = []
    for family in sorted({family for family, _ in binding_ways()}):
        rows = [f"### {PROTOCOLS[family].name}", "", "| level | member | label | words |", "|---|---|---|---|"]
        for level in LEVELS:
            for way in binding_ways().get((family, level), ()):
                row = row_of(family, level, way)
                label, words = (row.label, row.words) if row is not None else ("", "")
                rows.append(f"| {level} | `{way}` | {label} | {words} |")
        sections.append("\n".join(rows))
    return "\n\n".join(sections)
