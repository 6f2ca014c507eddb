"""The program: its commands and options, and what becomes of mistakes and accidents."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from catalog_gen import __version__
from catalog_gen.cli.command import UsageError
from catalog_gen.cli.commands import COMMANDS

FINE, FINDINGS, USAGE, INTERNAL = 0, 1, 2, 3

DESCRIPTION = "A searchable catalog of your events, from the AsyncAPI documents and Markdown that you already have."

EPILOG = """\
examples:
  catalog-gen new shop                   a small catalog to start from, in the folder `shop`
  catalog-gen serve shop                 look at it while you write
  catalog-gen check shop                 what is wrong, and where
  catalog-gen build shop -o site         the site to publish; open site/index.html

Every command explains itself: catalog-gen build --help
"""


class Parser(argparse.ArgumentParser):
    """A parser whose mistakes end in a suggestion."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, and what was probably meant in the next."""
        hint = _suggestion(message)
        sys.stderr.write(f"catalog-gen: {message}\n" + (f"  {hint}\n" if hint else f"  Try `{self.prog} --help`.\n"))
        raise SystemExit(USAGE)


def _suggestion(message: str) -> str:
    wrong = re.search(r"invalid choice: '([^']*)' \(choose from ([^)]*)\)", message)
    if wrong is None:
        return ""
    known = [word.strip(" '") for word in wrong[2].split(",")]
    near = get_close_matches(wrong[1], known, n=1)
    return f"Did you mean `{near[0]}`?" if near else f"Known are {', '.join(known)}."


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = Parser(prog="catalog-gen", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("--version", action="version", version=f"catalog-gen {__version__}")
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for command in COMMANDS:
        sub = subparsers.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            epilog=command.examples,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.configure(sub)
        sub.set_defaults(run=command.run)
    return top


def run(arguments: Sequence[str] | None = None) -> int:
    """Parse the arguments and run the command; accidents become one line and exit code 3."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else USAGE
    try:
        code: int = options.run(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except UsageError as error:
        sys.stderr.write(f"catalog-gen: {error}\n")
        return USAGE
    except Exception as error:  # the last resort: no accident ends in a traceback unless it is wanted
        if os.environ.get("CATALOG_GEN_DEBUG"):
            raise
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where is not None else "unknown place"
        sys.stderr.write(
            f"catalog-gen: internal error at {place}: {type(error).__name__}: {error}\n"
            "  This is a mistake in catalog-gen, not in your files. Run again with CATALOG_GEN_DEBUG=1 and report what it prints.\n"
        )
        return INTERNAL
    return code
