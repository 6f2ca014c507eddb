"""The successor of the output folder while it is being built."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from catalog_gen.output.names import MARKER, folders_of
from catalog_gen.output.present import Entry, Present
from catalog_gen.output.swap import remove, replace, staging_place

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class Staging:
    """A folder beside the present one. What changes is written at once, what stays is linked by `finish`, which swaps.

    Leaving it as a context without `finish` leaves no trace, so a build that changes nothing costs no files.
    """

    def __init__(self, present: Present) -> None:
        """Touch nothing yet."""
        self.written: dict[str, Entry] = {}
        self.unchanged: dict[str, Entry] = {}
        self._present = present
        self._folder = staging_place(present.folder)
        self._base = os.fspath(self._folder)
        self._made: set[str] = set()
        self._modes_hold = False

    def __enter__(self) -> Self:
        """Begin; the folder is made with the first file."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Remove what is unfinished, and after `finish` what was replaced."""
        remove(self._folder)

    def entries(self) -> dict[str, Entry]:
        """Every file of the new site as it was left."""
        return self.unchanged | self.written

    def keep(self, path: str, digest: str) -> None:
        """Take over the file at `path` from the present folder."""
        found = self._present.files[path]
        self.unchanged[path] = Entry(found.size, found.mtime_ns, digest)

    def write(self, path: str, content: bytes, digest: str) -> None:
        """Write a file that is new or differs."""
        self.written[path] = Entry(len(content), self._write(path, content), digest)

    def _write(self, path: str, content: bytes) -> int:
        self._make_folders(path.rpartition("/")[0])
        handle = os.open(f"{self._base}/{path}", _NEW_FILE, _FILE_MODE)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(handle, view) :]
            if not self._modes_hold:
                os.chmod(handle if os.chmod in os.supports_fd else f"{self._base}/{path}", _FILE_MODE)
            return os.fstat(handle).st_mtime_ns
        finally:
            os.close(handle)

    def _make_folders(self, folder: str) -> None:
        if folder in self._made:
            return
        if folder:
            self._make_folders(folder.rpartition("/")[0])
        self._make_folder(folder)

    def _make_folder(self, folder: str) -> None:
        path = f"{self._base}/{folder}" if folder else self._base
        os.mkdir(path, _FOLDER_MODE)  # noqa: PTH102 - thousands of them
        if not self._made:
            self._modes_hold = stat.S_IMODE(os.stat(path).st_mode) == _FOLDER_MODE  # noqa: PTH116
        if not self._modes_hold:
            os.chmod(path, _FOLDER_MODE)  # noqa: PTH101
        self._made.add(folder)

    def finish(self, marker: bytes) -> None:
        """Bring over what stays and put the new folder in the place of the present one."""
        self._make_folders("")
        new = {MARKER, *self.written, *self.unchanged}
        self._link(self.unchanged)
        self._carry_foreign(new)
        self._write(MARKER, marker)
        old = replace(self._present.folder)
        if old is not None:
            remove(old)

    def _link(self, paths: Iterable[str]) -> None:
        source, files, linking = os.fspath(self._present.folder), self._present.files, True
        for path in paths:
            folder = path.rpartition("/")[0]
            if folder not in self._made:
                self._make_folders(folder)
            target = f"{self._base}/{path}"
            if linking:
                linking = _linked(f"{source}/{path}", target)
            if not linking:
                shutil.copy2(f"{source}/{path}", target, follow_symlinks=False)
            if path in self.unchanged and stat.S_IMODE(files[path].mode) != _FILE_MODE:
                os.chmod(target, _FILE_MODE)  # noqa: PTH101

    def _carry_foreign(self, new: set[str]) -> None:
        """Bring over what others put into the folder, except where a page or its folder now has that name."""
        present, taken = self._present, new | self._made
        ours = set(folders_of(present.ours))
        blocked = [f"{path}/" for path in present.folders & new]
        keep = [path for path in present.files if path not in present.ours and path not in taken and not _under(path, blocked)]
        for folder in sorted(present.folders - ours - self._made):
            if folder not in new and not _under(folder, blocked):
                self._make_folders(folder)
        self._link(keep)


def _under(path: str, prefixes: list[str]) -> bool:
    return path.startswith(tuple(prefixes))


def _linked(source: str, target: str) -> bool:
    """Try a hard link; some file systems have none, and some systems refuse them for files of another user."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True
