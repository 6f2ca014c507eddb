"""What a YAML parser complains about, said so that an author knows what to do."""

from __future__ import annotations

import re

from yaml import MarkedYAMLError

from catalog_gen.text.findings import Findings

_INDENTATION = re.compile(r"[ ]*\t[ \t]*")

_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "A `:` stands where no key can be.",
        "Indent the line like its neighbours, or quote a text that contains `: `.",
    ),
    ("found unexpected end of stream", "The quoted text that starts here is never closed.", "Add the closing quote."),
    (
        "did not find expected key",
        "A new key was expected here.",
        "Indent the line like the keys before it; inside single quotes, write an apostrophe twice.",
    ),
    ("did not find expected '-'", "A list item (`- …`) was expected here.", "Indent the line, or start it with `- `."),
    ("did not find expected ',' or ']'", "A `,` or `]` was expected here.", "Close the list that was opened with `[`."),
    ("did not find expected ',' or '}'", "A `,` or `}` was expected here.", "Close the mapping that was opened with `{`."),
    (
        "could not find expected ':'",
        "A key without a `:` stands before this place.",
        "Add `: ` and a value, or indent the line so that it belongs to the text before.",
    ),
    (
        "did not find expected <document start>",
        "The document ended before this line.",
        "Indent the lines of the top level alike; the first line decides.",
    ),
    (
        "block sequence entries are not allowed",
        "A list item (`- …`) cannot start here.",
        "Start the list on a line of its own, below its key.",
    ),
    ("found unknown escape character", "This escape is unknown inside double quotes.", r"Write a backslash as `\\`, or use single quotes."),
    ("did not find expected node content", "A value was expected here.", "Remove the surplus comma, or write the missing value."),
    ("found undefined tag handle", "This tag's prefix is not declared.", "Remove the tag."),
    ("found unknown directive name", "A line that starts with `%` is a directive, and this one is unknown.", "Indent or quote the line."),
)


def report(findings: Findings, error: MarkedYAMLError) -> None:
    """Add the finding for a text that is not YAML."""
    problem = error.problem or "this is not YAML"
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark is not None else 0
    if "unexpected end of stream" in problem and error.context_mark is not None:
        offset = error.context_mark.index
    tab = _tab_near(findings.text, offset)
    if tab is not None and ("tab" in problem or "cannot start any token" in problem or "expected" in problem):
        findings.error(
            "yaml-tab-indent",
            "A tab stands in the indentation of this line, where YAML allows only spaces.",
            "Replace the tab by spaces.",
            findings.span(tab),
        )
        return
    message, hint = _explain(problem, findings.text[offset : offset + 1])
    context = error.context_mark
    related = (findings.span(context.index),) if context is not None and context.index != offset else ()
    findings.error("yaml-syntax", message, hint, findings.span(offset), related)


def _explain(problem: str, character: str) -> tuple[str, str]:
    if "cannot start any token" in problem:
        return f"A value cannot start with `{character}`.", "Put the value in quotes."
    for start, message, hint in _EXPLANATIONS:
        if problem.startswith(start):
            return message, hint
    return f"This is not valid YAML: {problem}.", "Check quotes, indentation and brackets near this place."


def _tab_near(text: str, offset: int) -> int | None:
    """The first tab of the indentation of the line in which a parser gave up."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    match = _INDENTATION.match(text, start)
    return text.index("\t", start) if match is not None and offset <= match.end() else None
