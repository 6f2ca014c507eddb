"""Which object holds which: the fields of AsyncAPI's objects that hold objects, for both major versions.

A member is written as its kind; `server{}` is a mapping from names to servers, `tag[]` a list of tags. Kinds that are not
keys here have no objects inside. `schema` and `payload` have fields of their own (`catalog_gen.schemas.keywords`).
"""

from __future__ import annotations

from collections.abc import Sequence

Kind = str

_LABELLED = {"tags": "tag[]", "externalDocs": "externalDocs"}
_COMPONENTS = {
    "schemas": "schema{}",
    "servers": "server{}",
    "serverVariables": "serverVariable{}",
    "channels": "channel{}",
    "messages": "message{}",
    "securitySchemes": "securityScheme{}",
    "parameters": "parameter{}",
    "correlationIds": "correlationId{}",
    "operationTraits": "operationTrait{}",
    "messageTraits": "messageTrait{}",
    "serverBindings": "serverBindings{}",
    "channelBindings": "channelBindings{}",
    "operationBindings": "operationBindings{}",
    "messageBindings": "messageBindings{}",
}
_SERVER = {"variables": "serverVariable{}", "bindings": "serverBindings"}
_MESSAGE = {
    **_LABELLED,
    "headers": "schema",
    "payload": "schema",
    "correlationId": "correlationId",
    "bindings": "messageBindings",
    "traits": "messageTrait[]",
    "examples": "messageExample[]",
}
_FLOWS = dict.fromkeys(("implicit", "password", "clientCredentials", "authorizationCode"), "oauth2Flow")

GRAMMAR: dict[int, dict[Kind, dict[str, str]]] = {
    2: {
        "document": {**_LABELLED, "info": "info", "servers": "server{}", "channels": "channel{}", "components": "components"},
        "info": {"contact": "contact", "license": "license"},
        "server": {**_LABELLED, **_SERVER, "security": "securityRequirement[]"},
        "channel": {"publish": "operation", "subscribe": "operation", "parameters": "parameter{}", "bindings": "channelBindings"},
        "operation": {
            **_LABELLED,
            "message": "message",
            "traits": "operationTrait[]",
            "bindings": "operationBindings",
            "security": "securityRequirement[]",
        },
        "operationTrait": {**_LABELLED, "bindings": "operationBindings", "security": "securityRequirement[]"},
        "message": {**_MESSAGE, "oneOf": "message[]"},
        "messageTrait": _MESSAGE,
        "parameter": {"schema": "schema"},
        "tag": {"externalDocs": "externalDocs"},
        "securityScheme": {"flows": "oauth2Flows"},
        "oauth2Flows": _FLOWS,
        "components": _COMPONENTS,
    },
    3: {
        "document": {
            "info": "info",
            "servers": "server{}",
            "channels": "channel{}",
            "operations": "operation{}",
            "components": "components",
        },
        "info": {**_LABELLED, "contact": "contact", "license": "license"},
        "server": {**_LABELLED, **_SERVER, "security": "securityScheme[]"},
        "channel": {**_LABELLED, "messages": "message{}", "parameters": "parameter{}", "bindings": "channelBindings"},
        "operation": {
            **_LABELLED,
            "traits": "operationTrait[]",
            "bindings": "operationBindings",
            "security": "securityScheme[]",
            "reply": "reply",
        },
        "operationTrait": {**_LABELLED, "bindings": "operationBindings", "security": "securityScheme[]"},
        "reply": {"address": "replyAddress"},
        "message": {**_MESSAGE, "headers": "payload", "payload": "payload"},
        "messageTrait": {**_MESSAGE, "headers": "payload", "payload": "payload"},
        "tag": {"externalDocs": "externalDocs"},
        "securityScheme": {"flows": "oauth2Flows"},
        "oauth2Flows": _FLOWS,
        "components": {
            **_COMPONENTS,
            "schemas": "payload{}",
            "operations": "operation{}",
            "replies": "reply{}",
            "replyAddresses": "replyAddress{}",
            "tags": "tag{}",
            "externalDocs": "externalDocs{}",
        },
    },
}
"""Major version → kind of object → field → what the field holds."""

NOUNS = {
    "document": "the document",
    "info": "`info`",
    "contact": "the contact",
    "license": "the licence",
    "components": "`components`",
    "server": "a server",
    "serverVariable": "a server variable",
    "channel": "a channel",
    "operation": "an operation",
    "operationTrait": "an operation trait",
    "reply": "a reply",
    "replyAddress": "the address of a reply",
    "message": "a message",
    "messageTrait": "a message trait",
    "messageExample": "an example of a message",
    "parameter": "a channel parameter",
    "correlationId": "a correlation id",
    "tag": "a tag",
    "externalDocs": "external documentation",
    "securityScheme": "a security scheme",
    "securityRequirement": "a security requirement",
    "oauth2Flows": "`flows`",
    "oauth2Flow": "an OAuth flow",
    "schema": "a schema",
    "payload": "a schema",
    "serverBindings": "the bindings of a server",
    "channelBindings": "the bindings of a channel",
    "operationBindings": "the bindings of an operation",
    "messageBindings": "the bindings of a message",
}
"""What an object of a kind is called in a sentence."""


def noun_at(major: int, kind: Kind, path: Sequence[str | int]) -> tuple[Kind, str]:
    """The kind of what stands at a path below an object of a kind ("" for what is no object), and what to call it."""
    arrangement, here = "", kind
    for part in path:
        if arrangement:
            arrangement = ""
        elif here in {"schema", "payload"}:
            return ("schema", "a schema") if path[-1:] and _ends_at_schema(path) else ("", _field(path))
        else:
            held = GRAMMAR[major].get(here, {}).get(str(part), "")
            here, arrangement = held.rstrip("{}[]"), held[len(held.rstrip("{}[]")) :]
    if arrangement or not here:
        return "", _field(path)
    return here, NOUNS.get(here) or (f"the {here}" if here == kind and not path else _field(path))


def _ends_at_schema(path: Sequence[str | int]) -> bool:
    """Whether a path through a schema ends at a schema: a named property, or a member of a list of alternatives."""
    return len(path) > 1 and path[-2] in {"properties", "patternProperties", "definitions", "$defs", "allOf", "anyOf", "oneOf"}


def _field(path: Sequence[str | int]) -> str:
    """The last field of a path, and the number of the member where it is a list's."""
    if not path:
        return "this"
    last = path[-1]
    if isinstance(last, str):
        return f"`{last}`"
    return f"member {last + 1} of {_field(path[:-1])}"
