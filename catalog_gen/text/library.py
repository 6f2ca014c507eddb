"""The files that documents may refer to: those under the root, each read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import blake2b
from types import MappingProxyType

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.text.documents import Limits, Parsed, parse_text

_MOST_CHARACTERS = 1024
_NEVER_IN_PATHS = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
"""A backslash would be a separator on Windows, so it could lead out of the root there."""
_DEFAULTS = Limits()


def normalise(path: str) -> str | None:
    """A path relative to the root, without `.` and `..`; None when it leads out of the root or can be no file's.

    Paths are compared and read only in this form, so what is outside cannot be asked for.
    """
    if len(path) > _MOST_CHARACTERS or path.startswith("/") or _NEVER_IN_PATHS.search(path):
        return None
    if path[1:2] == ":" and path[:1].isalpha():
        return None
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts) or None


class Library:
    """Reads files through a function and remembers them.

    `read` takes a path relative to the root, normalised, and gives the file's bytes, or None where there is none; it is
    never asked for anything outside the root. `loaded` and `missing` say what was touched, so that a result can be kept
    for as long as these files stay as they are.
    """

    def __init__(self, read: Callable[[str], bytes | None], limits: Limits = _DEFAULTS) -> None:
        self._read = read
        self._limits = limits
        self._loaded: dict[str, Parsed] = {}
        self._missing: set[str] = set()
        self._touched: dict[str, str] = {}

    @property
    def loaded(self) -> Mapping[str, Parsed]:
        """Each file that was read, by path."""
        return MappingProxyType(self._loaded)

    @property
    def missing(self) -> frozenset[str]:
        """Each path that was looked for in vain."""
        return frozenset(self._missing)

    @property
    def touched(self) -> Mapping[str, str]:
        """The digest of each file whose bytes were asked for, by path."""
        return MappingProxyType(self._touched)

    def raw(self, path: str) -> bytes | None:
        """The bytes of a file that is no text, or None where there is none under the root."""
        normal = normalise(path)
        raw = self._read(normal) if normal is not None and normal not in self._missing else None
        if normal is not None and raw is None:
            self._missing.add(normal)
        if normal is not None and raw is not None:
            self._touched[normal] = blake2b(raw, digest_size=16).hexdigest()
        return raw

    def find(self, path: str) -> Parsed | None:
        """A file, or None where there is none under the root."""
        normal = normalise(path)
        if normal is None or normal in self._missing:
            return None
        known = self._loaded.get(normal)
        if known is None:
            raw = self._read(normal)
            if raw is None:
                self._missing.add(normal)
                return None
            known = self._loaded[normal] = parse_text(normal, raw, self._limits)
        return known

    def document(self, path: str) -> Parsed:
        """A file; where there is none, an empty one that says so."""
        found = self.find(path)
        if found is not None:
            return found
        missing = Diagnostic(
            code="text-missing",
            severity=Severity.ERROR,
            message="There is no such file.",
            hint="Check the path; it is relative to the root.",
            span=Span(path=path),
        )
        return Parsed(path=path, format="text", value=None, text="", digest="", ok=False, diagnostics=(missing,))

    def add(self, parsed: Parsed) -> None:
        """Take in a file that was read elsewhere, so that references to it find this very value."""
        self._loaded[parsed.path] = parsed
        self._missing.discard(parsed.path)
