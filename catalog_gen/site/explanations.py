"""What each diagnostic code means, from the documentation that ships with the package: `docs/diagnostics.md` and `docs/rules.md`."""

from __future__ import annotations

import re
from pathlib import Path

FILES = ("diagnostics.md", "rules.md")

_ENTRY = re.compile(r"^##+ `?([a-z0-9]+(?:-[a-z0-9]+)+)`?\n(.*?)(?=^##+ |^<!-- |\Z)", re.MULTILINE | re.DOTALL)
_LOCAL_LINK = re.compile(r"\[([^\]]*)\]\((?!https?://)[^)]*\)")


def read_explanations(folder: Path) -> dict[str, str]:
    """Code → its entry as Markdown, links to other pages of the documentation taken out. Empty where the documentation is not there."""
    found: dict[str, str] = {}
    for name in FILES:
        path = folder / name
        if path.is_file():
            for code, text in _ENTRY.findall(path.read_text(encoding="utf-8")):
                found.setdefault(code, _LOCAL_LINK.sub(r"\1", text).strip())
    return found
