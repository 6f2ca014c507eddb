"""A catalog in one line."""

from __future__ import annotations

from catalog_gen.diagnostics import Severity
from catalog_gen.model.catalog import Catalog


def summary(catalog: Catalog) -> str:
    """What the catalog holds, and how many findings of each severity."""
    versions = sum(len(message.versions) for message in catalog.messages)
    counts = [
        f"{len(catalog.messages)} messages in {versions} versions",
        f"{len(catalog.services)} services",
        f"{len(catalog.channels)} channels",
    ]
    found = {severity: sum(one.severity is severity for one in catalog.diagnostics) for severity in Severity}
    findings = ", ".join(
        f"{number} {severity}{'s' if number != 1 and severity is not Severity.INFO else ''}" for severity, number in found.items() if number
    )
    return f"{', '.join(counts)}; {findings or 'no findings'}."
