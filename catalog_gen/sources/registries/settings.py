"""Settings of subjects, contexts and whole registries, applied to the versions that they hold for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from catalog_gen.model.registry import Label, RegisteredVersion, SchemaRule, SubjectSetting, qualified
from catalog_gen.sources.registries.confluent_rows import split_context

_INHERITED = ("compatibility", "compatibility_group", "compatibility_policy", "mode")

Value = TypeVar("Value", bound=msgspec.Struct)


class Settings:
    """Looks up what holds for a subject: its own setting, else its context's, else that of all."""

    def __init__(self, settings: Iterable[SubjectSetting]) -> None:
        self.of: dict[tuple[str, str, str, str], list[SubjectSetting]] = {}
        self.by_identifier: dict[tuple[str, str], list[SubjectSetting]] = {}
        for row in sorted(settings, key=lambda row: row.span):
            if row.identifier:
                self.by_identifier.setdefault((row.registry, row.identifier), []).append(row)
                continue
            self.of.setdefault((row.registry, row.export, row.context, row.subject), []).append(row)
        self.aliases: dict[tuple[str, str, str, str], list[str]] = {}
        for row in (row for rows in self.of.values() for row in rows if row.alias_of and row.subject):
            context, subject = split_context(row.alias_of, row.context)
            self.aliases.setdefault((row.registry, row.export, context, subject), []).append(
                qualified(row.registry, row.context, row.subject)
            )

    def aliases_of(self, row: RegisteredVersion) -> list[str]:
        """Names of subjects that are only other names of a version's subject."""
        one = row.registration
        return self.aliases.get((one.registry, row.export, one.context, one.subject), [])

    def applied(self, row: RegisteredVersion) -> RegisteredVersion:
        """The version with what its settings say where it says nothing itself."""
        one = row.registration
        own = self.by_identifier.get((one.registry, one.identifier), []) if one.identifier else []
        own = own + self.of.get((one.registry, row.export, one.context, one.subject), [])
        around = [found for place in ((one.context, ""), ("", "")) for found in self.of.get((one.registry, row.export, *place), [])]
        if not own and not around:
            return row
        more = {name: _first(name, own + around) for name in _INHERITED if not getattr(one, name)}
        more |= {"rules": _rules(one.rules, own + around), "labels": _labels(one.labels, own), "state": one.state or _first("state", own)}
        more |= {"role": "key"} if any(found.role == "key" for found in own) else {}
        registration = msgspec.structs.replace(one, **{name: value for name, value in more.items() if value})
        topics = tuple(dict.fromkeys(topic for found in own for topic in found.topics))
        stated = {name: getattr(row, name) or _first(name, own) for name in ("owners", "title", "description")}
        stated |= {"topics": row.topics or topics, "owners": row.owners or _first("owners", own + around)}
        return msgspec.structs.replace(row, registration=registration, **{name: value for name, value in stated.items() if value})


def _rules(stated: tuple[SchemaRule, ...], settings: list[SubjectSetting]) -> tuple[SchemaRule, ...]:
    """A data contract's rules, the nearest set of them; and of the registry's own checks the nearest of each name."""
    layers = [stated, *(found.rules for found in settings)]
    contracts = next((rules for rules in ([rule for rule in layer if rule.group != "registry"] for layer in layers) if rules), [])
    checks: dict[str, SchemaRule] = {}
    for rule in (rule for layer in layers for rule in layer if rule.group == "registry"):
        checks.setdefault(rule.name, rule)
    return (*contracts, *(checks[name] for name in sorted(checks)))


def _labels(stated: tuple[Label, ...], settings: list[SubjectSetting]) -> tuple[Label, ...]:
    """A version's own labels, and those of its subject that it does not have itself; each name once, the nearest first."""
    if stated and not any(found.identifier for found in settings):
        return stated
    found: dict[str, Label] = {}
    for label in (label for layer in (stated, *(found.labels for found in settings)) for label in layer):
        found.setdefault(label.name, label)
    return tuple(found[name] for name in sorted(found))


def _first(name: str, settings: list[SubjectSetting]) -> object:
    return next((value for value in (getattr(found, name) for found in settings) if value), None)
