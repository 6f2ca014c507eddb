"""`catalog-gen new`."""

from __future__ import annotations

import argparse
from pathlib import Path

from catalog_gen.cli.command import Command


def _configure_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="the folder to make")


def _new(options: argparse.Namespace) -> int:
    from catalog_gen.cli.starter import start  # noqa: PLC0415

    return start(Path(options.folder))


NEW = Command(
    "new",
    "start a small catalog",
    "Make a folder with a small catalog to start from: two services, their messages, a page and a note.",
    "examples:\n  catalog-gen new shop && catalog-gen serve shop",
    _configure_new,
    _new,
)
