"""The files of one commit: names, kinds and object ids, with links followed inside the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from catalog_gen.repository.program import Git

LINK = "120000"
SUBMODULE = "160000"
_MOST_LINKS = 40
"""As many links as Linux follows before it calls a path a loop."""


class Entry(NamedTuple):
    """One file of a tree: its mode (`100644`, `120000` for a link) and the name of its object."""

    mode: str
    name: str


def list_tree(git: Git, commit: str, folder: str) -> dict[str, Entry]:
    """Every file below a folder of a commit by its path from there; submodules are left out. A folder that is not there is empty."""
    tree = git.try_ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{folder}")
    said = git.try_ask("ls-tree", "-r", "-z", "--full-tree", tree.decode().strip()) if tree else None
    entries = {}
    for row in (said or b"").split(b"\0")[:-1]:
        about, _, path = row.partition(b"\t")
        mode, _, name = about.decode().split(" ")
        if mode != SUBMODULE:
            entries[path.decode("utf-8", "surrogateescape")] = Entry(mode, name)
    return entries


def follow(path: str, entries: Mapping[str, Entry], target_of: Callable[[str], str]) -> Entry | None:
    """The regular file that a path leads to, through links that stay inside the tree; None when there is none.

    `target_of` gives the text of a link by its object's name.
    """
    waiting, here, links = path.split("/")[::-1], list[str](), 0
    while waiting:
        part = waiting.pop()
        if part in {"", "."}:
            continue
        if part == "..":
            if not here:
                return None
            here.pop()
            continue
        here.append(part)
        entry = entries.get("/".join(here))
        if entry is None or entry.mode != LINK:
            continue
        links += 1
        target = target_of(entry.name)
        if links > _MOST_LINKS or target.startswith("/"):
            return None
        here.pop()
        waiting += target.split("/")[::-1]
    entry = entries.get("/".join(here))
    return entry if entry is not None and entry.mode != LINK else None
