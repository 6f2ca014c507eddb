"""Publishing into a folder: the site is what was published, and unchanged files are not touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_gen.output import Blob, Cache, FolderWriter, MemoryWriter, Published, digest_of
from catalog_gen.output import staging as stagings
from catalog_gen.output.names import MARKER

SITE = {"index.html": b"home", "events/a/index.html": b"a", "events/b/index.html": b"b", "api/v1/catalog.json": b"{}"}
MANY = {f"events/e{number}/index.html": b"page %d" % number for number in range(600)}
LONG_AGO = 10**18


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


def publish(folder: Path, files: Mapping[str, bytes], cache: Cache | None = None, *, force: bool = False) -> Published:
    return FolderWriter(folder, cache=cache, force=force).publish(files.items())


def tree(folder: Path) -> dict[str, bytes]:
    """Every file except the marker."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {name: path.read_bytes() for path in files if (name := path.relative_to(folder).as_posix()) != MARKER}


def looks(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*") if path.is_file()}


def age(folder: Path) -> None:
    """Make the files as old as if the last build were long ago, so that their times are trusted."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(LONG_AGO, LONG_AGO))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_site_is_what_was_published(out: Path) -> None:
    assert publish(out, SITE) == Published(written=4)
    assert tree(out) == SITE
    assert names(out.parent) == ["site"]


def test_folders_above_are_made(tmp_path: Path) -> None:
    assert not publish(tmp_path / "a/b/site", SITE).failed
    assert tree(tmp_path / "a/b/site") == SITE


def test_an_empty_folder_may_be_used(out: Path) -> None:
    out.mkdir()
    assert publish(out, SITE).written == 4


@pytest.mark.parametrize("base", [SITE, MANY], ids=["few", "many"])
def test_unchanged_files_keep_their_time_and_inode(out: Path, base: Mapping[str, bytes]) -> None:
    publish(out, base)
    before = looks(out)
    assert publish(out, base) == Published(unchanged=len(base))
    assert looks(out) == before


@pytest.mark.parametrize("base", [SITE, MANY], ids=["few", "many"])
@pytest.mark.parametrize("most", [0, 10_000], ids=["swapped", "patched"])
def test_a_change_touches_only_what_differs(out: Path, base: Mapping[str, bytes], most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stagings, "MOST_STEPS", most)
    publish(out, base)
    before = looks(out)
    first, second, *rest = base
    new = {path: base[path] for path in rest} | {second: b"changed", "new/page.html": b"new"}
    assert publish(out, new) == Published(written=2, unchanged=len(rest), removed=1)
    assert tree(out) == new
    after = looks(out)
    differing = {path for path in after if before.get(path) != after[path]}
    assert differing == {(out / name).as_posix() for name in (second, "new/page.html", MARKER)}
    assert not (out / first).exists()
    assert names(out.parent) == ["site"]


def test_folders_that_became_empty_go(out: Path) -> None:
    publish(out, MANY)
    publish(out, {path: content for path, content in MANY.items() if "e7/" not in path})
    assert not (out / "events/e7").exists()
    assert (out / "events/e8").exists()


def test_modes_do_not_depend_on_the_umask(out: Path) -> None:
    before = os.umask(0o077)
    try:
        publish(out, SITE)
        publish(out, SITE | {"index.html": b"other"})
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*") if path.is_file()} == {0o644}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (out, *out.rglob("*")) if path.is_dir()} == {0o755}


def test_a_file_and_a_folder_may_change_places(out: Path) -> None:
    publish(out, {"a": b"file", "b/c": b"deep"} | SITE)
    new = {"a/x/y": b"deep", "b": b"file"} | SITE
    assert not publish(out, new).failed
    assert tree(out) == new


def test_a_file_that_somebody_edited_is_mended(out: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", generation="x")
    publish(out, SITE, cache)
    age(out)
    publish(out, SITE, cache)
    (out / "index.html").write_bytes(b"HOME")
    assert publish(out, SITE, cache).written == 1
    assert tree(out) == SITE


def test_a_page_that_became_a_link_is_replaced(out: Path, tmp_path: Path) -> None:
    publish(out, SITE)
    precious = tmp_path / "precious"
    precious.write_bytes(b"home")
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(precious)
    publish(out, SITE | {"index.html": b"new"})
    assert precious.read_bytes() == b"home"
    assert not (out / "index.html").is_symlink()
    assert tree(out) == SITE | {"index.html": b"new"}


def test_a_folder_that_became_a_link_is_not_followed(out: Path, tmp_path: Path) -> None:
    publish(out, SITE)
    elsewhere = tmp_path / "elsewhere"
    (out / "events").rename(elsewhere)
    (out / "events").symlink_to(elsewhere)
    new = SITE | {"events/a/index.html": b"new"}
    publish(out, new)
    assert (elsewhere / "a/index.html").read_bytes() == b"a"
    assert tree(out) == new


def test_the_record_saves_reading(out: Path, tmp_path: Path) -> None:
    """While size and time are those that were recorded, no file is read and no blob is loaded."""
    cache = Cache(tmp_path / "cache", generation="x")
    publish(out, SITE, cache)
    age(out)
    publish(out, SITE, cache)
    (out / "index.html").write_bytes(b"HOME")
    os.utime(out / "index.html", ns=(LONG_AGO, LONG_AGO))

    def unloadable() -> bytes:
        raise AssertionError

    blobs = [(path, Blob(digest=digest_of(content), load=unloadable)) for path, content in SITE.items()]
    assert FolderWriter(out, cache=cache).publish(blobs) == Published(unchanged=4)


def test_blobs_are_loaded_when_they_differ(out: Path) -> None:
    publish(out, SITE)
    blob = Blob(digest=digest_of(b"new"), load=lambda: b"new")
    assert FolderWriter(out).publish([("index.html", blob)]) == Published(written=1, removed=3)
    assert tree(out) == {"index.html": b"new"}


def test_a_blob_that_breaks_its_word_is_found_out_in_the_next_build(out: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", generation="x")
    FolderWriter(out, cache=cache).publish([("index.html", Blob(digest=digest_of(b"said"), load=lambda: b"given"))])
    age(out)
    assert publish(out, {"index.html": b"said"}, cache).written == 1


def test_two_builds_leave_the_same_bytes_and_marker(tmp_path: Path) -> None:
    publish(tmp_path / "one", MANY)
    FolderWriter(tmp_path / "two").publish(reversed(MANY.items()))
    assert (tmp_path / "one" / MARKER).read_bytes() == (tmp_path / "two" / MARKER).read_bytes()
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_bad_paths_are_left_out_and_reported(out: Path) -> None:
    published = FolderWriter(out).publish([("../evil", b"x"), ("a", b"1"), ("A", b"2"), ("a", b"3"), ("x\ud800", b"4")])
    assert [found.code for found in published.diagnostics] == ["output-path-invalid"] * 4
    assert published.failed
    assert tree(out) == {"a": b"1"}
    assert not (out.parent / "evil").exists()


_paths = st.lists(st.sampled_from(["a", "b", "a/x", "a/y", "b/x/z", "c/d/e", "c/d", "A"]), max_size=6)
_sites = st.lists(st.builds(dict.fromkeys, _paths, st.sampled_from([b"", b"1", b"2"])), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(sites=_sites)
def test_a_folder_and_memory_agree_whatever_came_before(tmp_path_factory: pytest.TempPathFactory, sites: list[dict[str, bytes]]) -> None:
    """An incremental publication equals a clean one, and what the two writers say about it is the same."""
    out, memory = tmp_path_factory.mktemp("any") / "site", MemoryWriter()
    for site in sites:
        assert FolderWriter(out).publish(site.items()) == memory.publish(site.items())
        assert tree(out) == dict(memory.files)
