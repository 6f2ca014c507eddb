"""The whole way, one plain function after the other: files → declarations → Catalog → Graph → pages → a published site."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec

from catalog_gen.checks import check
from catalog_gen.configuration import FILE_NAME, Configuration, only_document, read_configuration
from catalog_gen.diagnostics import Diagnostic, Severity, ordered
from catalog_gen.files import Reader
from catalog_gen.graph import Graph, link
from catalog_gen.inputs import find_inputs
from catalog_gen.merge import Naming, merge
from catalog_gen.model.catalog import Catalog
from catalog_gen.output import Published, Writer
from catalog_gen.parsing import Outcome
from catalog_gen.reading import parse_all
from catalog_gen.rendering import site_files
from catalog_gen.run import Run
from catalog_gen.site.dead_links import dead_links
from catalog_gen.sources.discovery import discover
from catalog_gen.text.documents import Parsed, parse_text
from catalog_gen.text.positions import locate


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to run: everything that is not in `catalog.yaml`."""

    config: str = FILE_NAME
    only: str = ""
    """The one file to read; empty means the whole root, as the configuration says."""
    base_url: str = ""
    as_of: str = ""


@dataclass
class Timings:
    """Seconds for each stage, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started


@dataclass(frozen=True, kw_only=True)
class BuildReport:
    """What a build did."""

    catalog: Catalog
    published: Published
    pages: int
    rendered: int
    timings: Timings

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Findings in the input, then those of the publication."""
        return (*self.catalog.diagnostics, *self.published.diagnostics)


def build_site(run: Run, writer: Writer, options: Options = Options()) -> BuildReport:
    """Read everything, render everything, publish it in one go."""
    timings = Timings()
    catalog, graph = load_catalog(run, options, timings)
    with timings.stage("render"):
        site = site_files(catalog, graph, run)
    with timings.stage("write"):
        published = writer.publish(site.files)
    return BuildReport(catalog=catalog, published=published, pages=site.pages, rendered=site.rendered, timings=timings)


def load_catalog(run: Run, options: Options, timings: Timings) -> tuple[Catalog, Graph]:
    """Every stage up to and including checks."""
    sources, broken = discover()
    with timings.stage("read"):
        configuration = configure(run.reader, options)
        inputs, missing = find_inputs(run.reader, configuration, sources)
    with timings.stage("parse"):
        outcomes = parse_all(inputs, sources, run)
    with timings.stage("merge"):
        catalog = merge_outcomes(outcomes, configuration)
    with timings.stage("link"):
        graph = link(catalog)
    with timings.stage("check"):
        findings = [*catalog.diagnostics, *broken, *missing, *check(catalog, graph), *dead_links(catalog)]
        catalog = finish(catalog, findings, configuration, run.reader)
    return catalog, graph


def configure(reader: Reader, options: Options) -> Configuration:
    """The configuration file's settings, or the defaults where there is none; what the command line says wins."""
    if options.only:
        return only_document(options.only)
    raw = reader.read(options.config)
    configuration = Configuration() if raw is None else read_configuration(parse_text(options.config, raw))
    overrides = {name: value for name, value in (("base_url", options.base_url), ("as_of", options.as_of)) if value}
    return msgspec.structs.replace(configuration, **overrides)


def merge_outcomes(outcomes: Sequence[Outcome], configuration: Configuration) -> Catalog:
    """Join what all files and the configuration declare."""
    naming = Naming(
        title=configuration.title,
        tagline=configuration.tagline,
        base_url=configuration.base_url,
        logo=configuration.logo,
        as_of=configuration.as_of,
    )
    return merge([configuration.declarations, *(outcome.declarations for outcome in outcomes)], naming)


def finish(catalog: Catalog, findings: Sequence[Diagnostic], configuration: Configuration, reader: Reader) -> Catalog:
    """The catalog with all findings: severities as the configuration wants them, places with line and column, in order."""
    severities = dict(configuration.severities)
    wanted = (
        msgspec.structs.replace(found, severity=Severity(severities[found.code])) if found.code in severities else found
        for found in findings
        if severities.get(found.code) != "off"
    )

    def file(path: str) -> Parsed | None:
        raw = reader.read(path)
        return None if raw is None else parse_text(path, raw)

    return msgspec.structs.replace(catalog, diagnostics=ordered(locate(wanted, file)))
