"""Work shared between processes: a function of bytes applied to many items, the results in their order.

The processes are fresh interpreters that talk over pipes, so a caller needs no `__main__` guard, nothing is forked while
threads run, and every system behaves the same. Starting one takes about 50 ms plus the imports of the task: worth it above a
few seconds of work.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

_TASK = re.compile(r"catalog_gen(?:\.[a-z_0-9]+)+:[a-z_0-9]+")
_LENGTH_BYTES = 8
_CHUNK_ITEMS, _CHUNK_BYTES = 64, 1 << 20
_CHUNKS_A_JOB = 4
"""So many chunks for each process: few enough to cost nothing, enough that all processes end at about the same time.
At most so many for each process are finished and not yet consumed, which bounds the memory."""

_GRACE_SECONDS = 5
_NEW_GROUP_ON_WINDOWS = 0x200

_Task = Callable[[bytes], bytes]
_Results = list[bytes | None]
_items_decoder = msgspec.msgpack.Decoder(list[bytes])
_results_decoder = msgspec.msgpack.Decoder(_Results)
_start_decoder = msgspec.msgpack.Decoder(tuple[str, bytes])


def run_parallel(task: str, items: Sequence[bytes], jobs: int, *, setup: bytes = b"") -> Iterator[bytes]:
    """Yield `task(item)` for every item, in order, worked out by up to `jobs` processes (here, when that is one).

    `task` is `"catalog_gen.package.module:function"`. Where the module has a function `prepare`, it is called with `setup`
    first, once in every process. An item whose process dies or whose task raises is done again in this process, so an error
    looks as if there were no other processes. Closing the iterator early stops them.
    """
    local = _Local(task, setup)
    chunks = _split(items, jobs)
    if jobs <= 1 or len(chunks) <= 1 or not sys.executable:
        yield from map(local, items)
        return
    pool = _Pool(task, setup, chunks, min(jobs, len(chunks)))
    try:
        for number, chunk in enumerate(chunks):
            results = pool.take(number)
            for position, item in enumerate(chunk):
                done = results[position] if position < len(results) else None
                yield local(item) if done is None else done
    finally:
        pool.stop()


def _split(items: Sequence[bytes], jobs: int) -> list[Sequence[bytes]]:
    """Cut the items into runs; a large one ends its run."""
    most = max(1, min(_CHUNK_ITEMS, len(items) // (max(jobs, 1) * _CHUNKS_A_JOB)))
    chunks, start, size = list[Sequence[bytes]](), 0, 0
    for end, item in enumerate(items, 1):
        size += len(item)
        if end - start >= most or size >= _CHUNK_BYTES or end == len(items):
            chunks.append(items[start:end])
            start, size = end, 0
    return chunks


class _Local:
    """The task in this process, looked up and prepared when it is first needed."""

    def __init__(self, task: str, setup: bytes) -> None:
        if not _TASK.fullmatch(task):
            message = f"expected a task such as 'catalog_gen.site.render:render_page', got {task!r}"
            raise ValueError(message)
        self._task = task
        self._setup = setup
        self._function: _Task | None = None

    def __call__(self, item: bytes) -> bytes:
        if self._function is None:
            module_name, _, name = self._task.partition(":")
            module = importlib.import_module(module_name)
            if prepare := getattr(module, "prepare", None):
                prepare(self._setup)
            self._function = cast("_Task", getattr(module, name))
        return self._function(item)


class _Pool:
    """Processes, each with a thread that hands it one chunk at a time."""

    def __init__(self, task: str, setup: bytes, chunks: Sequence[Sequence[bytes]], jobs: int) -> None:
        self._chunks = chunks
        self._window = jobs * _CHUNKS_A_JOB
        self._changed = threading.Condition()
        self._results: dict[int, _Results] = {}
        self._next = 0
        self._consumed = 0
        self._stopped = False
        start = msgspec.msgpack.encode((task, setup))
        self._processes = [process for _ in range(jobs) if (process := _start())]
        self._threads = [
            threading.Thread(target=self._feed, args=(process, start), name="feeder", daemon=True) for process in self._processes
        ]
        self._alive = len(self._threads)
        for thread in self._threads:
            thread.start()

    def take(self, number: int) -> _Results:
        """The results of a chunk; fewer than its items when nobody could do them. Chunks are taken in order."""
        with self._changed:
            self._changed.wait_for(lambda: number in self._results or (not self._alive and self._next <= number))
            self._consumed = number + 1
            self._next = max(self._next, self._consumed)
            self._changed.notify_all()
            return self._results.pop(number, [])

    def stop(self) -> None:
        """End all processes; those at work are cut short."""
        with self._changed:
            unfinished = self._consumed < len(self._chunks)
            self._stopped = True
            self._changed.notify_all()
        for process in self._processes:
            if unfinished:
                process.kill()
        for thread in self._threads:
            thread.join()

    def _feed(self, process: subprocess.Popen[bytes], start: bytes) -> None:
        number = None
        with contextlib.suppress(OSError, EOFError, msgspec.MsgspecError, ValueError):
            _send(cast("BinaryIO", process.stdin), start)
            while (number := self._claim()) is not None:
                _send(cast("BinaryIO", process.stdin), msgspec.msgpack.encode(list(self._chunks[number])))
                self._deliver(number, _results_decoder.decode(_receive(cast("BinaryIO", process.stdout))))
        _end(process)
        with self._changed:
            self._alive -= 1
            if number is not None:
                self._results.setdefault(number, [])
            self._changed.notify_all()

    def _claim(self) -> int | None:
        """The next chunk to work on, as soon as there is room for its results; None when nothing is left."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._next >= len(self._chunks) or self._next < self._consumed + self._window)
            if self._stopped or self._next >= len(self._chunks):
                return None
            self._next += 1
            return self._next - 1

    def _deliver(self, number: int, results: _Results) -> None:
        with self._changed:
            self._results[number] = results
            self._changed.notify_all()


def _start() -> subprocess.Popen[bytes] | None:
    """Start a worker; None when the system refuses.

    `-P` keeps the current folder, which may be anybody's, from being searched for modules. A group of its own keeps Ctrl-C
    from reaching the worker: it ends with the pipe.
    """
    places = [os.fspath(Path(__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    windows = sys.platform == "win32"
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "catalog_gen.workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
            process_group=None if windows else 0,
            creationflags=_NEW_GROUP_ON_WINDOWS if windows else 0,
        )
    except OSError:
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            cast("BinaryIO", pipe).close()
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _send(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(len(message).to_bytes(_LENGTH_BYTES, "little"))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: BinaryIO) -> bytes:
    header = pipe.read(_LENGTH_BYTES)
    length = int.from_bytes(header, "little")
    message = pipe.read(length) if len(header) == _LENGTH_BYTES else b""
    if len(header) < _LENGTH_BYTES or len(message) < length:
        raise EOFError
    return message


def _work() -> None:
    """The life of a worker: the task, then chunks until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a task prints must not get between the answers
    questions = sys.stdin.buffer
    with contextlib.suppress(EOFError, BrokenPipeError):
        local = _Local(*_start_decoder.decode(_receive(questions)))
        while True:
            items = _items_decoder.decode(_receive(questions))
            _send(answers, msgspec.msgpack.encode([_attempt(local, item) for item in items]))
    os._exit(0)  # nothing to tidy, and taking a large heap apart takes time


def _attempt(local: _Local, item: bytes) -> bytes | None:
    """The result, or None for "let the parent see for itself"."""
    try:
        return local(item)
    except Exception:  # noqa: BLE001 - whatever it is, it is raised again where it can be seen
        return None


if __name__ == "__main__":
    _work()
