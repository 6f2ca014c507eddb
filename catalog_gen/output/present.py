"""What stands in the output folder now: which files, how they look from outside, and which of them are ours."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from catalog_gen.output.blob import digest_of
from catalog_gen.output.names import MARKER

_HEADER = "catalog-gen 1: this folder is replaced by every build; the files below are its own"
_SETTLING_NS = 50_000_000
"""A file changed again within one tick of the clock keeps its time; younger ones are compared by content."""


class Stamp(NamedTuple):
    """A file from outside: its size in bytes, the time of its last change in nanoseconds, its mode."""

    size: int
    mtime_ns: int
    mode: int


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A published file as it was left: while size and time are the same, `digest` names its content."""

    size: int
    mtime_ns: int
    digest: str


class Present:
    """The output folder as found. `files` and `folders` hold paths relative to it, links and other oddities included."""

    def __init__(self, folder: Path, record: Mapping[str, Entry]) -> None:
        """Read the folder's tree; a missing folder is an empty one. `record` is what the last publication left."""
        self.folder = folder
        self.files: dict[str, Stamp] = {}
        self.folders: set[str] = set()
        self._record = record
        self._scan()
        self.marker = self._read_marker()
        ours = self.marker.decode(errors="replace").split("\n")[1:] if self.marker else []
        self.ours = frozenset(ours).intersection(self.files)
        self.files.pop(MARKER, None)

    def _scan(self) -> None:
        stack, base = [""], os.fspath(self.folder)
        while stack:
            prefix = stack.pop()
            try:
                entries = os.scandir(f"{base}/{prefix}")
            except FileNotFoundError:
                return
            with entries:
                for entry in entries:
                    path = prefix + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        self.folders.add(path)
                        stack.append(path + "/")
                    else:
                        found = entry.stat(follow_symlinks=False)
                        self.files[path] = Stamp(found.st_size, found.st_mtime_ns, found.st_mode)

    def _read_marker(self) -> bytes:
        found = self.files.get(MARKER)
        return (self.folder / MARKER).read_bytes() if found and stat.S_ISREG(found.mode) else b""

    def digest_at(self, path: str, size: int | None) -> str:
        """The digest of the file at `path`; `""` when there is none, or when its size is not `size`."""
        found = self.files.get(path)
        if found is None or not stat.S_ISREG(found.mode) or (size is not None and size != found.size):
            return ""
        known = self._record.get(path)
        if known is not None and known.size == found.size and known.mtime_ns == found.mtime_ns:
            return known.digest
        return digest_of((self.folder / path).read_bytes())


def marker_bytes(paths: Iterable[str]) -> bytes:
    """The marker of a folder that holds these files of ours."""
    return "\n".join([_HEADER, *sorted(paths), ""]).encode()


def settled(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The entries whose times can be trusted from now on."""
    latest = time.time_ns() - _SETTLING_NS
    return {path: entry for path, entry in entries.items() if entry.mtime_ns <= latest}


_record_decoder = msgspec.msgpack.Decoder(dict[str, Entry])


def record_bytes(entries: Mapping[str, Entry]) -> bytes:
    """Write a record for `record_from`."""
    return msgspec.msgpack.encode(entries, order="sorted")


def record_from(data: bytes | None) -> dict[str, Entry]:
    """Read a record; anything unreadable is an empty one, which costs time and nothing else."""
    try:
        return _record_decoder.decode(data) if data else {}
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return {}
