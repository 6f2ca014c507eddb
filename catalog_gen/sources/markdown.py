"""Markdown files: free pages, and notes that front matter attaches to something by id."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.model.declaration import Declarations, DocumentRow, TextDeclaration
from catalog_gen.sources.forms import Form
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed, parse_text

TARGETS = ("message", "service", "channel", "domain", "team", "user")
KEYS = frozenset({*TARGETS, "title", "version", "order", "summary", "tags", "date", "authors"})
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


class MarkdownSource:
    """The source `markdown`."""

    name = "markdown"

    def sniff(self, path: str, raw: bytes) -> bool:
        """Any file named `.md` or `.markdown`."""
        del raw
        return PurePosixPath(path).suffix.lower() in {".md", ".markdown"}

    def recognises(self, parsed: Parsed) -> bool:
        """Text in a Markdown file."""
        return PurePosixPath(parsed.path).suffix.lower() in {".md", ".markdown"}

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """One page or note. Front matter that cannot be read is a finding, and the text is a page all the same."""
        text = whole = parsed.text.replace("\r\n", "\n").replace("\r", "\n")
        diagnostics: list[Diagnostic] = []
        match = _FRONT_MATTER.match(text)
        form = Form({}, parsed.path, "", diagnostics)
        if match is not None:
            form = _front_matter(parsed.path, match[1] or "", diagnostics)
            text = text[match.end() :]
        title, body = _title(form.text("title"), text, parsed.path)
        kinds = [kind for kind in TARGETS if form.text(kind)]
        if len(kinds) > 1:
            form.report(
                "note-two-targets",
                Severity.WARNING,
                f"A note is attached to one thing, but this one names {' and '.join(f'`{kind}`' for kind in kinds)}; the first counts.",
                kinds[1],
                "Write one file for each, or link from one to the other with `[[…]]`.",
            )
        declaration = TextDeclaration(
            path=parsed.path,
            slug=PurePosixPath(_below(parsed.path, context.options.base)).with_suffix("").as_posix(),
            title=title,
            body=body,
            target_kind=kinds[0] if kinds else "",
            target=form.text(kinds[0]) if kinds else "",
            version=form.text("version"),
            order=_order(form),
            span=Span(path=parsed.path, line=whole.count("\n", 0, len(whole) - len(body)) + 1, column=1),
        )
        return Declarations(
            documents=(DocumentRow(path=parsed.path, type=self.name, title=title),), texts=(declaration,), diagnostics=tuple(diagnostics)
        )


def _front_matter(path: str, text: str, diagnostics: list[Diagnostic]) -> Form:
    parsed = parse_text(path + ".yaml", text.encode())
    moved = (msgspec.structs.replace(found, span=_moved(found.span, path)) for found in parsed.diagnostics)
    diagnostics += moved
    value = parsed.value
    form = Form(value if isinstance(value, dict) else {}, path, "", diagnostics)
    if value is not None and not isinstance(value, dict):
        form.report("front-matter-not-a-mapping", Severity.WARNING, "Front matter must be a mapping such as `title: Orders`; ignored.")
    unknown_ok = Form({key: member for key, member in form.value.items() if key in KEYS}, path, "", diagnostics)
    form.check_keys(KEYS, "front matter")
    return unknown_ok


def _moved(span: Span, path: str) -> Span:
    """The place in the Markdown file: front matter begins on its second line."""
    return Span(path=path, line=span.line + 1 if span.line else 0, column=span.column)


def _title(stated: str, text: str, path: str) -> tuple[str, str]:
    """A page's title, and its body without the heading that gave it."""
    match = _HEADING.match(text)
    if match is not None and (not stated or match[1].strip() == stated):
        return stated or match[1].strip(), text[match.end() :]
    if stated:
        return stated, text
    pure = PurePosixPath(path)
    stem = pure.parent.name if pure.stem.lower() in {"index", "readme"} and pure.parent.name else pure.stem
    return stem.replace("-", " ").replace("_", " ").capitalize(), text


def _below(path: str, base: str) -> str:
    return path.removeprefix(base.rstrip("/") + "/") if base else path


def _order(form: Form) -> int:
    text = form.text("order")
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0


source = MarkdownSource()
