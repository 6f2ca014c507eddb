"""What the owners of a catalog ask of its changes: compatibility policies, accepted changes, and which fields a consumer reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Value
from catalog_gen.model.message import Message
from catalog_gen.model.registry import Registration

SCOPES = ("message", "channel", "domain")
"""What a policy may be about, the most particular first."""

DEFAULT_MODE = "full"
"""What is asked of a message for which nobody asks anything: neither those who run today nor those who come after may break."""


class PolicyRule(Value, kw_only=True):
    """What is asked of the messages that match. Empty settings are left to the next rule."""

    kind: str
    """`message`, `channel` or `domain`."""
    pattern: str
    """An id, or a glob of ids; for channels also an address."""
    mode: str = ""
    dialect: str = ""
    notice: int | None = None
    """Days between the day of deprecation and the removal."""
    lifecycle: bool | None = None
    """Whether the rules about dates and removal are checked."""
    span: Span


class IgnoreRule(Value, kw_only=True):
    """Changes that somebody accepted, with the reason and the day on which that ends."""

    change: str
    """A fingerprint, or the kind of the changes."""
    subject: str = ""
    """An id or glob of what changed; "" for any, where a fingerprint names the change."""
    reason: str
    expires: str = ""
    span: Span


class ReadsRule(Value, kw_only=True):
    """The fields of a message that a service reads; changes of others do not touch it."""

    service: str
    message: str
    fields: tuple[str, ...]
    span: Span


class Governance(Value, kw_only=True):
    """All of it, as `catalog.yaml` says it."""

    policies: tuple[PolicyRule, ...] = ()
    ignores: tuple[IgnoreRule, ...] = ()
    reads: tuple[ReadsRule, ...] = ()


class Policy(Value, kw_only=True):
    """What is asked of one message, from all rules that match it and from its registry."""

    mode: str = DEFAULT_MODE
    dialect: str = ""
    """"" is the dialect by which histories of the schema's format are judged when nobody chose one."""
    notice: int = 0
    lifecycle: bool = True
    asked_by: str = ""
    """Who chose the mode: `catalog.yaml`, `registry`, or "" for nobody."""
    span: Span | None = None
    """Where the mode was chosen."""


def policy_of(governance: Governance, message: Message) -> Policy:
    """What is asked of a message: each setting from the most particular rule that has it, then from its registry's level."""
    rules = [rule for scope in SCOPES for rule in governance.policies if rule.kind == scope and _is_about(rule, message)]
    moded = next((rule for rule in rules if rule.mode), None)
    level = next((one for version in message.versions for one in version.registrations if mode_of_level(one.compatibility)), None)
    dialect = next((rule.dialect for rule in rules if rule.dialect), "")
    notice = next((rule.notice for rule in rules if rule.notice is not None), 0)
    lifecycle = next((rule.lifecycle for rule in rules if rule.lifecycle is not None), True)
    if moded is not None:
        return Policy(mode=moded.mode, dialect=dialect, notice=notice, lifecycle=lifecycle, asked_by="catalog.yaml", span=moded.span)
    if level is not None:
        return Policy(
            mode=mode_of_level(level.compatibility),
            dialect=dialect or dialect_of_registry(level),
            notice=notice,
            lifecycle=lifecycle,
            asked_by="registry",
        )
    return Policy(dialect=dialect, notice=notice, lifecycle=lifecycle)


def _is_about(rule: PolicyRule, message: Message) -> bool:
    if rule.kind == "domain":
        return matches(rule.pattern, (message.domain,))
    if rule.kind == "channel":
        return matches(rule.pattern, (channel for version in message.versions for channel in version.channels))
    return matches(rule.pattern, (message.id, *message.aliases))


def matches(pattern: str, names: Iterable[str]) -> bool:
    """Whether an id or glob means one of the names."""
    return any(name and (pattern == name or fnmatchcase(name, pattern)) for name in names)


_MODES = frozenset(f"{way}{reach}" for way in ("backward", "forward", "full") for reach in ("", "_transitive")) | {"none"}


def mode_of_level(level: str) -> str:
    """A registry's compatibility level as a mode; "" where it says nothing that can be checked.

    Confluent and Apicurio write `FULL_TRANSITIVE`, AWS Glue `FULL_ALL` for the same, and `DISABLED` for no versions at all.
    """
    name = level.strip().lower().replace("-", "_")
    name = f"{name.removesuffix('_all')}_transitive" if name.endswith("_all") else name
    return name if name in _MODES else ""


def dialect_of_registry(one: Registration) -> str:
    """By whose rules a registry judges; "" where those are the format's own."""
    if one.registry == "confluent":
        return "confluent-lenient" if one.compatibility_policy.lower() == "lenient" else "confluent"
    return "apicurio" if one.registry == "apicurio" else ""


def reads_of(rules: Sequence[ReadsRule], service: str, message: str) -> tuple[str, ...]:
    """The fields that `catalog.yaml` says a service reads of a message; () where it says nothing."""
    return tuple(field for rule in rules if rule.service == service and matches(rule.message, (message,)) for field in rule.fields)
