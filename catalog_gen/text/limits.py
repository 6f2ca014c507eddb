"""How much one document may ask for."""

from __future__ import annotations

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bounds on one document, so that none can hold up or crash a build."""

    max_bytes: int = 32 * 1024 * 1024
    """Size of a file. The largest real contract known is 5 MB, the largest registry export 29 MB."""
    max_depth: int = 100
    """Nesting of mappings and lists. Real documents reach 18; Python's own limit is 1,000 calls, several per level."""
    max_expansion: int = 200_000
    """Values that aliases and merge keys may add to those written; about as many as a file of 3 MB holds."""
    max_findings: int = 100
    """Findings of one kind in one file; the rest are counted, not listed."""
