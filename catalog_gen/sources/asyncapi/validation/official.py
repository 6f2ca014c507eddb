"""The official JSON Schemas, compiled: one validator for each version of the specification and each kind of object.

They are used as published, except where the text of the specification says otherwise (`amendments.py`). Formats are asserted
only where the official parser does and authors agree (`ASSERTED`): `uri-reference` of references and `regex` of patterns
reject what is right. Bindings are checked by themselves, by the schema of the version that they declare (`bindings.py`), so
the objects that hold them only name the protocols here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from catalog_gen.schemas.validator import Validator, compile_schema
from catalog_gen.sources.asyncapi.validation.amendments import amend, correct

FOLDER = Path(__file__).parent.parent / "specification"

VERSIONS = ("2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0", "2.5.0", "2.6.0", "3.0.0", "3.1.0")
LATEST = VERSIONS[-1]

ASSERTED = frozenset({"uri", "email"})
"""Formats that are asserted; the others stay annotations."""

DEFINITIONS = {
    2: {"channel": "channelItem", "tag": "tag", "bindings": "bindingsObject", "securityScheme": "SecurityScheme"},
    3: {
        "message": "messageObject",
        "securityScheme": "SecurityScheme",
        "reply": "operationReply",
        "replyAddress": "operationReplyAddress",
        "payload": "anySchema",
    },
}
"""Kind of object → its name among the definitions, where the two differ."""

_COMBINING = frozenset({"oneOf", "anyOf", "allOf", "not", "if", "then", "else", "required"})
_OFFICIAL = re.compile(r"http://asyncapi\.com/definitions/[^/]+/([^/#]+)\.json(?:#(/.*))?")
_OTHER_BINDING = re.compile(r"http://asyncapi\.com/bindings/[^#]+#")


def nearest(version: str) -> str:
    """The published version that a document is checked by: its own, else the latest of the same minor or major number."""
    if version in VERSIONS:
        return version
    for parts in (2, 1):
        beginning = ".".join(version.split(".")[:parts]) + "."
        same = [known for known in VERSIONS if known.startswith(beginning)]
        if same:
            return same[-1]
    return LATEST


@cache
def schema(version: str) -> dict[str, Any]:
    """The schema of a published version, with the changes that this module's docstring tells."""
    found: dict[str, Any] = _read(FOLDER / "schemas" / f"{version}.json")
    amend(found, int(version[0]))
    return found


@cache
def validator(version: str, kind: str = "") -> Validator:
    """The validator of a whole document, or of one kind of object in it."""
    return compile_schema(tree(version, kind), formats=True)


@cache
def tree(version: str, kind: str = "") -> dict[str, Any]:
    """The schema behind `validator`, in which the paths of its errors can be followed."""
    whole = schema(version)
    name = DEFINITIONS[int(version[0])].get(kind, kind)
    return {"$ref": f"#/definitions/{name}", "definitions": whole["definitions"]} if kind else whole


def has(version: str, kind: str) -> bool:
    """Whether a version defines a kind of object."""
    return DEFINITIONS[int(version[0])].get(kind, kind) in schema(version)["definitions"]


@cache
def binding_versions(protocol: str, kind: str) -> tuple[str, ...]:
    """The versions for which a protocol's binding of a kind of object (`server`, `channel`, …) is known, in order."""
    if protocol not in _binding_protocols():  # a document's own word, and never a path
        return ()
    found = (file.parent.name for file in (FOLDER / "bindings" / protocol).glob(f"*/{kind}.json"))
    return tuple(sorted(found, key=lambda version: [int(part) for part in version.split(".")]))


@cache
def _binding_protocols() -> frozenset[str]:
    return frozenset(folder.name for folder in (FOLDER / "bindings").iterdir() if folder.is_dir())


@cache
def binding_tree(protocol: str, version: str, kind: str, *, any_version: bool) -> dict[str, Any]:
    """The schema of a protocol's binding.

    With `any_version` it stands for a version whose schema is not published: fields must be known and of the right type, but
    which of them go together may have been different.
    """
    binding = _read(FOLDER / "bindings" / protocol / version / f"{kind}.json")
    correct(binding)
    if any_version:
        binding["properties"]["bindingVersion"] = {"type": "string"}
        binding = {key: value for key, value in binding.items() if key not in _COMBINING}
    own = {f"own-{name}": definition for name, definition in binding.pop("definitions", {}).items()}
    return {**binding, "definitions": {**schema("3.0.0")["definitions"], **own}}


@cache
def binding_validator(protocol: str, version: str, kind: str, *, any_version: bool) -> Validator:
    """The validator of a protocol's binding."""
    return compile_schema(binding_tree(protocol, version, kind, any_version=any_version), formats=True)


def _read(file: Path) -> Any:
    return _adapt(msgspec.json.decode(file.read_bytes()))


def _adapt(value: Any) -> Any:
    """A copy without identifiers, prose and unreliable formats, whose references stay inside it."""
    if isinstance(value, list):
        return [_adapt(member) for member in value]
    if not isinstance(value, dict):
        return value
    copy = {key: _adapt(member) for key, member in value.items() if not _is_idle(key, member)}
    if isinstance(copy.get("$ref"), str):
        copy["$ref"] = _inner(copy["$ref"])
    return copy


def _is_idle(key: str, member: Any) -> bool:
    """Whether a member of a schema plays no part in validation (and is not a property that has such a name)."""
    if key == "format":
        return isinstance(member, str) and member not in ASSERTED
    return (key in {"$id", "$schema", "description", "title"} and isinstance(member, str)) or (
        key == "examples" and isinstance(member, list)
    )


def _inner(reference: str) -> str:
    official = _OFFICIAL.fullmatch(reference)
    if official is not None:
        return f"#/definitions/{official[1]}{official[2] or ''}"
    other = _OTHER_BINDING.match(reference)
    return f"#{reference[other.end() :]}".replace("#/definitions/", "#/definitions/own-") if other is not None else reference
