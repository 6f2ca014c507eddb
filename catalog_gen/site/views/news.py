"""What changed in the catalog and what remains to be moved, as pages show it."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.views.lists import Choice
from catalog_gen.site.views.parts import Head, LifecycleView, Pager, Ref


class NewsRow(Value, frozen=True, kw_only=True):
    """One thing that happened to a version of a message."""

    message: Ref
    kind: str
    version: Ref
    old: str = ""
    """The version before, of one that came."""
    page: str = ""
    """The page that compares both."""
    what: str
    """`came`, `deprecated`, `sunset` or `retired`."""
    date: str = ""
    breaks: tuple[str, ...] = ()
    judged: bool = False
    """Whether there is a verdict."""
    lines: tuple[tuple[str, str, str], ...] = ()
    """Sign, path and words of a few changes, those that break first."""
    more: int = 0
    affected: tuple[Ref, ...] = ()
    more_affected: int = 0


class ChangesView(Value, frozen=True, kw_only=True):
    """What happened to messages, newest first."""

    head: Head
    heading: str
    rows: tuple[NewsRow, ...] = ()
    choices: tuple[Choice, ...] = ()
    """All of it, or what breaks."""
    domains: tuple[Choice, ...] = ()
    owners: tuple[Choice, ...] = ()
    older: int = 0
    """How much was left out of a narrowed list."""
    feed: bool = False
    pager: Pager


class MatrixColumn(Value, frozen=True, kw_only=True):
    """A live version of a message."""

    label: str
    url: str
    lifecycle: LifecycleView
    latest: bool = False


class MatrixRow(Value, frozen=True, kw_only=True):
    """A consumer, and for each column whether it reads that version."""

    consumer: Ref
    owners: tuple[Ref, ...] = ()
    reads: tuple[bool, ...]
    moves: bool = False
    """Whether it still reads a version that is not the latest."""


class Due(Value, frozen=True, kw_only=True):
    """How urgent it is: `overdue`, `soon`, `planned`, `deprecated` or `open`, with the date that says so."""

    urgency: str
    date: str = ""
    days: int = 0
    """From the catalog's day to the date; negative when it has passed."""


class Matrix(Value, frozen=True, kw_only=True):
    """A message with more than one live version: consumers by versions."""

    message: Ref
    kind: str
    anchor: str
    due: Due
    latest: Ref
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...] = ()
    producers: tuple[tuple[Ref, ...], ...] = ()
    """For each column, who sends that version."""


class MigrationsView(Value, frozen=True, kw_only=True):
    """Who still reads which version, the most urgent first."""

    head: Head
    matrices: tuple[Matrix, ...] = ()
    as_of: str = ""
    pager: Pager
