"""JSON pointers (RFC 6901): the addresses of values inside a document."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, unquote

_PLAIN_IN_FRAGMENTS = "/~!$&'()*+,;=:@-._?"
"""What RFC 3986 section 3.5 lets stand unescaped in a URI's fragment (letters and digits always may)."""


def escape(key: str) -> str:
    """Write a key as one part of a pointer: `~` becomes `~0` and `/` becomes `~1` (RFC 6901 section 3)."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def unescape(part: str) -> str:
    """Read one part of a pointer as the key it stands for; the inverse of `escape`."""
    return part.replace("~1", "/").replace("~0", "~") if "~" in part else part


def join(pointer: str, *parts: str | int) -> str:
    """Go further down from a pointer: `join("/a", "b/c", 0)` is `/a/b~1c/0`."""
    return pointer + "".join(f"/{escape(str(part))}" for part in parts)


def split(pointer: str) -> tuple[str, ...]:
    """Take a pointer apart into keys; `()` for the whole document. A missing slash at the start is forgiven."""
    if not pointer:
        return ()
    return tuple(unescape(part) for part in pointer.removeprefix("/").split("/"))


def build(parts: Iterable[str | int]) -> str:
    """Put a pointer together from keys; the inverse of `split`."""
    return join("", *parts)


def parent(pointer: str) -> str:
    """The pointer of the value that holds this one; the document's is its own parent."""
    return pointer.rpartition("/")[0]


def to_fragment(pointer: str) -> str:
    """Write a pointer as the fragment of a URI, without the `#` (RFC 6901 section 6)."""
    return quote(pointer, safe=_PLAIN_IN_FRAGMENTS)


def from_fragment(fragment: str) -> str:
    """Read the fragment of a URI, without its `#`, as a pointer; the inverse of `to_fragment`."""
    return unquote(fragment)
