"""Which keywords of JSON Schema hold schemas, and in what arrangement; which only describe.

Source: JSON Schema drafts 4 to 2020-12 (core and validation), the AsyncAPI schema object and the OpenAPI 3 schema object.
"""

from __future__ import annotations

SCHEMA = frozenset(
    {
        "additionalItems",
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
"""Keywords whose value is one schema."""

SCHEMAS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
"""Keywords whose value is a list of schemas."""

SCHEMA_MAP = frozenset({"$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"})
"""Keywords whose value maps names to schemas (`dependencies` also to lists of names)."""

SCHEMA_OR_SCHEMAS = frozenset({"items"})
"""Keywords whose value is a schema or, before 2020-12, a list of them."""

SETS = frozenset({"enum", "required", "type"})
"""Keywords whose list is a set: the order of its members says nothing."""

ANNOTATIONS = frozenset(
    {
        "$comment",
        "$id",
        "$schema",
        "description",
        "example",
        "examples",
        "externalDocs",
        "id",
        "markdownDescription",
        "title",
        "xml",
    }
)
"""Keywords that describe and never change which payloads are valid or what a reader does with them."""

DEFINITIONS = frozenset({"$defs", "definitions"})
"""Keywords that only hold schemas for others to refer to."""
