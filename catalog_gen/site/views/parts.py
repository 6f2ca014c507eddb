"""The pieces that pages are made of. Every address is relative to the site's root; `""` leads nowhere and is shown as text."""

from __future__ import annotations

from catalog_gen.model.base import Value


class Ref(Value, frozen=True, kw_only=True):
    """A name that leads to its page, with a short remark beside it (a version, a role)."""

    name: str
    url: str = ""
    note: str = ""


class Head(Value, frozen=True, kw_only=True):
    """What every page has: its title, one plain sentence, its place in the navigation, and the way up."""

    title: str
    summary: str = ""
    url: str
    """The canonical address; pages that share bytes share it."""
    section: str = ""
    crumbs: tuple[Ref, ...] = ()
    width: str = "wide"
    """`wide` for pages with tables, `text` for pages that are read."""
    indexed: bool = True
    """False keeps the page out of the sitemap (the error page)."""


class Prose(Value, frozen=True, kw_only=True):
    """A Markdown text with its wiki links resolved: reference as written → address."""

    text: str
    links: tuple[tuple[str, str], ...] = ()


class Note(Value, frozen=True, kw_only=True):
    """A Markdown file that its author attached to the thing on this page."""

    title: str
    anchor: str
    place: str
    prose: Prose


class DataRow(Value, frozen=True, kw_only=True):
    """One leaf of a JSON value: the way to it and what it holds."""

    label: str
    value: str
    kind: str = "text"
    """`text`, `literal` (number, boolean, null) or `link`."""


class DataTable(Value, frozen=True, kw_only=True):
    """A JSON value that has no page of its own, shown as labelled rows; what exceeds the limit follows as text."""

    title: str
    anchor: str
    rows: tuple[DataRow, ...]
    rest: str = ""


class LabelView(Value, frozen=True, kw_only=True):
    """An author's tag."""

    name: str
    description: str = ""
    url: str = ""


class LifecycleView(Value, frozen=True, kw_only=True):
    """Where something stands, with the dates that are known and the way forward."""

    state: str
    deprecated: str = ""
    sunset: str = ""
    retired: str = ""
    replacement: Ref | None = None
    note: str = ""


class SchemaView(Value, frozen=True, kw_only=True):
    """A schema as a page shows it: a field tree where its format has one, the written text, and the raw files."""

    format: str
    label: str
    """The format in words, as the document said it where it did."""
    name: str = ""
    text: str
    """Self-contained text, for the field tree."""
    written: str
    language: str
    """What the highlighter calls the written text's language."""
    digest: str
    place: str
    files: tuple[Ref, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Part key → address of the shared schema's page."""
    cut: int = 0
    """How many characters of the written text were left out because the page would become too heavy."""


class Finding(Value, frozen=True, kw_only=True):
    """A diagnostic, ready to show."""

    code: str
    severity: str
    message: str
    hint: str = ""
    place: str
    pointer: str = ""
    related: tuple[str, ...] = ()


class Owner(Value, frozen=True, kw_only=True):
    """Who owns the thing on this page, and where that was said."""

    name: str
    url: str = ""
    source: str = ""
    contact: str = ""


class Pager(Value, frozen=True, kw_only=True):
    """Where a page stands in a list that is spread over several."""

    page: int
    pages: int
    first: int
    last: int
    total: int
    previous: str = ""
    next: str = ""
    addresses: tuple[tuple[int, str], ...] = ()
    """Page number and address, for a bounded number of pages around this one."""
