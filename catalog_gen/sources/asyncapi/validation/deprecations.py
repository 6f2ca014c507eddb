"""Rules about what the specification has replaced."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Subject
from catalog_gen.text.pointers import join

REPLACED = {
    ("serverBindings", "mqtt5"): "`mqtt` with `bindingVersion: 0.2.0`",
    ("channelBindings", "mqtt5"): "`mqtt`",
    ("operationBindings", "mqtt5"): "`mqtt`",
    ("messageBindings", "mqtt5"): "`mqtt`",
}
"""Kind of object and field → what took its place (AsyncAPI bindings, "MQTT 5")."""


def replaced(subject: Subject) -> Iterator[Finding]:
    """Fields that something else took the place of."""
    for (kind, field), successor in REPLACED.items():
        for item in subject.of(kind):
            if field in item.mapping():
                yield Finding(f"`{field}` is deprecated.", item.below(field), f"Use {successor}.")


KEYWORDS = {
    "id": "`$id`",
    "example": "`examples`, a list",
    "nullable": "`type: [string, 'null']`, with the type in place of `string`",
    "divisibleBy": "`multipleOf`",
    "extends": "`allOf`",
    "disallow": "`not`",
}
"""Keyword of an older draft, or of OpenAPI → what JSON Schema draft 7 has in its place ("Schema Object")."""
BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def other_dialect(subject: Subject) -> Iterator[Finding]:
    """Keywords that a schema of AsyncAPI's own dialect does not have."""
    for schema, (path, pointer) in subject.telling:
        for keyword, successor in KEYWORDS.items():
            if keyword in schema and (keyword != "id" or isinstance(schema[keyword], str)):
                message = f"`{keyword}` is no keyword of AsyncAPI's schemas, which are of JSON Schema draft 7."
                yield Finding(message, (path, join(pointer, keyword)), f"Use {successor}.")
        for keyword, bound in BOUNDS.items():
            if isinstance(schema.get(keyword), bool):
                message = f"`{keyword}: {str(schema[keyword]).lower()}` is how JSON Schema draft 4 wrote it; since draft 6 it is a number."
                yield Finding(message, (path, join(pointer, keyword)), f"Write the number of `{bound}` there, and leave `{bound}` out.")


RULES = (
    Rule("asyncapi-deprecated", Severity.INFO, "Nothing deprecated is used.", replaced),
    Rule("asyncapi-schema-keyword", Severity.INFO, "A schema has the keywords of its dialect.", other_dialect),
)
