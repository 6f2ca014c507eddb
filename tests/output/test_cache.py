"""The cache: what goes in comes out, and nothing that happens to its file is ever worse than an empty one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_gen.diagnostics import Severity
from catalog_gen.output import Cache
from catalog_gen.output import cache as caching
from catalog_gen.output.codec import pack, unpack

VALUES = {f"key{number}": b"value %d " % number * number for number in range(40)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".catalog-gen-cache"


def opened(folder: Path | None, generation: str = "1") -> Cache:
    return Cache(folder, generation=generation)


def build(folder: Path, *, ask: tuple[str, ...] = (), put: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """One build that asks and puts; returns what it got."""
    cache = opened(folder)
    found = cache.get_many("page", ask)
    cache.put_many("page", put or {})
    cache.close()
    return found


def test_values_survive(folder: Path) -> None:
    build(folder, put=VALUES)
    assert build(folder, ask=(*VALUES, "missing")) == VALUES
    assert sorted(path.name for path in folder.iterdir()) == [".gitignore", "CACHEDIR.TAG", "values.sqlite"]


def test_a_value_is_there_at_once(folder: Path) -> None:
    cache = opened(folder)
    cache.put_many("page", {"a": b"1"})
    assert cache.get("page", "a") == b"1"
    cache.put_many("page", {"a": b"2"})
    cache.close()
    assert build(folder, ask=("a",)) == {"a": b"2"}


def test_kinds_are_apart(folder: Path) -> None:
    cache = opened(folder)
    cache.put_many("page", {"a": b"1"})
    assert cache.get("tree", "a") is None
    cache.close()


def test_many_keys_and_much_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "_PENDING_BYTES", 10_000)
    values = {str(number): os.urandom(100) for number in range(2_345)}
    build(folder, put=values)
    assert build(folder, ask=tuple(values)) == values


def test_a_copy_elsewhere_with_other_times_is_as_good(folder: Path, tmp_path: Path) -> None:
    build(folder, put=VALUES)
    shutil.copytree(folder, tmp_path / "restored")
    os.utime(tmp_path / "restored/values.sqlite", (1, 1))
    assert build(tmp_path / "restored", ask=tuple(VALUES)) == VALUES


def test_another_version_of_the_code_starts_anew(folder: Path) -> None:
    build(folder, put=VALUES)
    newer = opened(folder, "2")
    assert newer.get_many("page", VALUES) == {}
    newer.close()


def test_without_a_folder_everything_is_forgotten() -> None:
    cache = opened(None)
    cache.put_many("page", VALUES)
    assert cache.get_many("page", VALUES) == {}
    assert cache.diagnostics == ()
    cache.close()


def test_a_folder_that_cannot_be_made_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = opened(tmp_path / "file" / "cache")
    cache.put_many("page", VALUES)
    assert cache.get("page", "key1") is None
    cache.close()
    assert [(found.code, found.severity) for found in cache.diagnostics] == [("cache-unusable", Severity.INFO)]


def test_a_cache_that_cannot_be_written_can_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder, put=VALUES)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Cache, "_connect", refuse)
    cache = opened(folder)
    assert cache.get_many("page", VALUES) == VALUES
    cache.put_many("page", {"new": b"1"})
    cache.close()
    assert cache.diagnostics == ()


def overwrite(at: int, with_bytes: bytes) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        content = file.read_bytes()
        start = at if at >= 0 else len(content) + at
        file.write_bytes(content[:start] + with_bytes + content[start + len(with_bytes) :])

    return damage


def put(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        file.write_bytes(change(file.read_bytes()))

    return damage


def cut(share: float) -> Callable[[Path], None]:
    return put(lambda content: content[: int(len(content) * share)])


def sql(statement: str) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        connection = sqlite3.connect(file)
        connection.executescript(statement)
        connection.close()

    return damage


DAMAGE = {
    "empty": cut(0),
    "a few bytes": put(lambda _: b"SQLite"),
    "half": cut(0.5),
    "almost whole": cut(0.9),
    "not a database": put(lambda _: os.urandom(20_000)),
    "a pickle": put(lambda _: b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R."),
    "header": overwrite(0, b"\xff" * 64),
    "schema page": overwrite(100, b"\xff" * 400),
    "middle": overwrite(9_000, b"\xff" * 5_000),
    "end": overwrite(-3_000, b"\xff" * 2_000),
    "older format": sql("PRAGMA user_version = 0"),
    "newer format": sql("PRAGMA user_version = 99"),
    "other tables": sql("DROP TABLE entry; CREATE TABLE entry (id, note)"),
    "missing table": sql("DROP TABLE used"),
    "text for values": sql("UPDATE entry SET value = 'text'"),
    "numbers for values": sql("UPDATE entry SET value = 7"),
    "broken values": sql("UPDATE entry SET value = zeroblob(50)"),
    "unknown packing": sql("UPDATE entry SET value = X'FF00'"),
    "count of builds": sql("UPDATE meta SET value = 'many' WHERE name = 'build'"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_never_worse_than_an_empty_cache(folder: Path, name: str) -> None:
    build(folder, put=VALUES)
    DAMAGE[name](folder / "values.sqlite")
    found = build(folder, ask=tuple(VALUES), put=VALUES)
    assert found.items() <= VALUES.items()
    assert build(folder, ask=tuple(VALUES), put=VALUES).items() <= VALUES.items()
    assert build(folder, ask=tuple(VALUES)) == VALUES


@pytest.mark.parametrize("name", ["half", "not a database", "middle"])
def test_damage_in_mid_build_is_survived(folder: Path, name: str) -> None:
    build(folder, put=VALUES)
    cache = opened(folder)
    assert cache.get("page", "key3") == VALUES["key3"]
    DAMAGE[name](folder / "values.sqlite")
    assert cache.get_many("page", VALUES).items() <= VALUES.items()
    cache.put_many("page", VALUES)
    cache.close()
    build(folder, put=VALUES)
    assert build(folder, ask=tuple(VALUES)) == VALUES


def test_a_folder_in_the_place_of_the_file_is_survived(folder: Path) -> None:
    (folder / "values.sqlite").mkdir(parents=True)
    assert build(folder, ask=tuple(VALUES), put=VALUES) == {}


def test_deleting_it_in_mid_build_is_survived(folder: Path) -> None:
    cache = opened(folder)
    cache.put_many("page", VALUES)
    shutil.rmtree(folder)
    cache.close()
    build(folder, put=VALUES)
    assert build(folder, ask=tuple(VALUES)) == VALUES


def test_what_nobody_asks_for_is_forgotten(folder: Path) -> None:
    build(folder, put={"old": b"1", "used": b"2"})
    for _ in range(caching._KEPT_BUILDS + caching._TOUCHED_EVERY + 1):
        assert build(folder, ask=("used",)) == {"used": b"2"}
    assert build(folder, ask=("old", "used")) == {"used": b"2"}


def test_what_is_kept_is_not_forgotten(folder: Path) -> None:
    build(folder, put={"old": b"1", "kept": b"2"})
    for _ in range(caching._KEPT_BUILDS + caching._TOUCHED_EVERY + 1):
        cache = opened(folder)
        cache.keep("page", ["kept", "never there"])
        cache.close()
    assert build(folder, ask=("old", "kept")) == {"kept": b"2"}


def test_what_was_not_asked_for_the_longest_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "_MOST_BYTES", 5_000)
    monkeypatch.setattr(caching, "_TOUCHED_EVERY", 1)
    values = {name: os.urandom(1_500) for name in "abcd"}
    for name in "abc":
        build(folder, put={name: values[name]})
    build(folder, ask=("a",))
    build(folder, put={"d": values["d"]})
    assert set(build(folder, ask=tuple("abcd"))) == {"a", "c", "d"}


def test_a_build_that_finds_everything_hardly_writes(folder: Path) -> None:
    build(folder, put=VALUES)
    build(folder, ask=tuple(VALUES))
    before = (folder / "values.sqlite").read_bytes()
    build(folder, ask=tuple(VALUES))
    after = (folder / "values.sqlite").read_bytes()
    assert sum(one != other for one, other in zip(before, after, strict=True)) < 32


def test_builds_at_the_same_time(folder: Path) -> None:
    def one(number: int) -> None:
        for turn in range(5):
            build(folder, ask=tuple(VALUES), put={f"{number} {turn}": b"x" * 100})

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = tuple(f"{number} {turn}" for number in range(4) for turn in range(5))
    assert set(build(folder, ask=wanted)) == set(wanted)


def test_a_build_that_is_killed_costs_nothing(folder: Path) -> None:
    build(folder, put=VALUES)
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom catalog_gen.output import Cache, cache\n"
        "cache._PENDING_BYTES = 100\n"
        "one = Cache(Path(sys.argv[1]), generation='1')\n"
        "one.put_many('page', {'new': b'x' * 1000})\none.put_many('page', {'newer': b'x' * 1000})\nos.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(folder)], check=False)
    assert build(folder, ask=tuple(VALUES)) == VALUES


def test_the_digest_of_the_code_is_the_usual_generation(folder: Path) -> None:
    cache = Cache(folder)
    assert cache._generation == caching.code_digest()
    assert len(caching.code_digest()) == 32
    cache.close()


@given(st.binary(max_size=300))
def test_a_packed_value_is_the_value_again(value: bytes) -> None:
    assert unpack(pack(value)) == value


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.integers(1), st.integers(1, 255))
def test_a_damaged_value_is_a_miss(value: bytes, position: int, change: int) -> None:
    packed = bytearray(pack(value * 3))
    packed[position % len(packed)] ^= change
    assert unpack(bytes(packed)) in (None, value * 3)
