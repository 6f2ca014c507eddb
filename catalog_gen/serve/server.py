"""The HTTP side of the preview: a small server for one person on one machine."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import socketserver
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, cast

import msgspec

from catalog_gen.resources import resource
from catalog_gen.serve.preview import Preview, State
from catalog_gen.serve.responses import HEADERS, PREFIX, Answer, answer, media_type

_HEARTBEAT_SECONDS = 10.0
"""How often a silent stream is written to, which is how a browser that has left is noticed."""

_MOST_STREAMS = 64
_IDLE_SECONDS = 60
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class Server(ThreadingHTTPServer):
    """Serves one preview. Binds when it is made; `host` is an address or a name of this machine."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    # On Windows the option would let two servers share a port, and each get some of the requests.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, host: str, port: int, preview: Preview) -> None:
        """Take the port; an `OSError` says why not."""
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        self.address_family = family
        self.preview = preview
        self.streams = threading.BoundedSemaphore(_MOST_STREAMS)
        self._host = host.lower()
        self._loopback = ipaddress.ip_address(str(address[0]).partition("%")[0]).is_loopback
        super().__init__(cast("tuple[str, int]", address), Handler)

    def server_bind(self) -> None:
        """Bind, without the look-up of our own name that the base class does: the preview asks no network anything."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self._host, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about browsers that went away; anything else is a mistake of ours."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach us."""
        return self._loopback

    @property
    def url(self) -> str:
        """Where to look."""
        host = "localhost" if self._host in {"0.0.0.0", "::", ""} else self._host  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_port}/"

    def knows(self, host: str) -> bool:
        """Whether a Host header means us.

        A page of another site can have its name point at 127.0.0.1 and then read our pages as its own ("DNS rebinding"). Its
        requests carry its name, so only ours are answered. An address cannot be pointed anywhere; the port may differ
        because containers and tunnels change it.
        """
        name = _host_name(host)
        if name in _LOOPBACK_NAMES or name == self._host:
            return True
        if self._loopback:
            return False
        with contextlib.suppress(ValueError):
            return bool(ipaddress.ip_address(name))
        return name == socket.gethostname().lower()


def _host_name(host: str) -> str:
    """The name in `name`, `name:port`, `[address]` or `[address]:port`."""
    name, colon, port = host.strip().rpartition(":")
    if not colon or not port.isdecimal():
        name = host.strip()
    return name.removeprefix("[").removesuffix("]").lower()


class Handler(BaseHTTPRequestHandler):
    """One connection of a browser."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True
    _assets: ClassVar[frozenset[str]] = frozenset({"preview.css", "preview.js"})

    def do_GET(self) -> None:
        """Answer with a page, one of our files, or the stream of events."""
        if self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # there is a body, and nobody reads it
        if not self._is_for_us():
            self._send(Answer(status=421, body=b"This preview answers only to its own address, such as localhost.\n"))
        elif not self.path.startswith(PREFIX):
            # The name before the files: when a build comes between, the page is taken for older than it is, and reloads once too often.
            site = self.server.preview.state.site
            self._send(answer(self.path, self.server.preview.site.files, site))
        elif self.path == f"{PREFIX}events" and self.command == "GET":
            self._stream()
        else:
            self._send(self._asset(self.path.removeprefix(PREFIX).partition("?")[0]))

    do_HEAD = do_GET  # noqa: N815 - the base class names them so

    def do_POST(self) -> None:
        """Refuse: there is nothing to change here."""
        self.close_connection = True
        self._send(Answer(status=405, body=b"Only GET and HEAD are understood.\n"))

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_CONNECT = do_TRACE = do_POST  # noqa: N815

    def _is_for_us(self) -> bool:
        hosts = self.headers.get_all("Host") or []
        return len(hosts) == 1 and self.server.knows(hosts[0])

    def _asset(self, name: str) -> Answer:
        if name not in self._assets:
            return Answer(status=404, body=b"There is no such file.\n")
        return Answer(status=200, media_type=media_type(name), body=(resource("static") / name).read_bytes())

    def _send(self, given: Answer) -> None:
        self.send_response(given.status)
        if given.location:
            self.send_header("Location", given.location)
        if given.status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        self.send_header("Content-Type", given.media_type)
        self.send_header("Content-Length", str(len(given.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(given.body)

    def end_headers(self) -> None:
        """Add what every answer carries, errors of the base class included."""
        for name, value in HEADERS:
            self.send_header(name, value)
        super().end_headers()

    def _stream(self) -> None:
        """Server-sent events (HTML standard, section 9.2): the state at once, then each time that it changes."""
        if not self.server.streams.acquire(blocking=False):
            self._send(Answer(status=503, body=b"Too many pages are listening.\n"))
            return
        self.close_connection = True
        try:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self._tell_until_closed()
        finally:
            self.server.streams.release()

    def _tell_until_closed(self) -> None:
        preview, seen = self.server.preview, None
        self.wfile.write(b"retry: 500\n\n")
        while not preview.closed:
            state = preview.wait(seen, _HEARTBEAT_SECONDS)
            seen = state or seen
            self.wfile.write(_event(state) if state else b": still here\n\n")

    def version_string(self) -> str:
        """Name the program, and no versions that would tell a stranger anything."""
        return "catalog-gen"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: the terminal is for what happens to the sources."""


def _event(state: State) -> bytes:
    return b"event: state\ndata: " + msgspec.json.encode(state) + b"\n\n"
