"""Apicurio Registry: archives that it exports, and answers of its own API."""

from __future__ import annotations

import posixpath

from catalog_gen.model.declaration import Declarations
from catalog_gen.sources.registries import apicurio_answers
from catalog_gen.sources.registries.apicurio_archive import is_export, read_archive
from catalog_gen.sources.registries.statement import Statement
from catalog_gen.sources.source import Context
from catalog_gen.text.documents import Parsed


class ApicurioSource:
    """The source `apicurio`."""

    name = "apicurio"

    def sniff(self, path: str, raw: bytes) -> bool:
        """JSON with a field that the API uses."""
        return posixpath.splitext(path)[1].lower() in {".json", ""} and any(sign in raw for sign in apicurio_answers.SIGNS)

    def recognises(self, parsed: Parsed) -> bool:
        """One of the API's answers."""
        return apicurio_answers.reader_of(parsed.value, parsed.path) is not None

    def claims(self, path: str, raw: bytes) -> bool:
        """An archive with names that the registry gives, or the content of a version by its address."""
        return is_export(raw) or apicurio_answers.is_content(path, raw)

    def declare(self, parsed: Parsed, context: Context) -> Declarations:
        """Versions and settings of artifacts."""
        statement = Statement(self.name, parsed.path)
        read = apicurio_answers.reader_of(parsed.value, parsed.path)
        if read is None:
            statement.fail(
                "registry-export-unrecognised",
                "This is no answer of Apicurio Registry's API and no archive that it exports.",
                "Export it with `GET /apis/registry/v3/admin/export`.",
            )
        else:
            read(statement, parsed.value, context.library)
        return statement.declarations()

    def declare_bytes(self, path: str, raw: bytes, context: Context) -> Declarations:
        """What an archive holds; a content alone is read with its version."""
        del context
        statement = Statement(self.name, path)
        if is_export(raw):
            read_archive(statement, raw)
        return statement.declarations()


source = ApicurioSource()
