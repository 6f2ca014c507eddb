"""Collecting what is wrong with one text while it is read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.text.places import Lines


class Findings:
    """The findings of one text, each with its line and column. Beyond `most`, findings are counted and no longer listed."""

    def __init__(self, path: str, text: str, most: int = 100) -> None:
        self.path = path
        self.text = text
        self._most = most
        self._found: list[Diagnostic] = []
        self._left_out = 0

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text, looked at only when there is a finding."""
        return Lines(self.text)

    def span(self, offset: int, pointer: str = "") -> Span:
        """The place of a character."""
        line, column = self.lines.at(offset)
        return Span(path=self.path, line=line, column=column, pointer=pointer)

    def error(self, code: str, message: str, hint: str, span: Span, related: tuple[Span, ...] = ()) -> None:
        """Add an error: something was lost."""
        self._add(Diagnostic(code=code, severity=Severity.ERROR, message=message, hint=hint, span=span, related=related))

    def warning(self, code: str, message: str, hint: str, span: Span, related: tuple[Span, ...] = ()) -> None:
        """Add a warning: everything was read, but it may not mean what its author thinks."""
        self._add(Diagnostic(code=code, severity=Severity.WARNING, message=message, hint=hint, span=span, related=related))

    def _add(self, found: Diagnostic) -> None:
        if len(self._found) < self._most:
            self._found.append(found)
        else:
            self._left_out += 1

    def replace_last(self, change: Callable[[Diagnostic], Diagnostic]) -> None:
        """Say more about the finding that was added last."""
        self._found[-1] = change(self._found[-1])

    def is_full(self) -> bool:
        """Whether another finding would not be listed; it is counted then. Ask before making one that may come by the thousand."""
        if len(self._found) < self._most:
            return False
        self._left_out += 1
        return True

    def take(self, other: Findings) -> None:
        """Add all findings of an attempt that turned out to be the right one."""
        for found in other.all():
            self._add(found)

    def holds(self, code: str) -> bool:
        """Whether there is a finding of this code."""
        return any(found.code == code for found in self._found)

    def all(self) -> tuple[Diagnostic, ...]:
        """Everything that was found, in the order of discovery."""
        if not self._left_out:
            return tuple(self._found)
        rest = Diagnostic(
            code="text-more-findings",
            severity=Severity.WARNING,
            message=f"{self._left_out} more findings in this file are not listed.",
            hint="Resolve those that are listed first.",
            span=self.span(0),
        )
        return (*self._found, rest)
