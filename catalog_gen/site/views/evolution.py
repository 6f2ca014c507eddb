"""What changed between two versions, as a page shows it."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.views.parts import Ref


class Verdict(Value, frozen=True, kw_only=True):
    """Whether one direction holds."""

    direction: str
    """`backward` or `forward`."""
    answer: str
    """`yes`, `no` or `undecided`."""
    words: str
    """What that means for readers and writers."""


class ChangeView(Value, frozen=True, kw_only=True):
    """One change."""

    sign: str
    """`added`, `removed` or `changed`."""
    path: str
    message: str
    kind: str
    breaks: tuple[str, ...] = ()
    """The directions in which it breaks."""
    undecided: bool = False
    rule_only: bool = False
    hint: str = ""
    payload: str = ""
    """The counterexample as JSON text."""
    explanation: str = ""


class StepView(Value, frozen=True, kw_only=True):
    """The step from the previous version."""

    previous: Ref
    verdicts: tuple[Verdict, ...] = ()
    lenient: bool = False
    """Whether it is judged as if nobody writes more than a schema declares."""
    reason: str = ""
    changes: tuple[ChangeView, ...] = ()
    more: int = 0
    comparison: str = ""
    """The page that compares the two versions."""
