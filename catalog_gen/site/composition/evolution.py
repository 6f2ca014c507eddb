"""The changes between versions, put into words for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.evolution import Direction
from catalog_gen.model import addresses
from catalog_gen.site.composition.facts import json_text
from catalog_gen.site.views.evolution import ChangeView, StepView, Verdict
from catalog_gen.site.views.parts import Ref

if TYPE_CHECKING:
    from catalog_gen.evolution import Change
    from catalog_gen.evolution.history import Step
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.site.lookup import Lookup

CHANGE_LIMIT = 60
"""Changes that a page writes out; the rest is counted."""

PAYLOAD_LIMIT = 4_000
"""Characters of a counterexample that a page shows."""


def compose_step(lookup: Lookup, message: Message, version: MessageVersion) -> StepView | None:
    """What changed since the version before, or None for the first one."""
    step = lookup.evolution.by_version.get((message.id, version.version))
    previous = message.version(step.previous) if step is not None else None
    if step is None or previous is None:
        return None
    changes = ranked(step)
    return StepView(
        previous=Ref(name=previous.version, url=addresses.version_url(message, previous)),
        verdicts=() if step.reason else tuple(_verdict(step, direction) for direction in Direction),
        lenient=step.lenient,
        reason=step.reason,
        changes=tuple(_change(change) for change in changes[:CHANGE_LIMIT]),
        more=max(0, len(changes) - CHANGE_LIMIT),
        comparison=addresses.comparison_url(message, previous, version),
    )


def ranked(step: Step) -> list[Change]:
    """The changes of a step, those that break first."""
    return sorted(step.changes, key=lambda change: not change.directions)


def change_anchor(number: int) -> str:
    """Where a change stands on a page, by its number among the ranked ones."""
    return f"change-{number}"


def _verdict(step: Step, direction: Direction) -> Verdict:
    reader, writer = (step.version, step.previous) if direction is Direction.BACKWARD else (step.previous, step.version)
    if not step.breaks(direction):
        return Verdict(direction=direction, answer="yes", words=f"Whoever reads {reader} can read everything that was written as {writer}.")
    if step.is_undecided(direction):
        words = f"It could not be decided whether {reader} reads everything that was written as {writer}, so do not rely on it."
        return Verdict(direction=direction, answer="undecided", words=words)
    return Verdict(direction=direction, answer="no", words=f"Whoever reads {reader} cannot read everything that was written as {writer}.")


def sentence(text: str) -> str:
    """A message as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".") if text else ""


def sign_of(change: Change) -> str:
    """`added`, `removed` or `changed`."""
    return "added" if "added" in change.kind else "removed" if "removed" in change.kind else "changed"


def _change(change: Change) -> ChangeView:
    payload = json_text(change.counterexample) if change.counterexample is not None else ""
    return ChangeView(
        sign=sign_of(change),
        path=change.path or change.old_path,
        message=sentence(change.message),
        kind=change.kind,
        breaks=tuple(str(direction) for direction in change.directions),
        undecided=change.undecided,
        rule_only=change.rule_only,
        hint=change.hint,
        payload=payload if len(payload) <= PAYLOAD_LIMIT else "",
        explanation=change.explanation,
    )
