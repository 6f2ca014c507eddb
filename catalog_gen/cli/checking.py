"""`catalog-gen check` and `catalog-gen inspect`."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from catalog_gen.cli.command import Command
from catalog_gen.cli.options import add_reading, load

FORMATS = ("text", "json", "github", "gitlab", "junit", "sarif")
"""What `--format` of `check` takes; a test holds this equal to `reports.FORMATS`, which takes longer to import."""


def _configure_check(parser: argparse.ArgumentParser) -> None:
    add_reading(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print the findings (default: text)")
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "info"), default="error", help="least severity that gives exit code 1 (default: error)"
    )


def _check(options: argparse.Namespace) -> int:
    from catalog_gen.cli import reports  # noqa: PLC0415
    from catalog_gen.cli.summary import summary  # noqa: PLC0415
    from catalog_gen.diagnostics import Severity  # noqa: PLC0415

    catalog, files = load(options, today=datetime.now(UTC).date().isoformat())
    report = reports.Report(
        findings=catalog.diagnostics,
        root=files.root,
        documents=[document.path for document in catalog.documents],
        fail_on=Severity(options.fail_on),
        read=files.read,
    )
    reports.FORMATS[options.format](report, sys.stdout)
    if options.format == "text" and not options.quiet:
        sys.stderr.write(summary(catalog) + "\n")
    return 1 if any(report.fails(found) for found in catalog.diagnostics) else 0


def _inspect(options: argparse.Namespace) -> int:
    sys.stdout.buffer.write(load(options)[0].to_json())
    return 0


CHECK = Command(
    "check",
    "say what is wrong, and where",
    "Read the catalog (or one document) and print every finding with its place and what to do about it.",
    "examples:\n  catalog-gen check\n  catalog-gen check orders/asyncapi.yaml --fail-on warning\n"
    "  catalog-gen check --format sarif > findings.sarif",
    _configure_check,
    _check,
)


INSPECT = Command(
    "inspect",
    "print the catalog as JSON",
    "Read the catalog and print it as JSON: the same bytes as api/v1/catalog.json on the site.",
    "examples:\n  catalog-gen inspect contracts | jq '.messages[].id'",
    add_reading,
    _inspect,
)
