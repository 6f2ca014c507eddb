"""`catalog-gen serve`: build, listen, watch, rebuild, until Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.serve.preview import Build, Outcome, Preview
from catalog_gen.serve.server import Server
from catalog_gen.serve.watch import Trigger, Watch

DEFAULT_PORT = 8000
_PORTS_TRIED = 20
_USAGE, _FINE = 2, 0
_FAREWELL_SECONDS = 2.0

Say = Callable[[str], None]


def _print(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def serve(  # noqa: PLR0913 - each is an option of the command
    root: Path,
    build: Build,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    inputs: Callable[[], Iterable[Path]] = tuple,
    ignored: Iterable[Path] = (),
    say: Say = _print,
    stop: threading.Event | None = None,
) -> int:
    """Show the site of `root` while it is being written; returns the exit code once Ctrl-C, SIGTERM or `stop` ends it.

    `build` publishes into the writer that it is given, and is called on one thread at a time. `port` None is 8000 or the next free one
    above; a port that is asked for and taken is an error. `inputs` tells, after each build, what was read from outside
    `root`. `ignored` are folders, such as the cache, whose changes mean nothing. `say` gets lines for people.
    """
    preview = Preview(build)
    server = _listen(host, port, preview, say)
    if server is None:
        return _USAGE
    stopped = stop or threading.Event()
    with server, _ended_by_signals(stopped), contextlib.suppress(KeyboardInterrupt):
        watch, trigger = _watching(root, preview, inputs, ignored, say)
        threading.Thread(target=server.serve_forever, args=(0.1,), name="http", daemon=True).start()
        try:
            say(f"Preview at {server.url} (Ctrl-C ends it)")
            if not server.loopback:
                say("Other machines can reach it too, because --host says so.")
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
            while not stopped.wait(3600):
                pass
        finally:
            watch.stop()
            preview.close()
            server.shutdown()
            trigger.stop(_FAREWELL_SECONDS)
    return _FINE


def _listen(host: str, port: int | None, preview: Preview, say: Say) -> Server | None:
    first = DEFAULT_PORT if port is None else port
    reason = ""
    for number in range(first, first + (_PORTS_TRIED if port is None else 1)):
        try:
            server = Server(host, number, preview)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            continue
        if number != first:
            say(f"Port {first} is taken; using {number}.")
        return server
    say(f"Cannot listen on {host}, port {first}: {reason}. Choose another with --port, or leave --port out to have a free one found.")
    return None


def _watching(
    root: Path, preview: Preview, inputs: Callable[[], Iterable[Path]], ignored: Iterable[Path], say: Say
) -> tuple[Watch, Trigger]:
    """Build for the first time, with the watch already running: a change meanwhile is not missed."""
    told: tuple[Diagnostic, ...] = ()

    def rebuild() -> None:
        nonlocal told
        watch.renew()
        outcome = preview.rebuild()
        for line in _lines(outcome, told):
            say(line)
        told = outcome.problems
        watch.follow(inputs())

    trigger = Trigger(rebuild)
    watch = Watch(root, trigger.pull, ignored=ignored)
    if watch.polling:
        say("The system has no watches left; looking for changes once a second instead.")
    try:
        rebuild()
    except BaseException:
        watch.stop()
        raise
    trigger.start()
    return watch, trigger


def _lines(outcome: Outcome, told: Collection[Diagnostic]) -> Iterator[str]:
    """A rebuild as text for the terminal: what was not told before; nothing for one that changed nothing."""
    if outcome.trace:
        yield outcome.trace.rstrip()
    for found in outcome.problems:
        if found in told:
            continue
        yield f"{found.span}: {found.severity}: {found.message} [{found.code}]"
        if found.hint:
            yield f"    {found.hint}"
    if outcome.stale:
        yield f"Not shown, because it is broken ({outcome.seconds:.2f} s). The last good pages stay."
    elif outcome.changed:
        yield f"Built in {outcome.seconds:.2f} s, {outcome.changed} file{'s' * (outcome.changed != 1)} changed."


@contextlib.contextmanager
def _ended_by_signals(stopped: threading.Event) -> Iterator[None]:
    """End on SIGTERM as on Ctrl-C; only the main thread may decide that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
