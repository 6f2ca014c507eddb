"""The whole way, one plain function after the other: files → declarations → Catalog → Graph → pages → a published site."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar

import msgspec

from catalog_gen.checks import check
from catalog_gen.configuration import FILE_NAME, Configuration, only_document, read_configuration
from catalog_gen.diagnostics import Diagnostic, Severity, ordered
from catalog_gen.evolution.history import governed
from catalog_gen.evolving import evolve, recollect
from catalog_gen.files import Reader
from catalog_gen.graph import Graph, link
from catalog_gen.illustrating import illustrate
from catalog_gen.inputs import find_inputs
from catalog_gen.merge import Naming, merge
from catalog_gen.model.catalog import Catalog
from catalog_gen.output import Published, Writer
from catalog_gen.parsing import Moment, Outcome
from catalog_gen.past import is_past, look_back, settle
from catalog_gen.placing import place
from catalog_gen.reading import Material, parse_all, read_all
from catalog_gen.recall import recall, remember, site_key
from catalog_gen.rendering import site_files
from catalog_gen.run import Run
from catalog_gen.site.dead_links import dead_links
from catalog_gen.sources.backstage.joining import join_entities
from catalog_gen.sources.codeowners.joining import own_documents
from catalog_gen.sources.discovery import discover
from catalog_gen.sources.registries.assembly import assemble
from catalog_gen.sources.registries.remote import lead_to_exports
from catalog_gen.sources.source import Source
from catalog_gen.text.documents import parse_text

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Options:
    """How to run: everything that is not in `catalog.yaml`."""

    config: str = FILE_NAME
    only: str = ""
    """The one file to read; empty means the whole root, as the configuration says."""
    base_url: str = ""
    as_of: str = ""
    today: str = ""
    """The day to use when neither `as_of` nor the configuration names one; empty means the newest date in the inputs."""


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

    def taking(self, name: str, inside: str, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on, and count the time that making them takes for one stage instead of for the stage it happens inside of."""
        iterator = iter(items)
        while True:
            started = time.perf_counter()
            item = next(iterator, None)
            spent = time.perf_counter() - started
            self.seconds[name] = self.seconds.get(name, 0.0) + spent
            self.seconds[inside] = self.seconds.get(inside, 0.0) - spent
            if item is None:
                return
            yield item


@dataclass(frozen=True, kw_only=True)
class BuildReport:
    """What a build did."""

    catalog: Catalog
    published: Published
    pages: int = 0
    rendered: int = 0
    timings: Timings = field(default_factory=Timings)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Findings in the input, then those of the publication."""
        return (*self.catalog.diagnostics, *self.published.diagnostics)


def build_site(run: Run, writer: Writer, options: Options = Options()) -> BuildReport:
    """Read everything, render everything, publish it in one go. When nothing changed since an earlier build, recall its site."""
    timings = Timings()
    with timings.stage("read"):
        ground = read(run, options)
        run = replace(run, reader=ground.reader)
        key = site_key(
            ground.materials, (options, ground.configuration, ground.findings, ground.past, run.reader.read(ground.configuration.logo))
        )
        known = recall(key, run)
    if known is None:
        outcomes = parse(ground, run, timings)
        catalog, graph = understand(outcomes, ground, run, timings)
        with timings.stage("compare"):
            evolution = recollect(catalog, evolve(catalog, run), run)
        with timings.stage("illustrate"):
            illustrations = illustrate(catalog, run)
        with timings.stage("plan"):
            site = site_files(catalog, graph, evolution, illustrations, run)
    else:
        outcomes, (catalog, site) = [], known
    with timings.stage("write"):
        published = writer.publish(timings.taking("render", "write", site.files))
    if known is None and published.done:
        remember(key, outcomes, catalog, site, run)
    return BuildReport(catalog=catalog, published=published, pages=site.pages, rendered=site.rendered, timings=timings)


def load_catalog(run: Run, options: Options, timings: Timings) -> Catalog:
    """Every stage up to and including checks."""
    with timings.stage("read"):
        ground = read(run, options)
        run = replace(run, reader=ground.reader)
    return understand(parse(ground, run, timings), ground, run, timings)[0]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a run starts from: settings, installed sources, the inputs worth parsing, and findings about all of these."""

    configuration: Configuration
    reader: Reader
    """The run's reader, with older versions of files where the configuration wants them."""
    labels: Mapping[str, str]
    """What files with a history are called now, where they do not say."""
    sources: dict[str, Source]
    materials: list[Material]
    findings: tuple[Diagnostic, ...]

    @property
    def past(self) -> tuple[Mapping[str, str], list[Moment | None]]:
        """Everything about older versions that decides what becomes of them."""
        return self.labels, [material.item.moment for material in self.materials]


def read(run: Run, options: Options) -> Ground:
    """Settings and inputs."""
    sources, broken = discover()
    configuration = configure(run.reader, options)
    inputs, missing = find_inputs(run.reader, configuration, sources)
    inputs = [item for item in inputs if item.path != options.config]
    past = look_back(inputs, run.reader, configuration, sources)
    return Ground(
        configuration=configuration,
        reader=past.reader,
        labels=past.labels,
        sources=sources,
        materials=read_all([*inputs, *past.inputs], sources, replace(run, reader=past.reader)),
        findings=(*broken, *missing, *past.findings),
    )


def parse(ground: Ground, run: Run, timings: Timings) -> list[Outcome]:
    """The declarations of every input."""
    with timings.stage("parse"):
        return settle(parse_all(ground.materials, ground.sources, run), [material.item for material in ground.materials], ground.labels)


def understand(outcomes: Sequence[Outcome], ground: Ground, run: Run, timings: Timings) -> tuple[Catalog, Graph]:
    """Declarations → Catalog with all findings, and its graph."""
    with timings.stage("merge"):
        catalog = merge_outcomes(outcomes, ground.configuration)
    with timings.stage("link"):
        graph = link(catalog)
    with timings.stage("check"):
        findings = [*catalog.diagnostics, *ground.findings, *check(catalog, graph, evolve(governed(catalog), run)), *dead_links(catalog)]
        catalog = finish(catalog, findings, ground.configuration, run)
    return catalog, graph


def configure(reader: Reader, options: Options) -> Configuration:
    """The configuration file's settings, or the defaults where there is none; what the command line says wins."""
    if options.only:
        return only_document(options.only)
    raw = reader.read(options.config)
    configuration = Configuration() if raw is None else read_configuration(parse_text(options.config, raw))
    overrides = {name: value for name, value in (("base_url", options.base_url), ("as_of", options.as_of)) if value}
    if options.today and not configuration.as_of:
        overrides = {"as_of": options.today, **overrides}
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
    declared = [configuration.declarations, *(outcome.declarations for outcome in outcomes)]
    registered = assemble(declared)
    declared = [*lead_to_exports(declared, registered), registered]
    declared.append(join_entities(declared))
    merged = merge([*declared, own_documents(declared)], naming)
    return msgspec.structs.replace(merged, governance=configuration.governance)


def finish(catalog: Catalog, findings: Sequence[Diagnostic], configuration: Configuration, run: Run) -> Catalog:
    """The catalog with all findings: severities as the configuration wants them, places with line and column, in order."""
    severities = dict(configuration.severities)
    wanted = [
        msgspec.structs.replace(found, severity=Severity(severities[found.code])) if found.code in severities else found
        for found in findings
        if severities.get(found.code) != "off" and not is_past(found.span, run.reader)
    ]
    return msgspec.structs.replace(catalog, diagnostics=ordered(place(wanted, run)))
