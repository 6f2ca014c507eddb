"""What registries keep about a message version, as tables of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from catalog_gen.model.registry import qualified
from catalog_gen.site.composition.facts import compose_pairs
from catalog_gen.site.composition.parts import compose_schema, place
from catalog_gen.site.views.parts import FactGroup, FactRow, FactSchema, FactTable, WayLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.diagnostics import Span
    from catalog_gen.model.message import MessageVersion
    from catalog_gen.model.registry import Delivery, Registration, SchemaReference, SchemaRule
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

SPACES = {"apicurio": "Group", "aws-eventbridge": "Registry", "aws-glue": "Registry", "azure": "Group", "google-pubsub": "Project"}
"""Kind of registry → what it calls the space around its subjects, where that is no context."""

RULES = {"domain": "Rules", "migration": "Migration rules", "encoding": "Encoding rules", "registry": "Checks at registration"}
"""Groups of rules, in the order in which they are shown."""

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
        (SPACES.get(one.registry, "Context"), one.context),
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
        ("Kept back", ", ".join(one.sensitive)),
        ("Exported in", _exported(one.span)),
    )
    table = compose_pairs(title, f"registry-{number}", pairs)[0]
    groups = (*table.groups, *_groups(one))
    return msgspec.structs.replace(table, groups=groups, explained=any(row.words for group in groups for row in group.rows))


def _exported(span: Span) -> str:
    """Where an export says so; in an archive, also which of its files."""
    if span.line or not span.path.endswith(".zip"):
        return place(span)
    return f"{span.path}: {span.pointer.removeprefix('/').replace('~1', '/').replace('~0', '~')}"


def _groups(one: Registration) -> Iterator[FactGroup]:
    needed = tuple(FactRow(label=each.name, value=_target(one, each), kind="code") for each in one.references)
    labels = tuple(FactRow(label=label.name, value=label.value or "set") for label in one.labels)
    tags = tuple(FactRow(label=tagged.path, value=", ".join(tagged.tags), kind="code") for tagged in one.tags)
    for title, rows in (("Refers to", needed), ("Labels", labels), ("Tags", tags)):
        if rows:
            yield FactGroup(title=title, rows=rows)
    for kind, title in RULES.items():
        rules = tuple(_rule(rule) for rule in one.rules if rule.group == kind)
        if rules:
            yield FactGroup(title=title, rows=rules)


def _target(one: Registration, needed: SchemaReference) -> str:
    subject = needed.subject if needed.context is None else qualified(one.registry, needed.context, needed.subject)
    return f"{subject} {needed.version if needed.version not in {'', '-1'} else 'latest'}"


def _rule(rule: SchemaRule) -> FactRow:
    """What a rule says as code, and when it runs and what happens then in words."""
    parts = (
        f"{rule.type} {rule.kind.lower()}".strip() if rule.expression else rule.kind.lower(),
        _MODES.get(rule.mode, f"on {rule.mode.lower()}" if rule.mode else ""),
        f"for {', '.join(rule.tags)}" if rule.tags else "",
        f"afterwards: {rule.on_success}" if rule.on_success not in {"", "NONE", "NONE,NONE"} else "",
        f"when it fails: {rule.on_failure}" if rule.on_failure else "",
        "switched off" if rule.disabled else "",
    )
    when = ", ".join(part for part in parts if part)
    said = rule.description.strip().rstrip(".")
    words = ". ".join(part for part in (said, when[:1].upper() + when[1:]) if part)
    return FactRow(
        label=rule.name or rule.type, value=rule.expression or rule.type or rule.kind or "set", kind="code", words=words and f"{words}."
    )


_MODES = {"WRITEREAD": "on write and read", "UPDOWN": "on upgrade and downgrade", "UPGRADE": "on upgrade", "DOWNGRADE": "on downgrade"}


def _schema(lookup: Lookup, schema: Schema | None, label: str, anchor: str) -> Iterator[FactSchema]:
    view = compose_schema(lookup, schema, ())
    if view is not None:
        yield FactSchema(label=label, key=anchor, anchor=anchor, schema=view)
