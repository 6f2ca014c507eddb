"""The commands, each a record: its words for the help, its options, and what it runs."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.cli import payloads
from catalog_gen.cli.mistakes import UsageError

if TYPE_CHECKING:
    from catalog_gen.model.catalog import Catalog

WEIGHTS = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Command:
    """One command of the program."""

    name: str
    summary: str
    description: str
    examples: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


# --- options that several commands share


def _root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("root", nargs="?", default=".", metavar="ROOT", help="the catalog's folder (default: the current one)")


def _reading(parser: argparse.ArgumentParser) -> None:
    _root(parser)
    parser.add_argument("--config", default="catalog.yaml", metavar="FILE", help="configuration below ROOT (default: catalog.yaml)")
    parser.add_argument("--as-of", metavar="DATE", type=_day, help="the day that counts as today (check: the real day)")
    parser.add_argument("--jobs", type=_count, metavar="N", help="processes to use (default: one for each processor)")
    parser.add_argument("--cache", metavar="DIR", help="where to remember parsed files and pages (default: ROOT/.catalog-gen-cache)")
    parser.add_argument("--no-cache", action="store_true", help="read and render everything anew")
    parser.add_argument("--quiet", action="store_true", help="say nothing but findings")
    parser.add_argument("--timings", action="store_true", help="print what each stage took")


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        message = f"`{text}` is no date such as 2026-03-31"
        raise argparse.ArgumentTypeError(message)
    return text


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        message = f"`{text}` is no number of processes such as 2"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _folder(options: argparse.Namespace) -> Path:
    root = Path(options.root)
    if not root.exists():
        message = (
            f"there is no folder `{options.root}`.\n"
            f"  Name the folder that holds your AsyncAPI documents, or start one: catalog-gen new {options.root}"
        )
        raise UsageError(message)
    return root


def _check_config(options: argparse.Namespace, root: Path) -> None:
    if options.config != "catalog.yaml" and not (root / options.config).is_file():
        message = f"there is no configuration `{options.config}` below `{options.root}`."
        raise UsageError(message)


def _load(options: argparse.Namespace, today: str = "") -> Catalog:
    """The catalog at ROOT, which may also be one document. `today` is the day that counts when nobody names another."""
    from catalog_gen import api  # noqa: PLC0415 - a command imports what it needs
    from catalog_gen.files import FolderReader  # noqa: PLC0415
    from catalog_gen.output import Cache  # noqa: PLC0415
    from catalog_gen.output.cache import FOLDER  # noqa: PLC0415
    from catalog_gen.pipeline import Options, Timings, load_catalog  # noqa: PLC0415
    from catalog_gen.run import Run  # noqa: PLC0415

    root = _folder(options)
    if root.is_file():
        return api.load(root)
    _check_config(options, root)
    cache = Cache(None if options.no_cache else Path(options.cache) if options.cache else root / FOLDER)
    timings = Timings()
    try:
        run = Run(FolderReader(root), cache, options.jobs or os.cpu_count() or 1)
        catalog = load_catalog(run, Options(config=options.config, as_of=options.as_of or "", today=today), timings)
    finally:
        cache.close()
    if options.timings:
        _print_timings(timings.seconds)
    return catalog


def _print_timings(seconds: dict[str, float]) -> None:
    total = sum(seconds.values())
    for stage, spent in {**seconds, "total": total}.items():
        sys.stderr.write(f"{stage:>8} {spent * 1000:9.1f} ms\n")


# --- build


def _configure_build(parser: argparse.ArgumentParser) -> None:
    _reading(parser)
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="where the site goes; replaced as a whole, or not at all")
    parser.add_argument("--base-url", default="", metavar="URL", help="where the site will stand; adds feed, sitemap and canonical links")
    parser.add_argument("--strict", action="store_true", help="end with exit code 1 when there are errors")
    parser.add_argument("--force", action="store_true", help="write into a folder that catalog-gen did not make")


def _build(options: argparse.Namespace) -> int:
    from catalog_gen import api  # noqa: PLC0415
    from catalog_gen.cli.findings import print_text, summary  # noqa: PLC0415
    from catalog_gen.cli.progress import Progress  # noqa: PLC0415
    from catalog_gen.pipeline import Options  # noqa: PLC0415

    root = _folder(options)
    if not root.is_dir():
        message = f"`{options.root}` is a file; build wants the folder of a catalog."
        raise UsageError(message)
    _check_config(options, root)
    with Progress(quiet=options.quiet) as progress:
        report = api.build(
            root,
            options.output,
            options=Options(config=options.config, base_url=options.base_url, as_of=options.as_of or ""),
            force=options.force,
            jobs=options.jobs,
            cache=options.cache,
            use_cache=not options.no_cache,
            watch=progress,
        )
    worst = [found for found in report.diagnostics if options.quiet is False or found.severity == "error"]
    print_text(worst, root, sys.stderr, limit=20)
    if options.timings:
        _print_timings(report.timings.seconds)
    if report.published.failed:
        return 2
    if not options.quiet:
        published = report.published
        sys.stderr.write(
            f"{summary(report.catalog)}\n"
            f"{report.pages} pages in {options.output}: {published.written} files written, {published.unchanged} unchanged,"
            f" {published.removed} removed. Open {Path(options.output) / 'index.html'}\n"
        )
    return 1 if options.strict and any(found.severity == "error" for found in report.diagnostics) else 0


# --- serve


def _configure_serve(parser: argparse.ArgumentParser) -> None:
    _reading(parser)
    parser.add_argument("--base-url", default="", help=argparse.SUPPRESS)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine only)")
    parser.add_argument("--port", type=int, metavar="PORT", help="port to listen on (default: 8000, or the next free one)")
    parser.add_argument("--open", action="store_true", help="open the browser")


def _serve(options: argparse.Namespace) -> int:
    from catalog_gen.cli.preview import preview  # noqa: PLC0415

    root = _folder(options)
    if not root.is_dir():
        message = f"`{options.root}` is a file; serve wants the folder of a catalog."
        raise UsageError(message)
    _check_config(options, root)
    return preview(root, options)


# --- check, inspect


def _configure_check(parser: argparse.ArgumentParser) -> None:
    _reading(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print the findings (default: text)")
    parser.add_argument("--fail-on", choices=tuple(WEIGHTS), default="error", help="least severity that gives exit code 1 (default: error)")


def _check(options: argparse.Namespace) -> int:
    from catalog_gen.cli.findings import print_json, print_text, summary  # noqa: PLC0415

    catalog = _load(options, today=datetime.now(UTC).date().isoformat())
    if options.format == "json":
        print_json(catalog.diagnostics, sys.stdout)
    else:
        print_text(catalog.diagnostics, Path(options.root), sys.stdout)
        if not options.quiet:
            sys.stderr.write(summary(catalog) + "\n")
    worst = catalog.worst()
    return 1 if worst is not None and WEIGHTS[worst] <= WEIGHTS[options.fail_on] else 0


def _inspect(options: argparse.Namespace) -> int:
    sys.stdout.buffer.write(_load(options).to_json())
    return 0


# --- new


def _configure_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="the folder to make")


def _new(options: argparse.Namespace) -> int:
    from catalog_gen.cli.starter import start  # noqa: PLC0415

    return start(Path(options.folder))


# --- example, validate


def _of_message(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", default=".", metavar="ROOT", help="the catalog's folder (default: the current one)")
    parser.add_argument("--config", default="catalog.yaml", metavar="FILE", help="configuration below ROOT (default: catalog.yaml)")
    parser.set_defaults(as_of="", jobs=None, cache=None, no_cache=False, timings=False)


def _configure_example(parser: argparse.ArgumentParser) -> None:
    payloads.configure_example(parser)
    _of_message(parser)


def _configure_validate(parser: argparse.ArgumentParser) -> None:
    payloads.configure_validate(parser)
    _of_message(parser)


COMMANDS = (
    Command(
        "build",
        "write the site",
        "Read the catalog at ROOT and write its site to DIR. Files that did not change keep their bytes; what is no longer produced goes.",
        "examples:\n  catalog-gen build -o site\n  catalog-gen build contracts -o site --strict --base-url https://events.example.com/",
        _configure_build,
        _build,
    ),
    Command(
        "serve",
        "live preview while you write",
        "Build the site in memory, serve it on this machine, and bring every saved change to the open browser.",
        "examples:\n  catalog-gen serve\n  catalog-gen serve contracts --port 9000 --open",
        _configure_serve,
        _serve,
    ),
    Command(
        "check",
        "say what is wrong, and where",
        "Read the catalog (or one document) and print every finding with its place and what to do about it.",
        "examples:\n  catalog-gen check\n  catalog-gen check orders/asyncapi.yaml --fail-on warning\n  catalog-gen check --format json",
        _configure_check,
        _check,
    ),
    Command(
        "inspect",
        "print the catalog as JSON",
        "Read the catalog and print it as JSON: the same bytes as api/v1/catalog.json on the site.",
        "examples:\n  catalog-gen inspect contracts | jq '.messages[].id'",
        _reading,
        _inspect,
    ),
    Command(
        "example",
        "print a payload that validates",
        "Print an example payload of a schema file, or of a message of the catalog.",
        "examples:\n  catalog-gen example OrderPlaced --root contracts\n  catalog-gen example OrderPlaced@1.1.0 --variant minimal\n"
        "  catalog-gen example order.json --envelope kafka",
        _configure_example,
        lambda options: payloads.print_example(options, lambda: _load(options)),
    ),
    Command(
        "validate",
        "hold payloads against a contract",
        "Read payloads (JSON, or JSON lines; - is standard input) and print every rule of the message's schema that they break.",
        "examples:\n  catalog-gen validate OrderPlaced sample.json --root contracts\n"
        "  catalog-gen validate OrderPlaced recorded.jsonl --all-versions\n  catalog-gen validate order.json sample.json",
        _configure_validate,
        lambda options: payloads.validate(options, lambda: _load(options)),
    ),
    Command(
        "new",
        "start a small catalog",
        "Make a folder with a small catalog to start from: two services, their messages, a page and a note.",
        "examples:\n  catalog-gen new shop && catalog-gen serve shop",
        _configure_new,
        _new,
    ),
)
