"""What the pages show that compare two versions of a message."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.views.evolution import StepView
from catalog_gen.site.views.parts import Head, Ref, SchemaView


class OpinionView(Value, frozen=True, kw_only=True):
    """What the rules of one dialect say: an answer (`yes`, `no`, `undecided`) for each mode."""

    dialect: str
    shown: bool = False
    """Whether it is the one by which the message is judged."""
    backward: str
    forward: str
    full: str


class ComparedPart(Value, frozen=True, kw_only=True):
    """The payload, the headers or the key in both versions; either may be missing."""

    title: str
    anchor: str
    old: SchemaView | None = None
    new: SchemaView | None = None
    breaks: tuple[tuple[str, str, str], ...] = ()
    """Path of a field, the directions in which a change of it breaks, and the anchor of that change."""


class ComparisonView(Value, frozen=True, kw_only=True):
    """Two versions of a message that follow each other."""

    head: Head
    message: Ref
    kind: str
    old: Ref
    new: Ref
    earlier: Ref | None = None
    """The step before this one."""
    later: Ref | None = None
    every: Ref | None = None
    """Where any two versions are compared, of messages with more than two."""
    step: StepView | None = None
    opinions: tuple[OpinionView, ...] = ()
    parts: tuple[ComparedPart, ...] = ()


class StepLine(Value, frozen=True, kw_only=True):
    """One step in the row of all steps of a message."""

    page: Ref
    old: str
    new: str
    answers: tuple[tuple[str, str], ...] = ()
    """Direction and answer."""
    changes: int = 0
    breaking: int = 0


class VersionContent(Value, frozen=True, kw_only=True):
    """What one version holds, to be compared in the browser."""

    label: str
    url: str
    step: str = ""
    """The page that compares it with the version before."""
    payload: tuple[str, str] = ("", "")
    """The format and the self-contained text."""
    headers: tuple[str, str] = ("", "")


class ComparisonsView(Value, frozen=True, kw_only=True):
    """All steps of a message, and any two of its versions."""

    head: Head
    message: Ref
    kind: str
    steps: tuple[StepLine, ...] = ()
    versions: tuple[VersionContent, ...] = ()
    """Newest first."""
    more: int = 0
    """Older versions that were left out."""
