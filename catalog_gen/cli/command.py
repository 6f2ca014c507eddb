"""What a command is: a record of its words for the help, its options, and what it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass


class UsageError(Exception):
    """The command cannot be carried out as it was given; the message says why and what to do."""


@dataclass(frozen=True)
class Command:
    """One command of the program."""

    name: str
    summary: str
    description: str
    examples: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]
