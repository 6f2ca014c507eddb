"""A file's content that is known by its digest and read only when somebody needs the bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import msgspec


def digest_of(content: bytes) -> str:
    """The name of these bytes: 128 bits of SHA-256 in hexadecimal; the fastest one that processors compute in hardware."""
    return hashlib.sha256(content, usedforsecurity=False).hexdigest()[:32]


class Blob(msgspec.Struct, frozen=True, kw_only=True):
    """Content by name: a writer that already holds `digest` never calls `load`.

    `digest` is `digest_of(load())`. `load` is called while `publish` runs, at most once, and possibly on another thread.
    """

    digest: str
    load: Callable[[], bytes]

    @classmethod
    def holding(cls, content: bytes) -> Blob:
        """Content at hand, digested once for all who ask."""
        return cls(digest=digest_of(content), load=lambda: content)


def content_digest(content: bytes | Blob) -> str:
    """The digest of content of either form, without loading it."""
    return content.digest if isinstance(content, Blob) else digest_of(content)


def content_bytes(content: bytes | Blob) -> bytes:
    """The bytes of content of either form."""
    return content.load() if isinstance(content, Blob) else content
