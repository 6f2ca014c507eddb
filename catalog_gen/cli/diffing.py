"""`catalog-gen diff`: what changed between two catalogs, whom it breaks, and whom to ask."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.cli.command import Command, UsageError
from catalog_gen.cli.options import count, day

if TYPE_CHECKING:
    from catalog_gen.cli.differences import Difference
    from catalog_gen.cli.sides import Side
    from catalog_gen.evolution.catalogs.changes import CatalogDiff
    from catalog_gen.run import Run

FORMATS = ("text", "json", "markdown")
"""What `--format` takes; a test holds this equal to `differences.FORMATS`, which takes longer to import."""


def _configure(parser: argparse.ArgumentParser) -> None:
    side = "a folder, git:REF or git:REF:PATH, a published catalog.json, or the address of one"
    parser.add_argument("old", metavar="OLD", help=f"the catalog as it was: {side}")
    parser.add_argument(
        "new", metavar="NEW", nargs="?", default=".", help=f"the catalog as it is now: {side} (default: the current folder)"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print the difference (default: text)")
    parser.add_argument("--breaking-only", action="store_true", help="leave out what is safe")
    parser.add_argument("--baseline", metavar="FILE", help="a file with changes that are accepted already")
    parser.add_argument("--write-baseline", action="store_true", help="write every breaking change to the file of --baseline; exit code 0")
    parser.add_argument("--config", default="catalog.yaml", metavar="FILE", help="configuration below each folder (default: catalog.yaml)")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the day that counts as today (default: the real day)")
    parser.add_argument("--jobs", type=count, metavar="N", help="processes to use (default: one for each processor)")
    parser.add_argument("--cache", metavar="DIR", help="where to remember parsed files and verdicts (default: FOLDER/.catalog-gen-cache)")
    parser.add_argument("--no-cache", action="store_true", help="read and judge everything anew")


def _run(options: argparse.Namespace) -> int:
    from catalog_gen.cli.differences import FORMATS as WRITERS  # noqa: PLC0415 - a command imports what it needs

    if options.write_baseline and not options.baseline:
        message = "`--write-baseline` needs `--baseline FILE`, which says where to."
        raise UsageError(message)
    difference = _difference(options)
    sys.stdout.write(WRITERS[options.format](difference))
    if options.write_baseline:
        _write_baseline(options.baseline, difference)
        return 0
    return 1 if difference.breaks else 0


def _difference(options: argparse.Namespace) -> Difference:
    from catalog_gen.cli.differences import Difference  # noqa: PLC0415
    from catalog_gen.cli.sides import open_side  # noqa: PLC0415
    from catalog_gen.evolution.catalogs.acceptance import accepted, findings  # noqa: PLC0415
    from catalog_gen.files import MemoryReader  # noqa: PLC0415
    from catalog_gen.output import Cache  # noqa: PLC0415
    from catalog_gen.pipeline import Options  # noqa: PLC0415
    from catalog_gen.run import Run  # noqa: PLC0415

    known = frozenset[str]() if options.write_baseline or not options.baseline else _baseline(options.baseline)
    today = options.as_of or datetime.now(UTC).date().isoformat()
    settings = Options(config=options.config, as_of=options.as_of or "", today=today)
    cache = Cache(_cache_folder(options))
    run = Run(MemoryReader({}), cache, options.jobs or os.cpu_count() or 1)
    try:
        old, new = (open_side(name, other, settings, run) for name, other in ((options.old, options.new), (options.new, options.old)))
        found = _compared(old, new, run)
    finally:
        cache.close()
    day_of = new.snapshot.as_of or today
    ignores = new.snapshot.governance.ignores
    return Difference(
        old=old.name,
        new=new.name,
        as_of=day_of,
        changes=found.changes,
        accepted=accepted(found.changes, known, ignores, day_of),
        findings=tuple(findings(found.changes, ignores, day_of)),
        notes=found.notes,
        locate_old=old.locate,
        locate_new=new.locate,
        breaking_only=options.breaking_only,
    )


def _cache_folder(options: argparse.Namespace) -> Path | None:
    """Where both sides are remembered: what they have in common is read once. By default beside the newer of them that is a folder."""
    from catalog_gen.cli.sides import folder_of_side  # noqa: PLC0415
    from catalog_gen.output.cache import FOLDER  # noqa: PLC0415

    if options.no_cache or options.cache:
        return Path(options.cache) if options.cache else None
    folders = (folder_of_side(name) for name in (options.new, options.old))
    found = next((folder for folder in folders if folder is not None), None)
    return None if found is None else found / FOLDER


def _compared(old: Side, new: Side, run: Run) -> CatalogDiff:
    """The changes; all pairs of schemas are judged together, so that several processes can help."""
    from catalog_gen.evolution.catalogs.comparison import compare_catalogs, texts_to_judge  # noqa: PLC0415
    from catalog_gen.evolving import judge_all  # noqa: PLC0415

    ways = {"follow_old": old.follow, "follow_new": new.follow}
    known = judge_all(texts_to_judge(old.snapshot, new.snapshot, **ways), run)
    return compare_catalogs(old.snapshot, new.snapshot, judging=known.__getitem__, **ways)


def _baseline(file: str) -> frozenset[str]:
    from catalog_gen.evolution.catalogs.acceptance import NotABaseline, read_baseline  # noqa: PLC0415

    try:
        return read_baseline(Path(file).read_bytes())
    except NotABaseline as error:
        message = f"`{file}` cannot be read: {error}"
        raise UsageError(message) from None
    except OSError as error:
        message = f"the baseline `{file}` cannot be read: {error.strerror}.\n  Write one first: add --write-baseline to this command."
        raise UsageError(message) from None


def _write_baseline(file: str, difference: Difference) -> None:
    from catalog_gen.cli.reports.report import json_text  # noqa: PLC0415
    from catalog_gen.evolution.catalogs.acceptance import baseline_of  # noqa: PLC0415

    baseline = baseline_of(difference.changes)
    try:
        Path(file).write_text(json_text(baseline), encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"the baseline `{file}` cannot be written: {error.strerror}."
        raise UsageError(message) from None
    sys.stderr.write(f"{len(baseline['changes'])} breaking changes are accepted in {file}.\n")


DIFF = Command(
    "diff",
    "what changed between two catalogs, and whom does it break?",
    "Compare two catalogs and print what was added, removed and changed, which changes break, the consumers that they affect and the "
    "owners to ask. Exit code 1 means that something breaks that nobody accepted.",
    "examples:\n  catalog-gen diff git:origin/main\n  catalog-gen diff git:v1.2.0:contracts contracts --breaking-only\n"
    "  catalog-gen diff https://events.example.com/api/v1/catalog.json . --format markdown > comment.md\n"
    "  catalog-gen diff git:main . --baseline accepted.json --write-baseline",
    _configure,
    _run,
)
