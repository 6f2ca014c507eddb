"""The command line: thin commands over the public functions."""

from __future__ import annotations


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code. Sources of the codes: 0 fine, 1 findings, 2 usage, 3 internal error."""
    from catalog_gen.cli.program import run  # noqa: PLC0415 - nothing is imported before the arguments are known

    return run(arguments)
