"""Options that several commands share, and the catalog that they name."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.cli.command import UsageError

if TYPE_CHECKING:
    from catalog_gen.files import FolderReader
    from catalog_gen.model.catalog import Catalog


def add_root(parser: argparse.ArgumentParser) -> None:
    """The folder of the catalog."""
    parser.add_argument("root", nargs="?", default=".", metavar="ROOT", help="the catalog's folder (default: the current one)")


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Everything that says how a catalog is read."""
    add_root(parser)
    parser.add_argument("--config", default="catalog.yaml", metavar="FILE", help="configuration below ROOT (default: catalog.yaml)")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the day that counts as today (check: the real day)")
    parser.add_argument("--jobs", type=count, metavar="N", help="processes to use (default: one for each processor)")
    parser.add_argument("--cache", metavar="DIR", help="where to remember parsed files and pages (default: ROOT/.catalog-gen-cache)")
    parser.add_argument("--no-cache", action="store_true", help="read and render everything anew")
    parser.add_argument("--quiet", action="store_true", help="say nothing but findings")
    parser.add_argument("--timings", action="store_true", help="print what each stage took")


def day(text: str) -> str:
    """An argument that is an ISO 8601 day."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        message = f"`{text}` is no date such as 2026-03-31"
        raise argparse.ArgumentTypeError(message)
    return text


def count(text: str) -> int:
    """An argument that is a number from 1."""
    if not text.isdigit() or int(text) < 1:
        message = f"`{text}` is no number of processes such as 2"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def folder_of(options: argparse.Namespace) -> Path:
    """ROOT, which must exist."""
    root = Path(options.root)
    if not root.exists():
        message = (
            f"there is no folder `{options.root}`.\n"
            f"  Name the folder that holds your AsyncAPI documents, or start one: catalog-gen new {options.root}"
        )
        raise UsageError(message)
    return root


def check_config(options: argparse.Namespace, root: Path) -> None:
    """Refuse a configuration that was named and is not there."""
    if options.config != "catalog.yaml" and not (root / options.config).is_file():
        message = f"there is no configuration `{options.config}` below `{options.root}`."
        raise UsageError(message)


def load(options: argparse.Namespace, today: str = "") -> tuple[Catalog, FolderReader]:
    """The catalog at ROOT, which may also be one document, and its files. `today` counts when nobody names another day."""
    from catalog_gen import api  # noqa: PLC0415 - a command imports what it needs
    from catalog_gen.files import FolderReader  # noqa: PLC0415
    from catalog_gen.output import Cache  # noqa: PLC0415
    from catalog_gen.output.cache import FOLDER  # noqa: PLC0415
    from catalog_gen.pipeline import Options, Timings, load_catalog  # noqa: PLC0415
    from catalog_gen.run import Run  # noqa: PLC0415

    root = folder_of(options)
    top, only = api.ground_of(root)
    if not only:
        check_config(options, root)
    cache = Cache(None if options.no_cache or only else Path(options.cache) if options.cache else root / FOLDER)
    timings = Timings()
    files = FolderReader(top)
    try:
        run = Run(files, cache, options.jobs or os.cpu_count() or 1)
        catalog = load_catalog(run, Options(config=options.config, only=only, as_of=options.as_of or "", today=today), timings)
    finally:
        cache.close()
    if options.timings:
        print_timings(timings.seconds)
    return catalog, files


def print_timings(seconds: Mapping[str, float]) -> None:
    """What each stage took, and all of them."""
    total = sum(seconds.values())
    for stage, spent in {**seconds, "total": total}.items():
        sys.stderr.write(f"{stage:>8} {spent * 1000:9.1f} ms\n")
