"""References: a document and all it refers to as one graph, linked and never expanded.

Values stay as they were read, a reference stays the mapping `{"$ref": …}`; a table beside them says where each one leads.
Cycles are therefore harmless. Read the graph through a `Node`, which follows references by itself, or walk the raw values
and ask `Linked.is_reference`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import msgspec

from catalog_gen.diagnostics import Diagnostic, Span
from catalog_gen.text.documents import Parsed
from catalog_gen.text.library import Library, normalise
from catalog_gen.text.pointers import escape, join, split
from catalog_gen.text.reference_targets import Cursor, Problem, Target, Targets, UnresolvedError
from catalog_gen.text.reference_walk import Context, context_at, references

__all__ = ["Library", "Linked", "Node", "Reference", "link", "normalise"]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One `$ref` and where it leads.

    `text` is as written; `path` and `pointer` are the target's place after all steps ("" where it is broken); `name` is the
    last key of the target's pointer, or its file's stem. `at_path` and `at_pointer` are where the mapping with the `$ref`
    stands, `siblings` the other members of that mapping, `chain` the places of the references passed on the way.
    """

    text: str
    path: str
    pointer: str
    name: str
    at_path: str
    at_pointer: str
    siblings: dict[str, Any] = {}
    chain: tuple[tuple[str, str], ...] = ()
    broken: bool = False


class Node:
    """A value in the linked graph, and where it is written. Where a reference stands, the node is its target."""

    __slots__ = ("_linked", "at", "path", "pointer", "reference", "value")

    def __init__(
        self, linked: Linked, value: Any, path: str, pointer: str, *, reference: Reference | None = None, at: tuple[str, str] | None = None
    ) -> None:
        self._linked = linked
        self.value = value
        self.path = path
        self.pointer = pointer
        self.reference = reference
        self.at = at or (path, pointer)

    def __repr__(self) -> str:
        return f"Node({self.path}#{self.pointer})"

    @property
    def broken(self) -> bool:
        """Whether a reference stands here that leads nowhere; the value is then None, and there is a diagnostic."""
        return self.reference is not None and self.reference.broken

    @property
    def is_mapping(self) -> bool:
        """Whether the value is a mapping."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.value, list)

    def get(self, key: str) -> Node | None:
        """A member of the mapping, None when it has no such key or is no mapping."""
        value = self.value
        if not isinstance(value, dict) or key not in value:
            return None
        return self._linked.enter(value[key], self.path, f"{self.pointer}/{escape(key)}")

    def items(self) -> Iterator[tuple[str, Node]]:
        """The members of the mapping in order; none for anything else."""
        if isinstance(self.value, dict):
            for key, item in self.value.items():
                yield key, self._linked.enter(item, self.path, f"{self.pointer}/{escape(key)}")

    def elements(self) -> Iterator[Node]:
        """The members of the list in order; none for anything else."""
        if isinstance(self.value, list):
            for index, item in enumerate(self.value):
                yield self._linked.enter(item, self.path, f"{self.pointer}/{index}")

    def text(self, key: str, default: str = "") -> str:
        """A member that is a text; the default for anything else."""
        member = self.get(key)
        return member.value if member is not None and isinstance(member.value, str) else default


class Linked:
    """A document and everything it refers to. `files` are the paths of all documents that were entered."""

    def __init__(self, parsed: Parsed, library: Library) -> None:
        self.library = library
        self.files: dict[str, Parsed] = {parsed.path: parsed}
        self._parsed = parsed
        self._references: dict[int, Reference] = {}
        self._found: list[Diagnostic] = []
        self._cycles: set[frozenset[tuple[str, str]]] = set()
        self._targets = Targets(self._document)
        self._resolve_all()
        self.diagnostics: tuple[Diagnostic, ...] = tuple(self._found)
        self.root = self.enter(parsed.value, parsed.path, "")

    def node(self, path: str, pointer: str) -> Node | None:
        """The node at a place, references on the way and at the end followed; None where there is nothing."""
        parsed = self._document(path)
        if parsed is None or not parsed.ok:
            return None
        node: Node | None = self.enter(parsed.value, path, "")
        for part in split(pointer):
            if node is None:
                return None
            if isinstance(node.value, list):
                is_index = part.isdecimal() and int(part) < len(node.value)
                node = self.enter(node.value[int(part)], node.path, join(node.pointer, part)) if is_index else None
            else:
                node = node.get(part)
        return node

    def is_reference(self, mapping: dict[str, Any]) -> Reference | None:
        """Where the reference leads that this very mapping is; None when it is none, or leads nowhere."""
        found = self._references.get(id(mapping))
        return None if found is None or found.broken else found

    def references(self) -> Iterator[Reference]:
        """Every reference, those that lead nowhere too."""
        return iter(self._references.values())

    def targets(self) -> set[tuple[str, str]]:
        """Every place that a reference leads to, or passes on the way: file and pointer."""
        found = {(reference.path, reference.pointer) for reference in self._references.values() if not reference.broken}
        return found.union(*(reference.chain for reference in self._references.values()))

    def enter(self, value: Any, path: str, pointer: str) -> Node:
        """The node for a value that stands at a place; for a reference, its target."""
        reference = self._references.get(id(value)) if type(value) is dict and "$ref" in value else None
        if reference is None:
            return Node(self, value, path, pointer)
        at = (path, pointer)
        if reference.broken:
            return Node(self, None, path, pointer, reference=reference, at=at)
        target = self._targets.find(reference.at_path, reference.text).cursor.value
        return Node(self, target, reference.path, reference.pointer, reference=reference, at=at)

    def _document(self, path: str) -> Parsed | None:
        known = self.files.get(path)
        if known is None:
            known = self.library.find(path)
            if known is not None:
                self.files[path] = known
                self._found.extend(known.diagnostics)
        return known

    def _resolve_all(self) -> None:
        """Resolve every reference that can be reached; each mapping is looked at once, so shared targets cost nothing."""
        seen: set[int] = set()
        waiting: deque[tuple[str, Any, str, Context]] = deque([(self._parsed.path, self._parsed.value, "", Context.OBJECT)])
        while waiting:
            path, value, start, context = waiting.popleft()
            for mapping, pointer in references(value, start, context, seen):
                target = self._resolve(mapping, path, pointer)
                if target is None:
                    continue
                cursor = target.cursor
                if isinstance(cursor.value, (dict, list)) and id(cursor.value) not in seen:
                    parsed = self._document(cursor.path)
                    below = context_at(parsed.value if parsed is not None else None, cursor.parts)
                    waiting.append((cursor.path, cursor.value, cursor.pointer, below))

    def _resolve(self, mapping: dict[str, Any], path: str, pointer: str) -> Target | None:
        text = mapping["$ref"]
        if not isinstance(text, str):
            self._report(_NOT_TEXT, path, pointer)
            return None
        siblings = {key: item for key, item in mapping.items() if key != "$ref"} if len(mapping) > 1 else {}
        try:
            target = self._targets.find(path, text)
        except UnresolvedError as error:
            self._report(error.problem, path, pointer)
            self._references[id(mapping)] = Reference(
                text=text, path="", pointer="", name="", at_path=path, at_pointer=pointer, siblings=siblings, broken=True
            )
            return None
        cursor = target.cursor
        note = self._targets.notes.get((path, text))
        if note is not None:
            self._report(note, path, pointer)
        self._references[id(mapping)] = Reference(
            text=text,
            path=cursor.path,
            pointer=cursor.pointer,
            name=_name(cursor, text),
            at_path=path,
            at_pointer=pointer,
            siblings=siblings,
            chain=target.chain,
        )
        return target

    def _report(self, problem: Problem, path: str, pointer: str) -> None:
        if not problem.code or (problem.cycle and problem.cycle in self._cycles):
            return
        if problem.cycle:
            self._cycles.add(problem.cycle)
        span = Span(path=path, pointer=f"{pointer}/$ref")
        self._found.append(Diagnostic(code=problem.code, severity=problem.severity, message=problem.message, hint=problem.hint, span=span))


def _name(cursor: Cursor, text: str) -> str:
    if cursor.parts:
        return cursor.parts[-1]
    below = text.partition("#")[2].rpartition("/")[2] if isinstance(cursor.value, str) else ""
    return unquote(below) or PurePosixPath(cursor.path).stem


_NOT_TEXT = Problem(
    "reference-not-text", "`$ref` must be a text that names a place.", "Write it as in `$ref: '#/components/schemas/Order'`."
)


def link(parsed: Parsed, library: Library) -> Linked:
    """Link a document with everything it refers to. Never raises for what is in the files; see `Linked.diagnostics`.

    Diagnostics are those of the references and of the other files that were entered, each with file and pointer.
    """
    return Linked(parsed, library)
