"""Putting a change together: its words from the table of kinds, its fingerprint from what it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from typing import Any

import msgspec

from catalog_gen.evolution.catalogs.changes import Affected, CatalogChange
from catalog_gen.evolution.catalogs.kinds import KINDS, Breaks, CatalogKind

FINGERPRINT_LENGTH = 16
"""Hexadecimal digits: enough that two of a million changes hardly ever share one."""


def change(
    kind: CatalogKind,
    what: str,
    subject: str,
    message: str,
    *,
    breaks: Breaks | None = None,
    affected: Collection[Affected] = (),
    **others: Any,
) -> CatalogChange:
    """A change of a kind. `breaks` overrides whom the kind breaks; the hint is the kind's unless another is given."""
    row = KINDS[kind]
    whom = row.breaks if breaks is None else breaks
    hint = others.pop("hint", "") or (row.hint if whom else "")
    drafted = CatalogChange(
        kind=kind,
        what=what,
        subject=subject,
        message=message,
        breaking=bool(whom),
        breaks=whom,
        hint=hint,
        affected=tuple(affected) if whom else (),
        owners=tuple(sorted({owner for one in affected for owner in one.owners})) if whom else (),
        **others,
    )
    return msgspec.structs.replace(drafted, fingerprint=fingerprint(drafted))


def fingerprint(one: CatalogChange) -> str:
    """The name of a change: what happened to what, between which values; nothing about lines, words or whom it affects."""
    schema = one.schema
    known_by = (
        *(one.kind, one.what, one.subject, one.service, one.version, one.previous, one.detail),
        *(() if schema is None else (schema.kind, schema.path, schema.old_path, *_VALUES.findall(schema.message))),
        _text(one.before),
        _text(one.after),
    )
    return hashlib.sha256(msgspec.json.encode(known_by)).hexdigest()[:FINGERPRINT_LENGTH]


_VALUES = re.compile(r"`[^`]*`|\"[^\"]*\"|[-\d.]*\d")
"""The values inside a message; the words around them may be written better one day."""


def _text(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode("utf-8", "replace")


def shown(value: object) -> str:
    """A value inside a sentence."""
    if value is None or value == "":
        return "nothing"
    text = value if isinstance(value, str) else _text(value)
    return f"`{text[:_WIDTH]}…`" if len(text) > _WIDTH else f"`{text}`"


_WIDTH = 120


def listed(names: Collection[str], most: int = 5) -> str:
    """Names as a list in a sentence."""
    quoted = [f"`{name}`" for name in sorted(names)]
    if len(quoted) > most:
        return f"{', '.join(quoted[:most])} and {len(quoted) - most} more"
    return " and ".join((", ".join(quoted[:-1]), quoted[-1])) if len(quoted) > 1 else "".join(quoted)
