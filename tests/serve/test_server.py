"""What the preview answers over HTTP, to friends and to others."""

from __future__ import annotations

import http.client
from collections.abc import Iterator

import pytest

from .conftest import Running, catalog, running

JUNK = [b"", b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"A" * 70_000]
SCRIPT = b'<script src="/_preview/preview.js" data-site="'


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all: nothing here changes anything."""
    with running(catalog(tmp_path_factory.mktemp("served") / "catalog")) as it:
        yield it


def test_a_folder_shows_its_index(preview: Running) -> None:
    status, headers, body = preview.request("/events/a/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"<h1>Event A</h1>" in body
    assert preview.request("/events/a/index.html")[2] == body
    assert preview.request("/events/a/?x=1#y")[2] == body


def test_every_page_gets_the_script_once_before_its_end(preview: Running) -> None:
    body = preview.request("/")[2]
    assert body.count(SCRIPT) == 1
    assert body.endswith(b'" defer></script></body></html>\n')
    assert SCRIPT not in preview.request("/assets/site.css")[2]


def test_nothing_is_kept_and_nothing_foreign_is_loaded(preview: Running) -> None:
    for target in ("/", "/nowhere", "/_preview/preview.js", "/assets/site.css"):
        headers = preview.request(target)[1]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/events/a/schema.json", "application/json"),
        ("/_preview/preview.js", "text/javascript; charset=utf-8"),
        ("/_preview/preview.css", "text/css; charset=utf-8"),
    ],
)
def test_files_have_their_media_type(preview: Running, target: str, kind: str) -> None:
    status, headers, body = preview.request(target)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert body


def test_an_address_may_be_escaped(preview: Running) -> None:
    assert "Größe".encode() in preview.request("/docs/gr%C3%B6%C3%9Fe/")[2]


def test_a_folder_without_its_slash_is_redirected(preview: Running) -> None:
    assert preview.request("/events/a")[:2][0] == 301
    assert preview.request("/events/a?x=1")[1]["Location"] == "/events/a/"
    assert preview.request("/docs/gr%C3%B6%C3%9Fe")[1]["Location"] == "/docs/gr%C3%B6%C3%9Fe/"


def test_what_is_unknown_gets_the_sites_own_page(preview: Running) -> None:
    status, headers, body = preview.request("/events/nowhere/deep/")
    assert status == 404
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"Not here" in body
    assert b'<head><base href="/">' in body


ATTEMPTS = [
    "/../catalog/index.txt",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/events/../../../etc/passwd",
    "/....//....//etc/passwd",
    "/..\\..\\etc\\passwd",
    "/%5c..%5c..%5cetc%5cpasswd",
    "/index.html%00.txt",
    "//etc/passwd",
    "//127.0.0.1/index.html",
    "/C:/Windows/win.ini",
    "/file:///etc/passwd",
    "/_preview/../../catalog_gen/__init__.py",
    "/_preview/..%2f..%2fpyproject.toml",
    "/_preview/%2e%2e/site.css",
    "/_preview//etc/passwd",
    "/_preview/",
    "/index.txt",
]


@pytest.mark.parametrize("target", ATTEMPTS)
def test_nothing_but_the_site_can_be_had(preview: Running, target: str) -> None:
    status, headers, body = preview.request(target)
    assert status == 404
    assert "Location" not in headers
    assert b"root:" not in body


@pytest.mark.parametrize("target", ["//evil.example/..", "//evil.example", "/\\evil.example", "///"])
def test_no_redirect_leaves_the_preview(preview: Running, target: str) -> None:
    status, headers, _ = preview.request(target)
    assert status in (200, 404)
    assert "Location" not in headers


@pytest.mark.parametrize("target", ["http://evil.example/", "*", "index.html", "/%ff%fe"])
def test_what_is_no_path_is_refused(preview: Running, target: str) -> None:
    assert preview.request(target, Host="localhost")[0] == 400


OURS = ["localhost", "localhost:{port}", "LOCALHOST:{port}", "127.0.0.1:{port}", "[::1]:{port}", "localhost:9999"]
OTHERS = [
    "evil.example",
    "evil.example:{port}",
    "localhost.evil.example:{port}",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "192.168.0.1:{port}",
    "0.0.0.0:{port}",
    "",
    ":{port}",
    "localhost, evil.example",
    "localhost:x",
]


@pytest.mark.parametrize("host", OURS)
def test_our_own_names_are_answered(preview: Running, host: str) -> None:
    assert preview.request("/", Host=host.format(port=preview.port))[0] == 200


@pytest.mark.parametrize("target", ["/", "/_preview/events", "/_preview/preview.js"])
@pytest.mark.parametrize("host", OTHERS)
def test_a_name_that_was_pointed_at_us_is_not(preview: Running, host: str, target: str) -> None:
    status, _, body = preview.request(target, Host=host.format(port=preview.port))
    assert status == 421
    assert b"Home" not in body


def test_there_must_be_exactly_one_host(preview: Running) -> None:
    assert b" 421 " in preview.raw(b"GET / HTTP/1.1\r\n\r\n").splitlines()[0]
    assert b" 421 " in preview.raw(b"GET / HTTP/1.0\r\n\r\n").splitlines()[0]
    assert b" 421 " in preview.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n").splitlines()[0]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_can_be_changed(preview: Running, method: str) -> None:
    status, headers, _ = preview.request("/", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_the_body(preview: Running) -> None:
    status, headers, body = preview.request("/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len(preview.request("/")[2])
    assert preview.request("/_preview/events", "HEAD")[0] == 404


def test_a_connection_serves_many_requests(preview: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=60)
    for _ in range(3):
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()
        assert connection.sock is not None
    connection.close()


def test_a_body_is_not_taken_for_the_next_request(preview: Running) -> None:
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40\r\n\r\nGET /events/a/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert preview.raw(request).count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_junk_does_no_harm(preview: Running, junk: bytes) -> None:
    preview.raw(junk)
    assert preview.request("/")[0] == 200
