"""What registries keep about a message version, as tables of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from catalog_gen.site.composition.facts import compose_pairs
from catalog_gen.site.composition.parts import compose_schema, place
from catalog_gen.site.views.parts import FactGroup, FactRow, FactSchema, FactTable, WayLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model.message import MessageVersion
    from catalog_gen.model.registry import Delivery, Registration, SchemaRule
    from catalog_gen.model.schema import Schema
    from catalog_gen.site.lookup import Lookup

REGISTRIES = {
    "apicurio": "Apicurio Registry",
    "aws-eventbridge": "Amazon EventBridge",
    "aws-glue": "AWS Glue",
    "azure": "Azure Schema Registry",
    "confluent": "Schema registry",
    "google-pubsub": "Google Pub/Sub",
    "pulsar": "Pulsar",
    "xregistry": "xRegistry",
}
"""Kind of registry → what its table is called."""

LIMIT = 20
"""Tables on one page; more places than that keep one and the same schema only by mistake."""


def compose_registrations(lookup: Lookup, version: MessageVersion) -> tuple[FactTable, ...]:
    """A table for each place where a registry keeps this version, and the schema of its key."""
    tables = [_table(one, number) for number, one in enumerate(version.registrations[:LIMIT], 1)]
    extra = tuple(_schema(lookup, version.key, "Key", "record-key"))
    if extra and tables:
        tables[0] = msgspec.structs.replace(tables[0], schemas=extra)
    return tuple(tables)


def compose_ways(deliveries: tuple[Delivery, ...]) -> tuple[WayLine, ...]:
    """How a broker brings a message to a service, one line for each rule or subscription."""
    return tuple(
        WayLine(
            name=one.via,
            on=one.on,
            condition=one.condition,
            off=not one.live,
            facts=tuple((label.name, label.value) for label in one.labels),
        )
        for one in deliveries[:LIMIT]
    )


def _table(one: Registration, number: int) -> FactTable:
    title = f"{REGISTRIES.get(one.registry, one.registry)}: {one.name}"
    pairs = (
        ("Subject", one.subject),
        ("Context", one.context),
        ("Version", one.version),
        ("Describes", "the key" if one.role == "key" else ""),
        ("Id", one.identifier),
        ("State", one.state),
        ("Registered", one.registered),
        ("Registered by", one.registered_by),
        ("Compatibility", one.compatibility),
        ("Compatibility group", one.compatibility_group),
        ("Compatibility policy", one.compatibility_policy),
        ("Mode", one.mode),
        ("Refers to", ", ".join(f"{needed.subject} {needed.version or 'latest'}" for needed in one.references)),
        ("Kept back", ", ".join(one.sensitive)),
        ("Exported in", place(one.span)),
    )
    table = compose_pairs(title, f"registry-{number}", pairs)[0]
    return msgspec.structs.replace(table, groups=(*table.groups, *_groups(one)))


def _groups(one: Registration) -> Iterator[FactGroup]:
    labels = tuple(FactRow(label=label.name, value=label.value or "set") for label in one.labels)
    tags = tuple(FactRow(label=tagged.path, value=", ".join(tagged.tags), kind="code") for tagged in one.tags)
    rules = tuple(FactRow(label=rule.name or rule.type, value=_rule(rule), note=rule.description) for rule in one.rules)
    for title, rows in (("Labels", labels), ("Tags", tags), ("Rules", rules)):
        if rows:
            yield FactGroup(title=title, rows=rows)


def _rule(rule: SchemaRule) -> str:
    parts = (
        rule.type,
        rule.expression,
        f"on {rule.mode.lower()}" if rule.mode else "",
        f"for {', '.join(rule.tags)}" if rule.tags else "",
        f"on failure {rule.on_failure}" if rule.on_failure else "",
        "switched off" if rule.disabled else "",
    )
    return ", ".join(part for part in parts if part) or rule.kind


def _schema(lookup: Lookup, schema: Schema | None, label: str, anchor: str) -> Iterator[FactSchema]:
    view = compose_schema(lookup, schema, ())
    if view is not None:
        yield FactSchema(label=label, key=anchor, anchor=anchor, schema=view)
