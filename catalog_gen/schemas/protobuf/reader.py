"""Reading Protobuf: a text with what it imports → one linked set of files, or diagnostics."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.schemas.protobuf.aggregates import offset_of
from catalog_gen.schemas.protobuf.bundle import unbundle
from catalog_gen.schemas.protobuf.link import Linker, Symbols, declared
from catalog_gen.schemas.protobuf.model import File, FileSet
from catalog_gen.schemas.protobuf.parser import Parser
from catalog_gen.schemas.protobuf.problems import ProtoError, diagnose, refuse
from catalog_gen.schemas.protobuf.well_known import well_known_text

SIZE_LIMIT = 8_000_000
"""Characters of one text that are read."""

IMPORT_LIMIT = 2_000
"""Files that one file may reach by imports."""


@lru_cache(maxsize=512)
def _parse(text: str, path: str) -> File:
    if len(text) > SIZE_LIMIT:
        refuse(f"the text is longer than {SIZE_LIMIT} characters", 0)
    return Parser(text).file(path)


def read_text(
    text: str, references: Mapping[str, str] | None = None, path: str = "schema.proto", *, lenient: bool = False
) -> tuple[FileSet, tuple[Diagnostic, ...]]:
    """Read a `.proto` text, or a bundle of several; `references` are the files that it imports, name → text.

    What is wrong is told by diagnostics; the set is then empty. An import that is not given is looked for among the well-known ones.
    `lenient`: an import that is nowhere is passed over, and types that are nowhere are taken for messages.
    The message that a bundle names is the first one of the main file.
    """
    given = unbundle(text, path)
    loading = Loading({**(references or {}), **given.references}, lenient=lenient)
    try:
        loading.load(given.path, given.text)
    except ProtoError as error:
        return FileSet(), (diagnose(error, loading.text_at, loading.path_at),)
    *imported, main = loading.linked.values()
    if given.message:
        first = [message for message in main.messages if message.full_name == given.message]
        rest = [message for message in main.messages if message.full_name != given.message]
        main = msgspec.structs.replace(main, messages=(*first, *rest))
    return FileSet(files=(*imported, main)), ()


class Loading:
    """One reading: the files that are linked so far, in the order of dependency."""

    def __init__(self, references: Mapping[str, str], *, lenient: bool = False) -> None:
        self.references = references
        self.lenient = lenient
        self.linked: dict[str, File] = {}
        self.symbols: dict[str, Symbols] = {}
        self.public: dict[str, list[str]] = {}
        self.text_at = ""
        self.path_at = ""

    def load(self, path: str, text: str) -> None:
        """Read a file after everything that it imports; loops and missing imports raise ProtoError."""
        pending: list[tuple[str, str, File | None]] = [(path, text, None)]
        open_paths: set[str] = set()
        while pending:
            name, body, parsed = pending.pop()
            self.path_at, self.text_at = name, body
            if parsed is not None:
                self._link(name, parsed)
                open_paths.discard(name)
                continue
            if name in self.linked:
                continue
            if name in open_paths:
                refuse(f"`{name}` imports itself, directly or through others", 0)
            if len(self.linked) + len(open_paths) > IMPORT_LIMIT:
                refuse(f"more than {IMPORT_LIMIT} files are imported", 0)
            file = _parse(body, name)
            open_paths.add(name)
            pending.append((name, body, file))
            for entry in reversed(file.imports):
                found = self._text_of(entry.path)
                if found is None:
                    if self.lenient or entry.modifier in {"weak", "option"}:
                        continue
                    at = max(body.find(entry.path), 0)
                    refuse(f"the import `{entry.path}` is not among the given files", at, "add the file to the references")
                pending.append((entry.path, found, None))

    def _text_of(self, path: str) -> str | None:
        found = self.references.get(path)
        return found if found is not None else well_known_text(path)

    def _link(self, path: str, file: File) -> None:
        own: Symbols = {}
        for name, kind in declared(file):
            if name in own and not (kind == own[name] == "package"):
                refuse(f"`{name}` is declared twice", offset_of(name))
            own[name] = kind
        visible: Symbols = {}
        exported = [path]
        for entry in file.imports:
            for reached in self.public.get(entry.path, ()):
                visible.update(self.symbols[reached])
                if entry.modifier == "public":
                    exported.append(reached)
        visible.update(own)
        self.symbols[path] = own
        self.public[path] = exported
        self.linked[path] = Linker(file, visible, lenient=self.lenient).link()
