"""Static files under names that change with their content, so that a host may cache them for ever."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SHIPPED = frozenset({".css", ".js", ".svg", ".woff2", ".png", ".ico"})
_LOCAL = "preview."
"""Files of the live preview, which never become part of a site."""

STYLE = "site.css"
"""The one style sheet of the site: the page's own rules, then those of the fragments."""

_REFERENCE = re.compile(rb"""url\(["']?([\w.-]+)["']?\)""")


class Assets:
    """The static files of a site: their names on the site, and their bytes."""

    def __init__(self, folder: Path) -> None:
        """Read the folder. Style sheets become one file, in which references to neighbours are turned into their names on the site."""
        contents = {
            path.name: path.read_bytes()
            for path in sorted(folder.iterdir())
            if path.suffix in _SHIPPED and not path.name.startswith(_LOCAL)
        }
        sheets = sorted((name for name in contents if name.endswith(".css")), key=lambda name: (name != STYLE, name))
        joined = b"\n".join(contents.pop(name) for name in sheets)
        self.names: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        for name, content in contents.items():
            self._add(name, content)
        self._add(STYLE, _REFERENCE.sub(self._rename, joined))

    def _add(self, name: str, content: bytes) -> None:
        stem, _, extension = name.rpartition(".")
        self.names[name] = f"{stem}.{blake2b(content, digest_size=5).hexdigest()}.{extension}"
        self.files[f"assets/{self.names[name]}"] = content

    def url(self, name: str) -> str:
        """The address of a static file, relative to the site's root."""
        return f"assets/{self.names[name]}"

    def _rename(self, match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        return b'url("' + self.names.get(name, name).encode() + b'")'
