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


class FactRow(Value, frozen=True, kw_only=True):
    """One thing that a document states: what it is called, what it says, and what that means."""

    label: str
    key: str = ""
    """The name as it is written, where people call it otherwise."""
    value: str
    kind: str = "text"
    """`text`, `code`, `link`, `mail`, or `word` (yes, no, none: words of ours)."""
    note: str = ""
    """The value once more in words: `7 days`, `at least once`."""
    words: str = ""
    """What the row decides, in a sentence of ours; code between backticks."""


class FactGroup(Value, frozen=True, kw_only=True):
    """Rows that belong together; the first group of a table has no title."""

    title: str = ""
    rows: tuple[FactRow, ...] = ()


class OriginView(Value, frozen=True, kw_only=True):
    """The trait that something comes from; `partly` where the object itself, or another trait, states some of it too."""

    trait: str
    partly: bool = False


class FactTable(Value, frozen=True, kw_only=True):
    """What a document states about one thing, as labelled rows, and the schemas among it as field trees."""

    title: str
    anchor: str
    version: str = ""
    """The version of the definition that it follows, where it states one."""
    url: str = ""
    """Where the rows are defined."""
    origin: OriginView | None = None
    groups: tuple[FactGroup, ...] = ()
    schemas: tuple[FactSchema, ...] = ()
    more: int = 0
    """How many further rows were left out."""
    explained: bool = False
    """Whether any row has words or a note, so that the table needs a column for them."""


class SpotView(Value, frozen=True, kw_only=True):
    """A value inside a message that a runtime expression points to."""

    expression: str
    source: str = ""
    """`header` or `payload`; empty where the expression cannot be read."""
    steps: tuple[str, ...] = ()
    """Names on the way to the value; none means the whole."""


class CorrelationView(Value, frozen=True, kw_only=True):
    """Which value ties messages together."""

    spot: SpotView | None = None
    description: str = ""
    origin: OriginView | None = None
    data: tuple[FactTable, ...] = ()


class TraitLine(Value, frozen=True, kw_only=True):
    """A trait with the members that come from it."""

    name: str
    fields: tuple[str, ...] = ()
    place: str


class VariableLine(Value, frozen=True, kw_only=True):
    """A placeholder of an address."""

    name: str
    anchor: str = ""
    description: str = ""
    type: str = ""
    """Its schema in words, where it has one: `string <uuid>, at most 36 characters`."""
    default: str = ""
    allowed: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    spot: SpotView | None = None
    data: tuple[FactTable, ...] = ()


class AddressPart(Value, frozen=True, kw_only=True):
    """A piece of an address: plain text, or a `{placeholder}` with its place on the page."""

    text: str
    url: str = ""
    variable: bool = False


class LabelView(Value, frozen=True, kw_only=True):
    """A name that an author gave something, with a remark and a link: a tag, a licence, further reading."""

    name: str
    description: str = ""
    url: str = ""
    note: str = ""
    """What the link leads to, where it says so."""
    data: tuple[FactTable, ...] = ()


class LifecycleView(Value, frozen=True, kw_only=True):
    """Where something stands, with the dates that are known and the way forward."""

    state: str
    deprecated: str = ""
    sunset: str = ""
    retired: str = ""
    replacement: Ref | None = None
    note: str = ""


class FieldMark(Value, frozen=True, kw_only=True):
    """A quiet remark beside a field: what happened to it in which versions."""

    path: str
    words: str
    """`since`, `changed in` or `deprecated since`."""
    versions: tuple[Ref, ...]


class LostLine(Value, frozen=True, kw_only=True):
    """A field that an earlier version had."""

    path: str
    kind: str = ""
    removed: Ref
    """The version that removed it."""
    last: str
    """The last version that had it."""


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
    origins: tuple[tuple[str, str], ...] = ()
    """Name of a field at the top → the trait that gives it."""
    marks: tuple[FieldMark, ...] = ()
    """What happened to its fields in earlier versions."""
    lost: tuple[LostLine, ...] = ()
    more_lost: int = 0
    cut: int = 0
    """How many characters of the written text were left out because the page would become too heavy."""


class WayLine(Value, frozen=True, kw_only=True):
    """How a broker brings a message to a service: the rule or subscription, what it lets through, and what happens on the way."""

    name: str
    on: str = ""
    condition: str = ""
    off: bool = False
    """Whether it is switched off."""
    facts: tuple[tuple[str, str], ...] = ()


class FactSchema(Value, frozen=True, kw_only=True):
    """A schema inside a fact table."""

    label: str
    key: str
    words: str = ""
    anchor: str
    schema: SchemaView


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
    place: str = ""
    """File and line that say so."""
    contact: str = ""
    counts: bool = True
    """False for an owner whom only a weaker source names."""


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
