"""Which paths may be published: those that mean the same on every file system, and never leave the site."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from catalog_gen.diagnostics import Diagnostic, Severity, Span

_BYTES_A_NAME = 255
_BYTES_A_PATH = 1000
_PLAIN = re.compile(r"[a-z0-9_][a-z0-9_-]*(?:\.[a-z0-9_-]+)*(?:/[a-z0-9_][a-z0-9_-]*(?:\.[a-z0-9_-]+)*)*")
"""Most paths: nothing in them needs a closer look except a reserved name."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
"""Characters that Windows refuses, and control characters, which no list of paths survives."""

_RESERVED = re.compile(r"(?:^|/)(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[./]|$)", re.IGNORECASE)
"""Device names of Windows, with any extension (Microsoft, "Naming Files, Paths, and Namespaces")."""

MARKER = ".catalog-gen"
"""The file that says "this folder is ours" and lists what we wrote."""


def fault_of(path: str) -> str:
    """Say what is wrong with a path for a published file; `""` when nothing is."""
    if _RESERVED.search(path):
        return "holds a name that Windows reserves for a device"
    if _PLAIN.fullmatch(path) and len(path) <= _BYTES_A_NAME:
        return ""
    if _FORBIDDEN.search(path):
        return "holds a character that not every file system allows"
    if path.casefold().startswith(MARKER):
        return "begins with the name of our own marker file"
    try:
        size = len(path.encode())
    except UnicodeEncodeError:
        return "holds half a surrogate pair, which is not text"
    too_long = f"is longer than {_BYTES_A_PATH} bytes" if size > _BYTES_A_PATH else ""
    return too_long or next(filter(None, map(_fault_of_name, path.split("/"))), "")


def _fault_of_name(name: str) -> str:
    if name in ("", ".", ".."):
        return "has an empty, `.` or `..` part"
    if name[-1] in ". ":
        return "has a name that ends in a dot or a space, which Windows drops"
    return f"has a name longer than {_BYTES_A_NAME} bytes" if len(name.encode()) > _BYTES_A_NAME else ""


class Claims:
    """The paths that a publication has claimed so far, to find two that one file system would hold to be the same."""

    def __init__(self) -> None:
        """Start with nothing claimed."""
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def claim(self, path: str) -> str:
        """Take `path`; return what stands in the way, or `""`."""
        if fault := fault_of(path):
            return fault
        key = _folded(path)
        if taken := self._files.get(key):
            return "is published twice" if taken == path else f"differs from `{taken}` only in case or accents"
        if taken := self._folders.get(key):
            return f"is a file, but also the folder of `{taken}`"
        new = []
        for folder in _folders(key):
            if folder in self._folders:  # then everything above it is a folder too
                break
            if taken := self._files.get(folder):
                return f"lies in a folder, but `{taken}` is a file"
            new.append(folder)
        self._files[key] = path
        self._folders.update(dict.fromkeys(new, path))
        return ""


def _folded(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _folders(path: str) -> Iterator[str]:
    """The folders above a path, nearest first."""
    end = path.rfind("/")
    while end > 0:
        yield path[:end]
        end = path.rfind("/", 0, end)


def refused(path: str, fault: str) -> Diagnostic:
    """The diagnostic for a file that was left out of the site."""
    shown = path.encode(errors="backslashreplace").decode()
    return Diagnostic(
        code="output-path-invalid",
        severity=Severity.ERROR,
        message=f"The page was left out: its path {fault}. Expected a path that is new and valid on every file system.",
        hint="Rename the page or the thing that it describes.",
        span=Span(path=shown),
    )


def folders_of(paths: Iterable[str]) -> list[str]:
    """Every folder that the files need, each after the one that holds it."""
    found: set[str] = set()
    for path in paths:
        for folder in _folders(path):
            if folder in found:
                break
            found.add(folder)
    return sorted(found)
