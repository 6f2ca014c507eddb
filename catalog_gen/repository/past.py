"""Files as they are now and as they once were, through one door.

What a commit holds stands below a folder of its own, whose name is `@` and the tag's or the commit's: `@v1.2.0/orders/asyncapi.yaml`.
References between files of one commit stay in that folder, so an older document finds the schemas of its own time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from catalog_gen.files import MAX_BYTES, Reader
from catalog_gen.repository.program import Git, Objects
from catalog_gen.repository.reader import is_pointer
from catalog_gen.repository.tree import Entry, follow, list_tree

_TREES = 16
_LINK_BYTES = 4096


class PastReader:
    """A `files.Reader` over another one, with folders of older commits that are read when asked for, and never listed."""

    def __init__(self, now: Reader, git: Git, folders: Mapping[str, tuple[str, str]]) -> None:
        """`folders` says which commit, and which folder of it from the top of the repository, stands under which name (`@v1.2.0`)."""
        self.now = now
        """The files as they are."""
        self.folders = folders
        self._objects = Objects(git)
        self._list = lru_cache(maxsize=_TREES)(lambda commit, folder: list_tree(git, commit, folder))

    def close(self) -> None:
        """Let go of the program that reads objects."""
        self._objects.close()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, now or then; None also for one that Git LFS keeps."""
        name, below = self._split(path) if path.startswith("@") else ("", path)
        if not name:
            return self.now.read(path)
        found = self.find(name, below)
        blob = None if found is None else self._objects.read(found.name, MAX_BYTES + 1)
        return None if blob is None or is_pointer(blob.raw) else blob.raw

    def paths(self, exclude: tuple[str, ...] = ()) -> Iterator[str]:
        """The files as they are now."""
        return self.now.paths(exclude)

    def find(self, name: str, below: str) -> Entry | None:
        """The entry of a file in one of the folders."""
        entries = self._list(*self.folders[name])
        return follow(below, entries, self._target)

    def is_past(self, path: str) -> bool:
        """Whether a path is in one of the folders of older commits."""
        return path.startswith("@") and self._split(path)[0] != ""

    def _split(self, path: str) -> tuple[str, str]:
        """The folder that a path is in, and the path in it; tags have slashes, so the longest name that fits is it."""
        parts = path.split("/")
        for count in range(len(parts) - 1, 0, -1):
            name = "/".join(parts[:count])
            if name in self.folders:
                return name, "/".join(parts[count:])
        return "", path

    def _target(self, name: str) -> str:
        blob = self._objects.read(name, _LINK_BYTES)
        return "/" if blob is None or blob.size > _LINK_BYTES else blob.raw.decode("utf-8", "surrogateescape")
