"""Single objects of Apicurio Registry, alike in its archives and in the answers of its API: versions, artifacts, groups, rules.

Source: Apicurio Registry, the entities of `utils/importexport` and the OpenAPI documents of its API, releases 2 and 3.
"""

from __future__ import annotations

from typing import Any

from catalog_gen.diagnostics import Span
from catalog_gen.model.registry import Label, RegisteredVersion, Registration, SchemaReference, SchemaRule, SubjectSetting
from catalog_gen.sources.registries.reading import labels, moment, number, owners_of, rows, text, texts
from catalog_gen.sources.registries.statement import Statement
from catalog_gen.sources.registries.topic_records import decoded

REGISTRY = "apicurio"
RULES = frozenset({"COMPATIBILITY", "INTEGRITY", "VALIDITY"})
_STATES = {"ENABLED": "active", "DISABLED": "disabled", "DEPRECATED": "deprecated", "DRAFT": "draft"}


def group_of(value: Any) -> str:
    """A group's id; the default group has none."""
    found = text(value)
    return "" if found in {"default", "null"} else found


def artifact_of(value: dict[str, Any], fallback: str = "") -> str:
    """An artifact's id: `artifactId`, or `id` in release 2 of the API."""
    return text(value.get("artifactId")) or text(value.get("id")) or fallback


def kind_of(value: dict[str, Any]) -> str:
    """An artifact's type: `artifactType`, or `type` in release 2 of the API."""
    return text(value.get("artifactType")) or text(value.get("type"))


def labels_of(value: dict[str, Any]) -> tuple[Label, ...]:
    """Labels and properties: names and values in release 3, bare labels beside properties in release 2."""
    found = value.get("labels")
    bare = dict.fromkeys(texts(found), "") if isinstance(found, list) else {}
    named = {label.name: label.value for one in (value.get("properties"), found) for label in labels(one)}
    return labels({**bare, **named})


def references_of(value: Any) -> tuple[SchemaReference, ...]:
    """References, also where they are JSON inside a text."""
    return tuple(
        SchemaReference(
            name=text(row.get("name")),
            subject=text(row.get("artifactId")),
            version=text(row.get("version")),
            context=group_of(row.get("groupId")),
        )
        for row in rows(decoded(value))
        if text(row.get("name")) and text(row.get("artifactId"))
    )


def add_version(
    statement: Statement, value: dict[str, Any], place: tuple[str, str], content: str | None, *, kind: str, references: Any, span: Span
) -> None:
    """Add a version of the artifact at a place (group and id). `content` is its text, None where the export does not have it."""
    group, artifact = place
    version, identifier = text(value.get("version")), number(value.get("globalId"))
    if not artifact or not version:
        unreadable(statement, "a version has an artifact's id and a label, both texts", span)
        return
    found = labels_of(value)
    registration = Registration(
        registry=REGISTRY,
        context=group,
        subject=artifact,
        version=version,
        identifier=str(identifier) if identifier is not None and identifier >= 0 else "",
        state=_STATES.get(text(value.get("state")), ""),
        registered=moment(value.get("createdOn")),
        registered_by=text(value.get("owner")) or text(value.get("createdBy")),
        references=references_of(references),
        labels=found,
        span=span,
    )
    said = {"name": text(value.get("name")), "description": text(value.get("description")), "owners": owners_of(found)}
    if content is None:
        statement.versions.append(RegisteredVersion(export=statement.export, registration=registration, span=span, **said))  # type: ignore[arg-type]
    else:
        statement.add_version(registration, kind or "TEXT", content, **said)


def add_artifact(statement: Statement, value: dict[str, Any], place: tuple[str, str], span: Span) -> None:
    """Add what is said about an artifact as a whole: its owner, description and labels."""
    found = labels_of(value)
    _add(statement, place, span, owners=_owners(value, found), description=text(value.get("description")), labels=found)


def add_group(statement: Statement, value: dict[str, Any], span: Span) -> None:
    """Add a group, whose owner owns what has no other."""
    found = labels_of(value)
    _add(statement, (group_of(text(value.get("groupId")) or value.get("id")), ""), span, owners=_owners(value, found), labels=found)


def add_rule(statement: Statement, value: dict[str, Any], place: tuple[str, str], span: Span) -> None:
    """Add a rule of an artifact, of a group (no artifact) or of all (neither)."""
    kind = text(value.get("ruleType")) or text(value.get("type"))
    config = text(value.get("configuration")) or text(value.get("config"))
    if kind == "COMPATIBILITY":
        _add(statement, place, span, compatibility=config)
    elif kind:
        _add(statement, place, span, rules=(SchemaRule(group="registry", name=kind, expression=config),))


def _owners(value: dict[str, Any], found: tuple[Label, ...]) -> tuple[str, ...]:
    owner = text(value.get("owner"))
    return owners_of(found) or ((owner,) if owner else ())


def _add(statement: Statement, place: tuple[str, str], span: Span, **more: Any) -> None:
    group, artifact = place
    setting = SubjectSetting(registry=REGISTRY, export=statement.export, context=group, subject=artifact, span=span, **more)
    statement.settings.append(setting)


def unreadable(statement: Statement, expected: str, span: Span) -> None:
    """Say that an object is not what it should be."""
    statement.warn(
        "registry-row-unreadable",
        f"This is not what Apicurio Registry writes: {expected}.",
        "It is left out. Export the registry again.",
        span,
    )
