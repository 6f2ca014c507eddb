"""`catalog-gen example` and `catalog-gen validate`."""

from __future__ import annotations

import argparse

from catalog_gen.cli import payloads
from catalog_gen.cli.command import Command
from catalog_gen.cli.options import load


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


EXAMPLE = Command(
    "example",
    "print a payload that validates",
    "Print an example payload of a schema file, or of a message of the catalog.",
    "examples:\n  catalog-gen example OrderPlaced --root contracts\n  catalog-gen example OrderPlaced@1.1.0 --variant minimal\n"
    "  catalog-gen example order.json --envelope kafka",
    _configure_example,
    lambda options: payloads.print_example(options, lambda: load(options)[0]),
)

VALIDATE = Command(
    "validate",
    "hold payloads against a contract",
    "Read payloads (JSON, or JSON lines; - is standard input) and print every rule of the message's schema that they break.",
    "examples:\n  catalog-gen validate OrderPlaced sample.json --root contracts\n"
    "  catalog-gen validate OrderPlaced recorded.jsonl --all-versions\n  catalog-gen validate order.json sample.json",
    _configure_validate,
    lambda options: payloads.validate(options, lambda: load(options)[0]),
)
