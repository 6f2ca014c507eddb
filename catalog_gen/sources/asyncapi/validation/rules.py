"""All rules of the specification and of style that a schema cannot say."""

from __future__ import annotations

from catalog_gen.sources.asyncapi.validation import (
    bindings,
    channels,
    deprecations,
    examples,
    expressions,
    messages,
    operations,
    references,
    security,
    servers,
    style,
    tags,
)

RULES = (
    *servers.RULES,
    *channels.RULES,
    *operations.RULES,
    *messages.RULES,
    *references.RULES,
    *examples.RULES,
    *expressions.RULES,
    *bindings.RULES,
    *security.RULES,
    *tags.RULES,
    *deprecations.RULES,
    *style.RULES,
)
