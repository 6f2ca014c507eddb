"""Single objects of a Confluent-compatible registry's API: a version of a subject, a configuration, a mode, an association.

Source: the OpenAPI document of Confluent Schema Registry, `Schema`, `Config`, `Mode` and `Association`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from catalog_gen.diagnostics import Span
from catalog_gen.model.registry import PathTags, Registration, SchemaReference, SchemaRule, SubjectSetting
from catalog_gen.sources.registries.protobuf_descriptor import text_of
from catalog_gen.sources.registries.reading import labels, mapping, moment, number, owners_of, rows, text, texts
from catalog_gen.sources.registries.statement import Statement

LEVELS = frozenset({"NONE", *(f"{level}{also}" for level in ("BACKWARD", "FORWARD", "FULL") for also in ("", "_TRANSITIVE"))})
MODES = frozenset({"READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT", "FORWARD"})
REGISTRY = "confluent"
GLOBAL = "__GLOBAL"
_QUALIFIED = re.compile(r":\.([^:]*):(.*)", re.DOTALL)
_RULE_GROUPS = (("domainRules", "domain"), ("migrationRules", "migration"), ("encodingRules", "encoding"))


def split_context(subject: str, context: str = "") -> tuple[str, str]:
    """Context and subject of a name such as `:.shop:orders-value`; a name without a context stands in `context`."""
    match = _QUALIFIED.fullmatch(subject)
    if match is None:
        return context, subject
    return ("" if match[1] == GLOBAL else match[1]), match[2]


def is_version(value: Any) -> bool:
    """Whether a value is a registered schema: a text under `schema`, under a subject and a number."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("subject"), str)
        and number(value.get("version")) is not None
        and ("schema" in value or "schemaType" in value)
    )


def is_config(value: Any) -> bool:
    """Whether a value is a configuration: a known level, or fields that only a configuration has."""
    if not isinstance(value, dict) or "asyncapi" in value:
        return False
    level = value.get("compatibilityLevel", value.get("compatibility"))
    return isinstance(level, str) and level in LEVELS and set(value) <= CONFIG_KEYS


CONFIG_KEYS = frozenset(
    {"alias", "aliasForDeks", "normalize", "subject", "compatibility", "compatibilityLevel", "compatibilityGroup", "compatibilityPolicy"}
    | {"validateFields", "validateNewSchemas", "validateRules"}
    | {f"{when}{what}" for when in ("default", "override") for what in ("Metadata", "RuleSet")}
)


def is_mode(value: Any) -> bool:
    """Whether a value is a mode and nothing else."""
    return isinstance(value, dict) and isinstance(value.get("mode"), str) and value["mode"] in MODES and set(value) <= {"mode", "subject"}


def is_association(value: Any) -> bool:
    """Whether a value ties a topic to subjects."""
    return (
        isinstance(value, dict) and isinstance(value.get("resourceName"), str) and ("associationType" in value or "associations" in value)
    )


def add_version(statement: Statement, value: dict[str, Any], span: Span, context: str = "") -> None:
    """Add a registered schema. One that was deleted, but not for good, is there to be referred to, and so it is here."""
    context, subject = split_context(text(value.get("subject")), context)
    version, written = number(value.get("version")), value.get("schema")
    if not subject or version is None or not isinstance(written, str):
        statement.warn(
            "registry-row-unreadable",
            "This row is no registered schema: `subject` and `schema` must be texts and `version` a number.",
            "It is left out. Export the registry again.",
            span,
        )
        return
    metadata = mapping(value.get("metadata"))
    found = labels(metadata.get("properties"))
    hidden = texts(metadata.get("sensitive"))
    registration = Registration(
        registry=REGISTRY,
        context=context,
        subject=subject,
        version=str(version),
        identifier=text(value.get("id")),
        state="deleted" if value.get("deleted") is True else "",
        registered=moment(value.get("ts")),
        references=tuple(_references(value, context)),
        labels=tuple(label for label in found if label.name not in hidden),
        tags=tuple(_tags(value, metadata)),
        sensitive=hidden,
        rules=tuple(rules_of(value.get("ruleSet")) or rules_of(value.get("ruleset"))),
        span=span,
    )
    kind = text(value.get("schemaType")) or "AVRO"
    if kind == "PROTOBUF":
        written = text_of(written) or written
    statement.add_version(registration, kind, written, owners=owners_of(found))


def _references(value: dict[str, Any], context: str) -> Iterator[SchemaReference]:
    for row in rows(value.get("references")):
        place, subject = split_context(text(row.get("subject")), context)
        name = subject if place == context else f":.{place}:{subject}"
        if text(row.get("name")) and subject:
            yield SchemaReference(name=text(row.get("name")), subject=name, version=text(row.get("version")))


def _tags(value: dict[str, Any], metadata: dict[str, Any]) -> Iterator[PathTags]:
    for path, tags in sorted(mapping(metadata.get("tags")).items()):
        if texts(tags):
            yield PathTags(path=path, tags=texts(tags))
    for row in rows(value.get("schemaTags")):
        path = text(mapping(row.get("schemaEntity")).get("entityPath"))
        if path and texts(row.get("tags")):
            yield PathTags(path=path, tags=texts(row.get("tags")))


def rules_of(value: Any) -> list[SchemaRule]:
    """The rules of a rule set, in the order in which they run."""
    return [
        SchemaRule(
            group=group,
            name=text(rule.get("name")),
            kind=text(rule.get("kind")),
            mode=text(rule.get("mode")),
            type=text(rule.get("type")),
            expression=text(rule.get("expr")),
            on_success=text(rule.get("onSuccess")),
            on_failure=text(rule.get("onFailure")),
            tags=texts(rule.get("tags")),
            description=text(rule.get("doc")),
            disabled=rule.get("disabled") is True,
        )
        for key, group in _RULE_GROUPS
        for rule in rows(mapping(value).get(key))
    ]


def add_config(statement: Statement, value: dict[str, Any], span: Span, context: str, subject: str) -> None:
    """Add the configuration of a subject, of a context (`subject` empty) or of the registry."""
    context, subject = split_context(text(value.get("subject")) or subject, context)
    metadata = [mapping(value.get(key)) for key in ("overrideMetadata", "defaultMetadata")]
    found = labels({**mapping(metadata[1].get("properties")), **mapping(metadata[0].get("properties"))})
    statement.settings.append(
        SubjectSetting(
            registry=REGISTRY,
            export=statement.export,
            context=context,
            subject=subject,
            compatibility=text(value.get("compatibilityLevel")) or text(value.get("compatibility")),
            compatibility_group=text(value.get("compatibilityGroup")),
            compatibility_policy=text(value.get("compatibilityPolicy")),
            alias_of=text(value.get("alias")),
            owners=owners_of(found),
            labels=found,
            rules=tuple(rules_of(value.get("overrideRuleSet")) or rules_of(value.get("defaultRuleSet"))),
            span=span,
        )
    )


def add_mode(statement: Statement, value: dict[str, Any], span: Span, context: str, subject: str) -> None:
    """Add the mode of a subject, of a context or of the registry."""
    context, subject = split_context(text(value.get("subject")) or subject, context)
    setting = SubjectSetting(
        registry=REGISTRY, export=statement.export, context=context, subject=subject, mode=text(value.get("mode")), span=span
    )
    statement.settings.append(setting)


def add_associations(statement: Statement, value: dict[str, Any], span: Span, context: str) -> None:
    """Add the subjects that a topic is tied to."""
    for row in rows(value.get("associations")) or [value]:
        place, subject = split_context(text(row.get("subject")), context)
        if subject and text(value.get("resourceType") or "topic") == "topic":
            statement.settings.append(
                SubjectSetting(
                    registry=REGISTRY,
                    export=statement.export,
                    context=place,
                    subject=subject,
                    topics=(text(value.get("resourceName")),),
                    role=text(row.get("associationType")),
                    span=span,
                )
            )
