"""Builds that are cut short, that meet, and that are watched: the site is whole all the same."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog_gen.output import FolderWriter, Published
from catalog_gen.output import patch as patching
from catalog_gen.output import staging as stagings
from catalog_gen.output import swap as swapping
from catalog_gen.output.names import MARKER

SITE = {"index.html": b"home", "events/a/index.html": b"a", "events/b/index.html": b"b", "api/v1/catalog.json": b"{}"}
MANY = {f"events/e{number}/index.html": b"page %d" % number for number in range(600)}
BUILDS_FOR_EVER = """
import sys
from pathlib import Path
from catalog_gen.output import FolderWriter
for turn in range(10**6):
    print(turn, flush=True)
    FolderWriter(Path(sys.argv[1])).publish((f"p{n}/index.html", b"%d" % turn) for n in range(400))
"""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


def publish(folder: Path, files: Mapping[str, bytes]) -> Published:
    return FolderWriter(folder).publish(files.items())


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {name: path.read_bytes() for path in files if (name := path.relative_to(folder).as_posix()) != MARKER}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_failing_page_leaves_the_old_site(out: Path) -> None:
    publish(out, SITE)

    def failing() -> Iterator[tuple[str, bytes]]:
        yield from MANY.items()
        raise OSError(5, "not of the output folder")

    with pytest.raises(OSError, match="not of the output folder"):
        FolderWriter(out).publish(failing())
    assert tree(out) == SITE
    assert names(out.parent) == ["site"]


def test_leftovers_are_tidied(out: Path) -> None:
    publish(out, SITE)
    (out.parent / ".site.catalog-gen-new/deep").mkdir(parents=True)
    (out.parent / ".site.catalog-gen-old").mkdir()
    publish(out, SITE)
    assert names(out.parent) == ["site"]
    assert tree(out) == SITE


def test_a_site_set_aside_comes_back(out: Path) -> None:
    publish(out, SITE)
    out.rename(out.parent / ".site.catalog-gen-old")
    assert publish(out, SITE) == Published(unchanged=4)
    assert tree(out) == SITE


@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_both_ways_of_swapping(out: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "two renames":
        monkeypatch.setattr(swapping, "_exchange", lambda *_: False)
    publish(out, SITE)
    publish(out, MANY)
    assert tree(out) == MANY
    assert names(out.parent) == ["site"]


def test_without_hard_links(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stagings, "_linked", lambda *_: False)
    monkeypatch.setattr(stagings, "MOST_STEPS", 0)
    publish(out, MANY)
    for path in MANY:
        os.utime(out / path, ns=(10**18, 10**18))
    publish(out, SITE | MANY)
    assert tree(out) == SITE | MANY
    assert (out / "events/e1/index.html").stat().st_mtime_ns == 10**18


@pytest.mark.parametrize("steps", range(9))
def test_a_small_change_cut_short_is_completed(out: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before any of its steps, the next build finds the old site or completes the new one."""
    old = SITE | {"stale/page.html": b"x"}
    new = SITE | {"index.html": b"2", "events/a/index.html": b"2", "new/page.html": b"2"}
    publish(out, old)
    left = [steps]

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            if not left[0]:
                raise SystemExit
            left[0] -= 1
            return real(*given, **named)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying(Path.replace))
        patch.setattr(Path, "rmdir", dying(Path.rmdir))
        patch.setattr(stagings, "remove", lambda _: None)
        with contextlib.suppress(SystemExit):
            publish(out, new)
    swapping.recover(out)
    assert tree(out) == (old if steps == 0 else new)
    assert names(out.parent) == ["site"]
    assert not publish(out, new).failed
    assert tree(out) == new


def test_a_plan_cannot_reach_outside(out: Path) -> None:
    publish(out, SITE)
    staged = out.parent / ".site.catalog-gen-new"
    staged.mkdir()
    (out.parent / "precious").write_text("x")
    patching.plan(staged, ["../precious"], [])
    publish(out, SITE)
    assert (out.parent / "precious").exists()


@pytest.mark.parametrize("milliseconds", [0, 7, 19, 40])
def test_killed_at_any_moment_the_site_is_whole(out: Path, milliseconds: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", BUILDS_FOR_EVER, str(out)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    threading.Event().wait(milliseconds / 1000)
    process.kill()
    process.communicate()
    swapping.recover(out)
    found = tree(out)
    assert len(found) == 400
    assert len(set(found.values())) == 1


def test_builds_of_one_folder_wait_for_each_other(out: Path) -> None:
    sites = [{f"p{n}.html": b"%d" % turn for n in range(300)} for turn in range(6)]
    results: list[Published] = []

    def build(site: dict[str, bytes]) -> None:
        results.append(publish(out, site))

    threads = [threading.Thread(target=build, args=(site,)) for site in sites]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.failed for result in results] == [False] * 6
    assert tree(out) in sites
    assert names(out.parent) == ["site"]


def test_a_reader_always_finds_the_page(out: Path) -> None:
    if not _can_exchange(out.parent):
        pytest.skip("this file system cannot exchange two folders in one step")
    sites = [{f"p{n}.html": b"%d" % turn for n in range(300)} for turn in range(2)]
    publish(out, sites[0])
    done = threading.Event()
    missing: list[str] = []

    def read() -> None:
        while not done.is_set():
            if not (out / "p7.html").exists():
                missing.append("p7.html")

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(1, 15):
        publish(out, sites[turn % 2])
    done.set()
    reader.join()
    assert missing == []


def _can_exchange(folder: Path) -> bool:
    for name in ("one", "two"):
        (folder / name).mkdir()
    return swapping._exchange(folder / "one", folder / "two")
