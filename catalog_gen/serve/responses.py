"""From a request's path to an answer: pages from memory, with the preview's script in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote_to_bytes

import msgspec

PREFIX = "/_preview/"
"""Where the preview's own files live; no page of a site begins with it."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)

HEADERS = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", _POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)
"""Sent with every answer. The policy is the strictest one that our pages work under, so that a breach shows here first."""

_TYPES = {
    "avif": "image/avif",
    "avsc": "application/json",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "png": "image/png",
    "proto": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml",
    "xsd": "application/xml",
    "yaml": "text/yaml; charset=utf-8",
    "yml": "text/yaml; charset=utf-8",
}
"""A table of our own, because that of the standard library depends on the machine."""

_WAITING = (
    b'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>No page yet</title></head>'
    b"<body><h1>No page yet</h1><p>The site could not be built. It appears here as soon as it can be.</p></body></html>\n"
)
_HEAD = re.compile(rb"<head(?:\s[^>]*)?>", re.IGNORECASE)
_BODY_END = re.compile(rb"</body\s*>", re.IGNORECASE)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What goes back: status, media type, body, and where to look instead when the status says so."""

    status: int
    media_type: str = "text/plain; charset=utf-8"
    body: bytes = b""
    location: str = ""


def answer(target: str, files: Mapping[str, bytes], site: str) -> Answer:
    """Answer a GET of `target` (as it stands in the request line) from `files`; `site` names the publication that they are."""
    path = _decoded(target)
    if path is None:
        return Answer(status=400, body=b"The address cannot be read.\n")
    name = path + "index.html" if not path or path.endswith("/") else path
    if (body := files.get(name)) is not None:
        return _page(200, name, body, site)
    if f"{path}/index.html" in files:
        return Answer(status=301, location=f"/{quote(path)}/")
    if not files:
        return _page(503, "index.html", _WAITING, site)
    missing = files.get("404.html")
    if missing is None:
        return Answer(status=404, body=b"There is no such page.\n")
    based = _HEAD.sub(lambda head: head.group() + b'<base href="/">', missing, count=1)  # it stands at no particular depth
    return _page(404, "404.html", based, site)


def media_type(name: str) -> str:
    """The media type of a file, by the end of its name."""
    return _TYPES.get(PurePosixPath(name).suffix.lower().lstrip("."), "application/octet-stream")


def _decoded(target: str) -> str | None:
    """The path that a request names, without the leading slash; None when it names none."""
    if not target.startswith("/"):
        return None
    try:
        return unquote_to_bytes(target.partition("?")[0].partition("#")[0]).decode()[1:]
    except UnicodeDecodeError:
        return None


def _page(status: int, name: str, body: bytes, site: str) -> Answer:
    kind = media_type(name)
    return Answer(status=status, media_type=kind, body=_with_script(body, site) if kind.startswith("text/html") else body)


def _with_script(page: bytes, site: str) -> bytes:
    script = f'<script src="{PREFIX}preview.js" data-site="{site}" defer></script>'.encode()
    ends = list(_BODY_END.finditer(page))
    at = ends[-1].start() if ends else len(page)
    return page[:at] + script + page[at:]
