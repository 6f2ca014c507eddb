"""Rules about what was promised: compatibility modes, days of notice, the end of a version's life, accepted changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from catalog_gen.checks.rule import Finding, HistoryRule, Rule
from catalog_gen.diagnostics import Severity, Span
from catalog_gen.evolution.history import Evolution, Step
from catalog_gen.graph import Graph
from catalog_gen.model.catalog import Catalog
from catalog_gen.model.governance import Policy, matches, policy_of
from catalog_gen.model.message import Message, MessageVersion

_FURTHER = 3
"""Changes that are told of a step that breaks many times."""


def broken_policy(catalog: Catalog, graph: Graph, evolution: Evolution) -> Iterator[Finding]:
    """Latest versions that break the mode which `catalog.yaml` asks of them. What was published before is history."""
    del graph
    for message in catalog.messages:
        steps = [one for one in _steps(evolution, message, message.latest) if one.policy.asked_by == "catalog.yaml" and one.broken()]
        if steps:
            policy = steps[0].policy
            words = f"the policy asks for `{policy.mode}`, and `{message.id}` {message.latest}"
            yield _finding(words, steps, message.current.span, policy.span)


def broken_level(catalog: Catalog, graph: Graph, evolution: Evolution) -> Iterator[Finding]:
    """Registered versions that break the level at which their own registry stands."""
    del catalog, graph
    broken: dict[tuple[str, str, str, str], list[Step]] = {}
    for one in evolution.registered:
        if one.registration is not None and one.broken():
            broken.setdefault((one.message, one.registration.registry, one.registration.name, one.version), []).append(one)
    for (_, registry, subject, _), steps in broken.items():
        kept = steps[0].registration
        if kept is not None:
            level = kept.compatibility or steps[0].policy.mode.upper()
            words = f"the {registry} registry stands at `{level}` for `{subject}`, and version {steps[0].version}"
            yield _finding(words, steps, kept.span)


def _steps(evolution: Evolution, message: Message, label: str) -> list[Step]:
    """The steps that led to a version, from the version just before it back."""
    direct = evolution.by_version.get((message.id, label))
    return ([direct] if direct is not None else []) + evolution.earlier_of.get((message.id, label), [])


def _finding(words: str, steps: list[Step], span: Span, related: Span | None = None) -> Finding:
    """All versions that fail, oldest first, and what breaks against the newest of them."""
    failing = [step.previous for step in reversed(steps)]
    against = " and ".join((", ".join(failing[:-1]), failing[-1])) if len(failing) > 1 else failing[0]
    changes = steps[0].broken()
    told = "; ".join(change.message.rstrip(".") for change in changes[:_FURTHER])
    more = f"; and {len(changes) - _FURTHER} more" if len(changes) > _FURTHER else ""
    undecided = all(change.undecided for step in steps for change in step.broken())
    verdict = "could not be shown to be compatible with" if undecided else "is not compatible with"
    hint = next((change.hint for change in changes if change.hint), "")
    return Finding(
        f"{words[0].upper()}{words[1:]} {verdict} {against}: {told}{more}.",
        span,
        hint or "Give the change a version that can be read both ways, or choose another mode.",
        related=() if related is None else (related,),
    )


def without_date(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Deprecated versions of which nothing says since when, or until when."""
    del graph
    for message, version, _ in _governed(catalog):
        if version.lifecycle.state == "deprecated" and not version.lifecycle.deprecated and not version.lifecycle.sunset:
            yield Finding(
                f"`{message.id}` {version.version} is deprecated, and nothing says since when or until when.",
                version.span,
                "Add a rule with `deprecated` and `sunset` under `lifecycle` in catalog.yaml.",
            )


def sunset_passed(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Versions whose sunset has come while live services still read them."""
    del graph
    for message, version, _ in _governed(catalog):
        readers = sorted({party.service for party in version.consumers if party.live})
        over = max(day for day in (version.lifecycle.sunset, version.lifecycle.retired, "") if not day or day <= catalog.as_of)
        if over and readers:
            yield Finding(
                f"`{message.id}` {version.version} may stop since {over}, and is still read by {_listed(readers)}.",
                version.span,
                "Move them, or agree on a later day; a version that somebody reads may not be removed.",
            )


def short_notice(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Versions that may stop sooner after their deprecation than the policy's notice."""
    del graph
    for message, version, policy in _governed(catalog):
        days = _days(version.lifecycle.deprecated, version.lifecycle.sunset or version.lifecycle.retired)
        if policy.notice and days is not None and days < policy.notice:
            end = version.lifecycle.sunset or version.lifecycle.retired
            yield Finding(
                f"`{message.id}` {version.version} may stop {days} days after its deprecation; the policy asks for {policy.notice}.",
                version.span,
                f"Choose a day from {_later(version.lifecycle.deprecated, policy.notice)} on instead of {end}.",
            )


def ended_without_notice(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Versions that ended under a policy with a notice, and of which nothing says since when they were deprecated."""
    del graph
    for message, version, policy in _governed(catalog):
        if policy.notice and version.lifecycle.state in {"sunset", "retired"} and not version.lifecycle.deprecated:
            yield Finding(
                f"`{message.id}` {version.version} is {version.lifecycle.state}, and nothing says that it was deprecated before; "
                f"the policy asks for {policy.notice} days of notice.",
                version.span,
                "Add `deprecated` to its lifecycle rule in catalog.yaml.",
            )


def expired_ignores(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Accepted changes whose day is over."""
    del graph
    for rule in catalog.governance.ignores:
        if rule.expires and catalog.as_of and rule.expires < catalog.as_of:
            yield Finding(
                f"The change `{rule.change}` was accepted until {rule.expires} ({rule.reason}); that day is over.",
                rule.span,
                "Take the entry away when the change is undone or has become normal; else give it a later `expires`.",
            )


def unknown_targets(catalog: Catalog, graph: Graph) -> Iterator[Finding]:
    """Policies and statements of what is read that are about nothing in the catalog."""
    del graph
    names = {
        "message": [name for message in catalog.messages for name in (message.id, *message.aliases)],
        "channel": [channel.id for channel in catalog.channels],
        "domain": list(catalog.domain_by_id),
    }
    for rule in catalog.governance.policies:
        if rule.pattern != "*" and not matches(rule.pattern, names[rule.kind]):
            yield Finding(f"No {rule.kind} of the catalog is meant by the policy for `{rule.pattern}`.", rule.span, _HINT)
    for read in catalog.governance.reads:
        if read.service not in catalog.service_by_id:
            yield Finding(f"There is no service `{read.service}` that could read `{read.message}`.", read.span, _HINT)
        elif not matches(read.message, names["message"]):
            yield Finding(f"There is no message `{read.message}` that `{read.service}` could read.", read.span, _HINT)


_HINT = "Use the id as the catalog shows it, or a glob of ids."


def _governed(catalog: Catalog) -> Iterator[tuple[Message, MessageVersion, Policy]]:
    """Every version to which the rules about the lifecycle apply."""
    for message in catalog.messages:
        policy = policy_of(catalog.governance, message)
        if policy.lifecycle:
            yield from ((message, version, policy) for version in message.versions)


def _days(first: str, second: str) -> int | None:
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days
    except ValueError:
        return None


def _later(day: str, days: int) -> str:
    start = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(min(start, date.max.toordinal())).isoformat()


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


rules = (
    HistoryRule("policy-broken", Severity.ERROR, broken_policy),
    HistoryRule("registry-level-broken", Severity.WARNING, broken_level),
    Rule("deprecated-without-date", Severity.INFO, without_date),
    Rule("sunset-passed", Severity.WARNING, sunset_passed),
    Rule("notice-too-short", Severity.WARNING, short_notice),
    Rule("notice-not-given", Severity.WARNING, ended_without_notice),
    Rule("ignore-expired", Severity.WARNING, expired_ignores),
    Rule("policy-target-unknown", Severity.WARNING, unknown_targets),
)
