"""The pages that compare two versions of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.evolution import Direction
from catalog_gen.evolution.history import ENGINES, dialect_for
from catalog_gen.model import addresses
from catalog_gen.site.composition.evolution import CHANGE_LIMIT, change_anchor, compose_step, ranked
from catalog_gen.site.composition.parts import compose_schema
from catalog_gen.site.lookup import KIND_LABELS
from catalog_gen.site.views.comparison import ComparedPart, ComparisonsView, ComparisonView, OpinionView, StepLine, VersionContent
from catalog_gen.site.views.parts import Head, Ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.evolution.history import Opinion, Step
    from catalog_gen.model.message import Message, MessageVersion
    from catalog_gen.model.schema import Schema
    from catalog_gen.site.lookup import Lookup

ANY_TWO_FROM = 3
"""Versions from which a message has a page that compares any two: with two there is only one pair."""

VERSION_LIMIT = 60
"""Versions that can be chosen there, the newest ones."""

_PARTS = (("payload", "Payload"), ("headers", "Headers"), ("key", "Key"))


def compose_comparison(lookup: Lookup, message: Message, number: int) -> ComparisonView:
    """The step to the version with a number in the message's row of versions, newest first."""
    versions = message.versions
    new, old = versions[number], versions[number + 1]
    step = lookup.evolution.by_version.get((message.id, new.version))
    every = Ref(name="Compare other versions", url=addresses.comparisons_url(message)) if len(versions) >= ANY_TWO_FROM else None
    return ComparisonView(
        head=_head(message, f"{message.name} {old.version} to {new.version}", addresses.comparison_url(message, old, new), every),
        message=lookup.message(message.id),
        kind=message.kind,
        old=Ref(name=old.version, url=addresses.version_url(message, old), note=old.lifecycle.state),
        new=Ref(name=new.version, url=addresses.version_url(message, new), note=new.lifecycle.state),
        earlier=_step_ref(message, versions[number + 1 : number + 3]),
        later=_step_ref(message, versions[max(0, number - 1) : number + 1]) if number else None,
        every=every,
        step=compose_step(lookup, message, new),
        opinions=_opinions(lookup, message, new),
        parts=tuple(_parts(lookup, step, old, new)),
    )


def compose_comparisons(lookup: Lookup, message: Message) -> ComparisonsView | None:
    """All steps of a message, and any two versions to choose; None for a message with one step at most."""
    if len(message.versions) < ANY_TWO_FROM:
        return None
    shown = message.versions[:VERSION_LIMIT]
    steps = [message.versions[number : number + 2] for number in range(min(len(shown), len(message.versions) - 1))]
    pages = {new.version: addresses.comparison_url(message, old, new) for new, old in steps}
    return ComparisonsView(
        head=_head(message, f"{message.name}, version by version", addresses.comparisons_url(message), None),
        message=lookup.message(message.id),
        kind=message.kind,
        steps=tuple(_step_line(lookup, message, new, old) for new, old in steps),
        versions=tuple(
            VersionContent(
                label=version.version,
                url=addresses.version_url(message, version),
                step=pages.get(version.version, ""),
                payload=_text(version.payload),
                headers=_text(version.headers),
            )
            for version in shown
        ),
        more=len(message.versions) - len(shown),
    )


def _head(message: Message, title: str, url: str, above: Ref | None) -> Head:
    folder = addresses.KIND_FOLDERS[message.kind]
    kinds = "Queries" if message.kind == "query" else f"{KIND_LABELS[message.kind]}s"
    crumbs = [Ref(name=kinds, url=f"{folder}/"), Ref(name=message.name, url=addresses.message_url(message))]
    if above is not None:
        crumbs.append(Ref(name="Versions", url=above.url))
    return Head(title=title, summary=f"What changed in {title}.", url=url, section="messages", crumbs=tuple(crumbs))


def _step_ref(message: Message, pair: Sequence[MessageVersion]) -> Ref | None:
    if len(pair) < 2:  # noqa: PLR2004 - a step has two ends
        return None
    return Ref(name=f"{pair[1].version} to {pair[0].version}", url=addresses.comparison_url(message, pair[1], pair[0]))


def _text(schema: Schema | None) -> tuple[str, str]:
    return (schema.format, schema.text) if schema is not None else ("", "")


def _parts(lookup: Lookup, step: Step | None, old: MessageVersion, new: MessageVersion) -> Iterator[ComparedPart]:
    for name, title in _PARTS:
        before, after = getattr(old, name), getattr(new, name)
        if before is None and after is None:
            continue
        yield ComparedPart(
            title=title,
            anchor=name,
            old=compose_schema(lookup, before),
            new=compose_schema(lookup, after),
            breaks=tuple(_breaks(step, name)) if step is not None else (),
        )


def _breaks(step: Step, part: str) -> Iterator[tuple[str, str, str]]:
    """The breaking changes of a part, with paths below that part."""
    others = tuple(f"{name}." for name, _ in _PARTS[1:])
    for number, change in enumerate(ranked(step), start=1):
        path = change.path or change.old_path
        own = not path.startswith(others) and path not in {"headers", "key"} if part == "payload" else f"{path}.".startswith(f"{part}.")
        if change.directions and own:
            below = path if part == "payload" else path.removeprefix(part).removeprefix(".")
            yield below, " and ".join(change.directions), change_anchor(number) if number <= CHANGE_LIMIT else ""


def _opinions(lookup: Lookup, message: Message, new: MessageVersion) -> tuple[OpinionView, ...]:
    step = lookup.evolution.by_version.get((message.id, new.version))
    engine = ENGINES.get(new.payload.format, "") if new.payload is not None else ""
    judged = dialect_for(engine, step.policy.dialect) if step is not None and engine else ""
    return tuple(
        OpinionView(
            dialect=one.dialect,
            shown=one.dialect == judged,
            backward=_answer(one, Direction.BACKWARD),
            forward=_answer(one, Direction.FORWARD),
            full=_answer(one, *Direction),
        )
        for one in lookup.evolution.opinions_of.get((message.id, new.version), ())
    )


def _answer(one: Opinion, *wanted: Direction) -> str:
    broken = [direction for direction in wanted if direction in one.breaks]
    if not broken:
        return "yes"
    return "undecided" if all(direction in one.undecided for direction in broken) else "no"


def _step_line(lookup: Lookup, message: Message, new: MessageVersion, old: MessageVersion) -> StepLine:
    step = lookup.evolution.by_version.get((message.id, new.version))
    view = compose_step(lookup, message, new)
    return StepLine(
        page=Ref(name=f"{old.version} to {new.version}", url=addresses.comparison_url(message, old, new)),
        old=old.version,
        new=new.version,
        answers=tuple((one.direction, one.answer) for one in view.verdicts) if view is not None else (),
        changes=len(step.changes) if step is not None else 0,
        breaking=sum(1 for change in step.changes if change.directions) if step is not None else 0,
    )
