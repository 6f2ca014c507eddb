"""AsyncAPI documents, 2.0 to 3.1: one document is one version of one service's contract."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from catalog_gen.model.declaration import Declarations
from catalog_gen.sources.asyncapi import document
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed

_FIELD = re.compile(rb"""(?:^|[\r\n{,\xbf\x00])[\s\x00"']*a\x00?s\x00?y\x00?n\x00?c\x00?a\x00?p\x00?i\x00?["'\x00]*\s*:""")
_SUFFIXES = frozenset({".yaml", ".yml", ".json", ".asyncapi"})


class AsyncApiSource:
    """The source `asyncapi`."""

    name = document.TYPE

    def sniff(self, path: str, raw: bytes) -> bool:
        """A YAML or JSON file that has a field `asyncapi` somewhere (in UTF-8 or UTF-16)."""
        return PurePosixPath(path).suffix.lower() in _SUFFIXES and _FIELD.search(raw) is not None

    def recognises(self, parsed: Parsed) -> bool:
        """A mapping with the field `asyncapi` at the top."""
        return isinstance(parsed.value, dict) and "asyncapi" in parsed.value

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """See `document.declare`."""
        return document.declare(parsed, context)


source = AsyncApiSource()
