"""Where the official JSON Schemas and the text of the specification differ, the text counts: what is changed in the schemas."""

from __future__ import annotations

import re
from typing import Any

COMPONENT_NAME = r"^[a-zA-Z0-9.\-_]+$"
PLAIN_NAME = r"^[A-Za-z0-9_\-]+$"
NAMES = {
    COMPONENT_NAME: "letters, digits, `.`, `-` and `_`",
    PLAIN_NAME: "letters, digits, `-` and `_`",
}
"""Pattern of names → what such a name consists of."""

SAID_BETTER = (("tags", "uniqueItems"), ("location", "pattern"))
"""Fields and keywords that a rule of ours has better words for (`tags.py`, `expressions.py`)."""

MAPPINGS = frozenset({"parameter", "parameters"})
"""Definitions that forget to say that they are mappings."""
FOREIGN = frozenset({"avroSchema_v1", "openapiSchema_3_0"})
"""Definitions of the schemas of other formats."""

_BINDINGS = re.compile(r"(server|channel|operation|message)BindingsObject|bindingsObject")
_REFERENCE = {"type": "object", "required": ["$ref"]}


RIGHT_SPELLINGS = {"realiable": "reliable"}
"""Values that the published binding schemas misspell → what the protocol calls them (ROS 2, quality of service)."""


def amend(schema: dict[str, Any], major: int) -> None:
    """Change a version's schema, read afresh, in place."""
    definitions = schema["definitions"]
    for name, definition in definitions.items():
        if _BINDINGS.fullmatch(name) and "properties" in definition:
            definition["properties"] = {protocol: {} for protocol in definition["properties"]}
        if name in MAPPINGS:
            definition.setdefault("type", "object")
    for owner in (schema, *definitions.values()):
        _leave_to_rules(owner.get("properties", {}))
    for name in FOREIGN & definitions.keys():
        definitions[name] = _or_reference(definitions[name])
    _name_components(definitions["components"]["properties"], major)
    for holder in (schema, definitions["channelItem" if major == 2 else "channel"]):  # noqa: PLR2004 - the specification's major version
        for field in ("servers", "parameters"):
            held = holder["properties"].get(field, {})
            if "$ref" in held or held.get("type") == "object":
                holder["properties"][field] = {"allOf": [held, {"propertyNames": {"pattern": PLAIN_NAME}}]}


def correct(binding: dict[str, Any]) -> None:
    """Accept, in place, the right spelling where a binding's schema has only a wrong one."""
    waiting: list[Any] = [binding]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            waiting += part.values()
            listed = part.get("enum")
            if isinstance(listed, list):
                listed += [RIGHT_SPELLINGS[value] for value in listed if isinstance(value, str) and value in RIGHT_SPELLINGS]


def _leave_to_rules(properties: dict[str, Any]) -> None:
    for field, keyword in SAID_BETTER:
        held = properties.get(field)
        if isinstance(held, dict):
            held.pop(keyword, None)


def _or_reference(definition: dict[str, Any]) -> dict[str, Any]:
    """A schema of another format may stand in another file: "Reference Object", 2.0 and later."""
    inner = {key: value for key, value in definition.items() if key != "definitions"}
    return {"definitions": definition.get("definitions", {}), "if": _REFERENCE, "then": True, "else": inner}


def _name_components(sections: dict[str, Any], major: int) -> None:
    r"""The names of components "MUST use keys that match `^[a-zA-Z0-9\.\-_]+$`"; each may be a reference ("Components Object").

    In 2.x the names of channels are their addresses, in the specification's own examples too.
    """
    for name, section in sections.items():
        direct = section.get("additionalProperties")
        if isinstance(direct, dict) and "$ref" in direct:
            section["additionalProperties"] = {"if": _REFERENCE, "then": True, "else": direct}
        if major != 2 or name != "channels":  # noqa: PLR2004 - the specification's major version
            sections[name] = {"allOf": [section, {"propertyNames": {"pattern": COMPONENT_NAME}}]}
