"""Reading one file: from bytes to JSON types, with limits, and with findings instead of exceptions."""

from __future__ import annotations

from hashlib import blake2b
from json import JSONDecodeError
from pathlib import PurePosixPath
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic, Severity, Span
from catalog_gen.text import encoding
from catalog_gen.text.findings import Findings
from catalog_gen.text.json_documents import read_json, report_no_json
from catalog_gen.text.limits import Limits
from catalog_gen.text.yaml_documents import read_yaml

__all__ = ["Limits", "Parsed", "parse_text"]

_YAML = frozenset({".yaml", ".yml"})
_JSON = frozenset({".json", ".avsc"})
_TEXT = frozenset({".md", ".markdown", ".proto", ".txt", ".jsonl", ".ndjson", ".xml", ".xsd", ".graphql", ".avdl"})
_DEFAULTS = Limits()


class Parsed(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One file, read.

    `path` is relative to the root, with forward slashes. `format` is `yaml`, `json` or `text`, by content rather than by
    name. `value` holds JSON types only (mappings with texts as keys; for `text` the text itself; None where nothing could
    be read, which is when `ok` is false) and must not be changed: aliases share values. `text` is the decoded file,
    `digest` the hash of its bytes (BLAKE2b, 32 hexadecimal digits). Each diagnostic has line and column.
    """

    path: str
    format: str
    value: Any
    text: str
    digest: str
    ok: bool
    diagnostics: tuple[Diagnostic, ...] = ()


def parse_text(path: str, raw: bytes, limits: Limits = _DEFAULTS) -> Parsed:
    """Read a file. YAML and JSON are told apart by content; files that are named as neither are texts unless they are JSON."""
    digest = blake2b(raw, digest_size=16).hexdigest()
    if len(raw) > limits.max_bytes:
        return Parsed(path=path, format="text", value=None, text="", digest=digest, ok=False, diagnostics=(_too_large(path, raw, limits),))
    decoded = encoding.decode(path, raw)
    if decoded.binary:
        return Parsed(path=path, format="text", value=None, text="", digest=digest, ok=False, diagnostics=decoded.diagnostics)
    suffix = PurePosixPath(path).suffix.lower()
    is_data = suffix in _YAML or suffix in _JSON
    if not is_data and (suffix in _TEXT or decoded.text[:64].lstrip()[:1] not in {"{", "["}):
        return _text(path, decoded, digest)
    cleaned = encoding.clean(path, decoded.text)
    findings = Findings(path, cleaned.text, limits.max_findings)
    form, value, ok = _read(cleaned.text, suffix, limits, findings)
    if not ok and not is_data:
        return _text(path, decoded, digest)
    if not ok and not findings.all():
        _report_empty(findings)
    diagnostics = (*decoded.diagnostics, *cleaned.diagnostics, *findings.all())
    return Parsed(path=path, format=form, value=value, text=cleaned.text, digest=digest, ok=ok, diagnostics=diagnostics)


def read_again(path: str, raw: bytes) -> Parsed:
    """A file that was read before, for its text alone: a YAML file comes without its value."""
    decoded = encoding.decode(path, raw)
    if decoded.binary or PurePosixPath(path).suffix.lower() not in _YAML or decoded.text.lstrip()[:1] in {"{", "["}:
        return parse_text(path, raw)
    digest = blake2b(raw, digest_size=16).hexdigest()
    return Parsed(path=path, format="yaml", value=None, text=encoding.clean(path, decoded.text).text, digest=digest, ok=True)


def _read(text: str, suffix: str, limits: Limits, findings: Findings) -> tuple[str, Any, bool]:
    """Format, value and whether there is a value. What opens like JSON is tried as JSON first, whatever its name."""
    opens_like_json = text.lstrip()[:1] in {"{", "["} if text[:1].isspace() else text[:1] in {"{", "["}
    if not opens_like_json and suffix not in _JSON:
        return "yaml", *read_yaml(text, limits, findings)
    if not text.strip():
        return "json", None, False
    trial = Findings(findings.path, text, limits.max_findings)
    try:
        value, ok = read_json(text, limits, trial)
    except JSONDecodeError as error:
        if suffix in _YAML or not opens_like_json:
            trial = Findings(findings.path, text, limits.max_findings)
            value, ok = read_yaml(text, limits, trial)
            if suffix in _YAML or (ok and isinstance(value, (dict, list))):
                findings.take(trial)
                return "yaml", value, ok
        report_no_json(error, findings)
        return "json", None, False
    if suffix in _YAML and trial.holds("json-syntax"):
        # Comments and trailing commas are fine in YAML.
        return "yaml", *read_yaml(text, limits, findings)
    findings.take(trial)
    return "json", value, ok


def _text(path: str, decoded: encoding.Decoded, digest: str) -> Parsed:
    if "\0" not in decoded.text:
        return Parsed(
            path=path, format="text", value=decoded.text, text=decoded.text, digest=digest, ok=True, diagnostics=decoded.diagnostics
        )
    return Parsed(path=path, format="text", value=None, text="", digest=digest, ok=False, diagnostics=encoding.binary(path).diagnostics)


def _too_large(path: str, raw: bytes, limits: Limits) -> Diagnostic:
    return Diagnostic(
        code="text-too-large",
        severity=Severity.ERROR,
        message=f"This file has {len(raw):,} bytes; at most {limits.max_bytes:,} are read.",
        hint="Split the file, and refer to its parts with `$ref`.",
        span=Span(path=path, line=1, column=1),
    )


def _report_empty(findings: Findings) -> None:
    findings.warning("text-empty", "This file is empty.", "Write a document into it, or remove it.", findings.span(0))
