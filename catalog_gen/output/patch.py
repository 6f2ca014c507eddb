"""A small change to a published folder, made file by file, and finished by the next build if this one is killed.

Replacing a folder of many thousand files for the sake of five costs seconds. So when little differs, the new files are moved
over the old ones, each in one step. What is to be done is written down before the first step, beside the new files: without
that list nothing was touched and the old site is whole; with it, the new site can be completed, because every step may be
repeated.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from catalog_gen.output.names import MARKER, fault_of

_PLAN = ".catalog-gen-plan"

MOST_STEPS = 256
"""Above this many files the whole folder is replaced: a few milliseconds in which old and new pages stand together are enough."""


class _Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What turns the present site into the new one: files to remove, then files to move in."""

    removed: list[str]
    moved: list[str]


_decoder = msgspec.json.Decoder(_Plan)


def plan(staged: Path, removed: Iterable[str], moved: Iterable[str]) -> None:
    """Write down the change; from here on it will happen."""
    draft = staged / f"{_PLAN}-draft"
    draft.write_bytes(msgspec.json.encode(_Plan(removed=sorted(removed), moved=sorted(moved))))
    draft.replace(staged / _PLAN)


def carry_out(staged: Path, folder: Path) -> None:
    """Do what was planned in `staged` to `folder`, or what is left of it; nothing when there is no plan."""
    found = _read(staged / _PLAN)
    if found is None or not (folder / MARKER).is_file():
        return
    for path in found.removed:
        (folder / path).unlink(missing_ok=True)
        _prune(folder, path)
    for path in (*found.moved, MARKER):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # moved before the interruption
            (staged / path).replace(target)


def _read(file: Path) -> _Plan | None:
    try:
        found = _decoder.decode(file.read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return None if any(map(fault_of, (*found.removed, *found.moved))) else found


def _prune(folder: Path, path: str) -> None:
    """Remove the folders that became empty."""
    parent = os.path.dirname(path)  # noqa: PTH120 - a path inside the site, not on this system
    with contextlib.suppress(OSError):
        while parent:
            (folder / parent).rmdir()
            parent = os.path.dirname(parent)  # noqa: PTH120
