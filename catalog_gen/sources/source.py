"""What a source is: a module that recognises one kind of input file and says what it declares."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, TypeGuard, runtime_checkable

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.model.base import Value
from catalog_gen.model.declaration import Declarations
from catalog_gen.text.documents import Parsed
from catalog_gen.text.references import Library


class History(Value, kw_only=True):
    """That a file's older versions are read from git too."""

    by: str = "commits"
    """`commits` of the branch that is checked out, or `tags`."""
    pattern: str = "*"
    """Which tags: a glob of their names."""
    limit: int = 50
    """How many older versions of a file are read at most, the newest ones."""


OWNER_EXTENSIONS = ("x-owners", "x-owner", "x-eventcatalog-owners")
"""Extensions that name owners, unless `catalog.yaml` names others."""


class SourceOptions(Value, kw_only=True):
    """How one entry under `sources:` in `catalog.yaml` wants its files read."""

    type: str = ""
    """Name of the source to use; empty means: whichever recognises the file."""
    point_of_view: str = "application"
    """For AsyncAPI 2.x: whose view `publish` and `subscribe` were written from, `application` or `client`."""
    base: str = ""
    """The folder below the root under which Markdown pages keep their folders."""
    owner_extensions: tuple[str, ...] = OWNER_EXTENSIONS
    """Extensions of documents that name owners; the first that is there counts."""
    history: History | None = None
    """Whether older versions of the files are read from git; None when they are not."""


@dataclass
class Context:
    """What a source may use while it reads one file: its options, and other files through the library."""

    library: Library
    options: SourceOptions = field(default_factory=SourceOptions)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@runtime_checkable
class BytesSource(Protocol):
    """What a source has besides when some of its files are no single text: archives, dumps of records, binary formats."""

    def claims(self, path: str, raw: bytes) -> bool:
        """Whether these bytes are such a file, by shape."""

    def declare_bytes(self, path: str, raw: bytes, context: Context) -> Declarations:
        """What they say. Mistakes in them are diagnostics of the result, never exceptions."""


def reads_bytes(source: Source) -> TypeGuard[BytesSource]:
    """Whether a source has files that are no single text. Asked for every file there is, so the answer is kept for each type."""
    return _reads_bytes(type(source))


@cache
def _reads_bytes(kind: type) -> bool:
    return issubclass(kind, BytesSource)


@runtime_checkable
class Source(Protocol):
    """One kind of input. Register an instance under the entry-point group `catalog_gen.sources`."""

    name: str
    """The value of `type:` in `catalog.yaml`, and the `type` of its documents."""

    def sniff(self, path: str, raw: bytes) -> bool:
        """Whether the file is worth parsing: a cheap look at its name and bytes that never says no to a file of its kind."""

    def recognises(self, parsed: Parsed) -> bool:
        """Whether the parsed file is of this kind, by shape."""

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """What the file says. Mistakes in it are diagnostics of the result, never exceptions."""
