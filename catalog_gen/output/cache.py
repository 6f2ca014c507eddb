"""What earlier builds worked out, by the content that it was worked out from."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.output.blob import digest_of
from catalog_gen.output.codec import pack, unpack

FOLDER = ".catalog-gen-cache"
"""The usual name, in the catalog's root."""

_FILE = "values.sqlite"
_FORMAT = 1
_KEPT_BUILDS = 20
"""A value that none of the last so many builds asked for is forgotten."""

_TOUCHED_EVERY = 5
"""Builds between two notes that a value is in use; a build that changes nothing then writes next to nothing."""

_MOST_BYTES = 1 << 30
"""All packed values together stay below this; those that were not asked for the longest go first."""

_PENDING_BYTES = 32 << 20
_KEYS_A_QUERY = 500
_WAIT_SECONDS = 10.0

_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE entry (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, value BLOB NOT NULL, UNIQUE (kind, key)
    )""",
    "CREATE TABLE used (id INTEGER PRIMARY KEY, build INTEGER NOT NULL)",
)


@functools.cache
def code_digest() -> str:
    """The digest of this package's own source: what another version of it worked out is worth nothing."""
    package = Path(__file__).parent.parent
    files = sorted(path for path in package.rglob("*.py") if path.is_file())
    return digest_of(b"\0".join(part for path in files for part in (path.relative_to(package).as_posix().encode(), path.read_bytes())))


class Cache:
    """Values by kind and key in one SQLite file; safe to delete at any time, by anybody.

    `folder` is made when needed; without one (None), or when it cannot be used, everything is forgotten at once and
    `diagnostics` may say why. A damaged, older or foreign file is silently replaced; a damaged value is a miss. Keys must
    name everything that a value depends on, except this package's code: values of another `generation` are dropped.
    Nothing depends on file times, so a copy restored elsewhere is as good. Values are written in `close`, together, or
    earlier when there are many. Methods may be called from any thread.
    """

    def __init__(self, folder: Path | None, *, generation: str | None = None) -> None:
        """Open the cache. `generation` is the digest of the code by default."""
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._folder = folder
        self._generation = code_digest() if generation is None else generation
        self._lock = threading.RLock()
        self._pending: dict[tuple[str, str], bytes] = {}
        self._pending_bytes = 0
        self._asked: set[int] = set()
        self._kept: set[tuple[str, str]] = set()
        self._build = 0
        self._writable = True
        self._connection: sqlite3.Connection | None = None
        if folder is not None:
            self._open(folder)

    def get(self, kind: str, key: str) -> bytes | None:
        """The value stored for `key`, or None."""
        return self.get_many(kind, (key,)).get(key)

    def get_many(self, kind: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The values that are stored, by key; those that are not are left out."""
        wanted, packed = list(keys), dict[str, bytes]()
        with self._lock:
            for start in range(0, len(wanted), _KEYS_A_QUERY):
                chunk = wanted[start : start + _KEYS_A_QUERY]
                for identity, key, value in self._rows(kind, chunk):
                    packed[key] = value
                    self._asked.add(identity)
                packed.update((key, self._pending[kind, key]) for key in chunk if (kind, key) in self._pending)
        unpacked = ((key, unpack(value)) for key, value in packed.items())  # several threads may do this at once
        return {key: value for key, value in unpacked if value is not None}

    def _rows(self, kind: str, keys: list[str]) -> list[tuple[int, str, bytes]]:
        if self._connection is None:
            return []
        marks = ",".join("?" * len(keys))
        query = f"SELECT id, key, value FROM entry WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - the marks are ours
        try:
            rows = self._connection.execute(query, (kind, *keys)).fetchall()
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                self._rebuild()
            return []
        except (sqlite3.Error, UnicodeDecodeError, OverflowError):
            self._rebuild()
            return []
        return [row for row in rows if isinstance(row[2], bytes)]

    def put_many(self, kind: str, values: Mapping[str, bytes]) -> None:
        """Store values; one that is there already is replaced."""
        with self._lock:
            if self._connection is None or not self._writable:
                return
            for key, value in values.items():
                packed = pack(value)
                self._pending[kind, key] = packed
                self._pending_bytes += len(packed)
            if self._pending_bytes > _PENDING_BYTES:
                self._write()

    def holds(self, kind: str, keys: Iterable[str]) -> set[str]:
        """Those of the keys under which a value is stored, without reading it."""
        wanted, found = list(keys), set[str]()
        with self._lock:
            for start in range(0, len(wanted), _KEYS_A_QUERY):
                chunk = wanted[start : start + _KEYS_A_QUERY]
                found.update(key for key in chunk if (kind, key) in self._pending)
                if self._connection is not None:
                    marks = ",".join("?" * len(chunk))
                    query = f"SELECT key FROM entry WHERE kind = ? AND key IN ({marks})"  # noqa: S608 - the marks are ours
                    with contextlib.suppress(sqlite3.Error):
                        found.update(row[0] for row in self._connection.execute(query, (kind, *chunk)))
        return found

    def keep(self, kind: str, keys: Iterable[str]) -> None:
        """Note that values are in use although nobody needs their bytes now."""
        with self._lock:
            self._kept.update((kind, key) for key in keys)

    def close(self) -> None:
        """Write what was put, forget what nobody asks for any more, and let go of the file. Later calls find nothing."""
        with self._lock:
            if self._connection is not None:
                self._write(last=True)
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            self._pending = {}

    def _write(self, *, last: bool = False) -> None:
        """Write what is pending; once more when damage was found and a new file begun."""
        if not self._written(last=last):
            self._written(last=last)
        self._pending, self._pending_bytes = {}, 0

    def _written(self, *, last: bool) -> bool:
        connection = self._connection
        if connection is None or not self._writable:
            return True
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._store(connection)
                if last:
                    self._note_use(connection)
                    self._evict(connection)
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            if last:
                connection.execute("PRAGMA incremental_vacuum").fetchall()
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                self._give_up(error)
        except sqlite3.Error:
            self._rebuild()
            return False
        return True

    def _store(self, connection: sqlite3.Connection) -> None:
        rows = [(kind, key, len(packed), packed) for (kind, key), packed in self._pending.items()]
        connection.executemany(
            "INSERT INTO entry (kind, key, size, value) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, key) DO UPDATE SET size = excluded.size, value = excluded.value",
            rows,
        )
        new = ((self._build, kind, key) for kind, key, *_ in rows)
        connection.executemany("INSERT OR REPLACE INTO used SELECT id, ? FROM entry WHERE kind = ? AND key = ?", new)

    def _note_use(self, connection: sqlite3.Connection) -> None:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('build', ?)", (str(self._build),))
        stale = self._build - _TOUCHED_EVERY
        touched = ((self._build, identity, stale) for identity in sorted(self._asked))
        connection.executemany("UPDATE used SET build = ? WHERE id = ? AND build <= ?", touched)
        kept = ((self._build, kind, key, stale) for kind, key in sorted(self._kept))
        query = "UPDATE used SET build = ? WHERE id = (SELECT id FROM entry WHERE kind = ? AND key = ?) AND build <= ?"
        connection.executemany(query, kept)

    def _evict(self, connection: sqlite3.Connection) -> None:
        oldest = self._build - _KEPT_BUILDS
        connection.execute("DELETE FROM entry WHERE id IN (SELECT id FROM used WHERE build < ?)", (oldest,))
        connection.execute(
            "DELETE FROM entry WHERE id IN (SELECT id FROM ("
            " SELECT entry.id AS id, SUM(size) OVER (ORDER BY used.build DESC, entry.id DESC) AS total FROM entry LEFT JOIN used USING (id)"
            ") WHERE total > ?)",
            (_MOST_BYTES,),
        )
        connection.execute("DELETE FROM used WHERE id NOT IN (SELECT id FROM entry)")

    def _open(self, folder: Path) -> None:
        path = folder / _FILE
        try:
            _make_folder(folder)
            self._connection = self._connect(path)
        except sqlite3.OperationalError as error:
            if _is_busy(error):
                return
            self._open_for_reading(path, error)
        except (sqlite3.Error, _Outdated):
            self._replace(path)
        except OSError as error:
            self._open_for_reading(path, error)

    def _connect(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=16)
        try:
            connection.execute("PRAGMA synchronous = OFF")  # a crash of the machine may cost the cache, and nothing but the cache
            if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0:
                self._lay_out(connection)
            self._check(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0:  # else another build was faster
            for table in _TABLES:
                connection.execute(table)
            connection.execute("INSERT INTO meta VALUES ('generation', ?), ('build', '0')", (self._generation,))
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        connection.execute("COMMIT")

    def _check(self, connection: sqlite3.Connection) -> None:
        """Find out whether the file is one of ours and of this generation; counts this build."""
        if connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
            raise _Outdated
        meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        if meta.get("generation") != self._generation or not str(meta.get("build", "")).isdecimal():
            raise _Outdated
        self._build = int(meta["build"]) + 1

    def _open_for_reading(self, path: Path, reason: Exception) -> None:
        """Use a cache that cannot be written, as CI may restore it; without one, do without and say so."""
        self._writable = False
        try:
            address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
            self._check(connection)
            self._connection = connection
        except (sqlite3.Error, OSError, _Outdated):
            self._give_up(reason)

    def _rebuild(self) -> None:
        """Start anew after damage was found half-way."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._asked.clear()
        if self._folder is not None and self._writable:
            self._replace(self._folder / _FILE)

    def _replace(self, path: Path) -> None:
        try:
            for name in (path, path.with_name(f"{_FILE}-journal"), path.with_name(f"{_FILE}-wal"), path.with_name(f"{_FILE}-shm")):
                name.unlink(missing_ok=True)
            self._connection = self._connect(path)
        except (sqlite3.Error, OSError, _Outdated) as error:
            self._give_up(error)

    def _give_up(self, reason: Exception) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        shown = self._folder.as_posix() if self._folder else ""
        words = reason.strerror if isinstance(reason, OSError) else str(reason)
        self.diagnostics = (
            Diagnostic(
                code="cache-unusable",
                severity=Severity.INFO,
                message=f"The cache folder `{shown}` cannot be used ({words}); everything is worked out anew.",
                hint="Make the folder writable, name another with --cache, or pass --no-cache.",
                span=Span(path=shown),
            ),
        )


class _Outdated(Exception):  # noqa: N818 - nothing is wrong, it is only not ours to read
    """The file was written by another format or another version of the code."""


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _make_folder(folder: Path) -> None:
    """Make the folder, and tell backup programs and git to leave it alone."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)  # another build may have been faster
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n", encoding="utf-8")
