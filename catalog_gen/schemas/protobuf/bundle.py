"""Several `.proto` files as one text, so that a schema with imports is self-contained wherever it is kept, shown or compared.

The format is ours: a line `// catalog-gen: file PATH` begins each file, the file that is meant stands last, and a line
`// catalog-gen: message NAME` before all files names the message that is meant where the file declares several.
Whoever wants the files back splits the text at these lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from catalog_gen.schemas.protobuf.tokens import strip_comments
from catalog_gen.schemas.protobuf.well_known import well_known_text

SIGN = "// catalog-gen: "

_MARK = re.compile(rf"^{SIGN}(file|message) ([^\r\n]+)\r?\n?", re.MULTILINE)
_IMPORT = re.compile(r"""^\s*import\s+(?:public\s+|weak\s+|option\s+)?(?:"([^"\n]+)"|'([^'\n]+)')\s*;""", re.MULTILINE)


class Bundle(NamedTuple):
    """A file with what it imports, directly or through others; `message` is the full name of the message that is meant, or ""."""

    path: str
    text: str
    references: dict[str, str]
    message: str = ""


def imports_of(text: str) -> tuple[str, ...]:
    """The paths that a text imports, without parsing it."""
    if "import" not in text:
        return ()
    return tuple(dict.fromkeys(first or second for first, second in _IMPORT.findall(strip_comments(text))))


def is_bundle(text: str) -> bool:
    """Whether a text is a bundle."""
    return text.startswith(SIGN)


def bundle(path: str, text: str, references: Mapping[str, str], message: str = "") -> str:
    """One text of a file and everything among `references` (name → text) that it needs; the file itself when that is nothing."""
    needed: dict[str, str] = {}
    waiting = list(imports_of(text))
    while waiting:
        name = waiting.pop()
        found = references.get(name)
        if name in needed or name == path or found is None or found == well_known_text(name):
            continue
        needed[name] = found
        waiting += imports_of(found)
    if not needed and not message:
        return text
    head = f"{SIGN}message {message}\n" if message else ""
    files = [*sorted(needed.items()), (path, text)]
    return head + "".join(f"{SIGN}file {name}\n{body if body.endswith(chr(10)) else body + chr(10)}" for name, body in files)


def unbundle(text: str, path: str) -> Bundle:
    """The files of a bundle; a text that is none is its own only file, called `path`."""
    if not is_bundle(text):
        return Bundle(path, text, {})
    message = ""
    files: list[tuple[str, str]] = []
    marks = list(_MARK.finditer(text))
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        if mark[1] == "message":
            message = mark[2].strip()
        else:
            files.append((mark[2].strip(), text[mark.end() : after.start() if after is not None else len(text)]))
    if not files:
        return Bundle(path, text, {}, message)
    name, body = files.pop()
    return Bundle(name, body, dict(files), message)
