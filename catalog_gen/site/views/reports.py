"""Pages that report on the whole catalog: graph, changes, migrations, problems, search, and the error page."""

from __future__ import annotations

from catalog_gen.model.base import Value
from catalog_gen.site.drawing import Picture
from catalog_gen.site.views.lists import Choice
from catalog_gen.site.views.parts import Finding, Head, Pager, Ref, SpotView


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
