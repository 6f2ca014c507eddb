"""The same input gives the same bytes, and an incremental build gives those of a clean one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import catalog_gen
from catalog_gen.resources import resource


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def copy_of(kind: str, target: Path) -> Path:
    source = resource("content")
    shutil.copytree(source / "starter" if kind == "starter" else source, target, ignore=shutil.ignore_patterns(".catalog-gen-cache"))
    return target


def build_elsewhere(root: Path, output: Path, jobs: int, **environment: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "catalog_gen", "build", str(root), "-o", str(output), "--jobs", str(jobs), "--quiet"]
    subprocess.run(command, check=True, env={**os.environ, **environment}, cwd=root.parent)
    return files(output)


def test_seed_folder_time_zone_and_jobs_change_nothing(tmp_path: Path) -> None:
    first = build_elsewhere(copy_of("all", tmp_path / "one"), tmp_path / "site-one", 1, PYTHONHASHSEED="1", TZ="UTC", LANG="C")
    (tmp_path / "deep").mkdir()
    second = build_elsewhere(
        copy_of("all", tmp_path / "deep" / "zwei ö"), tmp_path / "site-two", 2, PYTHONHASHSEED="77", TZ="Asia/Tokyo", LANG="C.UTF-8"
    )
    assert len(first) > 1000
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def edit(root: Path) -> None:
    path = root / "specs" / "shared" / "money.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("description:", "description: Changed.", 1), encoding="utf-8")


def add(root: Path) -> None:
    (root / "docs" / "more.md").write_text("# More\n\nSee [[OrderPlaced]].\n", encoding="utf-8")


def remove(root: Path) -> None:
    next(iter(sorted((root / "notes").glob("*.md")))).unlink()


def rename(root: Path) -> None:
    (root / "specs" / "delivery-service").rename(root / "specs" / "delivery")


def configure(root: Path) -> None:
    path = root / "catalog.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title:", "title: New", 1), encoding="utf-8")


def touch(root: Path) -> None:
    for path in root.rglob("*.yaml"):
        os.utime(path, (1, 1))


@pytest.mark.parametrize("change", [edit, add, remove, rename, configure, touch])
def test_incremental_equals_clean(change: Callable[[Path], None], tmp_path: Path) -> None:
    root = copy_of("starter", tmp_path / "shop")
    catalog_gen.build(root, tmp_path / "site")
    change(root)
    catalog_gen.build(root, tmp_path / "site")
    catalog_gen.build(root, tmp_path / "clean", use_cache=False)
    assert files(tmp_path / "site") == files(tmp_path / "clean")


def test_nothing_changed_is_recalled_and_touches_nothing(tmp_path: Path) -> None:
    root = copy_of("starter", tmp_path / "shop")
    catalog_gen.build(root, tmp_path / "site")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}
    report = catalog_gen.build(root, tmp_path / "site")
    assert (report.published.written, report.rendered) == (0, 0)
    assert report.catalog == catalog_gen.load(root)
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*")}


def test_a_restored_cache_builds_a_fresh_checkout(tmp_path: Path) -> None:
    root = copy_of("starter", tmp_path / "shop")
    catalog_gen.build(root, tmp_path / "site", cache=tmp_path / "cache")
    fresh = copy_of("starter", tmp_path / "fresh")
    shutil.copytree(tmp_path / "cache", tmp_path / "restored")
    report = catalog_gen.build(fresh, tmp_path / "again", cache=tmp_path / "restored")
    assert report.rendered == 0
    assert files(tmp_path / "again") == files(tmp_path / "site")


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    root = copy_of("starter", tmp_path / "shop")
    catalog_gen.build(root, tmp_path / "site", cache=tmp_path / "cache")
    (store,) = (path for path in (tmp_path / "cache").iterdir() if path.suffix == ".sqlite")
    store.write_bytes(b"not a database at all" * 100)
    catalog_gen.build(root, tmp_path / "again", cache=tmp_path / "cache")
    assert files(tmp_path / "again") == files(tmp_path / "site")


def test_inspect_is_the_published_catalog(tmp_path: Path) -> None:
    root = copy_of("starter", tmp_path / "shop")
    catalog_gen.build(root, tmp_path / "site")
    assert catalog_gen.load(root).to_json() == (tmp_path / "site" / "api" / "v1" / "catalog.json").read_bytes()
