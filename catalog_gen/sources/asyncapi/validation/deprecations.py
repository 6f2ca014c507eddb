"""Rules about what the specification has replaced."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Severity
from catalog_gen.sources.asyncapi.validation.rule import Finding, Rule
from catalog_gen.sources.asyncapi.validation.subject import Subject

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


RULES = (Rule("asyncapi-deprecated", Severity.INFO, "Nothing deprecated is used.", replaced),)
