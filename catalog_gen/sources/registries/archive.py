"""Zip archives from outside: unpacked in memory, within limits, and never to the disk."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator

from catalog_gen.sources.registries.reading import LARGEST
from catalog_gen.sources.registries.statement import Statement

MOST_ENTRIES = 200_000
MOST_BYTES = 128 * 1024 * 1024
"""Bytes that an archive may unpack to, all in all."""

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DIRECTORY_ENTRY = b"PK\x01\x02"
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\x00")
_ENCRYPTED = 0x1
_SHOWN = 3
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


def is_archive(raw: bytes) -> bool:
    """Whether bytes begin as a zip archive does."""
    return raw.startswith(b"PK\x03\x04")


def unpack(raw: bytes, statement: Statement, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted entries by name. An archive that is broken or too large has none, and its finding says why."""
    if len(raw) > LARGEST or raw.count(_DIRECTORY_ENTRY) > MOST_ENTRIES:
        _too_large(statement)
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = list(_safe(archive.infolist(), statement))
            strange = next((one for one in members if one.flag_bits & _ENCRYPTED or one.compress_type not in _METHODS), None)
            if strange is not None:
                _unreadable(statement, "it is encrypted" if strange.flag_bits & _ENCRYPTED else "it is packed in an unusual way")
                return {}
            return _read(archive, [one for one in members if not one.is_dir() and wanted(one.filename)], statement)
    except _ERRORS as error:
        _unreadable(statement, str(error) or type(error).__name__)
        return {}


def _safe(members: list[zipfile.ZipInfo], statement: Statement) -> Iterator[zipfile.ZipInfo]:
    """The entries that are files inside; all others are one finding."""
    refused = []
    for member in members:
        if _OUTSIDE.search(member.orig_filename) or stat.S_ISLNK(member.external_attr >> 16):
            refused.append(member.orig_filename)
        else:
            yield member
    if refused:
        names = ", ".join(f"`{name:.80}`" for name in refused[:_SHOWN]) + (" and others" if len(refused) > _SHOWN else "")
        statement.fail(
            "registry-archive-unsafe",
            f"Entries of this archive lead out of it, by their name or as links: {names}. They are left out.",
            "No registry writes such names. Find out who made this archive.",
        )


def _read(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], statement: Statement) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    for member in members:
        # What an entry says of its size may be a lie, so what comes out of it counts.
        with archive.open(member) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            _too_large(statement)
            return {}
        found[member.filename] = content
    return found


def _too_large(statement: Statement) -> None:
    statement.fail(
        "registry-export-too-large",
        f"This archive holds more than is read: {LARGEST >> 20} MiB, {MOST_BYTES >> 20} MiB once unpacked, or {MOST_ENTRIES:,} entries.",
        "Export one group at a time. If it is much larger than what the registry holds, it is broken.",
    )


def _unreadable(statement: Statement, why: str) -> None:
    statement.fail("registry-archive-unreadable", f"This archive cannot be read: {why:.200}.", "Export it again, without a password.")
