"""What publishing a site means, and the writer that keeps it in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.output.blob import Blob, content_bytes
from catalog_gen.output.names import Claims, refused


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What a publication did, in files. `done` is false when nothing was touched; `diagnostics` then say why."""

    done: bool = True
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something that should stand on the site does not."""
        return not self.done or any(found.severity is Severity.ERROR for found in self.diagnostics)


class Writer(Protocol):
    """The door to the world through which a site leaves."""

    def publish(self, files: Iterable[tuple[str, bytes | Blob]]) -> Published:
        """Make `files` (path relative to the site's root, content) the whole site, in one go: everything else goes.

        Paths use forward slashes. One that is invalid or claimed before is left out with a diagnostic.
        """
        ...


class MemoryWriter:
    """Keeps the site in memory, for the preview and for tests."""

    def __init__(self) -> None:
        """Start with no pages."""
        self._digests: dict[str, str] = {}
        self._files: Mapping[str, bytes] = MappingProxyType({})

    def successor(self) -> MemoryWriter:
        """Another writer that begins with the same site, to try a publication without showing it."""
        other = MemoryWriter()
        other._files, other._digests = self._files, self._digests
        return other

    def differences(self, other: MemoryWriter) -> int:
        """How many files the two sites do not have in common."""
        mine, theirs = self.files, other.files
        if mine is theirs:
            return 0
        changed = sum(1 for path, content in mine.items() if theirs.get(path) != content)
        return changed + sum(path not in mine for path in theirs)

    @property
    def files(self) -> Mapping[str, bytes]:
        """The site as last published; a publication replaces the mapping and never changes one that was handed out."""
        return self._files

    def publish(self, files: Iterable[tuple[str, bytes | Blob]]) -> Published:
        """See `Writer.publish`. Blobs are loaded unless the last publication holds the same digest at that path."""
        claims, diagnostics = Claims(), list[Diagnostic]()
        present, new, digests, unchanged = self._files, dict[str, bytes](), dict[str, str](), 0
        for path, content in files:
            if fault := claims.claim(path):
                diagnostics.append(refused(path, fault))
                continue
            if isinstance(content, Blob):
                digests[path] = content.digest
                same = self._digests.get(path) == content.digest
                new[path] = present[path] if same else content_bytes(content)
            else:
                same = present.get(path) == content
                new[path] = present[path] if same else content
            unchanged += same
        removed = sum(path not in new for path in present)
        self._files, self._digests = MappingProxyType(new), digests
        return Published(written=len(new) - unchanged, unchanged=unchanged, removed=removed, diagnostics=tuple(diagnostics))
