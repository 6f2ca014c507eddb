"""Where each version of a message stands on the catalog's day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.declaration import LifecycleRule, MessageDeclaration
from catalog_gen.model.message import Lifecycle

STATES = frozenset({"draft", "active", "deprecated", "sunset", "retired"})


class Lifecycles:
    """The lifecycle rules of a catalog, by message."""

    def __init__(self, rules: Iterable[LifecycleRule], as_of: str) -> None:
        self.as_of = as_of
        self.rules: dict[str, list[LifecycleRule]] = defaultdict(list)
        for rule in sorted(rules, key=lambda rule: rule.span):
            self.rules[rule.message].append(rule)
        self.used: set[int] = set()

    def of(self, names: Iterable[str], labels: Sequence[str], declaration: MessageDeclaration) -> Lifecycle:
        """The lifecycle of a version: the rule that names it, else the rule for all versions, else what its document states."""
        rules = [rule for name in names for rule in self.rules.get(name, ())]
        rule = next((rule for rule in rules if rule.version in labels), None) or next((rule for rule in rules if not rule.version), None)
        if rule is None:
            return Lifecycle(state=declaration.lifecycle if declaration.lifecycle in STATES else "active")
        self.used.add(id(rule))
        return Lifecycle(
            state=rule.state or self._state(rule),
            deprecated=rule.deprecated,
            sunset=rule.sunset,
            retired=rule.retired,
            replacement=rule.replacement,
            note=rule.note,
        )

    def _state(self, rule: LifecycleRule) -> str:
        """The state that the dates give on the catalog's day."""
        for state, day in (("retired", rule.retired), ("sunset", rule.sunset), ("deprecated", rule.deprecated)):
            if day and day <= self.as_of:
                return state
        return "active"

    def unused(self) -> list[Diagnostic]:
        """Rules that name no message or version of the catalog."""
        return [
            Diagnostic(
                code="config-unknown-target",
                severity=Severity.WARNING,
                message=f"The lifecycle rule for `{rule.message}` {rule.version or '(all versions)'} matches nothing in the catalog.",
                hint="Use the message's id and version as the catalog shows them.",
                span=rule.span,
            )
            for rules in self.rules.values()
            for rule in rules
            if id(rule) not in self.used
        ]


def newest_day(days: Iterable[str]) -> str:
    """The newest of the given ISO days, or ""."""
    return max((day for day in days if day), default="")
