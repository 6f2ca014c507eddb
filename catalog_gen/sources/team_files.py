"""Team files: YAML or JSON with `teams`, `users`, `domains`, `services` or `ownership` at the top."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

import msgspec

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.model.declaration import Declarations, DocumentRow
from catalog_gen.sources.forms import Form
from catalog_gen.sources.organisation import KEYS, read_organisation
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed

_FIELD = re.compile(rb"""(?m)(?:^|[{,])[ \t]*["']?(?:teams|users|domains|ownership)["']?[ \t]*:""")
_SUFFIXES = frozenset({".yaml", ".yml", ".json"})


class TeamFileSource:
    """The source `team-files`."""

    name = "team-files"

    def sniff(self, path: str, raw: bytes) -> bool:
        """A YAML or JSON file that has one of the keys somewhere."""
        return PurePosixPath(path).suffix.lower() in _SUFFIXES and _FIELD.search(raw) is not None

    def recognises(self, parsed: Parsed) -> bool:
        """Only keys of a team file at the top, and at least one list of things with an `id`."""
        value = parsed.value
        if not isinstance(value, dict) or not value or any(key not in KEYS and not key.startswith("x-") for key in value):
            return False
        return any(_is_rows(value.get(key)) for key in KEYS)

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """Domains, teams, users and the rules that say who owns what and what belongs where."""
        del context
        diagnostics: list[Diagnostic] = []
        value: dict[str, Any] = parsed.value if isinstance(parsed.value, dict) else {}
        form = Form(value, parsed.path, "", diagnostics)
        form.check_keys(KEYS, "a team file")
        found = read_organisation(form)
        row = DocumentRow(path=parsed.path, type=self.name)
        return msgspec.structs.replace(found, documents=(row,), diagnostics=tuple(diagnostics))


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(member, dict) and ("id" in member or "owners" in member) for member in value)


source = TeamFileSource()
