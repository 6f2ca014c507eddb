"""The files of a commit through the same door as the files of a folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Self

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.files import MARKER, MAX_BYTES, SKIPPED, is_hidden, matches_any
from catalog_gen.repository.program import Git, Objects
from catalog_gen.repository.revisions import resolve
from catalog_gen.repository.tree import LINK, Entry, follow, list_tree

_POINTER_BYTES = 1024
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\n(?:[a-z0-9.-]+ [^\n]*\n)*?oid sha256:[0-9a-f]{64}\n")
_LINK_BYTES = 4096


class GitReader:
    """A `files.Reader` over a commit of the repository that holds a folder.

    Paths are relative to that folder, as for `FolderReader`, and nothing above it can be read. Contents are as they are committed: no
    line endings are converted and no filters run. Close it (or use it in a `with`) when all is read; reading again reopens it.
    """

    def __init__(self, root: Path, ref: str) -> None:
        """Raise `RepositoryProblem` where git is missing, `root` is in no repository, or `ref` names no commit that is there."""
        self.git = Git(root)
        self.ref = ref
        self.commit = resolve(self.git, ref)
        """The full id of the commit."""
        self.diagnostics: list[Diagnostic] = []
        """What was found while reading: files that are only pointers, objects that are not there."""
        self._objects = Objects(self.git)
        self._entries = list_tree(self.git, self.commit, self.git.prefix)
        self._told: set[str] = set()
        self._target = lru_cache(maxsize=4096)(self._read_target)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the program that reads objects."""
        self._objects.close()

    def name_of(self, path: str) -> str:
        """The name of the object that holds a file's content, "" for what is no file: the same name, the same content."""
        entry = self._find(path)
        return entry.name if entry is not None else ""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file as they were committed, one byte more than `MAX_BYTES` at most."""
        entry = self._find(path)
        if entry is None:
            return None
        blob = self._objects.read(entry.name, MAX_BYTES + 1)
        if blob is None:
            self._tell(path, "git-object-missing", *_MISSING)
            return None
        if is_pointer(blob.raw):
            self._tell(path, "git-lfs-pointer", *_LFS)
            return None
        return blob.raw

    def paths(self, exclude: tuple[str, ...] = ()) -> Iterator[str]:
        """Every file, sorted, by the rules of `FolderReader`: no hidden or skipped folders, no published sites, no links to folders."""
        published = {path.removesuffix(MARKER) for path in self._entries if path.endswith("/" + MARKER)}
        yield from (path for path in sorted(self._entries) if self._is_listed(path, exclude, published))

    def _is_listed(self, path: str, exclude: tuple[str, ...], published: set[str]) -> bool:
        folders = path.split("/")[:-1]
        if is_hidden(path) or any(part in SKIPPED for part in folders):
            return False
        if published and any("/".join(folders[: number + 1]) + "/" in published for number in range(len(folders))):
            return False
        if not path.isprintable() and not _is_text(path):
            return False
        return not matches_any(path, exclude) and self._find(path) is not None

    def _find(self, path: str) -> Entry | None:
        entry = self._entries.get(path)
        if entry is not None and entry.mode != LINK:
            return entry
        return follow(path, self._entries, self._target)

    def _read_target(self, name: str) -> str:
        blob = self._objects.read(name, _LINK_BYTES)
        return "/" if blob is None or blob.size > _LINK_BYTES else blob.raw.decode("utf-8", "surrogateescape")

    def _tell(self, path: str, code: str, message: str, hint: str) -> None:
        if path not in self._told:
            self._told.add(path)
            words = message.format(path=path, ref=self.ref)
            self.diagnostics.append(Diagnostic(code=code, severity=Severity.WARNING, message=words, hint=hint, span=Span(path=path)))


_LFS = (
    "At `{ref}` the file `{path}` is kept in Git LFS; the repository holds only a pointer to it.",
    "Keep contracts in git itself: `git lfs migrate export --include=PATH` brings a file back.",
)
_MISSING = (
    "At `{ref}` the content of `{path}` is not in this clone.",
    "It is a partial clone: fetch without `--filter`, or run `git fetch --refetch`.",
)


def is_pointer(raw: bytes) -> bool:
    """Whether a file is only a pointer of Git LFS to its content (the specification of LFS, "The Pointer")."""
    return len(raw) < _POINTER_BYTES and _POINTER.match(raw) is not None


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
