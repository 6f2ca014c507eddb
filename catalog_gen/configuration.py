"""`catalog.yaml`: what the catalog is called, where its sources are, and what its owners know better than the files."""

from __future__ import annotations

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.base import Value
from catalog_gen.model.declaration import AliasRule, Declarations, KindRule, LifecycleRule, LiveRule
from catalog_gen.model.governance import Governance
from catalog_gen.sources.claims import locate_claims
from catalog_gen.sources.forms import Form
from catalog_gen.sources.governance import read_governance
from catalog_gen.sources.organisation import day_of, read_organisation
from catalog_gen.sources.source import OWNER_EXTENSIONS, History, SourceOptions
from catalog_gen.text.documents import Parsed
from catalog_gen.text.pointers import join
from catalog_gen.text.positions import Positions

FILE_NAME = "catalog.yaml"

KEYS = frozenset(
    {
        "aliases",
        "as_of",
        "base_url",
        "diagnostics",
        "domains",
        "exclude",
        "ignore",
        "kinds",
        "lifecycle",
        "live",
        "logo",
        "owner_extensions",
        "ownership",
        "policies",
        "reads",
        "services",
        "sources",
        "tagline",
        "teams",
        "title",
        "users",
    }
)
SOURCE_KEYS = frozenset({"base", "history", "path", "point_of_view", "type"})
HISTORY_KEYS = frozenset({"git", "limit", "pattern"})
MOST_VERSIONS = 1000
LIFECYCLE_KEYS = frozenset({"deprecated", "message", "note", "replacement", "retired", "state", "sunset", "version"})
STATES = ("draft", "active", "deprecated", "sunset", "retired")
KINDS = ("event", "command", "query")
SEVERITIES = ("error", "warning", "info", "off")


class SourceEntry(Value, kw_only=True):
    """One entry under `sources:`: a file, folder or glob relative to the root, and how to read what it names."""

    path: str
    options: SourceOptions
    sole: bool = False
    """Whether nothing else is read."""
    span: Span


class Configuration(Value, kw_only=True):
    """Everything that `catalog.yaml` says. Without the file, the defaults: read everything below the root."""

    title: str = "Event catalog"
    tagline: str = ""
    base_url: str = ""
    logo: str = ""
    as_of: str = ""
    options: SourceOptions = SourceOptions()
    """How files are read that no entry of `sources` names."""
    sources: tuple[SourceEntry, ...] = ()
    exclude: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    """Diagnostic code → `error`, `warning`, `info` or `off`."""
    declarations: Declarations = Declarations()
    governance: Governance = Governance()


def only_document(path: str) -> Configuration:
    """The configuration that reads one file and nothing else."""
    return Configuration(sources=(SourceEntry(path=path, options=SourceOptions(), sole=True, span=Span(path=path)),))


def read_configuration(parsed: Parsed) -> Configuration:
    """Read the settings; what cannot be understood is a finding with its place and what was probably meant, and is left out."""
    diagnostics: list[Diagnostic] = list(parsed.diagnostics)
    value = parsed.value
    form = Form(value if isinstance(value, dict) else {}, parsed.path, "", diagnostics)
    if parsed.ok and value is not None and not isinstance(value, dict):
        form.report("config-wrong-type", Severity.ERROR, "The configuration must be a mapping such as `title: Orders`.")
    form.check_keys(KEYS, FILE_NAME)
    organisation = read_organisation(form)
    options = SourceOptions(owner_extensions=_owner_extensions(form))
    declarations = msgspec.structs.replace(
        organisation,
        aliases=_aliases(form),
        kinds=_kinds(form),
        live=_live(form),
        lifecycle=tuple(_lifecycle(entry) for entry in form.forms("lifecycle")),
    )
    configuration = Configuration(
        title=form.text("title") or "Event catalog",
        tagline=form.text("tagline"),
        base_url=_base_url(form),
        logo=form.text("logo"),
        as_of=day_of(form, "as_of"),
        options=options,
        sources=tuple(_source(entry, options) for entry in form.forms("sources")),
        exclude=form.texts("exclude"),
        severities=_severities(form),
        governance=read_governance(form),
    )
    positions = Positions(parsed)
    declarations = locate_claims(msgspec.structs.replace(declarations, diagnostics=tuple(diagnostics)), lambda _: positions)
    return msgspec.structs.replace(configuration, declarations=declarations)


def _base_url(form: Form) -> str:
    url = form.text("base_url")
    if url and not url.startswith(("https://", "http://")):
        form.report("config-not-a-url", Severity.ERROR, f"`base_url` must begin with `https://`, not `{url}`.", "base_url")
        return ""
    return url.rstrip("/") + "/" if url else ""


def _source(form: Form, options: SourceOptions) -> SourceEntry:
    form.check_keys(SOURCE_KEYS, "a source")
    if not form.text("path"):
        form.report("config-missing-path", Severity.ERROR, "A source needs a `path`.", hint="Name a file, a folder or a glob.")
    return SourceEntry(
        path=form.text("path"),
        options=msgspec.structs.replace(
            options,
            type=form.text("type"),
            point_of_view=form.choice("point_of_view", ("application", "client"), "application"),
            base=form.text("base"),
            history=_history(form),
        ),
        span=form.span,
    )


def _owner_extensions(form: Form) -> tuple[str, ...]:
    names = form.texts("owner_extensions")
    for name in names:
        if not name.startswith("x-"):
            form.report("config-unknown-value", Severity.ERROR, f"An extension begins with `x-`, `{name}` does not.", "owner_extensions")
    return tuple(name for name in names if name.startswith("x-")) or OWNER_EXTENSIONS


def _history(form: Form) -> History | None:
    """`history: git`, or a mapping that says more."""
    value = form.value.get("history")
    if not isinstance(value, dict):
        return History() if form.choice("history", ("git",)) else None
    more = Form(value, form.path, join(form.pointer, "history"), form.diagnostics)
    more.check_keys(HISTORY_KEYS, "a history")
    return History(
        by=more.choice("git", ("commits", "tags"), "tags" if "pattern" in value else "commits"),
        pattern=more.text("pattern", "*"),
        limit=more.count("limit", 50, MOST_VERSIONS),
    )


def _aliases(form: Form) -> tuple[AliasRule, ...]:
    aliases = form.form("aliases")
    if aliases is None:
        return ()
    return tuple(
        AliasRule(message=message, alias=alias, span=Span(path=form.path, pointer=join(aliases.pointer, message)))
        for message in aliases.value
        for alias in aliases.texts(message)
    )


def _kinds(form: Form) -> tuple[KindRule, ...]:
    kinds = form.form("kinds")
    if kinds is None:
        return ()
    found = ((pattern, kinds.choice(pattern, KINDS)) for pattern in kinds.value)
    return tuple(
        KindRule(pattern=pattern, kind=kind, span=Span(path=form.path, pointer=join(kinds.pointer, pattern)))
        for pattern, kind in found
        if kind
    )


def _live(form: Form) -> tuple[LiveRule, ...]:
    live = form.form("live")
    if live is None:
        return ()
    return tuple(
        LiveRule(service=service, versions=live.texts(service), span=Span(path=form.path, pointer=join(live.pointer, service)))
        for service in live.value
    )


def _lifecycle(form: Form) -> LifecycleRule:
    form.check_keys(LIFECYCLE_KEYS, "a lifecycle rule")
    if not form.text("message"):
        form.report("config-missing-id", Severity.ERROR, "A lifecycle rule needs a `message`.", hint="Name the message's id.")
    return LifecycleRule(
        message=form.text("message"),
        version=form.text("version"),
        state=form.choice("state", STATES),
        deprecated=day_of(form, "deprecated"),
        sunset=day_of(form, "sunset"),
        retired=day_of(form, "retired"),
        replacement=form.text("replacement"),
        note=form.text("note"),
        span=form.span,
    )


def _severities(form: Form) -> tuple[tuple[str, str], ...]:
    chosen = form.form("diagnostics")
    if chosen is None:
        return ()
    found = ((code, "off" if chosen.value[code] is False else chosen.choice(code, SEVERITIES)) for code in chosen.value)
    return tuple((code, severity) for code, severity in found if severity)
