"""A difference as JSON, in the shape that the documentation of `diff` describes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from catalog_gen.cli.differences.difference import Difference
from catalog_gen.cli.reports.report import json_text
from catalog_gen.diagnostics import Diagnostic, Span
from catalog_gen.evolution.catalogs.changes import CatalogChange, sign_of

FORMAT = 1
"""Raised when a field changes its meaning or goes."""

_HIDDEN = {"old", "new", "schema", "fingerprint"}


def json_form(difference: Difference) -> str:
    """One object; the order of its changes is theirs in every form."""
    counted, excused, safe = difference.parts
    return json_text(
        {
            "format": FORMAT,
            "old": difference.old,
            "new": difference.new,
            "as_of": difference.as_of,
            "breaking": difference.breaks,
            "summary": difference.summary,
            "changes": [_change(difference, one) for one in (*counted, *excused, *safe)],
            "findings": [_finding(one) for one in difference.findings],
            "notes": list(difference.notes),
        }
    )


def _change(difference: Difference, change: CatalogChange) -> dict[str, Any]:
    facts = {name: value for name, value in msgspec.to_builtins(change).items() if name not in _HIDDEN}
    why = difference.accepted.get(change.fingerprint)
    return {
        "fingerprint": change.fingerprint,
        "sign": sign_of(change),
        **facts,
        "old": _place(change.old, difference.locate_old),
        "new": _place(change.new, difference.locate_new),
        "schema": msgspec.to_builtins(change.schema) if change.schema is not None else None,
        "accepted": msgspec.to_builtins(why) if why is not None else None,
    }


def _place(span: Span | None, locate: Callable[[Span], Span]) -> dict[str, Any] | None:
    return None if span is None else msgspec.to_builtins(locate(span))


def _finding(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "message": found.message,
        "hint": found.hint,
        **msgspec.to_builtins(found.span),
    }
