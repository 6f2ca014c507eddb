"""Who says what a declaration says: the service of a document, or a subject in its registry."""

from __future__ import annotations

from catalog_gen.model.declaration import MessageDeclaration
from catalog_gen.model.identity import Side
from catalog_gen.model.schema import Schema

DOCUMENT = "asyncapi"
"""The kind of source of a declaration that has no registration."""


def source_of(declaration: MessageDeclaration) -> str:
    """The kind of source."""
    kept = declaration.registration
    if kept is None and declaration.deliveries:
        return declaration.deliveries[0].registry
    return DOCUMENT if kept is None else kept.registry


def who_says(declaration: MessageDeclaration) -> str:
    """The service of a document, or the subject with the space it stands in."""
    kept = declaration.registration
    return declaration.service if kept is None else kept.name


def version_of(declaration: MessageDeclaration) -> str:
    """The version of the service that a document describes; the version of the subject in its registry."""
    kept = declaration.registration
    return declaration.service_version if kept is None else kept.version


def origin_of(declaration: MessageDeclaration) -> str:
    """Who says it, with the kind of registry, to tell one from another: `shop`, `confluent orders-value`."""
    kept = declaration.registration
    return declaration.service if kept is None else f"{kept.registry} {kept.name}"


def side_of(declaration: MessageDeclaration, schema: Schema | None, value: str = "") -> Side:
    """What a declaration says, as one side of a conflict."""
    kept = declaration.registration
    return Side(
        who=declaration.span.path if kept is None else f"registry subject {kept.name} {kept.version}",
        source=source_of(declaration),
        service=declaration.service,
        version=version_of(declaration),
        schema=schema,
        value=value,
        span=declaration.span,
    )
