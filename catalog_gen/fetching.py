"""The one door to the network: a URL that the user typed, and schemas beside it on the same host.

Only http and https, no redirects to another host, a bound on size and on time for all requests together. No credentials, no cookies,
nothing from the environment but a proxy.
"""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit

MAX_BYTES = 64 * 1024 * 1024
"""Of one answer."""

MAX_TOTAL = 256 * 1024 * 1024
"""Of all answers together."""

SECONDS = 20
"""Without a sign from the server."""

TOTAL_SECONDS = 300
"""For all requests together."""

_CHUNK = 64 * 1024


class Unreachable(Exception):  # noqa: N818 - it is told to a user, not raised at one
    """There is no answer that could be used; the message says why."""


class Fetcher:
    """Fetches one address, and others below the folder that it stands in. Answers are remembered."""

    def __init__(self, url: str) -> None:
        """`url` is the address as the user typed it. Raises `Unreachable` where it is none of the web."""
        self.url = url
        self._opener = urllib.request.build_opener(_SameHost)
        self._until = time.monotonic() + TOTAL_SECONDS
        self._left = MAX_TOTAL
        self._known: dict[str, bytes] = {}
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            message = "only addresses that begin with http:// or https:// are fetched"
            raise Unreachable(message)

    def get(self) -> bytes:
        """What stands at the address itself."""
        return self._fetch(self.url)

    def beside(self, site: str, relative: str) -> bytes:
        """What stands at an address relative to `site`. Raises `Unreachable`, also where it would lead out of that folder."""
        target = urljoin(site, relative)
        if urlsplit(relative).scheme or relative.startswith(("/", "\\")) or not target.startswith(site) or ".." in relative.split("/"):
            message = f"`{relative}` leads out of {site}"
            raise Unreachable(message)
        return self._fetch(target)

    def _fetch(self, url: str) -> bytes:
        if url not in self._known:
            try:
                self._known[url] = self._read(url)
            except HTTPError as error:
                message = f"the server answers {error.code} {error.reason}"
                raise Unreachable(message) from None
            except (URLError, HTTPException, OSError, ValueError) as error:
                reason = getattr(error, "reason", None) or error
                raise Unreachable(str(reason)) from None
        return self._known[url]

    def _read(self, url: str) -> bytes:
        request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310 - the scheme was looked at
        received = bytearray()
        with self._opener.open(request, timeout=SECONDS) as answer:
            while chunk := answer.read(_CHUNK):
                received += chunk
                self._left -= len(chunk)
                if len(received) > MAX_BYTES or self._left < 0:
                    message = f"the answer is larger than {MAX_BYTES // 1024 // 1024} MiB"
                    raise Unreachable(message)
                if time.monotonic() > self._until:
                    message = f"it took longer than {TOTAL_SECONDS} seconds"
                    raise Unreachable(message)
        return bytes(received)


_HEADERS: Mapping[str, str] = {"Accept": "application/json, */*;q=0.5", "User-Agent": "catalog-gen"}


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only where it stays with the host, and never from https to http."""

    def redirect_request(  # noqa: PLR0917 - the signature of the library
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Refuse to go elsewhere."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if new.netloc != old.netloc or new.scheme not in {old.scheme, "https"}:
            message = f"it redirects to another host, {new.scheme}://{new.netloc}; type that address if you trust it"
            raise Unreachable(message)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
