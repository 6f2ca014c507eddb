"""What can be wrong with a `.proto` text: raised inside the reader only, told as a diagnostic."""

from __future__ import annotations

from typing import NoReturn

from catalog_gen.diagnostics import Diagnostic, Severity, Span


class ProtoError(Exception):
    """A mistake at an offset of a text; it never leaves the reader."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


def diagnose(error: ProtoError, text: str, path: str) -> Diagnostic:
    """Tell a mistake with its line and column, which count from 1."""
    before = text[: max(error.offset, 0)]
    return Diagnostic(
        code="protobuf-invalid",
        severity=Severity.ERROR,
        message=error.message,
        hint=error.hint,
        span=Span(path=path, line=before.count("\n") + 1, column=len(before) - before.rfind("\n")),
    )


def refuse(message: str, offset: int, hint: str = "") -> NoReturn:
    """Give up reading at an offset. The one place where the reader raises."""
    raise ProtoError(message, offset, hint)
