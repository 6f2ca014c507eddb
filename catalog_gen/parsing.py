"""From one input file to its declarations: the stage that is repeated for each file, in any process, and cached by content."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.files import FolderReader, Reader
from catalog_gen.model.base import Value
from catalog_gen.model.declaration import Declarations, DocumentRow
from catalog_gen.repository import PastReader
from catalog_gen.repository.program import Git
from catalog_gen.sources.claims import locate_claims
from catalog_gen.sources.discovery import discover
from catalog_gen.sources.source import BytesSource, Context, Source, SourceOptions, reads_bytes
from catalog_gen.text.documents import Parsed, parse_text
from catalog_gen.text.positions import Positions, locate
from catalog_gen.text.references import Library, link


class Moment(Value, kw_only=True):
    """Of which file an input is an older version, and from when."""

    of: str
    """The path of the file as it is now."""
    path: str
    """Its path then."""
    blob: str
    """The name of its content."""
    commit: str
    """The commit that it is read from, with what it refers to."""
    label: str
    """What the version is called where its file does not say."""
    ref: str
    """The tag, or the commit's short id."""
    rank: int
    """1 for the newest older version."""
    limit: int
    """How many of the file's older versions are wanted."""


class Input(Value, kw_only=True):
    """One file to read: its path, how its source entry wants it read, and whether somebody named it (else it was found)."""

    path: str
    options: SourceOptions = SourceOptions()
    named: bool = False
    sole: bool = False
    """Whether it is all there is to read; then it must be a document."""
    moment: Moment | None = None
    """Only for older versions of files."""


def key_of(item: Input, raw: bytes) -> str:
    """What the outcome of an input depends on, except for other files: how it is read, and its content."""
    return digest(ENCODE(item) + b"\0" + digest(raw).encode())


def past_key(item: Input, moment: Moment) -> str:
    """The same for an older version, with everything that it refers to: a commit never changes."""
    return digest(ENCODE(msgspec.structs.replace(item, moment=None)) + f"\0{moment.blob} {moment.commit}".encode())


class Outcome(Value, kw_only=True):
    """What became of one input: its declarations, and every other file that was looked at (digest; "" when it was missing)."""

    path: str
    looked_at: tuple[tuple[str, str], ...] = ()
    declarations: Declarations = Declarations()


ENCODE = msgspec.msgpack.Encoder().encode
DECODE = msgspec.msgpack.Decoder(Outcome).decode


def digest(raw: bytes) -> str:
    """The digest by which file contents are compared."""
    return blake2b(raw, digest_size=16).hexdigest()


def parse(item: Input, raw: bytes, reader: Reader, sources: dict[str, Source]) -> Outcome:
    """Parse one file and let its source declare what it says. Never raises for what the file contains."""
    library = Library(reader.read)
    claimed = _claim(item, raw, sources)
    if claimed is not None:
        said = claimed.declare_bytes(item.path, raw, Context(library=library, options=item.options))
        return Outcome(path=item.path, looked_at=_looked_at(item.path, library), declarations=said)
    parsed = parse_text(item.path, raw)
    source = _choose(item, parsed, raw, sources)
    if source is None:
        declarations = _unrecognised(item, parsed, library, sources)
    else:
        declarations = source.declare(parsed, Context(library=library, options=item.options))
        declarations = _with_text_findings(declarations, parsed, source.name)
    files = {item.path: parsed, **library.loaded}

    @cache
    def places(path: str) -> Positions | None:
        return Positions(files[path]) if path in files else None

    located = msgspec.structs.replace(declarations, diagnostics=locate(declarations.diagnostics, places))
    return Outcome(path=item.path, looked_at=_looked_at(item.path, library), declarations=locate_claims(located, places))


def unchanged(looked_at: Iterable[tuple[str, str]], reader: Reader) -> bool:
    """Whether every file that was looked at is as it was then."""
    return all(_digest_of(reader.read(path)) == known for path, known in looked_at)


def _digest_of(raw: bytes | None) -> str:
    return "" if raw is None else digest(raw)


def _looked_at(path: str, library: Library) -> tuple[tuple[str, str], ...]:
    found = {name: file.digest for name, file in library.loaded.items() if name != path}
    return tuple(sorted({**dict.fromkeys(library.missing, ""), **library.touched, **found}.items()))


def _claim(item: Input, raw: bytes, sources: dict[str, Source]) -> BytesSource | None:
    """The source whose file this is by its bytes, among those that may be asked."""
    asked = [sources[item.options.type]] if item.options.type in sources else sources.values()
    return next((source for source in asked if reads_bytes(source) and source.claims(item.path, raw)), None)


def _choose(item: Input, parsed: Parsed, raw: bytes, sources: dict[str, Source]) -> Source | None:
    """The source named for the file; else the one that recognises it; else, where the text is broken, the one that would have."""
    if item.options.type:
        return sources.get(item.options.type)
    for source in sources.values():
        if source.recognises(parsed):
            return source
    if parsed.ok and parsed.value is not None:
        return None
    return next((source for source in sources.values() if source.sniff(item.path, raw)), None)


def _with_text_findings(declarations: Declarations, parsed: Parsed, kind: str) -> Declarations:
    """A source's declarations with what was found in the text itself; what could not be parsed has a row all the same."""
    if not parsed.diagnostics:
        return declarations
    if not parsed.ok:
        row = DocumentRow(path=parsed.path, type=kind, loaded=False)
        return Declarations(documents=(row,), diagnostics=parsed.diagnostics)
    return msgspec.structs.replace(declarations, diagnostics=(*parsed.diagnostics, *declarations.diagnostics))


def _unrecognised(item: Input, parsed: Parsed, library: Library, sources: dict[str, Source]) -> Declarations:
    """Nothing, for a file that was merely found; for one that somebody named, the reason."""
    if not item.named:
        return Declarations()
    row = DocumentRow(path=item.path, type=item.options.type or "unknown", loaded=False)
    if not parsed.ok or parsed.value is None:
        return Declarations(documents=(row,), diagnostics=parsed.diagnostics)
    known = ", ".join(f"`{name}`" for name in sources)
    finding = Diagnostic(
        code="source-unrecognised",
        severity=Severity.ERROR if item.sole else Severity.WARNING,
        message="This file is of no known kind: it has no `asyncapi` field and no list of teams, users or domains at its top.",
        hint=f"Known kinds are {known}. An AsyncAPI document begins with `asyncapi: 3.0.0`.",
        span=Span(path=item.path),
    )
    return Declarations(documents=(row,), diagnostics=(*parsed.diagnostics, finding, *link(parsed, library).diagnostics))


# --- the same stage in a worker process


@cache
def _installed() -> dict[str, Source]:
    return discover()[0]


class Setup(Value, kw_only=True):
    """What a worker reads: the root folder, and the folders of older commits (see `repository.past`)."""

    root: bytes
    folders: dict[str, tuple[str, str]]


_root: Reader = FolderReader(Path())


def setup_of(reader: Reader) -> bytes:
    """What makes a worker read what a reader reads; empty for a reader that is no folder."""
    now, folders = (reader.now, dict(reader.folders)) if isinstance(reader, PastReader) else (reader, {})
    return ENCODE(Setup(root=os.fsencode(now.root), folders=folders)) if isinstance(now, FolderReader) else b""


def prepare(setup: bytes) -> None:
    """Make a worker ready."""
    global _root  # noqa: PLW0603 - one worker serves one root
    wanted = msgspec.msgpack.decode(setup, type=Setup)
    now = FolderReader(Path(os.fsdecode(wanted.root)))
    _root = PastReader(now, Git(now.root), wanted.folders) if wanted.folders else now


def parse_item(item: bytes) -> bytes:
    """Read and parse one encoded `Input` into an encoded `Outcome`."""
    wanted = msgspec.msgpack.decode(item, type=Input)
    raw = _root.read(wanted.path)
    outcome = parse(wanted, raw, _root, _installed()) if raw is not None else Outcome(path=wanted.path)
    return ENCODE(outcome)
