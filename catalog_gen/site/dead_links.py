"""Links between texts and things that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_gen.diagnostics import Diagnostic, Severity
from catalog_gen.model.catalog import Catalog
from catalog_gen.site.wiki import unresolved_wiki_links


def dead_links(catalog: Catalog) -> Iterator[Diagnostic]:
    """A finding for each `[[…]]` that names nothing in the catalog."""
    for owner, reference, span in unresolved_wiki_links(catalog):
        yield Diagnostic(
            code="link-unresolved",
            severity=Severity.WARNING,
            message=f"`[[{reference}]]` in the text of {owner} leads to nothing in the catalog.",
            hint="Use an id as the catalog shows it, as in `[[OrderPlaced]]` or `[[service:orders]]`.",
            span=span,
        )
