"""The door through which input comes in: files below one root, and nothing else.

A path is relative to the root, with forward slashes. Links are followed only as far as they stay below the root; devices,
sockets and pipes are not files; a file larger than the limit is cut off one byte later, so that its reader can say so.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Protocol

MAX_BYTES = 64 * 1024 * 1024

SKIPPED = frozenset({"node_modules", "__pycache__", "venv"})
"""Folders that hold other people's files; hidden ones are skipped too."""

SEEN = {(folder, "CODEOWNERS") for folder in (".github", ".gitlab", ".bitbucket")}
"""The files in hidden folders that are looked at all the same."""

MARKER = ".catalog-gen"
"""Stands in every folder that holds a published site; such a folder is output, never input."""


class Reader(Protocol):
    """Files by path. `read` gives None for what is no readable file below the root."""

    def read(self, path: str) -> bytes | None:
        """The bytes of one file."""
        ...

    def paths(self, exclude: tuple[str, ...] = ()) -> Iterator[str]:
        """Every file, sorted, without skipped folders and what matches an `exclude` glob."""
        ...


class FolderReader:
    """Reads below a folder."""

    def __init__(self, root: Path) -> None:
        """`root` need not exist; then there are no files."""
        self.root = Path(os.path.realpath(root))
        self._root = str(self.root)

    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file whose real place is below the root."""
        real = os.path.realpath(os.path.join(self._root, path))  # noqa: PTH118 - for each file of a catalog, and a `Path` takes its time
        if not self._is_below(real):
            return None
        try:
            descriptor = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except (OSError, ValueError):
            return None
        try:
            with os.fdopen(descriptor, "rb") as file:
                about = os.fstat(file.fileno())
                # Asking for no more than there is spares each small file a buffer of the largest size.
                return file.read(min(about.st_size, MAX_BYTES) + 1) if stat.S_ISREG(about.st_mode) else None
        except OSError:
            return None

    def paths(self, exclude: tuple[str, ...] = ()) -> Iterator[str]:
        """Walk the tree without following links to folders."""
        yield from sorted(self._walk(str(self.root), "", exclude))

    def _walk(self, folder: str, prefix: str, exclude: tuple[str, ...]) -> Iterator[str]:
        waiting = [(folder, prefix)]
        while waiting:
            here, below = waiting.pop()
            try:
                entries = list(os.scandir(here))
            except OSError:
                continue
            if below and any(entry.name == MARKER for entry in entries):
                continue
            for entry in entries:
                path = below + entry.name
                if matches_any(path, exclude):
                    continue
                if entry.name.startswith("."):
                    yield from (f"{path}/{name}" for hidden, name in sorted(SEEN) if hidden == entry.name and _is_file(entry.path, name))
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in SKIPPED:
                        waiting.append((entry.path, path + "/"))
                elif entry.is_file() and _is_text(path):
                    yield path

    def _is_below(self, real: str) -> bool:
        root = self._root
        return real == root or real.startswith(root if root.endswith(os.sep) else root + os.sep)


class MemoryReader:
    """Files held in memory, for tests and embedding."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """`files` maps paths to contents."""
        self.files = files

    def read(self, path: str) -> bytes | None:
        """The bytes under a path."""
        return self.files.get(path)

    def paths(self, exclude: tuple[str, ...] = ()) -> Iterator[str]:
        """The paths, sorted."""
        yield from (path for path in sorted(self.files) if not matches_any(path, exclude))


def matches_any(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether a path, or a folder that it is in, matches one of the globs; `**/` stands for any folders, none included."""
    return any(_matches(path, pattern) for pattern in patterns)


def _matches(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./").rstrip("/")
    if fnmatchcase(path, pattern) or path.startswith(pattern + "/"):
        return True
    if pattern.endswith("/**") and fnmatchcase(path, pattern.removesuffix("/**")):
        return True
    return pattern.startswith("**/") and _matches_below(path, pattern.removeprefix("**/"))


def _matches_below(path: str, pattern: str) -> bool:
    parts = path.split("/")
    return any(_matches("/".join(parts[number:]), pattern) for number in range(len(parts)))


def is_hidden(path: str) -> bool:
    """Whether a file is hidden or in a hidden folder, and is none of those that are looked at all the same."""
    parts = path.split("/")
    return any(part.startswith(".") for part in (parts if tuple(parts[-2:]) not in SEEN else parts[:-2]))


def _is_file(folder: str, name: str) -> bool:
    return os.path.isfile(os.path.join(folder, name))  # noqa: PTH113, PTH118 - beside `scandir`, which has texts


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
