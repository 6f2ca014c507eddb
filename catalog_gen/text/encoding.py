"""From bytes to text: encodings, and characters that must not stand in a document."""

from __future__ import annotations

import re
from json import detect_encoding
from typing import NamedTuple

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.text.findings import Findings
from catalog_gen.text.places import Lines

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
"""What YAML (1.2.2 section 5.1) does not allow unescaped, without the surrogates, which no decoder lets through."""
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows, so that a reader sees another text than the machine (CVE-2021-42574)."""


class Decoded(NamedTuple):
    """A file as text, and what was wrong with it. `binary` files are no text at all."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()
    binary: bool = False


def decode(path: str, raw: bytes) -> Decoded:
    """Decode a file: UTF-8, or UTF-16 and UTF-32 where its first bytes say so. Broken bytes become U+FFFD, with a finding."""
    encoding = detect_encoding(raw)
    if encoding in {"utf-8", "utf-8-sig"}:
        return _decode_utf8(path, raw.removeprefix(b"\xef\xbb\xbf"))
    try:
        text = raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return binary(path)
    if "\0" in text:
        return binary(path)
    found = Diagnostic(
        code="text-encoding",
        severity=Severity.INFO,
        message=f"This file is written in {encoding.upper()}; it is read, but UTF-8 is expected.",
        hint="Save the file as UTF-8.",
        span=Span(path=path, line=1, column=1),
    )
    return Decoded(text, (found,))


def clean(path: str, text: str) -> Decoded:
    """Replace characters that YAML and JSON forbid by U+FFFD, one for one so that places stay, and report those that deceive."""
    if text.isascii() and text.isprintable():
        return Decoded(text)
    findings = Findings(path, text)
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        findings.warning(
            "text-control-character",
            f"The control character U+{ord(forbidden[0]):04X} must not stand in a document; it is read as U+FFFD.",
            'Remove it, or write it as an escape such as "\\u0007" in double quotes.',
            findings.span(forbidden.start()),
        )
    bidi = None if text.isascii() else _BIDI.search(text)
    if bidi is not None:
        findings.warning(
            "text-bidi-control",
            f"The invisible character U+{ord(bidi[0]):04X} changes the direction of the text around it, "
            "so what is seen may differ from what is read.",
            "Remove it unless the text is written from right to left.",
            findings.span(bidi.start()),
        )
    return Decoded(text if forbidden is None else _FORBIDDEN.sub("\ufffd", text), findings.all())


def _decode_utf8(path: str, raw: bytes) -> Decoded:
    try:
        return Decoded(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        if b"\0" in raw:
            return binary(path)
        before = raw[: error.start].decode("utf-8")
        line, column = Lines(before).at(len(before))
        found = Diagnostic(
            code="text-encoding",
            severity=Severity.ERROR,
            message=f"Byte {error.start} (0x{raw[error.start]:02X}) is not valid UTF-8; unreadable bytes are shown as U+FFFD.",
            hint="Save the file as UTF-8.",
            span=Span(path=path, line=line, column=column),
        )
        return Decoded(raw.decode("utf-8", "replace"), (found,))


def binary(path: str) -> Decoded:
    """What is said about a file that is no text."""
    found = Diagnostic(
        code="text-binary",
        severity=Severity.ERROR,
        message="This file is not text; YAML, JSON or another text was expected.",
        hint="Save the file as UTF-8, or refer to another one.",
        span=Span(path=path, line=1, column=1),
    )
    return Decoded("", (found,), binary=True)
