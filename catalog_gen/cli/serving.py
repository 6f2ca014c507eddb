"""`catalog-gen serve`."""

from __future__ import annotations

import argparse

from catalog_gen.cli.command import Command, UsageError
from catalog_gen.cli.options import add_reading, check_config, folder_of


def _configure_serve(parser: argparse.ArgumentParser) -> None:
    add_reading(parser)
    parser.add_argument("--base-url", default="", help=argparse.SUPPRESS)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this machine only)")
    parser.add_argument("--port", type=int, metavar="PORT", help="port to listen on (default: 8000, or the next free one)")
    parser.add_argument("--open", action="store_true", help="open the browser")


def _serve(options: argparse.Namespace) -> int:
    from catalog_gen.cli.preview import preview  # noqa: PLC0415

    root = folder_of(options)
    if not root.is_dir():
        message = f"`{options.root}` is a file; serve wants the folder of a catalog."
        raise UsageError(message)
    check_config(options, root)
    return preview(root, options)


SERVE = Command(
    "serve",
    "live preview while you write",
    "Build the site in memory, serve it on this machine, and bring every saved change to the open browser.",
    "examples:\n  catalog-gen serve\n  catalog-gen serve contracts --port 9000 --open",
    _configure_serve,
    _serve,
)
