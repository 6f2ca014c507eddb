"""A preview that runs for real, on a free port, over a folder whose build is simple enough to see through."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.output import Writer
from catalog_gen.serve import serve

PAGE = '<!doctype html>\n<html lang="en"><head><title>{0}</title><link rel="icon" href="data:,"></head><body><h1>{0}</h1></body></html>\n'


def build_folder(root: Path, writer: Writer) -> SimpleNamespace:
    """Each `NAME.txt` becomes the page `NAME/`, `index.txt` the home page; a text with `!` is an error, one with `?` crashes us."""
    files, found = dict[str, bytes](), list[Diagnostic]()
    for path in sorted(root.rglob("*.txt")):
        text = path.read_text()
        if "?" in text:
            raise LookupError(text)
        if "!" in text:
            span = Span(path=path.name, line=1, column=1 + text.index("!"))
            found.append(Diagnostic(code="loud", severity=Severity.ERROR, message=f"Loud: {text}", hint="Be quiet.", span=span))
        name = path.relative_to(root).with_suffix("").as_posix()
        files["index.html" if name == "index" else f"{name}/index.html"] = PAGE.format(text).encode()
    files["404.html"] = PAGE.format("Not here").encode()
    files["assets/site.css"] = b"body { color: black }"
    files["events/a/schema.json"] = b"{}"
    files["docs/größe/index.html"] = PAGE.format("Größe").encode()
    writer.publish(files.items())
    return SimpleNamespace(diagnostics=tuple(found))


class Running(msgspec.Struct):
    """A preview at work."""

    root: Path
    port: int
    lines: list[str]

    def request(self, target: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One request, sent as it is written; gives status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, target, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Everything that comes back for bytes of any kind."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as client:
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(65536), b""))

    @contextmanager
    def events(self) -> Iterator[Callable[[], dict[str, Any]]]:
        """Listen; the function given waits for the next state."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/_preview/events")
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Content-Type")) == (200, "text/event-stream")

        def next_state() -> dict[str, Any]:
            while line := answer.readline():
                if line.startswith(b"data: "):
                    return dict(json.loads(line[6:]))
            raise EOFError

        try:
            yield next_state
        finally:
            answer.close()
            connection.close()


@contextmanager
def running(root: Path, build: Callable[[Path, Writer], Any] = build_folder, **options: Any) -> Iterator[Running]:
    """Serve `root` until the block ends; fails when the end is not clean."""
    lines, stop, codes = list[str](), threading.Event(), list[int]()
    options = {"port": _free_port()} | options

    def run() -> None:
        codes.append(serve(root, lambda writer: build(root, writer), say=lines.append, stop=stop, **options))

    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 60
    while not any(line.startswith("Preview at") for line in lines) and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.005)
    try:
        port = next(int(line.split(":")[2].split("/")[0]) for line in lines if line.startswith("Preview at"))
        yield Running(root, port, lines)
    finally:
        stop.set()
        thread.join(60)
        assert codes == [0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def catalog(folder: Path) -> Path:
    """A small catalog: the home page and one event."""
    (folder / "events").mkdir(parents=True)
    (folder / "index.txt").write_text("Home")
    (folder / "events/a.txt").write_text("Event A")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return catalog(tmp_path / "catalog")


@pytest.fixture
def preview(root: Path) -> Iterator[Running]:
    with running(root) as it:
        yield it
