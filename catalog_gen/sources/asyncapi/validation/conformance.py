"""Whether objects are what the official schema of the document's version says: the document as it is written."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Diagnostic
from catalog_gen.sources.asyncapi.layers import Place
from catalog_gen.sources.asyncapi.reading import Reading
from catalog_gen.sources.asyncapi.validation import official
from catalog_gen.sources.asyncapi.validation.causes import reduce
from catalog_gen.sources.asyncapi.validation.wording import word


def check(reading: Reading, root: Place, spec_version: str) -> Iterator[Diagnostic]:
    """The findings of the official schema in the document itself."""
    version = official.nearest(spec_version)
    value = root.value
    if any(found.span.pointer == "/asyncapi" for found in reading.diagnostics):  # what is wrong with the version was said
        value = {**value, "asyncapi": version}
    errors = list(official.validator(version).iter_errors(value))
    if errors:
        yield from word(reduce(errors, official.tree(version)), int(version[0]), root.at, "document")
