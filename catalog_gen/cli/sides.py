"""The two sides of `diff`: a folder, a commit, or a published catalog, each as a snapshot with what is needed to follow it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from catalog_gen.api import default_root, ground_of
from catalog_gen.cli.command import UsageError
from catalog_gen.diagnostics import Span
from catalog_gen.evolution.catalogs.comparison import own_text
from catalog_gen.evolution.catalogs.published import NotACatalog, take_published
from catalog_gen.fetching import Fetcher, Unreachable
from catalog_gen.files import MAX_BYTES, FolderReader, Reader
from catalog_gen.model.snapshot import SchemaFacts, Snapshot
from catalog_gen.model.taking import take
from catalog_gen.pipeline import Options, Timings, load_catalog
from catalog_gen.run import Run
from catalog_gen.text.documents import read_again
from catalog_gen.text.positions import Positions

DOCUMENTS = frozenset({".json", ".yaml", ".yml"})
"""How the names of single documents end."""

GIT = "git:"
WEB = ("http://", "https://")
CATALOG_BELOW = "api/v1/catalog.json"
"""Where a site keeps its catalog; schemas are followed from the site's root."""


@dataclass(kw_only=True)
class Side:
    """One side of the comparison."""

    name: str
    """As the user typed it."""

    snapshot: Snapshot
    follow: Callable[[SchemaFacts], str | None] = own_text
    reader: Reader | None = None
    prefix: str = ""
    """What stands before a path so that it can be found from the current folder."""

    _positions: dict[str, Positions | None] = field(default_factory=dict)

    def locate(self, span: Span) -> Span:
        """A place with line and column, its path as the user finds it."""
        if self.reader is None:
            return span
        if span.path not in self._positions:
            raw = self.reader.read(span.path)
            self._positions[span.path] = None if raw is None else Positions(read_again(span.path, raw))
        known = self._positions[span.path]
        found = span if known is None or span.line else known.span(span.pointer, key=True)
        return Span(path=f"{self.prefix}{span.path}", line=found.line, column=found.column, pointer=span.pointer)


def open_side(name: str, other: str, options: Options, run: Run) -> Side:
    """Read what a user typed for one side. `other` is the other side: a commit without a path is read at the same folder."""
    if name.startswith(WEB):
        return _fetched(name)
    if name.startswith(GIT):
        return _committed(name, other, options, run)
    place = Path(name)
    if place.is_file() and place.suffix == ".json" and _is_published(place):
        return _published(place)
    if not place.exists():
        message = f"there is nothing at `{name}`.\n  A side is a folder, git:REF, a catalog.json, or the address of one."
        raise UsageError(message)
    top, only = ground_of(place)
    return _read(name, FolderReader(top), options, run, only=only, prefix=_prefix(top))


def folder_of_side(name: str) -> Path | None:
    """The folder on this machine that a side is, or is read for; None for a file and for an address."""
    if name.startswith(WEB):
        return None
    place = Path((name.removeprefix(GIT).partition(":")[2] or ".") if name.startswith(GIT) else name)
    return place if place.is_dir() else None


def _prefix(folder: Path) -> str:
    """A folder as it is written from the current one, with a slash; "" for the current one."""
    relative = os.path.relpath(folder)
    return "" if relative == "." else f"{Path(relative).as_posix()}/"


def _read(name: str, reader: Reader, options: Options, run: Run, *, only: str = "", prefix: str) -> Side:
    settings = Options(config=options.config, only=only, as_of=options.as_of, today=options.today)
    catalog = load_catalog(replace(run, reader=reader), settings, Timings())
    return Side(name=name, snapshot=take(catalog), reader=reader, prefix=prefix)


# --- published catalogs


def _is_published(file: Path) -> bool:
    """Whether a JSON file is a published catalog rather than a document: by its name, or by its first members."""
    if file.name == "catalog.json":
        return True
    try:
        with file.open("rb") as opened:
            head = opened.read(400)
    except OSError:
        return False
    return b'"format"' in head and b'"asyncapi"' not in head and b'"documents"' in head


def _published(file: Path) -> Side:
    raw = file.read_bytes() if file.stat().st_size <= MAX_BYTES else b""
    if not raw:
        message = f"`{file}` is empty, or larger than {MAX_BYTES // 1024 // 1024} MiB."
        raise UsageError(message)
    parts = CATALOG_BELOW.split("/")
    is_on_site = list(file.absolute().parts[-len(parts) :]) == parts
    site = FolderReader(file.absolute().parents[len(parts) - 1] if is_on_site else file.absolute().parent)

    def follow(schema: SchemaFacts) -> str | None:
        if schema.text or not schema.url:
            return own_text(schema)
        found = site.read(schema.url)
        return None if found is None or len(found) > MAX_BYTES else found.decode("utf-8", "replace")

    return Side(name=str(file), snapshot=_taken(raw, str(file)), follow=follow)


def _fetched(url: str) -> Side:
    try:
        fetcher = Fetcher(url)
        raw = fetcher.get()
    except Unreachable as error:
        message = f"`{url}` cannot be read: {error}."
        raise UsageError(message) from None
    path = url.partition("?")[0].partition("#")[0]
    site = path.removesuffix(CATALOG_BELOW) if path.endswith("/" + CATALOG_BELOW) else path.rpartition("/")[0] + "/"

    def follow(schema: SchemaFacts) -> str | None:
        if schema.text or not schema.url:
            return own_text(schema)
        try:
            return fetcher.beside(site, schema.url).decode("utf-8", "replace")
        except Unreachable:
            return None

    return Side(name=url, snapshot=_taken(raw, url), follow=follow)


def _taken(raw: bytes, name: str) -> Snapshot:
    try:
        return take_published(raw, name)
    except NotACatalog as error:
        message = f"`{name}` cannot be read: {error}"
        raise UsageError(message) from None


# --- commits


def _committed(name: str, other: str, options: Options, run: Run) -> Side:
    """`git:REF` or `git:REF:path`; the path is that of the other side's folder, or the current one, when none is named."""
    from catalog_gen.repository import GitReader, RepositoryProblem  # noqa: PLC0415

    ref, _, path = name.removeprefix(GIT).partition(":")
    beside = other if other and not other.startswith((GIT, *WEB)) and Path(other).exists() else "."
    folder, only = _past_ground(Path(path or beside))
    if not ref:
        message = f"`{name}` names no commit.\n  Write git: and a branch, a tag or a commit, such as git:main or git:v1.2.0:contracts."
        raise UsageError(message)
    try:
        reader = GitReader(folder, ref)
    except RepositoryProblem as error:
        found = error.diagnostic
        message = f"`{name}` cannot be read: {found.message}" + (f"\n  {found.hint}" if found.hint else "")
        raise UsageError(message) from None
    return _read(name, reader, options, run, only=only, prefix=f"{ref}:{_prefix(folder)}")


def _past_ground(place: Path) -> tuple[Path, str]:
    """The folder to read in at a commit, and the one document below it; what is no folder now, and looks like a document, is one."""
    if place.is_dir() or place.suffix not in DOCUMENTS:
        return place, ""
    file = place.absolute()
    top = default_root(file)
    return top, file.relative_to(top).as_posix()
