"""Where a reference leads: joined, loaded and looked up by jsonref, behind a loader that knows only files under the root.

jsonref gets one reference at a time and, as the document, a `Cursor` instead of the value. So it copies nothing, makes no
proxies, walks nothing recursively and cannot reach anything that the loader does not give.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from posixpath import dirname
from typing import Any, NamedTuple
from urllib.parse import quote, unquote, urljoin

from jsonref import JsonRef, JsonRefError

from catalog_gen.diagnostics import Severity
from catalog_gen.text.documents import Parsed
from catalog_gen.text.library import normalise
from catalog_gen.text.names import Names
from catalog_gen.text.pointers import build, split
from catalog_gen.text.reference_walk import is_reference
from catalog_gen.text.suggestions import suggest

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_MOST_JUMPS = 1_000
_MOST_NESTED = 20
_MOST_SUGGESTIONS = 20
"""Comparing is slow, and after so many mistakes in one document a suggestion helps no more."""


class Problem(NamedTuple):
    """Why a reference leads nowhere. Problems with the same `cycle` are one."""

    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    cycle: frozenset[tuple[str, str]] = frozenset()


class UnresolvedError(Exception):
    """A reference leads nowhere."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class NoSuchPartError(LookupError):
    """A pointer leaves the document."""

    def __init__(self, cursor: Cursor, part: str) -> None:
        super().__init__(part)
        self.cursor = cursor
        self.part = part


class Cursor:
    """A value in a document, which jsonref asks for its members as it would ask a mapping."""

    __slots__ = ("_targets", "consumed", "nesting", "parts", "path", "value")

    def __init__(self, targets: Targets, path: str, parts: tuple[str, ...], value: Any, *, nesting: int, consumed: int = 0) -> None:
        self._targets = targets
        self.path = path
        self.parts = parts
        self.value = value
        self.nesting = nesting
        self.consumed = consumed

    @property
    def pointer(self) -> str:
        """Where the value stands in its document."""
        return build(self.parts)

    def __getitem__(self, part: str) -> Cursor:
        """A member, by strict rules (RFC 6901 section 4); a reference on the way is followed."""
        value = self.value
        if isinstance(value, dict):
            if part in value:
                return self._member(part, value[part])
            if is_reference(value):
                target = self._targets.find(self.path, value["$ref"], self.nesting + 1).cursor
                moved = Cursor(self._targets, target.path, target.parts, target.value, nesting=self.nesting + 1, consumed=self.consumed)
                return moved[part]
        elif isinstance(value, list) and _INDEX.fullmatch(part) and int(part) < len(value):
            return self._member(part, value[int(part)])
        raise NoSuchPartError(self, part)

    def _member(self, part: str, value: Any) -> Cursor:
        return Cursor(self._targets, self.path, (*self.parts, part), value, nesting=self.nesting, consumed=self.consumed + 1)


class Target(NamedTuple):
    """The end of a reference, and the places of the references that were passed on the way."""

    cursor: Cursor
    chain: tuple[tuple[str, str], ...] = ()


class Targets:
    """Finds the targets of references; each is looked up once."""

    def __init__(self, document: Callable[[str], Parsed | None]) -> None:
        self._document = document
        self._found: dict[tuple[str, str], Target | Problem] = {}
        self._open: dict[tuple[str, str], None] = {}
        self._names: dict[str, Names] = {}
        self._of_files: dict[str, JsonRef] = {}
        self._suggestions = 0
        self.notes: dict[tuple[str, str], Problem] = {}
        """What there is to say about references, by file and text, that do lead somewhere."""

    def find(self, path: str, text: str, nesting: int = 0) -> Target:
        """Where the reference `text`, written in the file `path`, ends. Raises `UnresolvedError`."""
        key = (path, text)
        found = self._found.get(key)
        if found is None:
            if key in self._open or nesting > _MOST_NESTED:
                raise UnresolvedError(_loop(text, [*self._open, key]))
            self._open[key] = None
            try:
                found = self._follow(path, text, nesting)
            except UnresolvedError as error:
                found = error.problem
            finally:
                del self._open[key]
            self._found[key] = found
        if isinstance(found, Problem):
            raise UnresolvedError(found)
        return found

    def _follow(self, path: str, text: str, nesting: int) -> Target:
        """Go on until there is a value. All references passed lead to the same end: so a chain costs no more than its length."""
        passed: dict[tuple[str, str], None] = {}
        try:
            target = self._jump_on(path, text, nesting, passed)
        except UnresolvedError as error:
            self._found.update(dict.fromkeys(passed, error.problem))
            raise
        for number, key in enumerate(passed):
            self._found[key] = Target(target.cursor, target.chain[number:])
        return target

    def _jump_on(self, path: str, text: str, nesting: int, passed: dict[tuple[str, str], None]) -> Target:
        """Jump from reference to reference, noting in `passed` those whose end was not known yet."""
        chain: list[tuple[str, str]] = []
        while True:
            known = self._found.get((path, text))
            if isinstance(known, Problem):
                raise UnresolvedError(known)
            if known is not None:
                return Target(known.cursor, (*chain, *known.chain))
            if (path, text) in passed or len(passed) >= _MOST_JUMPS:
                members = list(passed)
                start = members.index((path, text)) if (path, text) in passed else 0
                raise UnresolvedError(_loop(text, members[start:]))
            passed[path, text] = None
            cursor = self._jump(path, text, nesting)
            if not is_reference(cursor.value):
                return Target(cursor, tuple(chain))
            chain.append((cursor.path, cursor.pointer))
            path, text = cursor.path, cursor.value["$ref"]

    def _jump(self, path: str, text: str, nesting: int) -> Cursor:
        """Go one step: to where this reference points, be that a reference again."""
        file, _, fragment = text.strip().replace("\\", "/").partition("#")
        problem = _judge(path, file)
        if problem is None and file and self._document(_joined(path, file) or "") is None:
            problem = _missing_file(_joined(path, file) or file)
        if problem is not None:
            file_in_document = self._by_identifier(path, file)
            if file_in_document is None:
                raise UnresolvedError(problem)
            file, fragment = "", f"{file_in_document}{fragment}" if fragment.startswith("/") or not fragment else fragment
        target = _joined(path, file) if file else path
        document = self._document(target) if target is not None else None
        if fragment and document is not None and document.ok and document.format == "text":
            self.notes[path, text] = _whole_text(file, fragment)
            fragment = ""
        if fragment and not fragment.startswith("/"):
            fragment = self._by_anchor(target, fragment)
        return self._look_up(path, file, fragment, nesting)

    def _look_up(self, path: str, file: str, fragment: str, nesting: int) -> Cursor:
        def load(uri: str) -> Cursor:
            normal = normalise(unquote(uri))
            parsed = self._document(normal) if normal is not None else None
            if normal is None or parsed is None:
                raise UnresolvedError(_missing_file(unquote(uri)))
            if not parsed.ok:
                raise UnresolvedError(Problem("", f"`{normal}` could not be read.", ""))
            return Cursor(self, normal, (), parsed.value, nesting=nesting)

        if fragment.startswith("//"):
            # jsonref drops every slash at the start, but a key may be empty.
            fragment = "/" + fragment[1:].replace("/", "%2F")
        try:
            found: Cursor
            if file:
                found = JsonRef({"$ref": f"{file}#{fragment}"}, base_uri=quote(path), loader=load).__subject__
            else:
                found = JsonRef.resolve_pointer(self._of_file(path), load(quote(path)), fragment)
        except JsonRefError as error:
            cause = error.cause
            if isinstance(cause, UnresolvedError):
                raise UnresolvedError(cause.problem) from None
            if isinstance(cause, NoSuchPartError):
                raise UnresolvedError(self._missing_pointer(path, file, fragment, cause)) from None
            raise UnresolvedError(_missing_file(file)) from None
        except ValueError:
            raise UnresolvedError(_missing_file(file)) from None
        return found

    def _of_file(self, path: str) -> JsonRef:
        """One jsonref reference for all of a file's references into itself: joining and splitting its address once is enough."""
        if path not in self._of_files:
            self._of_files[path] = JsonRef({"$ref": "#"}, base_uri=quote(path), loader=_refuse)
        return self._of_files[path]

    def _missing_pointer(self, path: str, file: str, fragment: str, cause: NoSuchPartError) -> Problem:
        cursor = cause.cursor
        if cursor.nesting and cursor.path != (_joined(path, file) if file else path):
            where = f"`{cursor.path}`"
        else:
            where = f"`{unquote(file)}`" if file else "this file"
        self._suggestions += 1
        parsed = self._document(cursor.path)
        root = parsed.value if parsed is not None else None
        missing = (cause.part, *split(unquote(fragment))[cursor.consumed + 1 :])
        near = suggest(root, cursor.parts, cursor.value, missing) if self._suggestions <= _MOST_SUGGESTIONS else ""
        hint = f"Did you mean `{file}#{near}`?" if near else "Check the spelling of each part, from the top level of the file down."
        return Problem("reference-missing-pointer", f"There is no `#{unquote(fragment)}` in {where}.", hint)

    def _names_of(self, path: str) -> Names:
        if path not in self._names:
            parsed = self._document(path)
            self._names[path] = Names(parsed.value if parsed is not None else None)
        return self._names[path]

    def _by_identifier(self, path: str, file: str) -> str | None:
        """The pointer, as a fragment, of the schema of this document whose `$id` a reference names."""
        names = self._names_of(path).identifiers
        for identifier in (file, *(urljoin(base, file) for base in self._names_of(path).bases)):
            if identifier in names:
                return quote(names[identifier])
        return None

    def _by_anchor(self, path: str | None, fragment: str) -> str:
        """The pointer, as a fragment, of what a plain name stands for."""
        found = self._names_of(path).anchors.get(unquote(fragment)) if path is not None else None
        if found is not None:
            return quote(found)
        if path is not None and self._document(path) is None:
            return fragment
        raise UnresolvedError(
            Problem(
                "reference-missing-pointer",
                f"`#{unquote(fragment)}` names no `$anchor` or `$id`, and a pointer starts with `#/`.",
                f"Write `#/{unquote(fragment) if '/' in fragment else '…'}`, as a path from the top level of the file down.",
            )
        )


def _refuse(uri: str) -> object:
    """Load nothing: a reference into its own file needs no document but that one."""
    raise UnresolvedError(_missing_file(unquote(uri)))


def _joined(path: str, file: str) -> str | None:
    """The path, from the root, that a reference's file part means in a file; None when it leads out."""
    decoded = unquote(file).replace("\\", "/")
    return normalise(decoded if not dirname(path) else f"{dirname(path)}/{decoded}")


def _judge(path: str, file: str) -> Problem | None:
    """What is wrong with the file part of a reference before anything is looked up."""
    decoded = unquote(file).replace("\\", "/")
    scheme = _SCHEME.match(file)
    if scheme is not None and len(scheme[1]) > 1:
        name = scheme[1].lower()
        if name in {"http", "https"}:
            return _remote(file)
        return Problem(
            "reference-scheme",
            f"References of the kind `{scheme[1]}:` are not followed; a path to a file was expected.",
            "Put a copy of the target under the root and refer to it by its path relative to this file.",
        )
    if file.startswith("//") and not decoded.startswith("///"):
        return _remote(file)
    if decoded.startswith("/") or scheme is not None:
        return _outside(decoded)
    if file and _joined(path, file) is None:
        return _outside(decoded) if ".." in decoded and decoded.isprintable() else _missing_file(decoded)
    return None


def _remote(file: str) -> Problem:
    return Problem(
        "reference-remote",
        f"`{file}` is on the network and is not fetched.",
        "Save a copy next to this file and refer to it by its path.",
        Severity.WARNING,
    )


def _outside(file: str) -> Problem:
    return Problem(
        "reference-outside-root",
        f"`{file}` is outside the catalog's root and is not read.",
        "Refer to a file under the root, by its path relative to this file.",
    )


def _missing_file(file: str) -> Problem:
    return Problem(
        "reference-missing-file",
        f"There is no file `{file if file.isprintable() else ascii(file)}`.",
        "Check the path; it is relative to the file that holds the reference.",
    )


def _whole_text(file: str, fragment: str) -> Problem:
    return Problem(
        "reference-whole-text",
        f"`{unquote(file)}` is shown as a whole: what `#{unquote(fragment)}` is, in a file that is neither YAML nor JSON, is not known.",
        "Leave out the `#…` if the whole file is meant.",
        Severity.INFO,
    )


def _loop(text: str, members: list[tuple[str, str]]) -> Problem:
    return Problem(
        "reference-loop",
        f"`{text}` leads only to other references and back here, never to a value.",
        "Let one of them hold the value.",
        cycle=frozenset(members),
    )
