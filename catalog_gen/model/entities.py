"""Entities of a software catalog (Backstage) as their files describe them, before they are joined with what documents declare."""

from __future__ import annotations

from catalog_gen.diagnostics import Span
from catalog_gen.model.base import Value


class EntityRef(Value, kw_only=True, order=True):
    """A reference to an entity, `[kind:][namespace/]name`, in lower case and with its defaults filled in."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        """Write it in full."""
        return f"{self.kind}:{self.namespace}/{self.name}"


class Entity(Value, kw_only=True):
    """One entity. Which of the members are filled depends on its kind."""

    ref: EntityRef
    name: str
    """`metadata.name` as it is written."""
    title: str = ""
    description: str = ""
    url: str = ""
    type: str = ""
    lifecycle: str = ""
    owner: EntityRef | None = None
    system: EntityRef | None = None
    domain: EntityRef | None = None
    provides: tuple[EntityRef, ...] = ()
    consumes: tuple[EntityRef, ...] = ()
    parent: EntityRef | None = None
    members: tuple[EntityRef, ...] = ()
    groups: tuple[EntityRef, ...] = ()
    """Groups that a user is a member of."""
    email: str = ""
    definition: str = ""
    """Of an API: the path of the document that describes it, where that is a file below the root."""
    services: tuple[str, ...] = ()
    """Of an API: ids of the services that its definition declares, where that stands in the entity itself."""
    owner_span: Span | None = None
    """The place that names the owner."""
    span: Span
