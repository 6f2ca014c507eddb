"""`catalog-gen build`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from catalog_gen.cli.command import Command, UsageError
from catalog_gen.cli.options import add_reading, check_config, folder_of, print_timings


def _configure_build(parser: argparse.ArgumentParser) -> None:
    add_reading(parser)
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="where the site goes; replaced as a whole, or not at all")
    parser.add_argument("--base-url", default="", metavar="URL", help="where the site will stand; adds feed, sitemap and canonical links")
    parser.add_argument("--strict", action="store_true", help="end with exit code 1 when there are errors")
    parser.add_argument("--force", action="store_true", help="write into a folder that catalog-gen did not make")


def _build(options: argparse.Namespace) -> int:
    from catalog_gen import api  # noqa: PLC0415
    from catalog_gen.cli.progress import Progress  # noqa: PLC0415
    from catalog_gen.cli.reports import Report, write_text  # noqa: PLC0415
    from catalog_gen.cli.summary import summary  # noqa: PLC0415
    from catalog_gen.pipeline import Options  # noqa: PLC0415

    root = folder_of(options)
    if not root.is_dir():
        message = f"`{options.root}` is a file; build wants the folder of a catalog."
        raise UsageError(message)
    check_config(options, root)
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
    grave = ("error",) if options.quiet else ("error", "warning")
    findings = [found for found in report.diagnostics if found.severity in grave]
    write_text(Report(findings=findings, root=root), sys.stderr, excerpts=False, limit=20)
    if options.timings:
        print_timings(report.timings.seconds)
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


BUILD = Command(
    "build",
    "write the site",
    "Read the catalog at ROOT and write its site to DIR. Files that did not change keep their bytes; what is no longer produced goes.",
    "examples:\n  catalog-gen build -o site\n  catalog-gen build contracts -o site --strict --base-url https://events.example.com/",
    _configure_build,
    _build,
)
