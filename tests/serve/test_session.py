"""The preview as a whole: edits of real files arrive as events, mistakes never cost a page, and it ends when told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen.output import Writer
from catalog_gen.serve import serve, session

from .conftest import build_folder, running

if TYPE_CHECKING:
    from .conftest import Running


def save_in_place(path: Path, text: str) -> None:
    path.write_text(text)


def save_by_rename(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.swp")
    draft.write_text(text)
    draft.replace(path)


def save_with_backup(path: Path, text: str) -> None:
    path.rename(path.with_name(path.name + "~"))
    path.write_text(text)


@pytest.mark.parametrize("save", [save_in_place, save_by_rename, save_with_backup])
def test_an_edit_arrives(preview: Running, save: Callable[[Path, str], None]) -> None:
    with preview.events() as next_state:
        before = next_state()
        save(preview.root / "events/a.txt", "Edited")
        after = next_state()
        assert before["site"] != after["site"]
        assert (after["stale"], after["problems"]) == (False, [])
        body = preview.request("/events/a/")[2]
        assert b"<h1>Edited</h1>" in body
        assert f'data-site="{after["site"]}"'.encode() in body


def test_new_folders_and_deleted_files_count(preview: Running) -> None:
    with preview.events() as next_state:
        next_state()
        (preview.root / "deep/er").mkdir(parents=True)
        (preview.root / "deep/er/page.txt").write_text("Deep")
        next_state()
        assert b"Deep" in preview.request("/deep/er/page/")[2]
        (preview.root / "deep/er/page.txt").unlink()
        next_state()
        assert preview.request("/deep/er/page/")[0] == 404


def test_a_mistake_keeps_the_last_good_page_until_it_is_mended(preview: Running) -> None:
    page = preview.root / "events/a.txt"
    with preview.events() as next_state:
        good = next_state()
        page.write_text("Oh no!")
        broken = next_state()
        assert (broken["site"], broken["stale"]) == (good["site"], True)
        (problem,) = broken["problems"]
        assert problem["span"] == {"path": "a.txt", "line": 1, "column": 6, "pointer": ""}
        assert (problem["code"], problem["message"], problem["hint"]) == ("loud", "Loud: Oh no!", "Be quiet.")
        assert b"<h1>Event A</h1>" in preview.request("/events/a/")[2]
        page.write_text("Mended")
        mended = next_state()
        assert (mended["stale"], mended["problems"]) == (False, [])
        assert mended["site"] != good["site"]
        assert b"<h1>Mended</h1>" in preview.request("/events/a/")[2]
    assert "a.txt:1:6: error: Loud: Oh no! [loud]" in preview.lines


def test_undoing_a_mistake_needs_no_reload(preview: Running) -> None:
    page = preview.root / "events/a.txt"
    with preview.events() as next_state:
        good = next_state()
        page.write_text("Oh no!")
        next_state()
        page.write_text("Event A")
        assert next_state() == good


def test_a_crash_of_the_build_is_a_problem_too(preview: Running) -> None:
    with preview.events() as next_state:
        good = next_state()
        (preview.root / "events/a.txt").write_text("What?")
        broken = next_state()
        assert (broken["site"], broken["stale"]) == (good["site"], True)
        assert broken["problems"][0]["message"] == "The build ended early: LookupError: What?"
        assert preview.request("/events/a/")[0] == 200
    assert any("Traceback" in line for line in preview.lines)


def test_errors_that_were_there_at_the_start_do_not_hold_up_the_rest(root: Path) -> None:
    (root / "known.txt").write_text("Known!")
    with running(root) as preview, preview.events() as next_state:
        first = next_state()
        assert (first["stale"], len(first["problems"])) == (False, 1)
        (root / "events/a.txt").write_text("Edited")
        second = next_state()
        assert (second["stale"], len(second["problems"])) == (False, 1)
        assert b"Edited" in preview.request("/events/a/")[2]
        (root / "events/a.txt").write_text("New!")
        third = next_state()
        assert (third["stale"], [one["message"] for one in third["problems"]]) == (True, ["Loud: New!"])
        time.sleep(0.05)
        assert [line for line in preview.lines if "Loud:" in line] == [
            "known.txt:1:6: error: Loud: Known! [loud]",
            "a.txt:1:4: error: Loud: New! [loud]",
        ]


def test_when_the_first_build_crashes_the_site_appears_later(root: Path) -> None:
    (root / "index.txt").write_text("What?")
    with running(root) as preview, preview.events() as next_state:
        assert next_state()["stale"] is True
        status, _, body = preview.request("/")
        assert status == 503
        assert b"/_preview/preview.js" in body
        (root / "index.txt").write_text("Here")
        assert next_state()["stale"] is False
        assert b"<h1>Here</h1>" in preview.request("/")[2]


NOISE = [
    ".git/index.txt",
    ".catalog-gen-cache/values.txt",
    "node_modules/x/readme.txt",
    "events/.a.txt.swp",
    "events/a.txt~",
    "events/.#a.txt",
    "events/#a.txt#",
    "events/4913",
    "old-site/page/index.txt",
    "elsewhere/cache.txt",
]


def test_noise_builds_nothing(root: Path) -> None:
    builds: list[float] = []

    def counting(folder: Path, writer: Writer) -> Any:
        builds.append(time.monotonic())
        return build_folder(folder, writer)

    for name in NOISE:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / "old-site/.catalog-gen").write_text("")
    with running(root, counting, ignored=[root / "elsewhere"]):
        for name in NOISE:
            (root / name).write_text("Noise")
        (root / "index.txt").read_text()
        time.sleep(0.4)
        assert len(builds) == 1


def test_many_edits_at_once_are_few_builds(root: Path) -> None:
    builds: list[float] = []

    def counting(folder: Path, writer: Writer) -> Any:
        builds.append(time.monotonic())
        return build_folder(folder, writer)

    with running(root, counting) as preview, preview.events() as next_state:
        next_state()
        for number in range(200):
            (root / f"page{number}.txt").write_text("Page")
        while preview.request("/page199/")[0] != 200:
            next_state()
        assert len(builds) < 12


def test_an_edit_during_a_build_is_not_lost(root: Path) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(folder: Path, writer: Writer) -> Any:
        text = (folder / "index.txt").read_text()
        if text == "First edit":
            began.set()
            assert go_on.wait(5)
        writer.publish([("index.html", text.encode())])
        return SimpleNamespace(diagnostics=())

    with running(root, slow) as preview, preview.events() as next_state:
        next_state()
        (root / "index.txt").write_text("First edit")
        assert began.wait(5)
        (root / "index.txt").write_text("Second edit")
        time.sleep(0.1)
        go_on.set()
        while b"Second edit" not in preview.request("/")[2]:
            next_state()


def test_inputs_elsewhere_are_watched_and_their_neighbours_are_not(root: Path, tmp_path: Path) -> None:
    shared, alone = tmp_path / "shared", tmp_path / "alone"
    shared.mkdir()
    alone.mkdir()
    (shared / "x.txt").write_text("1")
    (alone / "y.txt").write_text("1")
    builds: list[str] = []

    def reading(_: Path, writer: Writer) -> Any:
        builds.append((shared / "x.txt").read_text() + (alone / "y.txt").read_text())
        writer.publish([("index.html", builds[-1].encode())])
        return SimpleNamespace(diagnostics=())

    with running(root, reading, inputs=lambda: [shared, alone / "y.txt", root / "index.txt"]) as preview, preview.events() as next_state:
        next_state()
        (shared / "x.txt").write_text("2")
        next_state()
        (alone / "y.txt").write_text("2")
        next_state()
        (alone / "neighbour.txt").write_text("2")
        time.sleep(0.3)
        assert builds == ["11", "21", "22"]


def test_listeners_do_not_hold_up_the_end(root: Path) -> None:
    with running(root) as preview:
        clients = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(5)]
        for client in clients:
            client.sendall(b"GET /_preview/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(100)
    for client in clients:
        client.close()


def test_listeners_are_limited(preview: Running) -> None:
    clients = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(64)]
    for client in clients:
        client.sendall(b"GET /_preview/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 200 " in client.recv(100)
    assert preview.request("/_preview/events")[0] == 503
    assert preview.request("/")[0] == 200
    for client in clients:
        client.close()


def test_listeners_that_left_make_room(preview: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog_gen.serve.server._HEARTBEAT_SECONDS", 0.05)
    for _ in range(100):
        with preview.events() as next_state:
            next_state()
        time.sleep(0.005)
    deadline = time.monotonic() + 60
    while any("process_request" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(root: Path) -> None:
    lines: list[str] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve(root, lambda writer: build_folder(root, writer), port=port, say=lines.append) == 2
    assert len(lines) == 1
    assert f"port {port}" in lines[0]
    assert "--port" in lines[0]


def test_the_usual_port_gives_way_to_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setattr(session, "DEFAULT_PORT", port)
        with running(root, port=None) as preview:
            assert port < preview.port <= port + 20
            assert preview.lines[0] == f"Port {port} is taken; using {preview.port}."
            assert preview.request("/")[0] == 200


def test_a_host_that_is_not_ours_is_an_error(root: Path) -> None:
    lines: list[str] = []
    assert serve(root, lambda writer: build_folder(root, writer), host="192.0.2.1", port=0, say=lines.append) == 2
    assert "192.0.2.1" in lines[0]


def test_other_machines_are_let_in_only_when_asked_and_by_address(root: Path) -> None:
    with running(root, host="0.0.0.0", port=0) as preview:  # noqa: S104 - that is the question here
        assert any("Other machines" in line for line in preview.lines)
        assert preview.request("/", Host="192.168.1.7:8000")[0] == 200
        assert preview.request("/", Host="localhost")[0] == 200
        assert preview.request("/", Host="evil.example")[0] == 421


PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts the tests in the background ignores it
from pathlib import Path
from types import SimpleNamespace
from catalog_gen.serve import serve
def build(writer):
    writer.publish([("index.html", b"x")])
    return SimpleNamespace(diagnostics=())
sys.exit(serve(Path(sys.argv[1]), build, port=0))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_is_a_clean_end(root: Path, number: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(root)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    lines: list[str] = []
    while not (lines and lines[-1].startswith("Preview at")):
        lines.append(process.stderr.readline())
    port = int(lines[-1].split(":")[2].split("/")[0])
    with socket.create_connection(("127.0.0.1", port)) as listener:
        listener.sendall(b"GET /_preview/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        listener.recv(100)
        os.kill(process.pid, number)
        _, rest = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Traceback" not in rest
