"""The successor of the output folder while it is being built."""

from __future__ import annotations

import os
import shutil
import stat
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from catalog_gen.output.blob import Blob, digest_of
from catalog_gen.output.names import MARKER, folders_of
from catalog_gen.output.patch import MOST_STEPS, carry_out, plan
from catalog_gen.output.present import Entry, Present
from catalog_gen.output.swap import remove, replace, staging_place

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

_THREADS = 2
_BATCH_FILES, _BATCH_BYTES = 64, 1 << 20
_BATCHES_WAITING = 6
"""Creating files is most of the work, and the system does it on several processors at once; memory stays bounded."""


class Staging:
    """A folder beside the present one, for what changes. `finish` makes the change visible.

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
        self._batch: list[tuple[str, bytes | Blob, str]] = []
        self._batch_bytes = 0
        self._pool = ThreadPoolExecutor(_THREADS, "writer")
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        """Begin; the folder is made with the first file."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Remove what is unfinished, and after `finish` what was replaced."""
        self._pool.shutdown(cancel_futures=True)
        if self._made:
            remove(self._folder)

    def entries(self) -> dict[str, Entry]:
        """Every file of the new site as it was left; complete after `settle`."""
        return self.unchanged | self.written

    def keep(self, path: str, digest: str) -> None:
        """Take over the file at `path` from the present folder."""
        found = self._present.files[path]
        self.unchanged[path] = Entry(found.size, found.mtime_ns, digest)

    def write(self, path: str, content: bytes | Blob, digest: str) -> None:
        """Write a file that is new or differs, soon. Without a `digest`, bytes are digested on the way."""
        self._batch.append((path, content, digest))
        self._batch_bytes += 0 if isinstance(content, Blob) else len(content)
        if len(self._batch) >= _BATCH_FILES or self._batch_bytes >= _BATCH_BYTES:
            self._send()
            while len(self._waiting) > _BATCHES_WAITING:
                self._waiting.popleft().result()

    def settle(self) -> None:
        """Wait until everything is written."""
        self._send()
        while self._waiting:
            self._waiting.popleft().result()

    def _send(self) -> None:
        if self._batch:
            self._make_folders("")
            self._waiting.append(self._pool.submit(self._write_batch, self._batch))
            self._batch, self._batch_bytes = [], 0

    def _write_batch(self, batch: list[tuple[str, bytes | Blob, str]]) -> None:
        for path, content, digest in batch:
            loaded = content if isinstance(content, bytes) else _loaded(content)
            self.written[path] = Entry(len(loaded), self._write(path, loaded), digest or digest_of(loaded))

    def _write(self, path: str, content: bytes) -> int:
        self._make_folders(path.rpartition("/")[0])
        handle = os.open(f"{self._base}/{path}", _NEW_FILE, _FILE_MODE)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
            if not self._modes_hold:
                os.chmod(f"{self._base}/{path}", _FILE_MODE)  # noqa: PTH101
            return os.fstat(handle).st_mtime_ns
        finally:
            os.close(handle)

    def _make_folders(self, folder: str) -> None:
        """Make a folder and those above it; several threads may."""
        if folder in self._made:
            return
        if folder:
            self._make_folders(folder.rpartition("/")[0])
        path = f"{self._base}/{folder}" if folder else self._base
        try:
            os.mkdir(path, _FOLDER_MODE)  # noqa: PTH102 - thousands of them
        except FileExistsError:
            if not folder:
                raise
        if not folder:
            self._modes_hold = stat.S_IMODE(os.stat(path).st_mode) == _FOLDER_MODE  # noqa: PTH116
        if not self._modes_hold:
            os.chmod(path, _FOLDER_MODE)  # noqa: PTH101
        self._made.add(folder)

    def finish(self, marker: bytes) -> None:
        """Make the new site visible: by moving files when they are few, else by bringing over what stays and swapping."""
        self._make_folders("")
        self._write(MARKER, marker)
        removed = self._present.ours.difference(self.written, self.unchanged)
        if self._fits_as_patch(len(removed)):
            plan(self._folder, removed, self.written)
            carry_out(self._folder, self._present.folder)
            return
        self._link(self.unchanged)
        self._carry_foreign({MARKER, *self.written, *self.unchanged})
        old = replace(self._present.folder)
        if old is not None:
            remove(old)

    def _fits_as_patch(self, removed: int) -> bool:
        """Whether the change is small, and no file has to become a folder or the other way round."""
        present, written = self._present, self.written
        if not present.marker or len(written) + removed > min(MOST_STEPS, len(present.files)):
            return False
        return present.folders.isdisjoint(written) and present.files.keys().isdisjoint(folders_of(written))

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
        blocked = tuple(f"{path}/" for path in present.folders & new)
        for folder in sorted(present.folders - ours - taken):
            if not folder.startswith(blocked):
                self._make_folders(folder)
        self._link(path for path in present.files if path not in present.ours and path not in taken and not path.startswith(blocked))


class FailedElsewhere(Exception):  # noqa: N818 - an envelope, never seen outside
    """Carries an `OSError` of whoever makes the pages past the place that explains those of the output folder."""

    def __init__(self, error: OSError) -> None:
        """Wrap the error."""
        super().__init__(error)
        self.error = error


def _loaded(blob: Blob) -> bytes:
    try:
        return blob.load()
    except OSError as error:
        raise FailedElsewhere(error) from error


def _linked(source: str, target: str) -> bool:
    """Try a hard link; some file systems have none, and some systems refuse them for files of another user."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return False
    return True
