"""Where a site is built, and where it never is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog_gen.output import FolderWriter, Published
from catalog_gen.output.names import MARKER

SITE = {"index.html": b"home", "events/a/index.html": b"a", "events/b/index.html": b"b", "api/v1/catalog.json": b"{}"}
MANY = {f"events/e{number}/index.html": b"page %d" % number for number in range(600)}
THEIRS = {"thesis.txt": b"ten years of work", "events/notes.txt": b"notes", "link": b"ten years of work"}


def publish(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> Published:
    return FolderWriter(folder, force=force).publish(files.items())


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {name: path.read_bytes() for path in files if (name := path.relative_to(folder).as_posix()) != MARKER}


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    out = tmp_path / "site"
    (out / "events").mkdir(parents=True)
    (out / "thesis.txt").write_text("ten years of work")
    (out / "index.html").write_text("theirs")
    (out / "events/notes.txt").write_text("notes")
    (out / "empty").mkdir()
    (out / "link").symlink_to("thesis.txt")
    return out


def test_a_foreign_folder_is_refused(foreign: Path) -> None:
    before = tree(foreign)
    published = publish(foreign, SITE)
    assert not published.done
    assert [found.code for found in published.diagnostics] == ["output-not-ours"]
    assert tree(foreign) == before
    assert [path.name for path in foreign.parent.iterdir()] == ["site"]


def test_force_overwrites_pages_and_keeps_the_rest_for_good(foreign: Path) -> None:
    assert not publish(foreign, SITE, force=True).failed
    assert tree(foreign) == SITE | THEIRS
    assert publish(foreign, {"index.html": b"second"}).removed == 3
    assert tree(foreign) == {"index.html": b"second"} | THEIRS
    assert publish(foreign, MANY).written == 600
    assert tree(foreign) == MANY | THEIRS
    assert (foreign / "empty").is_dir()
    assert (foreign / "link").is_symlink()


def test_with_force_a_page_takes_the_place_of_what_has_its_name(foreign: Path) -> None:
    assert not publish(foreign, {"events": b"a file", "thesis.txt/index.html": b"a folder"}, force=True).failed
    assert (foreign / "events").read_bytes() == b"a file"
    assert (foreign / "thesis.txt/index.html").read_bytes() == b"a folder"


def test_what_is_added_to_our_folder_stays(tmp_path: Path) -> None:
    out = tmp_path / "site"
    publish(out, SITE)
    (out / ".git/refs").mkdir(parents=True)
    (out / ".git/HEAD").write_text("ref")
    publish(out, SITE | MANY)
    publish(out, SITE)
    assert tree(out) == SITE | {".git/HEAD": b"ref"}
    assert (out / ".git/refs").is_dir()


def refusals(folder: Path, **more: Any) -> list[str]:
    """The codes, after making sure that publishing says the same and does nothing, although it is forced."""
    writer = FolderWriter(folder, force=True, **more)
    found = [one.code for one in writer.refusals()]
    published = writer.publish(iter([("index.html", b"x")]))
    assert [one.code for one in published.diagnostics] == found
    assert not published.done
    return found


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("precious")
    assert refusals(tmp_path / "site") == ["output-not-a-folder"]
    assert (tmp_path / "site").read_text() == "precious"


def test_a_link_is_refused_even_one_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(tmp_path / "other")
    assert refusals(tmp_path / "site") == ["output-not-a-folder"]


def test_the_root_of_the_file_system_is_refused() -> None:
    assert refusals(Path("/")) == ["output-forbidden"]


def test_home_and_above_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home/me"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    assert refusals(home) == ["output-forbidden"]
    assert refusals(home.parent) == ["output-forbidden"]
    assert FolderWriter(home / "site").refusals() == ()


def test_the_catalog_and_above_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "catalog"
    (root / "x").mkdir(parents=True)
    assert refusals(root, root=root) == ["output-forbidden"]
    assert refusals(tmp_path, root=root) == ["output-forbidden"]
    assert refusals(root / "x" / "..", root=root) == ["output-forbidden"]
    assert FolderWriter(root / "site", root=root).refusals() == ()


def test_a_folder_with_inputs_is_refused(tmp_path: Path) -> None:
    inputs = [tmp_path / "specs/orders/asyncapi.yaml"]
    assert refusals(tmp_path / "specs", inputs=inputs) == ["output-forbidden"]
    assert FolderWriter(tmp_path / "spec", inputs=inputs).refusals() == ()


@pytest.mark.parametrize("name", ["file/site", "x" * 300, "nul\0"], ids=["below a file", "too long", "with a null"])
def test_what_cannot_be_written_is_explained(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    published = publish(tmp_path / name, SITE)
    assert not published.done
    assert [one.code for one in published.diagnostics] == ["output-unwritable"]
