"""Bindings, each by the schema of its own protocol and of the version that it declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.sources.asyncapi.validation import official
from catalog_gen.sources.asyncapi.validation.causes import reduce
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Subject
from catalog_gen.sources.asyncapi.validation.wording import word

KINDS = {"serverBindings": "server", "channelBindings": "channel", "operationBindings": "operation", "messageBindings": "message"}
FOLDERS = {
    "ws": "websockets",
    "mqtt5": "mqtt",
    "kafka-secure": "kafka",
    "mqtts": "mqtt",
    "amqps": "amqp",
    "https": "http",
    "wss": "websockets",
}
"""Protocol as it is written in a document → folder of its schemas, where the two differ."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """What the protocols' own schemas find."""
    for path, pointer, kind, protocol, value in _bindings(subject):
        versions = official.binding_versions(protocol, kind)
        if not versions:
            continue
        declared = value.get("bindingVersion") if isinstance(value, dict) else None
        known = declared in versions
        version = declared if known and isinstance(declared, str) else _nearest(declared, versions)
        validator = official.binding_validator(protocol, version, kind, any_version=not known)
        errors = list(validator.iter_errors(value))
        if errors:
            tree = official.binding_tree(protocol, version, kind, any_version=not known)
            found = word(reduce(errors, tree), subject.major, (path, pointer), f"{protocol} bindings")
            fitting = _fitting(protocol, kind, value, versions) if declared is None else ""
            hint = f"It was right in version {fitting}: add `bindingVersion: {fitting}`, or write it as version {version} has it."
            yield from (msgspec.structs.replace(one, hint=hint) if fitting else one for one in found)


def _bindings(subject: Subject) -> Iterator[tuple[str, str, str, str, Any]]:
    """File, pointer, kind of object, protocol and value of every binding."""
    for kind, name in KINDS.items():
        for item in subject.of(kind):
            for protocol, place in item.place.items():
                if not protocol.startswith("x-") and not place.broken:
                    yield place.path, place.pointer, name, FOLDERS.get(protocol, protocol), place.value


def _fitting(protocol: str, kind: str, value: Any, versions: tuple[str, ...]) -> str:
    """The newest version of a binding that a value without a version fits; empty where none is."""
    return next(
        (one for one in reversed(versions) if official.binding_validator(protocol, one, kind, any_version=True).is_valid(value)), ""
    )


def _nearest(declared: Any, versions: tuple[str, ...]) -> str:
    """The version to check by where none is declared, or one that is not known: the oldest that is newer, else the latest."""
    parts = declared.split(".") if isinstance(declared, str) else []
    if not parts or not all(part.isdecimal() for part in parts):
        return versions[-1]
    wanted = [int(part) for part in parts]
    return next((version for version in versions if [int(part) for part in version.split(".")] >= wanted), versions[-1])


def unknown_version(subject: Subject) -> Iterator[Finding]:
    """Bindings of a version that is not known."""
    for path, pointer, kind, protocol, value in _bindings(subject):
        versions = official.binding_versions(protocol, kind)
        declared = value.get("bindingVersion") if isinstance(value, dict) else None
        if versions and isinstance(declared, str) and declared not in {*versions, "latest"}:
            yield Finding(
                f"The version `{declared}` of this binding is not known; it is checked as {_nearest(declared, versions)}.",
                (path, f"{pointer}/bindingVersion"),
                f"Known versions are {', '.join(versions)}.",
            )


SCHEMAS = {
    ("websockets", "channel"): ("query", "headers"),
    ("http", "operation"): ("query",),
    ("http", "message"): ("headers",),
}
"""Protocol and kind of object → fields whose schema "MUST be of type `object` and have a `properties` key" (WebSockets and HTTP)."""


def schema_without_properties(subject: Subject) -> Iterator[Finding]:
    """Schemas of query parameters or headers that do not name them."""
    for kind, name in KINDS.items():
        for item in subject.of(kind):
            for protocol, place in item.place.items():
                for field in SCHEMAS.get((FOLDERS.get(protocol, protocol), name), ()):
                    schema = place.get(field)
                    if schema is None or not isinstance(schema.value, dict):
                        continue
                    if schema.value.get("type") != "object" or not isinstance(schema.value.get("properties"), dict):
                        yield Finding(
                            f"The schema of `{field}` must be of the type `object` and have `properties`.",
                            (schema.path, schema.pointer),
                            "Write `type: object`, and each name with its schema under `properties`.",
                        )


RULES = (
    Rule("asyncapi-binding-version-unknown", Severity.WARNING, "A binding has a version that is known.", unknown_version),
    Rule("asyncapi-binding-schema", Severity.ERROR, "The schemas of headers and query parameters name them.", schema_without_properties),
)
