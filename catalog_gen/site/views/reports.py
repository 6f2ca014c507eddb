"""Pages that report on the whole catalog: graph, changes, migrations, problems, search, and the error page."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.drawing import Picture
from catalog_gen.site.views.lists import Choice
from catalog_gen.site.views.parts import Finding, Head, LifecycleView, Pager, Ref, SpotView


class EdgeRow(Value, frozen=True, kw_only=True):
    """What travels from one service to another."""

    source: Ref
    target: Ref
    messages: tuple[Ref, ...]
    more: int = 0


class GraphView(Value, frozen=True, kw_only=True):
    """The whole catalog as a picture, and the same as a table."""

    head: Head
    picture: Picture | None = None
    edges: tuple[EdgeRow, ...] = ()
    requests: tuple[RequestRow, ...] = ()
    services: int = 0
    messages: int = 0
    pager: Pager


class VersionEntry(Value, frozen=True, kw_only=True):
    """One version of a message in the list of changes."""

    label: str
    url: str
    latest: bool
    lifecycle: LifecycleView
    published: tuple[Ref, ...] = ()
    """The service versions whose contracts hold it."""
    aliases: tuple[str, ...] = ()


class ChangeRow(Value, frozen=True, kw_only=True):
    """A message with its versions, newest first."""

    message: Ref
    kind: str
    versions: tuple[VersionEntry, ...]


class ChangesView(Value, frozen=True, kw_only=True):
    """Which versions exist of every message."""

    head: Head
    rows: tuple[ChangeRow, ...] = ()
    pager: Pager


class MatrixColumn(Value, frozen=True, kw_only=True):
    """A live version of a message."""

    label: str
    url: str
    lifecycle: LifecycleView


class MatrixRow(Value, frozen=True, kw_only=True):
    """A consumer, and for each column whether it reads that version."""

    consumer: Ref
    owners: tuple[Ref, ...] = ()
    reads: tuple[bool, ...]


class Matrix(Value, frozen=True, kw_only=True):
    """A message with more than one live version: consumers by versions."""

    message: Ref
    kind: str
    anchor: str
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...] = ()
    producers: tuple[tuple[Ref, ...], ...] = ()
    """For each column, who sends that version."""


class MigrationsView(Value, frozen=True, kw_only=True):
    """Who still reads which version."""

    head: Head
    matrices: tuple[Matrix, ...] = ()
    pager: Pager


class FindingGroup(Value, frozen=True, kw_only=True):
    """The findings of one severity in one file."""

    path: str
    severity: str
    findings: tuple[Finding, ...]


class ProblemsView(Value, frozen=True, kw_only=True):
    """All diagnostics, gravest first, by file."""

    head: Head
    counts: tuple[tuple[str, int], ...] = ()
    groups: tuple[FindingGroup, ...] = ()
    pager: Pager


class CodesView(Value, frozen=True, kw_only=True):
    """What the codes mean that this catalog's findings have."""

    head: Head
    codes: tuple[tuple[str, int], ...] = ()
    """Code and how many findings have it."""


class RequestRow(Value, frozen=True, kw_only=True):
    """A request with the answer that it expects."""

    service: Ref
    operation: Ref
    asks: bool
    """Whether the service asks; else it answers."""
    requests: tuple[Ref, ...] = ()
    replies: tuple[Ref, ...] = ()
    spot: SpotView | None = None


class SearchView(Value, frozen=True, kw_only=True):
    """The search page; without JavaScript it leads to the lists."""

    head: Head
    choices: tuple[Choice, ...] = ()


class MissingView(Value, frozen=True, kw_only=True):
    """The page for an address that does not exist."""

    head: Head
    choices: tuple[Choice, ...] = ()
