"""Reading CODEOWNERS: one line, one rule; on GitLab in sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.declaration import CodeOwners, CodeOwnersRule, Declarations, DocumentRow
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed

NAME = "CODEOWNERS"

PLACES = (".github", "", "docs", ".gitlab", ".bitbucket")
"""Folders in which hosts look, in an order that is right on each: GitHub takes the first of the first three, GitLab of the second to
fourth, Bitbucket the last."""

_MOST_BYTES = 3 * 1024 * 1024
"""GitHub's limit; it ignores larger files."""

_SECTION = re.compile(r"\^?\[([^\[\]]+)\](?:\[\d+\])?(?:\s+(.*))?")
_OWNER = re.compile(r"@[\w.-]+(?:/[\w.-]+)*|[^@\s]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"(?:\\.|[^\s\\])+")


class CodeOwnersSource:
    """The source `codeowners`. Its files are known by their name; they have no other shape."""

    name = "codeowners"

    def sniff(self, path: str, raw: bytes) -> bool:
        """A file of that name."""
        del raw
        return PurePosixPath(path).name == NAME

    def recognises(self, parsed: Parsed) -> bool:
        """Never: such a file is no YAML or JSON."""
        del parsed
        return False

    def claims(self, path: str, raw: bytes) -> bool:
        """A file of that name, in any folder."""
        return self.sniff(path, raw)

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """The rules of a file that was read as a text."""
        return self.declare_bytes(parsed.path, parsed.text.encode(), context)

    def declare_bytes(self, path: str, raw: bytes, context: Context) -> Declarations:
        """The rules of a file; a line that is none is a finding, as the hosts leave it out."""
        del context
        row = DocumentRow(path=path, type=self.name)
        if len(raw) > _MOST_BYTES:
            found = _finding(Span(path=path), "The file is larger than 3 MB.", "Hosts ignore it then: make it smaller.")
            return Declarations(documents=(row,), diagnostics=(found,))
        base, rank = _place(path)
        diagnostics: list[Diagnostic] = []
        lines = raw.decode("utf-8-sig", "replace").splitlines()
        gitlab = PurePosixPath(path).parent.name == ".gitlab" or any(_SECTION.fullmatch(line.strip()) for line in lines)
        rules = tuple(_read_lines(path, lines, diagnostics, gitlab=gitlab))
        owners = CodeOwners(base=base, rank=rank, rules=rules, span=Span(path=path))
        return Declarations(documents=(row,), code_owners=(owners,), diagnostics=tuple(diagnostics))


def _place(path: str) -> tuple[str, int]:
    """The folder that a file is about, and how soon hosts take it."""
    folder = PurePosixPath(path).parent
    inner = folder.name if folder.name in PLACES and folder.name else ""
    base = (folder.parent if inner else folder).as_posix()
    return ("" if base == "." else base), PLACES.index(inner)


def _read_lines(path: str, lines: list[str], diagnostics: list[Diagnostic], *, gitlab: bool) -> Iterator[CodeOwnersRule]:
    section, inherited = "", tuple[str, ...]()
    for number, line in enumerate(lines, 1):
        text = line.strip()
        span = Span(path=path, line=number, column=1 + len(line) - len(line.lstrip()))
        heading = _SECTION.fullmatch(text) if gitlab else None
        if not text or text.startswith("#"):
            continue
        if heading is not None:
            section, inherited = heading[1].strip().casefold(), _owners(heading[2] or "", span, diagnostics)[0]
            continue
        first = _WORD.match(text)
        word = first[0] if first is not None else ""
        owners, wrong = _owners(text[len(word) :], span, diagnostics)
        problem = _problem(word, gitlab=gitlab)
        if problem:
            diagnostics.append(
                _finding(span, problem, "GitHub and GitLab leave such a line out; write a pattern such as `/orders/ @acme/orders`.")
            )
        elif not wrong or gitlab:
            excluded = word.startswith("!")
            named = () if excluded else owners or inherited
            yield CodeOwnersRule(pattern=word.removeprefix("!"), owners=named, section=section, excluded=excluded, gitlab=gitlab, span=span)


def _problem(word: str, *, gitlab: bool) -> str:
    if not word.strip("/!"):
        return "This line has no pattern."
    if word.startswith("!") and not gitlab:
        return f"`{word}` negates, which CODEOWNERS does not know."
    if "[" in word and not gitlab:
        return f"`{word}` has a set of characters, which CODEOWNERS does not know."
    return ""


def _owners(text: str, span: Span, diagnostics: list[Diagnostic]) -> tuple[tuple[str, ...], bool]:
    """The owners that a line names up to a comment, and whether something else stands among them."""
    found, wrong = list[str](), False
    for word in text.split():
        if word.startswith("#"):
            break
        if _OWNER.fullmatch(word):
            found.append(word)
        else:
            wrong = True
            hint = "An owner is `@user`, `@organisation/team` or a mail address. A space in a path is written `\\ `."
            diagnostics.append(_finding(span, f"`{word}` is no owner.", hint))
    return tuple(dict.fromkeys(found)), wrong


def _finding(span: Span, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code="codeowners-invalid-line", severity=Severity.INFO, message=message, hint=hint, span=span)
