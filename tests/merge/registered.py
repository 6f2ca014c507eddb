"""Short ways to write what a registry keeps."""

from __future__ import annotations

from typing import Any

from catalog_gen.diagnostics import Span
from catalog_gen.model.declaration import Declarations
from catalog_gen.model.registry import RegisteredVersion, Registration
from catalog_gen.sources.registries.assembly import assemble
from tests.merge.declared import payload


def subject(name: str, *contents: str, record: str = "", registry: str = "confluent", **fields: Any) -> Declarations:
    """A subject with a version for each content, which stands for its schema's meaning."""
    more = {key: fields.pop(key) for key in ("topics", "id", "owners") if key in fields}
    rows = tuple(
        RegisteredVersion(
            export="export",
            registration=Registration(
                registry=registry,
                subject=name,
                version=fields.get("versions", [str(one) for one in range(1, len(contents) + 1)])[number],
                identifier=f"{fields.get('first', 100) + number}",
                state=fields.get("states", [""] * len(contents))[number],
                registered=fields.get("times", [""] * len(contents))[number],
                compatibility=fields.get("compatibility", ""),
                context=fields.get("context", ""),
                span=Span(path=f"{name}.json", pointer=f"/{number}"),
            ),
            schema=payload(content),
            record=record,
            span=Span(path=f"{name}.json", pointer=f"/{number}"),
            **more,
        )
        for number, content in enumerate(contents)
    )
    return Declarations(registered=rows)


def registered(*subjects: Declarations) -> Declarations:
    """The messages that subjects make."""
    return assemble(subjects)
