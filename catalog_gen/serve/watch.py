"""Noticing that an input changed: the file system's events, without the noise, gathered into one."""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from catalog_gen.files import MARKER, SKIPPED

_QUIET_SECONDS = 0.03
"""An editor writes a file in several steps; so long after the last one it is done."""

_PATIENCE_SECONDS = 0.3
"""With a program that never pauses, we look after so long at the latest."""

_POLL_SECONDS = 1.0
_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
"""The others tell of reading, which a build does itself."""

_SILENT_FOLDERS = SKIPPED | {".git", ".hg", ".svn", ".idea", ".vscode", ".venv", ".mypy_cache", ".ruff_cache", ".catalog-gen-cache"}
_SILENT_FILES = re.compile(
    r"""
    .*~ | \#.*\# | \.\#.*           # Emacs and others: backups, auto-saves, locks
    | \..*\.sw[a-z] | 4913          # Vim: swap files, and its test whether it may write
    | .*___jb_(tmp|old)___          # JetBrains: safe write
    | \.goutputstream-.*            # GNOME
    | .*\.(tmp|temp|part|crswap) | \.~lock\..* | \.DS_Store
    | \..*\.catalog-gen-(new|old|lock)
    """,
    re.VERBOSE,
)


class Trigger(threading.Thread):
    """Runs `action` soon after `pull`, once for many pulls, never twice at a time, always once after the last one."""

    def __init__(self, action: Callable[[], None]) -> None:
        """`action` runs on this thread."""
        super().__init__(name="rebuild", daemon=True)
        self._action = action
        self._pulled = threading.Condition()
        self._first = self._latest = 0.0
        self._stopped = False

    def pull(self) -> None:
        """Ask for the action."""
        with self._pulled:
            self._latest = time.monotonic()
            self._first = self._first or self._latest
            self._pulled.notify()

    def stop(self, seconds: float) -> None:
        """Begin nothing more, and wait so long for what has begun."""
        with self._pulled:
            self._stopped = True
            self._pulled.notify()
        self.join(seconds)

    def run(self) -> None:
        """Wait for pulls."""
        while self._next():
            self._action()

    def _next(self) -> bool:
        with self._pulled:
            self._pulled.wait_for(lambda: self._stopped or self._first)
            while not self._stopped:
                rest = min(self._latest + _QUIET_SECONDS, self._first + _PATIENCE_SECONDS) - time.monotonic()
                if rest <= 0:
                    break
                self._pulled.wait(rest)
            self._first = 0.0
            return not self._stopped


class Watch(FileSystemEventHandler):
    """Calls `changed` whenever a file below `root` or one of the inputs elsewhere changes. `ignored` are folders of no interest."""

    def __init__(self, root: Path, changed: Callable[[], None], *, ignored: Iterable[Path] = ()) -> None:
        """Start watching `root`, with everything below it."""
        self._root = os.path.realpath(root)
        self._changed = changed
        self._ignored = tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in ignored)
        self._files: set[str] = set()
        self._folders: dict[str, bool] = {}
        self._grown = False
        self.polling = False
        self._observer = self._started()

    def _started(self) -> BaseObserver:
        # Folders that are made faster than they are watched are watched twice, which does no harm.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        observer: BaseObserver = Observer()
        try:
            self._observe(observer, self._root, recursive=True)
            observer.start()
        except OSError:  # the system's limit of watches is reached; looking every second still works
            self.polling = True
            observer = PollingObserver(timeout=_POLL_SECONDS)
            self._observe(observer, self._root, recursive=True)
            observer.start()
        return observer

    def _observe(self, observer: BaseObserver, folder: str, *, recursive: bool) -> None:
        observer.schedule(self, folder, recursive=recursive, event_filter=_EVENTS)

    def renew(self) -> None:
        """Watch folders that are new, too; to be called before reading the inputs.

        The observer adds them by itself, but when several appear one in the other it may be too late for the inner ones.
        """
        if not self._grown or self.polling:
            return
        self._grown = False
        with contextlib.suppress(OSError):
            self._observer.unschedule_all()
            for folder, recursive in {**self._folders, self._root: True}.items():
                if os.path.isdir(folder):  # noqa: PTH112 - it is a text here
                    self._observe(self._observer, folder, recursive=recursive)

    def follow(self, inputs: Iterable[Path]) -> None:
        """Watch inputs outside the root too: folders with everything below, files alone."""
        for path in (Path(os.path.realpath(place)) for place in inputs):
            if path.is_relative_to(self._root):
                continue
            is_folder = path.is_dir()
            folder = path if is_folder else path.parent
            if not is_folder:
                self._files.add(str(path))
            watched = self._folders.get(str(folder))
            if folder.is_dir() and (watched is None or (is_folder and not watched)):
                self._folders[str(folder)] = is_folder
                self._observe(self._observer, str(folder), recursive=is_folder)

    def stop(self) -> None:
        """Stop watching."""
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Look at one event of the file system."""
        if any(path and self._matters(os.fsdecode(path)) for path in (event.src_path, event.dest_path)):
            self._grown = self._grown or (event.is_directory and event.event_type != "deleted")
            self._changed()

    def _matters(self, path: str) -> bool:
        given = Path(path)
        real = os.path.join(os.path.realpath(given.parent), given.name)  # noqa: PTH118 - quick, and the file itself may be gone
        if real in self._files:
            return True
        base = self._base_of(real)
        if base is None or real.startswith(self._ignored):
            return False
        place = Path(base)
        names = Path(real).relative_to(place).parts
        if any(name in _SILENT_FOLDERS or _SILENT_FILES.fullmatch(name) for name in names):
            return False
        return not any((place := place / folder).joinpath(MARKER).exists() for folder in names[:-1])

    def _base_of(self, path: str) -> str | None:
        """The watched folder that a path lies in, among those where everything counts."""
        whole = (self._root, *(folder for folder, everything in self._folders.items() if everything))
        return next((folder for folder in whole if path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)), None)
