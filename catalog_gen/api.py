"""The public Python interface: `catalog_gen.load` and `catalog_gen.build`."""

from __future__ import annotations

import os
from pathlib import Path

from catalog_gen.configuration import FILE_NAME
from catalog_gen.files import FolderReader
from catalog_gen.model.catalog import Catalog
from catalog_gen.output import Cache, FolderWriter, Published
from catalog_gen.output.cache import FOLDER
from catalog_gen.pipeline import BuildReport, Options, Timings, build_site, load_catalog
from catalog_gen.run import Run, Watcher

MARKS = (FILE_NAME, ".git")
"""What stands in a folder that is the root of a catalog."""


def load(path: str | os.PathLike[str], root: str | os.PathLike[str] | None = None) -> Catalog:
    """Read a catalog up to and including its checks: every file below a folder, or one document.

    `root` bounds what references may reach. Its default for a file is the nearest folder above it that holds `catalog.yaml`
    or `.git`, else the current folder if it contains the file, else the file's own folder. Mistakes in the input are
    `catalog.diagnostics`; raises FileNotFoundError when there is nothing at `path`.
    """
    top, only = ground_of(path, root)
    return load_catalog(Run(FolderReader(top), Cache(None)), Options(only=only), Timings())


def ground_of(path: str | os.PathLike[str], root: str | os.PathLike[str] | None = None) -> tuple[Path, str]:
    """The folder to read in, and the one file below it to read; "" for all of it. Raises as `load` does."""
    place = Path(os.path.abspath(path))  # noqa: PTH100 - links stay as they are written, so that paths in findings do too
    if not place.exists():
        message = f"There is no file or folder at {os.fspath(path)}."
        raise FileNotFoundError(message)
    if place.is_dir():
        return place, ""
    top = Path(os.path.abspath(root)) if root is not None else default_root(place)  # noqa: PTH100
    return (top, place.relative_to(top).as_posix()) if place.is_relative_to(top) else (place.parent, place.name)


def default_root(file: Path) -> Path:
    """The folder that bounds what references of one file may reach."""
    for folder in file.parents:
        if any((folder / mark).exists() for mark in MARKS):
            return folder
    current = Path.cwd()
    return current if file.is_relative_to(current) else file.parent


def build(
    root: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    options: Options | None = None,
    force: bool = False,
    jobs: int | None = None,
    cache: str | os.PathLike[str] | None = None,
    use_cache: bool = True,
    watch: Watcher | None = None,
) -> BuildReport:
    """Read the catalog at `root` and publish its site at `output`, whole or not at all.

    `options` are the settings that stand above `catalog.yaml`; `jobs` is the number of processes (default: one for each
    processor), `cache` the folder of the cache (default: `.catalog-gen-cache` in `root`). A folder
    at `output` that catalog-gen did not make is refused without `force`; the refusal, like every mistake in the input, is a
    diagnostic of the report.
    """
    place = Path(root)
    store = Cache((Path(cache) if cache is not None else place / FOLDER) if use_cache else None)
    try:
        writer = FolderWriter(Path(output), force=force, cache=store, root=place)
        refusals = writer.refusals()
        if refusals:
            return BuildReport(catalog=Catalog(), published=Published(done=False, diagnostics=refusals))
        run = Run(FolderReader(place), store, jobs or os.cpu_count() or 1, **({} if watch is None else {"watch": watch}))
        return build_site(run, writer, options or Options())
    finally:
        store.close()
