"""The git program, asked by plumbing commands only, in a way that runs nothing and connects to nothing.

Settings inside a repository can name programs: hooks, a file-system monitor, remote helpers, a pager, filters. Plumbing ignores most of
them; the rest is switched off here for every call. Objects are never fetched: in a partial clone, what is not there is missing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from catalog_gen.repository.problem import RepositoryProblem, failed, no_repository, not_installed

SETTINGS = (
    "--no-replace-objects",
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "core.quotePath=false"),
    *("-c", "core.commitGraph=true"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
)

ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ASKPASS": "",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C",
}
KEPT = frozenset({"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL"})
"""What of git's own environment may stay: where to look, not what to do. `GIT_DIR`, as hooks set it, would name another repository."""

_SECONDS = 300
_OLD_SAFETY = "detected dubious ownership"
_NO_REPOSITORY = ("not a git repository", "must be run in a work tree")


class Blob(NamedTuple):
    """An object's bytes, cut off where its reader's limit is, and how long it really is."""

    raw: bytes
    size: int


class Git:
    """One repository, found from a folder that it holds (or that is it, when it is bare)."""

    def __init__(self, folder: Path) -> None:
        """Find the program and the repository; `RepositoryProblem` where there is none."""
        program = shutil.which("git")
        if program is None:
            raise not_installed()
        self._program = program
        self.folder, missing = _existing(folder)
        prefix, _, up = self.ask("rev-parse", "--show-prefix", "--show-cdup").removesuffix(b"\n").rpartition(b"\n")
        self.prefix = "/".join(part for part in (os.fsdecode(prefix).strip("/"), missing) if part)
        """The folder's path in the repository, "" for its top."""
        self.folder = Path(os.path.realpath(self.folder / os.fsdecode(up)))  # where commands run, since they take paths from there

    def ask(self, *arguments: str, text: bytes = b"") -> bytes:
        """What a command prints when it is given `text`; `RepositoryProblem` when it fails."""
        done = self._run(arguments, text)
        if done.returncode:
            raise self._failure(arguments, done.stderr)
        return done.stdout

    def try_ask(self, *arguments: str) -> bytes | None:
        """What a command prints, or None when it fails."""
        done = self._run(arguments, b"")
        return None if done.returncode else done.stdout

    @contextlib.contextmanager
    def objects(self) -> Iterator[Objects]:
        """A way to read many objects, closed in the end."""
        objects = Objects(self)
        try:
            yield objects
        finally:
            objects.close()

    def is_shallow(self) -> bool:
        """Whether the history was cut off when the repository was cloned."""
        return self.ask("rev-parse", "--is-shallow-repository").strip() == b"true"

    def command(self, *arguments: str) -> list[str]:
        """The whole command line of a plumbing command."""
        return [self._program, *SETTINGS, "-C", str(self.folder), *arguments]

    def _run(self, arguments: tuple[str, ...], text: bytes) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - our own arguments, and references that were checked
                self.command(*arguments), env=environment(), input=text, capture_output=True, check=False, timeout=_SECONDS
            )
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            message = f"`git {arguments[0]}` could not be run: {error}."
            raise failed(message) from error

    def _failure(self, arguments: tuple[str, ...], stderr: bytes) -> RepositoryProblem:
        said = stderr.decode("utf-8", "replace").strip()
        if _OLD_SAFETY in said:
            return RepositoryProblem(
                "git-not-trusted",
                "Git refuses to read this repository, because it belongs to another user of this machine.",
                "Run `git config --global --add safe.directory FOLDER` with the repository's folder, as in containers whose user differs.",
            )
        if any(words in said for words in _NO_REPOSITORY):
            return no_repository()
        first = said.partition("\n")[0] or "no reason given"
        return failed(f"`git {arguments[0]}` failed: {first}.")


class Objects:
    """Objects by name, through one `cat-file --batch` that is started when it is first needed. May be used from any thread."""

    def __init__(self, git: Git) -> None:
        """Nothing is started yet."""
        self._git = git
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str, limit: int) -> Blob | None:
        """The first `limit` bytes of an object, given by its full hexadecimal name; None when it is not there."""
        with self._lock:
            process = self._process or self._start()
            questions, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
            try:
                questions.write(name.encode() + b"\n")
                questions.flush()
                header = answers.readline().split()
                if len(header) != 3 or not header[2].isdigit():  # noqa: PLR2004 - name, type and size; anything else is "missing"
                    if not header:
                        self._stop()
                    return None
                size = int(header[2])
                raw = answers.read(min(size, limit))
                _skip(answers, size - len(raw) + 1)
            except OSError:
                self._stop()
                return None
            return Blob(raw, size)

    def close(self) -> None:
        """End the process. The next `read` starts another."""
        with self._lock:
            self._stop()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            self._git.command("cat-file", "--batch"),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._process = process
        self._finalizer = weakref.finalize(self, _end, process)
        return process

    def _stop(self) -> None:
        if self._process is not None:
            self._finalizer()
            self._process = None


def environment() -> dict[str, str]:
    """The environment of every call: the caller's, without what would point git elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_") or name.upper() in KEPT}
    return {**kept, **ENVIRONMENT}


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0:
        skipped = len(stream.read(min(count, 1 << 20)))
        if not skipped:
            return
        count -= skipped


def _existing(folder: Path) -> tuple[Path, str]:
    """The nearest folder that is there, and the path from it to the wanted one, which an older commit may have."""
    here, missing = Path(os.path.realpath(folder)), list[str]()
    while not here.is_dir() and here.parent != here:
        missing.insert(0, here.name)
        here = here.parent
    return here, "/".join(missing)
