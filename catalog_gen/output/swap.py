"""Putting a finished folder in the place of another, so that a reader sees the old one or the new one and nothing between.

Three hidden names stand beside the folder while a build runs, and none after it:
`.NAME.catalog-gen-new` (being built, or the replaced one being removed), `.NAME.catalog-gen-old` (the replaced one, where the
system cannot exchange two folders in one step) and `.NAME.catalog-gen-lock`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from catalog_gen.output.patch import carry_out


def staging_place(folder: Path) -> Path:
    """Where the successor of `folder` is built: on the same file system, so that a rename is enough."""
    return folder.with_name(f".{folder.name}.catalog-gen-new")


def _aside_place(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.catalog-gen-old")


@contextlib.contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold `folder` against other builds of it, in this process or another; waits until they are done."""
    path = folder.with_name(f".{folder.name}.catalog-gen-lock")
    while True:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
        _lock(handle)
        # The one before us removes the file when it is done: what we hold must still be what the name means.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                break
        os.close(handle)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - only there

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - only there

        fcntl.flock(handle, fcntl.LOCK_EX)


def recover(folder: Path) -> None:
    """Tidy up after a build that was killed: the whole old site is put back, or a small change that had begun is completed."""
    aside, staged = _aside_place(folder), staging_place(folder)
    if aside.is_dir() and not folder.exists():
        aside.rename(folder)
    carry_out(staged, folder)
    for leftover in (aside, staged):
        remove(leftover)


def remove(folder: Path) -> None:
    """Delete a folder of ours, however deep; nothing happens when there is none."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def replace(folder: Path) -> Path | None:
    """Put the staged successor in the place of `folder`. Returns where the replaced one stands now, for removal."""
    staged, aside = staging_place(folder), _aside_place(folder)
    if not folder.exists():
        staged.rename(folder)
        return None
    if _exchange(staged, folder):
        return staged
    folder.rename(aside)
    try:
        staged.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    return aside


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in a single step where the system can: Linux's renameat2(2), macOS's renamex_np(2)."""
    if sys.platform == "win32":
        return False
    import ctypes  # noqa: PLC0415 - slow to load, and most builds replace nothing

    first, second = os.fsencode(one), os.fsencode(other)
    with contextlib.suppress(AttributeError, OSError):
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(library.renamex_np(first, second, ctypes.c_uint(_RENAME_EXCHANGE)) == 0)
        return bool(library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, ctypes.c_uint(_RENAME_EXCHANGE)) == 0)
    return False
