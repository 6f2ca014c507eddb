"""Files that ship with the package: templates, static files and the demo content."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource(kind: str) -> Path:
    """The folder of `templates`, `static` or `content`: inside an installed wheel, else at the top of a checkout."""
    packed = _PACKAGE / "_data" / kind
    return packed if packed.is_dir() else _PACKAGE.parent / kind
