"""Work in several processes gives what it gives in one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen import workers
from catalog_gen.output.codec import pack
from catalog_gen.workers import run_parallel

PACK = "catalog_gen.output.codec:pack"
ITEMS = [b"item %d " % number * (number % 300) for number in range(2_000)]

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="signals and /proc")


@pytest.mark.parametrize("jobs", [0, 1, 2, 5])
def test_results_stand_in_the_order_of_the_items(jobs: int) -> None:
    assert list(run_parallel(PACK, ITEMS, jobs)) == list(map(pack, ITEMS))


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_items(count: int) -> None:
    assert list(run_parallel(PACK, ITEMS[:count], 4)) == list(map(pack, ITEMS[:count]))


@settings(max_examples=200)
@given(st.lists(st.integers(0, 3).map(lambda size: b"x" * (size * 500_000)), max_size=30), st.integers(1, 8))
def test_chunks_are_the_items(items: list[bytes], jobs: int) -> None:
    chunks = workers._split(items, jobs)
    assert [item for chunk in chunks for item in chunk] == items
    assert all(0 < len(chunk) <= 64 for chunk in chunks)


@pytest.mark.parametrize("task", ["os:system", "catalog_gen:x", "catalog_gen.x", "catalog_gen.a:b.c", "catalog_gen_evil.a:b", ""])
def test_only_our_own_functions_are_tasks(task: str) -> None:
    with pytest.raises(ValueError, match="expected a task"):
        list(run_parallel(task, ITEMS, 2))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_looks_as_if_there_were_one_process(jobs: int) -> None:
    results = run_parallel("catalog_gen.output.present:record_from_strict", [pack(b"x" * 99)] * 400, jobs)
    with pytest.raises(AttributeError, match="record_from_strict"):
        list(results)


@needs_proc
@pytest.mark.parametrize("killed", [1, 2], ids=["one dies", "all die"])
def test_dead_processes_cost_nothing_but_time(killed: int) -> None:
    results = run_parallel(PACK, ITEMS * 5, 2)
    found = [next(results)]
    for process in _children()[:killed]:
        os.kill(process, signal.SIGKILL)
    found.extend(results)
    assert found == list(map(pack, ITEMS * 5))


def test_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert list(run_parallel(PACK, ITEMS, 2)) == list(map(pack, ITEMS))


@needs_proc
def test_an_iterator_that_is_dropped_leaves_no_process() -> None:
    results = run_parallel(PACK, ITEMS, 3)
    next(results)
    assert _children()
    results.close()  # type: ignore[attr-defined]
    assert _children() == []


@needs_proc
def test_processes_end_with_their_parent() -> None:
    program = (
        f"from catalog_gen.workers import run_parallel\nresults = run_parallel({PACK!r}, [b'x' * 9] * 10000, 2)\n"
        "next(results)\nprint(1, flush=True)\ninput()"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    parent.stdout.readline()
    children = _children(parent.pid)
    assert len(children) == 2
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 60
    while any(map(_lives, children)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(_lives, children))


def test_the_current_folder_is_not_searched_for_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog's folder may hold anything; nothing in it may run."""
    (tmp_path / "msgspec.py").write_text("open('ran', 'w')\nraise SystemExit")
    (tmp_path / "zlib.py").write_text("open('ran', 'w')\nraise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert list(run_parallel(PACK, ITEMS[:300], 2)) == list(map(pack, ITEMS[:300]))
    assert not (tmp_path / "ran").exists()


def test_packing_is_work_that_tells_results_apart() -> None:
    assert zlib.decompress(pack(ITEMS[299])[1:]) == ITEMS[299]


def _children(of: int | None = None) -> list[int]:
    parent = os.getpid() if of is None else of
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, above = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(above) == parent and state != "Z" and b"catalog_gen.workers" in words:
            found.append(int(folder.name))
    return sorted(found)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
